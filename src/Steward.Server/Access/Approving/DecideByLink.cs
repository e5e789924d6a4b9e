// Decides an approval by the link of a mail: what the link names is shown to whoever opens it, and only their sending the form decides.
using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using Steward.Platform.Approvals;
using Steward.Platform.Secrets;
using Steward.Platform.Web;

namespace Steward.Access.Approving;

/// <summary>What a link says: whose word on what, which word, and until when.</summary>
sealed record LinkedWord(ApprovalId Approval, AccountId Account, bool Agree, DateTimeOffset Until);

sealed class DecisionLinks(SecretBox box)
{
    public static readonly TimeSpan Valid = TimeSpan.FromDays(7);
    const int Length = 41;

    readonly SignedLink link = new(box, "decision-link");

    public string Token(LinkedWord word)
    {
        Span<byte> bytes = stackalloc byte[Length];
        word.Approval.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        word.Account.Value.TryWriteBytes(bytes[16..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[32..], word.Until.ToUnixTimeSeconds());
        bytes[40] = word.Agree ? (byte)1 : (byte)0;
        return link.Seal(bytes);
    }

    public LinkedWord? Read(string token) => link.Open(token, Length) is { } b
        ? new(ApprovalId.From(new(b.AsSpan(0, 16), bigEndian: true)), AccountId.From(new(b.AsSpan(16, 16), bigEndian: true)), b[40] == 1, DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(b.AsSpan(32)))) : null;
}

/// <summary>Whoever disagrees says why. The link is good for one word of one person, until it expires.</summary>
public sealed record DecideByLink([property: StringLength(200)] string Token, [property: StringLength(1000)] string Reason = "");

sealed record LinkExpired() : Refusal("ACC-184");
/// <summary>Somebody else is signed in here.</summary>
sealed record NotYourLink() : Refusal("ACC-185") { public override int Status => 403; }

sealed class DecideByLinkHandler(DecisionLinks links, ApprovalVoice voice, Me me, TimeProvider time) : IVerb<DecideByLink, Done>
{
    public async Task<Result<Done>> Handle(DecideByLink ask, CancellationToken stop)
    {
        if (links.Read(ask.Token) is not { } word) return new NotFound();
        // Without a session the link is proof enough; with one it is known who holds it.
        if (me.SignedIn && me.Id != word.Account) return new NotYourLink();
        if (time.Now() >= word.Until) return new LinkExpired();
        return await voice.Decide(word.Approval, word.Account, word.Agree, ask.Reason, nameof(DecideByLink), stop);
    }
}
