// A group's tick, case by case: what is told, what is forgotten, and what waits.
using Steward.Alerting.Notices;
using Xunit;

namespace Steward.Alerting;

public sealed class TickTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 1, 0, 0, TimeSpan.Zero);
    static readonly AlertId A = AlertId.From(Guid.Parse("00000000-0000-7000-8000-00000000000a")), B = AlertId.From(Guid.Parse("00000000-0000-7000-8000-00000000000b"));

    static Tick Of(double? toldMinutesAgo, bool muted, params Standing[] members) => Tick.Decide(members, toldMinutesAgo is { } m ? Now.AddMinutes(-m) : null, TimeSpan.FromHours(4), muted, Now);

    [Fact]
    public void What_is_new_is_told_with_all_that_fires()
    {
        var tick = Of(5, false, new(A, true, false, true), new(B, true, false, false));
        Assert.True(tick.Tell);
        Assert.Equal([A, B], tick.Firing);
    }

    [Fact]
    public void What_was_told_is_told_again_only_when_the_repeat_is_due()
    {
        Assert.False(Of(239, false, new Standing(A, true, false, true)).Tell);
        Assert.True(Of(240, false, new Standing(A, true, false, true)).Tell);
    }

    [Fact]
    public void An_end_is_told_to_those_who_were_told_of_the_beginning()
    {
        var told = Of(5, false, new(A, false, false, true), new(B, false, false, false));
        Assert.True(told.Tell);
        Assert.Equal([A], told.Over);
        Assert.Equal([A, B], told.Leaving);
        var never = Of(null, false, new Standing(B, false, false, false));
        Assert.False(never.Tell);
        Assert.Equal([B], never.Leaving);
    }

    [Fact]
    public void What_is_covered_is_told_to_nobody_and_stays()
    {
        var tick = Of(null, false, new(A, true, true, false), new(B, false, true, true));
        Assert.False(tick.Tell);
        Assert.Equal([B], tick.Leaving);
    }

    [Fact]
    public void A_muted_way_tells_nothing_and_forgets_nothing_that_was_to_be_told()
    {
        var tick = Of(5, true, new(A, true, false, false), new(B, false, false, true));
        Assert.False(tick.Tell);
        Assert.Empty(tick.Leaving);
    }
}
