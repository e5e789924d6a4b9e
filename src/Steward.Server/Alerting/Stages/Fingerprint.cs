// The identity of an alert: the same labels, in whatever order they come, give the same key.
using System.Security.Cryptography;
using System.Text;

namespace Steward.Alerting.Stages;

static class Fingerprint
{
    /// <summary>A label that is empty is one that is not there. Lengths stand before names and values, so that no two sets share an encoding.</summary>
    public static string Of(IReadOnlyDictionary<string, string> labels)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in labels.Where(l => l.Value.Length > 0).OrderBy(l => l.Key, StringComparer.Ordinal)) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{name.Length}:{name}{value.Length}:{value}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }
}
