// The signed link of a survey: who holds it may answer, without signing in, until it expires.
using System.Buffers.Binary;
using Steward.Platform.Secrets;

namespace Steward.Desk.Surveys;

/// <summary>Names the survey and the second of its expiry.</summary>
sealed class SurveyLinks(SecretBox box)
{
    const int Length = 24;

    readonly SignedLink link = new(box, "survey-link");

    public string Token(Survey survey)
    {
        Span<byte> bytes = stackalloc byte[Length];
        survey.Id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], survey.ExpiresAt.ToUnixTimeSeconds());
        return link.Seal(bytes);
    }

    /// <summary>Which survey a token opens; null when it was not made here or was altered. Whether it has expired or was used, the survey says.</summary>
    public SurveyId? Read(string token) => link.Open(token, Length) is { } bytes ? SurveyId.From(new(bytes.AsSpan(0, 16), bigEndian: true)) : null;
}
