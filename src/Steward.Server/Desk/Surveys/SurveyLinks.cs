// The signed link of a survey: who holds it may answer, without signing in, until it expires.
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Steward.Platform.Secrets;

namespace Steward.Desk.Surveys;

/// <summary>
/// A token is base64url(id ‖ second of expiry ‖ the first 16 bytes of HMAC-SHA256 over both), by a key derived from the master key: nothing of it is stored, and a copy of the
/// database opens no link.
/// </summary>
sealed class SurveyLinks(SecretBox box)
{
    const int Signed = 24, Length = 40;

    readonly byte[] key = box.Derive("survey-link");

    public string Token(Survey survey)
    {
        Span<byte> bytes = stackalloc byte[Length];
        survey.Id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], survey.ExpiresAt.ToUnixTimeSeconds());
        Sign(bytes[..Signed], bytes[Signed..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Which survey a token opens; null when it was not made here or was altered. Whether it has expired or was used, the survey says.</summary>
    public SurveyId? Read(string token)
    {
        if (token.Length != Base64Url.GetEncodedLength(Length) || !Base64Url.IsValid(token)) return null;
        var bytes = Base64Url.DecodeFromChars(token);
        Span<byte> good = stackalloc byte[Length - Signed];
        Sign(bytes.AsSpan(0, Signed), good);
        return CryptographicOperations.FixedTimeEquals(good, bytes.AsSpan(Signed)) ? SurveyId.From(new(bytes.AsSpan(0, 16), bigEndian: true)) : null;
    }

    void Sign(ReadOnlySpan<byte> what, Span<byte> into)
    {
        Span<byte> whole = stackalloc byte[32];
        HMACSHA256.HashData(key, what, whole);
        whole[..into.Length].CopyTo(into);
    }
}
