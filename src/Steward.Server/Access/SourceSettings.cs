// What only Access can say about the settings of directory and provider: whether the roles they name exist and may come from outside.
using Steward.Platform.Settings;

namespace Steward.Access;

public static class SourceSettings
{
    /// <exception cref="SettingsException">A role is unknown, or belongs to customers' people, who get their accounts from their contact.</exception>
    public static void Check(StewardSettings settings, string text = "")
    {
        foreach (var (section, roles) in new[] { ("directory", settings.Directory.Roles), ("openId", settings.OpenId.Roles) })
            foreach (var mapping in roles)
                if (!Enum.TryParse<Role>(mapping.Role, ignoreCase: true, out var role) || !Enum.IsDefined(role) || role is Role.User or Role.CustAdm || mapping.Group.Length == 0)
                    throw new SettingsException($"$.{section}.roles", text.Length > 0 ? SettingsFaults.LineOf(text, $"$.{section}.roles") : 0,
                        $"\"{mapping.Role}\" for \"{mapping.Group}\" cannot be meant; each entry names a group and one of {string.Join(", ", Enum.GetNames<Role>().Except([nameof(Role.User), nameof(Role.CustAdm)]))}");
    }
}
