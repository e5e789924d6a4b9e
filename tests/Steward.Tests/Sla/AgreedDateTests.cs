// A date agreed by hand is a moment: pauses do not move it, the contract's own target stays beside it, and a breach stays a breach.
using CsCheck;
using Xunit;
using static Steward.Sla.Bench;
using static Steward.Sla.ClockFact;

namespace Steward.Sla;

public sealed class AgreedDateTests
{
    static readonly int Many = TestData.Cases(2_000, 100_000);

    static readonly Agreement Allowing = Bare(8 * Hour, 2 * Hour) with { AgreedDates = new(AgreedDateRule.ByAgent) };

    static DateAgreed Agreed(string at, string due) => new(At(at), At(at), At(due), "员工001", "经理甲", "等用户出差回来");

    /// <summary>glpi#17186: a deadline that was agreed by hand moved with every pause.</summary>
    [Fact]
    public void A_pause_moves_the_contracts_target_and_not_the_agreed_date()
    {
        var story = new Story(Allowing, C58).Opened("2026-03-11 09:00").Add(Agreed("2026-03-11 11:00", "2026-03-13 12:00")).Paused("2026-03-11 14:00", "2026-03-12 15:00");
        var paused = story.Read("2026-03-12 10:00");
        Assert.Equal((At("2026-03-13 12:00"), false, ClockPhase.Paused, Verdict.Running), (paused.Due, paused.DueIsProjected, paused.Phase, paused.Verdict));
        var later = story.Read("2026-03-12 16:00");
        Assert.Equal((At("2026-03-13 12:00"), new ContractedTarget(At("2026-03-13 10:00"), Verdict.Running)), (later.Due, later.Contracted));

        var solved = story.Resolved("2026-03-13 11:00").Read("2026-03-13 11:30");
        Assert.Equal((Verdict.Met, new ContractedTarget(At("2026-03-13 10:00"), Verdict.Breached)), (solved.Verdict, solved.Contracted));
        Assert.Equal([("SLA.target.first", (DateTimeOffset?)null), ("SLA.target.agreed", (DateTimeOffset?)At("2026-03-13 12:00"))], solved.Targets.Select(t => (t.RuleTextKey, t.AgreedDue)));
        Assert.True(story.Explain("2026-03-13 11:30").AddsUp);
    }

    [Fact]
    public void A_breach_that_had_happened_stays_and_the_date_is_still_what_work_is_planned_by()
    {
        var reading = new Story(Allowing, C58).Opened("2026-03-11 09:00").Add(Agreed("2026-03-12 10:00", "2026-03-13 12:00")).Read("2026-03-12 11:00");
        Assert.Equal((Verdict.Breached, At("2026-03-11 18:00"), At("2026-03-13 12:00")), (reading.Verdict, reading.BreachedAt, reading.Due));
    }

    [Fact]
    public void A_date_may_be_nearer_than_the_contract_and_binds_all_the_same()
    {
        var reading = new Story(Allowing, C58).Opened("2026-03-11 09:00").Add(Agreed("2026-03-11 10:00", "2026-03-11 14:00")).Read("2026-03-11 15:00");
        Assert.Equal((Verdict.Breached, At("2026-03-11 14:00"), Verdict.Running), (reading.Verdict, reading.BreachedAt, reading.Contracted!.Verdict));
    }

    [Fact]
    public void What_becomes_more_urgent_leaves_the_date_and_what_becomes_less_urgent_keeps_it()
    {
        var raised = new Story(Allowing, C58).Opened("2026-03-11 09:00").Add(Agreed("2026-03-11 10:00", "2026-03-13 12:00")).Prioritised("2026-03-11 11:00", Priority.P1);
        Assert.Equal((At("2026-03-11 14:00"), (DateTimeOffset?)null), (raised.Read("2026-03-11 11:00").Due, raised.Read("2026-03-11 11:00").AgreedDue));
        var lowered = new Story(Allowing, C58).Opened("2026-03-11 09:00", Priority.P1).Add(Agreed("2026-03-11 10:00", "2026-03-13 12:00")).Prioritised("2026-03-11 11:00", Priority.P3).Read("2026-03-11 11:30");
        Assert.Equal((At("2026-03-13 12:00"), "SLA.target.agreed-kept", Priority.P3), (lowered.Due, lowered.Targets[^1].RuleTextKey, lowered.Targets[^1].Priority));
    }

    /// <summary>Two hours were left when it was solved; two are left again (SLA rule 6).</summary>
    [Fact]
    public void Reopening_gives_back_what_was_left_of_the_date()
    {
        var story = new Story(Allowing, C58).Opened("2026-03-11 09:00").Add(Agreed("2026-03-11 10:00", "2026-03-12 12:00")).Resolved("2026-03-12 10:00").Reopened("2026-03-13 09:00");
        Assert.Equal(At("2026-03-13 11:00"), story.Read("2026-03-13 09:00").Due);
        Assert.Equal(Verdict.Breached, story.Read("2026-03-13 11:01").Verdict);
    }

    [Fact]
    public void Shares_of_a_date_are_those_of_the_service_until_it_and_nobody_is_told_that_there_is_one()
    {
        var reading = new Story(Allowing, C58).Opened("2026-03-11 09:00").Add(Agreed("2026-03-11 10:00", "2026-03-12 10:00")).Paused("2026-03-11 11:00").Read("2026-03-11 12:00");
        Assert.Equal([(50, At("2026-03-11 15:00")), (75, At("2026-03-11 17:00")), (90, At("2026-03-12 09:12")), (100, At("2026-03-12 10:00"))], reading.Moments.Select(m => (m.SharePercent, m.At)));
        Assert.DoesNotContain(reading.Moments, m => m.Projected);
        Assert.Equal((8 * Hour, 2 * Hour), (reading.BudgetSeconds, reading.UsedOfBudgetSeconds));
    }

    [Fact]
    public void A_version_that_allows_no_dates_leaves_the_fact_in_sight_and_goes_by_its_own_target()
    {
        var story = new Story(Bare(8 * Hour), C58).Opened("2026-03-11 09:00").Add(Agreed("2026-03-11 10:00", "2026-03-13 12:00"));
        Assert.Equal(At("2026-03-11 18:00"), story.Read("2026-03-11 11:00").Due);
        Assert.Equal("SLA.ignored.date-not-allowed", Assert.Single(story.ReadAll("2026-03-11 11:00").Ignored).TextKey);
    }

    [Fact]
    public void The_contracts_own_verdict_is_what_the_clock_shows_without_the_dates() => Gens.ByHand.Sample(ticket =>
    {
        var (with, without) = (ticket.Read()[ClockKind.Resolution], ticket.Read(facts: ticket.Facts.Where(f => f is not DateAgreed))[ClockKind.Resolution]);
        if (with.Contracted is { } alone) Assert.Equal((without.Due, without.Verdict), (alone.Due, alone.Verdict));
        else Assert.Equal(SlaJson.Write(without), SlaJson.Write(with));
    }, iter: Many);

    [Fact]
    public void No_pause_moves_an_agreed_date() => Gens.ByHand.Sample(ticket =>
    {
        var (with, without) = (ticket.Read()[ClockKind.Resolution], ticket.Read(facts: ticket.Facts.Where(f => f is not (Paused or Resumed or PauseClaimed or PauseClaimDecided)))[ClockKind.Resolution]);
        Assert.Equal(without.AgreedDue, with.AgreedDue);
        if (with.AgreedDue is { } agreed) Assert.Equal((agreed, false), (with.Due, with.DueIsProjected));
    }, iter: Many);

    [Fact]
    public void Every_explanation_adds_up_whatever_was_agreed_by_hand() => Gen.Select(Gens.ByHand, Gen.Enum<ClockKind>()).Sample((ticket, kind) =>
        SlaClock.Explain(ticket.Facts, ticket.Agreement, ticket.Shelf, ticket.Start.AddSeconds(ticket.Now), kind).AddsUp, iter: Many);

    [Fact]
    public void Neither_a_date_nor_another_agreement_takes_a_breach_back() =>
        Gen.Select(Gens.ByHand, Gen.Int[0, Gens.Day], Gen.Int[0, 2 * Gens.Day]).Sample((ticket, second, more) =>
        {
            var facts = ticket.Facts.Where(f => f is not (PauseClaimed or PauseClaimDecided)).ToList();
            var (now, later) = (ticket.Read(ticket.Start.AddSeconds(second), facts), ticket.Read(ticket.Start.AddSeconds(second + more), facts));
            return now.Clocks.Zip(later.Clocks).Where(c => c.First.Kind != ClockKind.Update).All(c => c.First.BreachedAt is null || c.Second.Verdict == Verdict.Breached && c.Second.BreachedAt == c.First.BreachedAt);
        }, iter: Many);

    [Fact]
    public void Until_the_next_moment_nothing_new_is_told() => Gens.ByHand.Sample(ticket =>
    {
        var now = ticket.Start.AddSeconds(ticket.Now);
        var facts = ticket.Facts.Where(f => f.EffectiveAt <= now).ToList();
        var reading = ticket.Read(now, facts);
        var before = ticket.Read((reading.NextMoment ?? now.AddDays(30)).AddSeconds(-1), facts);
        Assert.Equal(reading.Clocks.Select(c => (c.Kind, c.Verdict)), before.Clocks.Select(c => (c.Kind, c.Verdict)));
        Assert.Equal(Reached(reading), Reached(before));

        static IEnumerable<(EscalationKind, int, int)> Reached(SlaReading of) => of.Escalation.Where(l => l is { Reached: true, Round: 0 }).Select(l => (l.Kind, l.Level, l.Round));
    }, iter: Many);
}
