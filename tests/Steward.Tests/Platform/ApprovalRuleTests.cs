// When a word on an approval counts, and what it decides.
using Steward.Platform.Approvals;
using Xunit;

namespace Steward.Platform;

public sealed class ApprovalRuleTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 1, 0, 0, TimeSpan.Zero);
    static readonly Guid Asker = Guid.CreateVersion7(), A = Guid.CreateVersion7(), B = Guid.CreateVersion7(), C = Guid.CreateVersion7();

    static Approval Asked(int needed = 1, int deciders = 1, DateTimeOffset? until = null, ApprovalState state = ApprovalState.Waiting) =>
        new() { Kind = "test", Title = "", Href = "", AskedBy = Asker, AskedByName = "", Needed = needed, Deciders = deciders, ExpiresAt = until, State = state };

    static ApprovalVote Word(Guid by, bool agree = true, string reason = "because") => new() { By = by, ByName = "", Agree = agree, Reason = reason, At = Now };

    static ApprovalState After(Approval approval, params ApprovalVote[] words) => ApprovalRules.Decide(approval, words[..^1], words[^1], null, Now).Value;
    static string? No(Approval approval, params ApprovalVote[] words) => ApprovalRules.Decide(approval, words[..^1], words[^1], null, Now).Refusal?.Code;

    [Fact]
    public void One_word_decides_where_one_is_needed()
    {
        Assert.Equal(ApprovalState.Granted, After(Asked(), Word(A)));
        Assert.Equal(ApprovalState.Refused, After(Asked(), Word(A, agree: false)));
    }

    [Fact]
    public void Of_three_two_must_agree_and_two_can_refuse()
    {
        Assert.Equal(ApprovalState.Waiting, After(Asked(2, 3), Word(A)));
        Assert.Equal(ApprovalState.Waiting, After(Asked(2, 3), Word(A, agree: false)));
        Assert.Equal(ApprovalState.Granted, After(Asked(2, 3), Word(A), Word(B)));
        Assert.Equal(ApprovalState.Granted, After(Asked(2, 3), Word(A), Word(B, agree: false), Word(C)));
        Assert.Equal(ApprovalState.Refused, After(Asked(2, 3), Word(A, agree: false), Word(B, agree: false)));
        Assert.Equal(ApprovalState.Refused, After(Asked(2, 3), Word(A, agree: false), Word(B), Word(C, agree: false)));
    }

    [Fact]
    public void Where_all_must_agree_one_no_is_enough()
    {
        Assert.Equal(ApprovalState.Waiting, After(Asked(3, 3), Word(A), Word(B)));
        Assert.Equal(ApprovalState.Refused, After(Asked(3, 3), Word(A), Word(B, agree: false)));
        Assert.Equal(ApprovalState.Granted, After(Asked(3, 3), Word(A), Word(B), Word(C)));
    }

    [Fact]
    public void Nobody_decides_what_they_asked_for_nor_what_is_asked_in_whose_place_they_act()
    {
        Assert.Equal("APR-102", No(Asked(), Word(Asker)));
        Assert.Equal("APR-102", ApprovalRules.Decide(Asked(), [], Word(A), Asker, Now).Refusal?.Code);
        Assert.Null(ApprovalRules.Decide(Asked(), [], Word(A), B, Now).Refusal);
    }

    [Fact]
    public void Nobody_speaks_twice() => Assert.Equal("APR-103", No(Asked(2, 3), Word(A), Word(A, agree: false)));

    [Fact]
    public void A_deputys_word_is_the_givers_too_whoever_speaks_first()
    {
        ApprovalVote Deputy(Guid by, Guid giver) => new() { By = by, ByName = "", InPlaceOf = giver, Agree = true, Reason = "because", At = Now };
        string? Next(ApprovalVote said, ApprovalVote word) => ApprovalRules.Decide(Asked(2, 3), [said], word, word.InPlaceOf, Now).Refusal?.Code;
        Assert.Equal("APR-103", Next(Word(A), Deputy(B, A)));
        Assert.Equal("APR-103", Next(Deputy(B, A), Word(A)));
        Assert.Equal("APR-103", Next(Deputy(B, A), Word(B)));
        Assert.Equal("APR-103", Next(Deputy(B, A), Deputy(C, A)));
        Assert.Null(Next(Deputy(B, A), Word(C)));
    }

    [Fact]
    public void Whoever_disagrees_says_why()
    {
        Assert.Equal("APR-104", No(Asked(), Word(A, agree: false, reason: "")));
        Assert.Null(No(Asked(), Word(A, reason: "")));
    }

    [Theory]
    [InlineData(ApprovalState.Granted), InlineData(ApprovalState.Refused), InlineData(ApprovalState.Withdrawn), InlineData(ApprovalState.Expired)]
    public void What_is_settled_stays_so(ApprovalState state) => Assert.Equal("APR-101", No(Asked(state: state), Word(A)));

    [Fact]
    public void The_moment_of_expiry_is_too_late_and_the_one_before_is_not()
    {
        Assert.Equal("APR-101", No(Asked(until: Now), Word(A)));
        Assert.Equal(ApprovalState.Granted, After(Asked(until: Now.AddMilliseconds(1)), Word(A)));
    }
}
