// How often the requester must hear from us: rounds that a human's word ends, judged one by one, told once each.
using CsCheck;
using Steward.Sla.Store;
using Xunit;
using static Steward.Sla.Bench;
using static Steward.Sla.ClockFact;

namespace Steward.Sla;

public sealed class UpdateClockTests
{
    static readonly Agreement Talking = Bare(40 * Hour) with { Updates = [new(Priority.P1, 30 * Minute, CalendarUse.FullTime), new(Priority.P3, 2 * Hour)] };

    static Informed Told(string at) => new(At(at), At(at), "agent");

    static ClockReading Update(Story story, string now) => story.Read(now, ClockKind.Update);

    [Fact]
    public void Each_word_ends_a_round_and_the_solution_ends_the_last()
    {
        var story = new Story(Talking, C58).Opened("2026-03-11 09:00").Add(Told("2026-03-11 10:30"));
        // An hour and a half before lunch, half an hour after it.
        Assert.Equal((At("2026-03-11 13:30"), Verdict.Running), (Update(story, "2026-03-11 11:00").Due, Update(story, "2026-03-11 11:00").Verdict));
        Assert.Equal((Verdict.Breached, At("2026-03-11 13:30")), (Update(story, "2026-03-11 13:45").Verdict, Update(story, "2026-03-11 13:45").BreachedAt));
        // What is late is late; the next round begins with a clean slate.
        story.Add(Told("2026-03-11 14:00"));
        Assert.Equal((Verdict.Running, At("2026-03-11 16:00")), (Update(story, "2026-03-11 14:00").Verdict, Update(story, "2026-03-11 14:00").Due));
        var solved = Update(story.Resolved("2026-03-11 15:00"), "2026-03-12 09:00");
        Assert.Equal((ClockPhase.Stopped, Verdict.Breached, At("2026-03-11 13:30")), (solved.Phase, solved.Verdict, solved.BreachedAt));
        Assert.Equal([Verdict.Met, Verdict.Breached, Verdict.Met], solved.Rounds!.Select(r => r.Verdict));
        Assert.True(story.Explain("2026-03-12 09:00", ClockKind.Update).AddsUp);
    }

    [Fact]
    public void Machines_say_nothing_and_acceptance_is_no_word()
    {
        var story = new Story(Talking, C58).Opened("2026-03-11 09:00").AutoReplied("2026-03-11 09:01").Accepted("2026-03-11 09:30");
        Assert.Equal((At("2026-03-11 11:00"), 1), (Update(story, "2026-03-11 10:00").Due, Update(story, "2026-03-11 10:00").Rounds!.Count));
        Assert.Equal(2, Update(story.Workaround("2026-03-11 10:00"), "2026-03-11 10:00").Rounds!.Count);
    }

    [Fact]
    public void Elapsed_time_runs_through_the_night() =>
        Assert.Equal(At("2026-03-11 23:30"), Update(new Story(Talking, C58).Opened("2026-03-11 23:00", Priority.P1), "2026-03-11 23:00").Due);

    [Fact]
    public void It_stands_while_the_user_is_asked_and_runs_while_a_supplier_is_waited_for()
    {
        var asked = new Story(Talking, C58).Opened("2026-03-11 09:00").Paused("2026-03-11 10:00", "2026-03-11 14:00");
        Assert.Equal(At("2026-03-11 15:00"), Update(asked, "2026-03-11 14:00").Due);
        var waiting = new Story(Talking, C58).Opened("2026-03-11 09:00").Paused("2026-03-11 10:00", reason: PauseReason.PendingSupplier);
        Assert.Equal((At("2026-03-11 11:00"), Verdict.Breached), (Update(waiting, "2026-03-11 11:30").Due, Update(waiting, "2026-03-11 11:30").Verdict));
    }

    [Fact]
    public void A_ticket_opened_again_begins_a_round_and_one_cancelled_in_time_needs_none()
    {
        var again = new Story(Talking, C58).Opened("2026-03-11 09:00").Resolved("2026-03-11 10:00").Reopened("2026-03-12 09:00");
        Assert.Equal((At("2026-03-12 11:00"), Verdict.Running), (Update(again, "2026-03-12 10:00").Due, Update(again, "2026-03-12 10:00").Verdict));
        Assert.Equal(Verdict.NotMeasured, Update(new Story(Talking, C58).Opened("2026-03-11 09:00").Cancelled("2026-03-11 10:00"), "2026-03-12 10:00").Verdict);
        Assert.Equal(Verdict.Breached, Update(new Story(Talking, C58).Opened("2026-03-11 09:00").Cancelled("2026-03-11 14:00"), "2026-03-12 10:00").Verdict);
    }

    [Fact]
    public void What_becomes_urgent_is_spoken_of_sooner_from_then_on()
    {
        var story = new Story(Talking, C58).Opened("2026-03-11 09:00").Prioritised("2026-03-11 10:00", Priority.P1);
        Assert.Equal(At("2026-03-11 10:30"), Update(story, "2026-03-11 10:00").Due);
        Assert.Equal(At("2026-03-11 11:10"), Update(story.Add(Told("2026-03-11 10:40")), "2026-03-11 10:40").Due);
    }

    [Fact]
    public void A_history_without_words_and_an_agreement_without_rounds_promise_nothing()
    {
        Assert.Equal(ClockPhase.NotStarted, Update(new Story(Bare(8 * Hour), C58).Opened("2026-03-11 09:00"), "2026-03-12 09:00").Phase);
        var silent = new Story(Talking, C58).Add(new Opened(At("2026-03-11 09:00"), At("2026-03-20 09:00"), Priority.P3, Silent: true));
        Assert.Equal(ClockPhase.NotStarted, Update(silent, "2026-03-12 09:00").Phase);
    }

    [Fact]
    public void Each_round_reminds_once_and_calls_once_however_often_it_is_looked_at()
    {
        var row = new SubjectRow { Subject = Guid.Empty, Agreement = "a", AgreementNumber = 1 };
        var story = new Story(Talking, C58).Opened("2026-03-11 09:00");
        List<(int, int)> Look(string now)
        {
            var reading = story.ReadAll(now);
            var due = Store.Told.Due(row, reading).Where(l => l.Kind == EscalationKind.Update).Select(l => (l.Level, l.Tell.Count)).ToList();
            Store.Told.Mark(row, reading);
            return due;
        }
        Assert.Empty(Look("2026-03-11 10:00"));
        Assert.Equal([(75, 1)], Look("2026-03-11 10:30"));
        Assert.Empty(Look("2026-03-11 10:45"));
        Assert.Equal([(100, 2)], Look("2026-03-11 11:00"));
        Assert.Empty(Look("2026-03-11 11:30"));
        story.Add(Told("2026-03-11 11:40"));
        Assert.Empty(Look("2026-03-11 11:45"));
        Assert.Equal([(75, 1), (100, 2)], Look("2026-03-11 17:00"));
    }

    /// <summary>The rules a second time, naively, without changes of priority, calendar or agreement.</summary>
    [Fact]
    public void Rounds_walked_second_by_second_come_to_the_same_verdicts() => Gen.Select(Gens.ByHand, Gen.Int[5, 300]).Sample((it, minutes) =>
    {
        var priority = ((Opened)it.Facts[0]).Priority;
        var rule = new UpdateRule(priority, minutes * 60L, (CalendarUse)(minutes % 2));
        var ticket = it with
        {
            Agreement = it.Agreement with { Pauses = [new(PauseReason.PendingUser, StopsClocks: true)], Updates = [rule] },
            Facts = [.. it.Facts.Where(f => f is Opened or Paused or Resumed or Resolved or Reopened or Informed or WorkaroundGiven or Accepted or DateAgreed)],
        };
        var zero = ticket.Start.ToUnixTimeSeconds();
        var open = NaiveCalendar.Open(ticket.Calendars.Single(c => c.Ref.Id == (rule.Calendar == CalendarUse.Business ? "a" : "b")), zero, ticket.Seconds);
        var (used, asked, running, due, next) = (0L, false, true, (long?)null, 1);
        var expected = new List<Verdict>();
        void Begin() => (used, due) = (0, null);
        void End(long at) => expected.Add(due < at ? Verdict.Breached : Verdict.Met);
        for (var t = 0L; t <= ticket.Now; t++)
        {
            for (; next < ticket.Facts.Length && ticket.Facts[next].OccurredAt.ToUnixTimeSeconds() - zero <= t; next++)
                switch (ticket.Facts[next])
                {
                    case Paused { Reason: PauseReason.PendingUser } when running: asked = true; break;
                    case Resumed { Reason: null or PauseReason.PendingUser }: asked = false; break;
                    case Informed or WorkaroundGiven when running: End(t); Begin(); break;
                    case Resolved when running: End(t); (running, asked) = (false, false); break;
                    case Reopened when !running: Begin(); running = true; break;
                }
            if (t < ticket.Now && running && open[t] && !asked && ++used == rule.Seconds) due = t + 1;
        }
        if (running) expected.Add(due < ticket.Now ? Verdict.Breached : Verdict.Running);
        Assert.Equal(expected, ticket.Read()[ClockKind.Update].Rounds!.Select(r => r.Verdict));
    }, iter: TestData.Cases(2_000, 100_000));
}
