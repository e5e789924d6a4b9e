// The token of a display, {id}_{secret}: shown once, as part of the wall's address, and kept only as a hash.
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Steward.Access.Displays;

static class DisplayToken
{
    public static (string Shown, byte[] Hash) Make(DisplayId display)
    {
        var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(24)).ToLowerInvariant();
        return ($"{display.Value:N}_{secret}", Hash(secret));
    }

    public static bool TryRead(string shown, out DisplayId display, [NotNullWhen(true)] out byte[]? hash)
    {
        (display, hash) = (default, null);
        if (shown.Split('_') is not [var id, var secret] || !Guid.TryParseExact(id, "N", out var guid)) return false;
        (display, hash) = (DisplayId.From(guid), Hash(secret));
        return true;
    }

    static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
