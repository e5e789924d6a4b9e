// When a word counts and what it decides: pure, the same for every kind of approval.
namespace Steward.Platform.Approvals;

sealed record ApprovalEnded(ApprovalState State) : Refusal("APR-101", Text.Texts.Name(State));
/// <summary>Separation of duties: nobody decides on what they asked for themselves.</summary>
sealed record OwnQuestion() : Refusal("APR-102");
sealed record AlreadySaid() : Refusal("APR-103");
sealed record ReasonNeeded() : Refusal("APR-104") { public override string? Field => "reason"; public override int Status => 400; }

static class ApprovalRules
{
    /// <summary>What the approval becomes by this word: it is refused once so many disagree that those needed cannot be found any more.</summary>
    /// <param name="standsFor">The person in whose place the voter acts under a delegation.</param>
    public static Result<ApprovalState> Decide(Approval approval, IReadOnlyList<ApprovalVote> votes, ApprovalVote word, Guid? standsFor, DateTimeOffset now)
    {
        if (approval.State != ApprovalState.Waiting) return new ApprovalEnded(approval.State);
        if (approval.ExpiresAt <= now) return new ApprovalEnded(ApprovalState.Expired);
        if (approval.AskedBy == word.By || approval.AskedBy == standsFor) return new OwnQuestion();
        // A word given by a deputy is the giver's as well: neither of them speaks again, whichever way about.
        if (votes.Any(v => v.By == word.By || v.InPlaceOf == word.By || standsFor is { } giver && (v.By == giver || v.InPlaceOf == giver))) return new AlreadySaid();
        if (!word.Agree && word.Reason.Length == 0) return new ReasonNeeded();
        var agreed = votes.Append(word).Count(v => v.Agree);
        var against = votes.Count + 1 - agreed;
        return agreed >= approval.Needed ? ApprovalState.Granted : against > approval.Deciders - approval.Needed ? ApprovalState.Refused : ApprovalState.Waiting;
    }
}
