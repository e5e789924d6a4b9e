// Groups and suppliers that run late by their own targets, and work that the first line is not for: each step once.
using CsCheck;
using Steward.Sla.Store;
using Xunit;
using static Steward.Sla.Bench;
using static Steward.Sla.ClockFact;

namespace Steward.Sla;

public sealed class ChainLadderTests
{
    static readonly Guid Desk = new(1, 0, 0, new byte[8]), Experts = new(2, 0, 0, new byte[8]), Maker = new(3, 0, 0, new byte[8]);

    /// <summary>P3: four hours for the first line, eight for the others and for suppliers.</summary>
    static readonly Agreement Chained = AgreementPresets.WithUpdates with { Pauses = Bare(1).Pauses, AtOnce = ["网络", "Network"] };

    static IEnumerable<(int, DateTimeOffset, bool, bool)> Levels(Story story, string now, EscalationKind kind) =>
        story.ReadAll(now).Escalation.Where(l => l.Kind == kind).Select(l => (l.Level, l.At, l.Reached, l.Projected));

    static Story Given(string at, Guid team, SupportLine line = SupportLine.First, string? category = null) => new Story(Chained, C58)
        .Add(new Opened(At(at), At(at), Priority.P3, ServiceMode.OnSite, new(C58.Ref, C724.Ref), Category: category)).Add(new Assigned(At(at), At(at), team, line));

    [Fact]
    public void A_group_climbs_its_own_ladder_in_its_own_time()
    {
        var story = Given("2026-03-11 09:00", Desk);
        Assert.Equal([(75, At("2026-03-11 12:00"), false, false), (100, At("2026-03-11 14:00"), false, false)], Levels(story, "2026-03-11 10:00", EscalationKind.Group));
        // What a supplier holds is not the group's time: an hour is used, three are left, whenever it comes back.
        story.Add(new Paused(At("2026-03-11 10:00"), At("2026-03-11 10:00"), PauseReason.PendingSupplier, Supplier: Maker));
        Assert.All(Levels(story, "2026-03-11 10:30", EscalationKind.Group), l => Assert.True(l is (_, _, false, true)));
        Assert.Equal([(75, At("2026-03-11 17:00"), false, false), (100, At("2026-03-12 10:00"), false, false), (150, At("2026-03-12 15:00"), false, false)], Levels(story, "2026-03-11 10:30", EscalationKind.Supplier));
        story.Add(new Resumed(At("2026-03-11 11:00"), At("2026-03-11 11:00")));
        Assert.Equal([(75, At("2026-03-11 14:00"), true, false), (100, At("2026-03-11 15:00"), false, false)], Levels(story, "2026-03-11 14:30", EscalationKind.Group));
        Assert.Empty(Levels(story, "2026-03-11 14:30", EscalationKind.Supplier));
        // The next group starts at the bottom; once it is solved nobody is chased.
        story.Add(new Assigned(At("2026-03-11 15:30"), At("2026-03-11 15:30"), Experts, SupportLine.Second));
        Assert.Equal([(75, At("2026-03-12 13:30"), false, false), (100, At("2026-03-12 15:30"), false, false)], Levels(story, "2026-03-11 16:00", EscalationKind.Group));
        Assert.Empty(Levels(story.Resolved("2026-03-11 16:30"), "2026-03-11 17:00", EscalationKind.Group));
    }

    [Fact]
    public void A_category_that_goes_on_at_once_does_so_when_somebody_serves_and_only_from_the_first_line()
    {
        Assert.Equal([(1, At("2026-03-11 09:00"), true, false)], Levels(Given("2026-03-11 09:00", Desk, category: "network"), "2026-03-11 09:00", EscalationKind.AtOnce));
        Assert.Equal([(1, At("2026-03-12 09:00"), false, false)], Levels(Given("2026-03-11 20:00", Desk, category: "网络"), "2026-03-11 20:00", EscalationKind.AtOnce));
        Assert.Empty(Levels(Given("2026-03-11 09:00", Experts, SupportLine.Second, "网络"), "2026-03-11 09:30", EscalationKind.AtOnce));
        Assert.Empty(Levels(Given("2026-03-11 09:00", Desk, category: "打印"), "2026-03-11 09:30", EscalationKind.AtOnce));
    }

    /// <summary>The law of escalation for everything that is told beside the promise's own ladder.</summary>
    [Fact]
    public void Nothing_beside_the_ladder_is_told_twice_and_nothing_that_came_is_forgotten() => Gen.Select(Gens.ByHand, Gen.Int[60, 20_000].Array[5, 30]).Sample((ticket, steps) =>
    {
        var row = new SubjectRow { Subject = Guid.Empty, Agreement = "a", AgreementNumber = 1 };
        var told = new HashSet<(string, int, int)>();
        var now = ticket.Start;
        foreach (var step in steps)
        {
            var reading = ticket.Read(now, ticket.Facts.KnownAt(now));
            Assert.All(reading.Escalation.Where(l => l.Reached), l => Assert.True(l.At <= now && !l.Projected));
            foreach (var level in Told.Due(row, reading))
                // A ticket that comes back to the first line is known to the desk by the key of what was told.
                if (level.Kind is not EscalationKind.AtOnce) Assert.True(told.Add((level.Of, level.Level, level.Round)), $"{level} was told twice");
            Told.Mark(row, reading);
            Assert.Empty(Told.Due(row, reading));
            now = now.AddSeconds(step);
        }
    }, iter: TestData.Cases(2_000, 100_000));
}
