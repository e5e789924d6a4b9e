// The secrets of a probe: its one-time token and its credential, both {id}_{secret} and kept only as a hash.
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Steward.Probes.Fleet;

static class Secret
{
    public static (string Shown, byte[] Hash) Make(ProbeId probe)
    {
        var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(24)).ToLowerInvariant();
        return ($"{probe.Value:N}_{secret}", Hash(secret));
    }

    public static bool TryRead(string shown, out ProbeId probe, [NotNullWhen(true)] out byte[]? hash)
    {
        (probe, hash) = (default, null);
        if (shown.Split('_') is not [var id, var secret] || !Guid.TryParseExact(id, "N", out var guid)) return false;
        (probe, hash) = (ProbeId.From(guid), Hash(secret));
        return true;
    }

    public static bool Same(byte[]? kept, byte[] given) => kept is not null && CryptographicOperations.FixedTimeEquals(kept, given);

    static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
