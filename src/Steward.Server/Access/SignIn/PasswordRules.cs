// What a password must be: long enough, not the user name, not one that everybody tries first.
using Steward.Platform.Settings;

namespace Steward.Access.SignIn;

static class PasswordRules
{
    static readonly HashSet<string> TriedFirst = new(StringComparer.OrdinalIgnoreCase)
    {
        "1234567890", "0123456789", "12345678910", "password123", "password1234", "qwertyuiop", "1q2w3e4r5t", "admin12345", "administrator", "iloveyou123",
        "aaaaaaaaaa", "1111111111", "0000000000", "88888888888", "woaini1314", "qwerty12345", "letmein1234", "welcome1234", "changeme123", "abcdefghij",
    };

    public static BadField? Check(string field, string userName, string password, SignInSettings settings) =>
        password.Length < settings.MinimumPasswordLength ? new(field, "ACC-110", settings.MinimumPasswordLength)
        : password.Length > 200 ? new(field, "field.too-long", 200)
        : password.Contains(userName, StringComparison.OrdinalIgnoreCase) ? new(field, "ACC-111")
        : TriedFirst.Contains(password) || password.Distinct().Count() < 4 ? new(field, "ACC-112")
        : null;
}
