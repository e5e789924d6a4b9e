// Another version of the agreement while tickets are open: from where its targets count, what it cannot take back, and what it does not touch.
using Xunit;
using static Steward.Sla.Bench;
using static Steward.Sla.ClockFact;

namespace Steward.Sla;

public sealed class AgreementChangeTests
{
    static readonly Agreement Shorter = Bare(4 * Hour) with { Ref = new("own", 2) };

    static Story Changed(ChangeRule rule, Agreement? to = null, string at = "2026-03-11 14:00", long first = 8 * Hour)
    {
        var story = new Story(Bare(first), C58).Opened("2026-03-11 09:00");
        story.Shelf.Add(to ?? Shorter);
        return story.Add(new AgreementChanged(At(at), At(at), (to ?? Shorter).Ref, rule, "客户管理员"));
    }

    [Theory]
    [InlineData(ChangeRule.FromChange, "2026-03-11 18:00")]
    [InlineData(ChangeRule.Proportional, "2026-03-11 16:00")]
    [InlineData(ChangeRule.FromStart, "2026-03-11 14:00")]
    public void The_new_target_counts_from_where_it_was_agreed(ChangeRule rule, string due)
    {
        var reading = Changed(rule).Read("2026-03-11 14:00");
        Assert.Equal((At(due), $"SLA.target.agreement.{rule}", Verdict.Running), (reading.Due, reading.Targets[^1].RuleTextKey, reading.Verdict));
        Assert.True(Changed(rule).Explain("2026-03-11 15:00").AddsUp);
    }

    [Fact]
    public void From_the_start_it_may_be_late_at_once_and_a_longer_one_takes_no_breach_back()
    {
        Assert.Equal((Verdict.Breached, At("2026-03-11 14:00")), (Changed(ChangeRule.FromStart).Read("2026-03-11 14:01").Verdict, Changed(ChangeRule.FromStart).Read("2026-03-11 14:01").BreachedAt!.Value));
        var longer = Changed(ChangeRule.FromStart, Bare(40 * Hour) with { Ref = new("own", 3) }, first: 2 * Hour).Read("2026-03-11 15:00");
        Assert.Equal((Verdict.Breached, At("2026-03-11 11:00"), At("2026-03-17 18:00")), (longer.Verdict, longer.BreachedAt, longer.Due));
    }

    [Fact]
    public void What_is_alike_in_both_versions_does_not_move_and_a_closed_clock_never()
    {
        var alike = Changed(ChangeRule.FromChange, Bare(8 * Hour) with { Ref = new("own", 4) }).Read("2026-03-11 15:00");
        Assert.Equal((At("2026-03-11 18:00"), 1), (alike.Due, alike.Targets.Count));
        var story = new Story(Bare(8 * Hour), C58).Opened("2026-03-11 09:00").Resolved("2026-03-11 15:00").Closed("2026-03-11 16:00");
        story.Shelf.Add(Shorter);
        var before = SlaJson.Write(story.Read("2026-03-12 09:00"));
        story.Add(new AgreementChanged(At("2026-03-11 17:00"), At("2026-03-11 17:00"), Shorter.Ref, ChangeRule.FromStart));
        Assert.Equal(before, SlaJson.Write(story.Read("2026-03-12 09:00")));
        Assert.Equal("SLA.ignored.after-end", Assert.Single(story.ReadAll("2026-03-12 09:00").Ignored).TextKey);
    }

    [Fact]
    public void The_ladder_is_that_of_the_version_in_force_and_groups_get_its_targets()
    {
        var own = Shorter with { Ladder = [new(Priority.P3, 60, [EscalationRole.ProjectManager])], Groups = [new(SupportLine.First, Priority.P3, Hour)] };
        var story = Changed(ChangeRule.FromStart, own, at: "2026-03-11 10:00").Add(new Assigned(At("2026-03-11 09:30"), At("2026-03-11 09:30"), new Guid(7, 0, 0, new byte[8]), SupportLine.First));
        Assert.Equal([(60, At("2026-03-11 11:24"))], story.Read("2026-03-11 10:30").Moments.Select(m => (m.SharePercent, m.At)));
        Assert.Equal(Hour, SlaClock.Attribute(story.Facts, story.Agreement, story.Shelf, At("2026-03-11 11:00")).Chain.Single().BudgetSeconds);
    }

    [Fact]
    public void Versions_differ_by_their_lines_and_facts_survive_being_written()
    {
        Assert.Empty(AgreementEdit.Diff(Bare(8 * Hour), Bare(8 * Hour) with { Ref = new("x", 9) }));
        var lines = AgreementEdit.Diff(AgreementPresets.Standard, AgreementPresets.WithUpdates);
        Assert.Contains(new AgreementChange("ClockKind.Update|Priority.P3", "", "=8:00|EscalationRole.Owner|EscalationRole.GroupLead"), lines);
        Assert.Contains(new AgreementChange("SLA.agreed-dates", "AgreedDateRule.Never", "AgreedDateRule.ByManager|=10|=2"), lines);
        foreach (var fact in new ClockFact[]
        {
            new AgreementChanged(At("2026-03-11 10:00"), At("2026-03-11 10:00"), new("own", 2), ChangeRule.FromStart, "b", [new(ClockKind.Resolution, At("2026-03-11 18:00"), Verdict.Running)]),
            new DateAgreed(At("2026-03-11 10:00"), At("2026-03-11 10:00"), At("2026-03-12 10:00"), "c", "p", "r"), new Informed(At("2026-03-11 10:00"), At("2026-03-11 10:00"), "a"),
        })
            Assert.Equal(SlaJson.Write(fact), SlaJson.Write(SlaJson.Read<ClockFact>(SlaJson.Write(fact))));
        var back = SlaJson.Read<Agreement>(SlaJson.Write(AgreementPresets.WithUpdates));
        Assert.Equal(SlaJson.Write(AgreementPresets.WithUpdates), SlaJson.Write(back));
    }
}
