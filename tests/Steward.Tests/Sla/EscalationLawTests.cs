// What holds for every ladder and every ticket: steps come in order, in service time, and none is told twice whatever happens meanwhile.
using CsCheck;
using Steward.Sla.Store;
using Xunit;
using static Steward.Sla.Bench;
using static Steward.Sla.ClockFact;

namespace Steward.Sla;

public sealed class EscalationLawTests
{
    static readonly int Many = TestData.Cases(2_000, 100_000);

    [Fact]
    public void A_ladder_is_climbed_step_by_step_and_each_step_falls_into_service_time() => Gens.Cases.Sample(ticket =>
    {
        var reading = ticket.Read();
        var ladder = reading.Escalation.Where(l => l is { Kind: EscalationKind.Ladder, Round: 0 }).ToList();
        Assert.Equal(ladder.Select(l => l.At).Order(), ladder.Select(l => l.At));
        // Of two neighbours the earlier is reached first, and what is reached lies in the past.
        Assert.All(reading.Escalation.Where(l => l.Reached), l => Assert.True(l.At <= ticket.Start.AddSeconds(ticket.Now) && !l.Projected));
        Assert.DoesNotContain(ladder.Zip(ladder.Skip(1)), pair => pair.Second.Reached && !pair.First.Reached);
        // Each step ends a served second, or begins one (SLA rule 3), in one of the ticket's calendars.
        Assert.All(ladder.Where(l => l.Level > 0 && reading[ClockKind.Resolution].Targets[^1].CarriedSeconds == 0), l => Assert.Contains(ticket.Calendars, c => ServiceCalendar.From(c).Value is var hours && (hours.IsOpen(l.At.AddSeconds(-1)) || hours.IsOpen(l.At))));
    }, iter: Many);

    [Fact]
    public void Nothing_is_told_twice_and_nothing_that_came_is_forgotten() => Gen.Select(Gens.Cases, Gen.Int[60, 20_000].Array[5, 30]).Sample((ticket, steps) =>
    {
        var row = new SubjectRow { Subject = Guid.Empty, Agreement = "a", AgreementNumber = 1 };
        var told = new HashSet<(string, int, int)>();
        var now = ticket.Start;
        foreach (var step in steps)
        {
            // Facts become known when they are written down, as for a sweep.
            var reading = ticket.Read(now, ticket.Facts.KnownAt(now));
            foreach (var level in Told.Due(row, reading)) Assert.True(told.Add((level.Of, level.Level, level.Round)), $"{level} was told twice");
            Told.Mark(row, reading);
            Assert.Empty(Told.Due(row, reading));
            Assert.All(reading.Escalation.Where(l => l is { Reached: true, Round: 0 }), l => Assert.Contains((l.Of, l.Level, 0), told));
            now = now.AddSeconds(step);
        }
    }, iter: Many);

    [Fact]
    public void A_step_that_a_pause_moves_away_again_is_not_told_again()
    {
        var row = new SubjectRow { Subject = Guid.Empty, Agreement = "a", AgreementNumber = 1 };
        var story = new Story(Bare(8 * Hour), C58).Opened("2026-03-11 09:00");
        List<int> Look(string now)
        {
            var reading = story.ReadAll(now);
            var due = Told.Due(row, reading).Where(l => l.Kind == EscalationKind.Ladder).Select(l => l.Level).ToList();
            Told.Mark(row, reading);
            return due;
        }
        Assert.Equal([0], Look("2026-03-11 09:00"));
        Assert.Equal([50], Look("2026-03-11 14:00"));
        // An hour of the morning was the user's, as is found out afterwards: half of the time is used at 15:00 only.
        story.Add(new PauseClaimed(At("2026-03-11 10:00"), At("2026-03-11 14:10"), At("2026-03-11 11:00"), PauseReason.PendingUser, 1, "mail")).Add(new PauseClaimDecided(At("2026-03-11 14:20"), At("2026-03-11 14:20"), 1, true, "m"));
        Assert.Equal(At("2026-03-11 15:00"), story.Read("2026-03-11 14:30").Moments.Single(m => m.SharePercent == 50).At);
        Assert.Empty(Look("2026-03-11 14:30"));
        Assert.Empty(Look("2026-03-11 15:30"));
        Assert.Equal([75], Look("2026-03-11 17:00"));
    }

    [Fact]
    public void Standing_still_counts_in_service_time_and_from_the_last_sign_of_work()
    {
        EscalationLevel? Line(Story story, string now) => story.ReadAll(now).Escalation.SingleOrDefault(l => l.Kind == EscalationKind.Line);
        var story = new Story(Bare(8 * Hour), C58).Opened("2026-03-11 11:50");
        // Ten minutes before lunch and twenty after it.
        Assert.Equal((1, At("2026-03-11 13:20")), (Line(story, "2026-03-11 11:50")!.Level, Line(story, "2026-03-11 11:50")!.At));
        story.Accepted("2026-03-11 13:10");
        Assert.Equal(At("2026-03-11 13:40"), Line(story, "2026-03-11 13:10")!.At);
        story.Paused("2026-03-11 13:20");
        Assert.Null(Line(story, "2026-03-11 13:30"));
        story.Add(new Resumed(At("2026-03-11 14:00"), At("2026-03-11 14:00")));
        Assert.Equal(At("2026-03-11 14:30"), Line(story, "2026-03-11 14:00")!.At);
        story.Add(new Assigned(At("2026-03-11 14:10"), At("2026-03-11 14:10"), Guid.Empty, SupportLine.Second));
        Assert.Equal((2, At("2026-03-11 16:10")), (Line(story, "2026-03-11 14:10")!.Level, Line(story, "2026-03-11 14:10")!.At));
        // The third line has nobody behind it.
        story.Add(new Assigned(At("2026-03-11 15:00"), At("2026-03-11 15:00"), Guid.Empty, SupportLine.Third));
        Assert.Null(Line(story, "2026-03-11 15:00"));
    }
}
