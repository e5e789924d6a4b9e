// Whose time it was: every second of a ticket's life in exactly one hand, and the clocks of groups and suppliers behind the customer's.
using CsCheck;
using Xunit;
using static Steward.Sla.Bench;
using static Steward.Sla.ClockFact;

namespace Steward.Sla;

public sealed class AttributionTests
{
    static readonly int Many = TestData.Cases(2_000, 100_000);
    static readonly Guid OnSite = new(1, 0, 0, new byte[8]), Second = new(2, 0, 0, new byte[8]), Maker = new(3, 0, 0, new byte[8]), Line = new(4, 0, 0, new byte[8]);

    [Fact]
    public void Every_second_belongs_to_exactly_one_hand() => Gens.Cases.Sample(ticket =>
    {
        var now = ticket.Start.AddSeconds(ticket.Now);
        var life = SlaClock.Attribute(ticket.Facts, ticket.Agreement, ticket.Shelf, now);
        Assert.True(life.AddsUp);
        Assert.Equal(life.Seconds, life.Parts.Sum(p => p.Seconds));
        Assert.Equal(ticket.Start.ToUnixTimeSeconds(), life.From.ToUnixTimeSeconds());
        // Second by second, by somebody who only knows the rules: who is waited for, or else who has it; and whether anybody serves.
        var random = new Random(ticket.Now);
        for (var i = 0; i < 20 && life.Seconds > 0; i++)
        {
            var at = life.From.AddSeconds(random.NextInt64(life.Seconds));
            var span = Assert.Single(life.Spans, s => s.From <= at && at < s.To);
            Assert.Equal(span.Holder == TimeHolder.OutsideHours, !ticket.Shelf[span.Calendar].IsOpen(at));
        }
    }, iter: Many);

    [Fact]
    public void The_resolution_clock_counts_what_was_in_our_hands_or_stopped_nothing() => Gens.Cases.Sample(ticket =>
    {
        var now = ticket.Start.AddSeconds(ticket.Now);
        var explained = SlaClock.Explain(ticket.Facts, ticket.Agreement, ticket.Shelf, now, ClockKind.Resolution);
        if (explained.Reading.StartedAt != SlaClock.Attribute(ticket.Facts, ticket.Agreement, ticket.Shelf, now).From) return;
        // Gross time is all service time outside of gaps, whoever had it.
        var life = SlaClock.Attribute(ticket.Facts, ticket.Agreement, ticket.Shelf, now);
        // A stopped clock shows what it showed when it stopped; what was agreed about it later is not in it.
        if (explained.Reading.StoppedAt is null)
            Assert.Equal(explained.Reading.GrossSeconds, life.Spans.Where(s => s.Holder is not (TimeHolder.OutsideHours or TimeHolder.Confirming)).Sum(s => s.Seconds));
    }, iter: Many);

    [Fact]
    public void A_day_with_a_group_a_user_a_carrier_and_the_second_line()
    {
        var story = new Story(AgreementPresets.Standard with { Pauses = Bare(1).Pauses }, C58).Opened("2026-03-11 09:00");
        story.Add(new Assigned(At("2026-03-11 09:30"), At("2026-03-11 09:30"), OnSite, SupportLine.First))
            .Add(new Paused(At("2026-03-11 10:00"), At("2026-03-11 10:00"), PauseReason.PendingUser)).Add(new Resumed(At("2026-03-11 10:45"), At("2026-03-11 10:45")))
            .Add(new Assigned(At("2026-03-11 11:00"), At("2026-03-11 11:00"), Second, SupportLine.Second))
            .Add(new Paused(At("2026-03-11 11:30"), At("2026-03-11 11:30"), PauseReason.PendingSupplier, null, Line, Carrier: true)).Add(new Resumed(At("2026-03-11 14:00"), At("2026-03-11 14:00")))
            .Add(new Paused(At("2026-03-11 14:00"), At("2026-03-11 14:00"), PauseReason.PendingPart, null, Maker)).Add(new Resumed(At("2026-03-11 16:00"), At("2026-03-11 16:00")))
            .Resolved("2026-03-11 17:00").Reopened("2026-03-11 17:30").Resolved("2026-03-11 17:40");
        var life = SlaClock.Attribute(story.Facts, story.Agreement, story.Shelf, At("2026-03-12 09:00"));
        HeldTime[] expected =
            [
                // The second line: half an hour before noon, an hour after the parts came, and ten minutes when it was opened again.
                new(TimeHolder.Group, Second, 30 * Minute + Hour + 10 * Minute), new(TimeHolder.Group, OnSite, 45 * Minute), new(TimeHolder.Group, null, 30 * Minute),
                new(TimeHolder.Customer, null, 45 * Minute), new(TimeHolder.Supplier, Maker, 2 * Hour), new(TimeHolder.Carrier, Line, 90 * Minute),
                new(TimeHolder.Confirming, null, 30 * Minute), new(TimeHolder.OutsideHours, null, Hour),
            ];
        Assert.Equal(expected, life.Parts);
        Assert.Equal(8 * Hour + 40 * Minute, life.Seconds);

        // P3, sixteen hours: the first line has a quarter of it, second line and suppliers half.
        Assert.Equal(
            [
                (ChainLink.Group, OnSite, 45 * Minute, 4 * Hour, Verdict.Met), (ChainLink.Group, Second, 100 * Minute, 8 * Hour, Verdict.Met),
                (ChainLink.Supplier, Line, 90 * Minute, 8 * Hour, Verdict.Met), (ChainLink.Supplier, Maker, 2 * Hour, 8 * Hour, Verdict.Met),
            ],
            life.Chain.Select(c => (c.Link, c.Who!.Value, c.UsedSeconds, c.BudgetSeconds!.Value, c.Verdict)));
    }

    [Fact]
    public void A_group_that_keeps_it_too_long_breaks_its_own_promise_and_a_supplier_its_contract()
    {
        var own = AgreementPresets.Standard with
        {
            Pauses = Bare(1).Pauses,
            Groups = [new(SupportLine.First, Priority.P3, 4 * Hour), new(SupportLine.First, Priority.P3, Hour, OnSite)],
            Suppliers = [new(Priority.P3, 2 * Hour, CalendarUse.FullTime, Maker)],
        };
        var story = new Story(own, C58).Opened("2026-03-11 09:00");
        story.Add(new Assigned(At("2026-03-11 11:30"), At("2026-03-11 11:30"), OnSite, SupportLine.First));
        ChainedClock Of(string now, ChainLink link) => SlaClock.Attribute(story.Facts, own, story.Shelf, At(now)).Chain.Last(c => c.Link == link);
        // What was agreed with this very group goes before what holds for its line; lunch is nobody's time.
        Assert.Equal((Hour, At("2026-03-11 13:30"), Verdict.Running), (Of("2026-03-11 12:30", ChainLink.Group).BudgetSeconds!.Value, Of("2026-03-11 12:30", ChainLink.Group).Due!.Value, Of("2026-03-11 12:30", ChainLink.Group).Verdict));
        Assert.Equal(Verdict.Running, Of("2026-03-11 13:30", ChainLink.Group).Verdict);
        Assert.Equal((Verdict.Breached, At("2026-03-11 13:30")), (Of("2026-03-11 13:31", ChainLink.Group).Verdict, Of("2026-03-11 13:31", ChainLink.Group).Due!.Value));
        // The maker works round the clock, and its contract says so.
        story.Add(new Paused(At("2026-03-11 17:00"), At("2026-03-11 17:00"), PauseReason.PendingPart, null, Maker));
        Assert.Equal((At("2026-03-11 19:00"), Verdict.Running), (Of("2026-03-11 18:00", ChainLink.Supplier).Due!.Value, Of("2026-03-11 18:00", ChainLink.Supplier).Verdict));
        Assert.Equal(Verdict.Breached, Of("2026-03-11 19:01", ChainLink.Supplier).Verdict);
        // Nothing was agreed with this one.
        story.Add(new Resumed(At("2026-03-11 20:00"), At("2026-03-11 20:00"))).Add(new Paused(At("2026-03-12 09:00"), At("2026-03-12 09:00"), PauseReason.PendingSupplier, null, Line));
        Assert.Equal(Verdict.NotMeasured, Of("2026-03-12 10:00", ChainLink.Supplier).Verdict);
    }
}
