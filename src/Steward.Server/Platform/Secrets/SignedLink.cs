// The signed part of a link that opens something without sign-in: whoever holds it may, as long as what it names says so.
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Steward.Platform.Secrets;

/// <summary>
/// A token is base64url(what it names ‖ the first 16 bytes of HMAC-SHA256 over that), by a key derived from the master key: nothing of it is stored, and a copy of the
/// database opens no link.
/// </summary>
public sealed class SignedLink(SecretBox box, string purpose)
{
    const int Signature = 16;

    readonly byte[] key = box.Derive(purpose);

    public string Seal(ReadOnlySpan<byte> what) => Base64Url.EncodeToString([.. what, .. Sign(what)]);

    /// <summary>What a token names, of so many bytes; null when it was not made here or was altered.</summary>
    public byte[]? Open(string token, int length)
    {
        if (token.Length != Base64Url.GetEncodedLength(length + Signature) || !Base64Url.IsValid(token)) return null;
        var bytes = Base64Url.DecodeFromChars(token);
        return CryptographicOperations.FixedTimeEquals(Sign(bytes.AsSpan(0, length)), bytes.AsSpan(length)) ? bytes[..length] : null;
    }

    byte[] Sign(ReadOnlySpan<byte> what) => HMACSHA256.HashData(key, what)[..Signature];
}
