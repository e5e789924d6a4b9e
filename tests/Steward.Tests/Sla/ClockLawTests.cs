// Laws that hold for every calendar and every ticket.
using CsCheck;
using Xunit;
using static Steward.Sla.ClockFact;

namespace Steward.Sla;

public sealed class ClockLawTests
{
    static readonly int Many = TestData.Cases(2_000, 100_000);

    /// <summary>For calendars that serve an hour a week at least: with seconds a week, the longest budget would reach into other centuries, which the calendar refuses.</summary>
    static void Calendars(Func<ServiceCalendar, DateTimeOffset, int, int, bool> law) =>
        Gen.Select(Gens.CalendarAndStart.Where(c => c.Calendar.Week.Days.Sum(d => d.Sum(s => s.End - s.Start)) >= 3600), Gen.Int[1, 400_000], Gen.Int[0, 400_000])
            .Sample((place, a, b) => law(ServiceCalendar.From(place.Calendar).Value, place.Start, a, b), iter: Many);

    [Fact]
    public void Elapsed_adds_up() => Calendars((calendar, start, a, b) =>
        calendar.Elapsed(start, start.AddSeconds(a + b)) == calendar.Elapsed(start, start.AddSeconds(a)) + calendar.Elapsed(start.AddSeconds(a), start.AddSeconds(a + b)));

    [Fact]
    public void Due_is_the_least_instant_with_the_budget_used() => Calendars((calendar, start, budget, _) =>
        calendar.Due(start, budget) is var due && calendar.Elapsed(start, due) == budget && calendar.Elapsed(start, due.AddSeconds(-1)) == budget - 1);

    [Fact]
    public void Back_is_the_last_instant_with_the_budget_left() => Calendars((calendar, end, budget, _) =>
        calendar.Back(end, budget) is var start && calendar.Elapsed(start, end) == budget && calendar.Elapsed(start.AddSeconds(1), end) == budget - 1);

    [Fact]
    public void Segments_are_what_elapses() => Calendars((calendar, start, length, _) =>
        calendar.Segments(start, start.AddSeconds(length)).Sum(s => s.Seconds) == calendar.Elapsed(start, start.AddSeconds(length))
        && calendar.Segments(start, start.AddSeconds(length)).All(s => calendar.IsOpen(s.From) && !(calendar.IsOpen(s.To) && s.To < start.AddSeconds(length))));

    [Fact]
    public void Closed_time_never_brings_a_due_date_nearer() =>
        Gen.Select(Gens.CalendarAndStart, Gen.Int[1, 200_000], Gen.Int[0, 6]).Sample((place, budget, days) =>
        {
            var open = ServiceCalendar.From(place.Calendar).Value;
            var day = open.LocalDay(place.Start).AddDays(days);
            var closed = ServiceCalendar.From(place.Calendar with
            {
                Exceptions = [.. place.Calendar.Exceptions!.Where(e => e.Day != day), new(day, [], "closed")],
            }).Value;
            return closed.Due(place.Start, budget) >= open.Due(place.Start, budget);
        }, iter: Many);

    [Fact]
    public void A_pause_of_no_length_changes_nothing() =>
        Gen.Select(Gens.Cases, Gen.Enum<PauseReason>(), Gen.Int[0, Gens.Day]).Sample((ticket, reason, second) =>
        {
            var at = ticket.Start.AddSeconds(second);
            // Not while the same reason already waits: there the resumption would end a real pause.
            if (ticket.Facts.OfType<Paused>().Any(p => p.Reason == reason) || ticket.Facts.Any(f => f.OccurredAt == at)) return;
            Same(ticket, [.. ticket.Facts, new Paused(at, at, reason, "x"), new Resumed(at, at, reason)]);
        }, iter: Many);

    [Fact]
    public void Splitting_a_pause_changes_nothing() =>
        Gen.Select(Gens.Cases, Gen.Int[1, 99]).Sample((ticket, percent) =>
        {
            // Reopening is left out: a resolution ends the whole pause, after which the second half would be a pause of its own.
            var facts = ticket.Facts.Where(f => f is not (Paused or Resumed or Reopened)).ToList();
            var (from, to) = (ticket.Start.AddHours(2), ticket.Start.AddHours(12));
            var middle = from.AddSeconds((to - from).TotalSeconds * percent / 100).AddTicks(-((to - from).Ticks * percent / 100 % TimeSpan.TicksPerSecond));
            if (facts.Any(f => f.OccurredAt == middle)) return;
            Paused Pause(DateTimeOffset at) => new(at, at, PauseReason.PendingUser, "x");
            Resumed Resume(DateTimeOffset at) => new(at, at, PauseReason.PendingUser);
            Same(ticket with { Facts = [.. facts, Pause(from), Resume(to)] }, [.. facts, Pause(from), Resume(middle), Pause(middle), Resume(to)]);
        }, iter: Many);

    [Fact]
    public void A_pause_outside_service_time_changes_no_due_date() =>
        Gen.Select(Gens.CalendarAndStart, Gen.Int[1, 100_000]).Sample((place, budget) =>
        {
            var calendar = ServiceCalendar.From(place.Calendar).Value;
            var close = calendar.Segments(place.Start, place.Start.AddDays(14)).First().To;
            var opens = calendar.Due(close, 0);
            var story = new Story(Bench.Bare(budget), calendar).Opened(place.Start.ToString("yyyy-MM-dd HH:mm:sszzz", null));
            var later = Later(opens, place.Start.AddDays(2));
            var plain = SlaClock.Read(story.Facts, story.Agreement, story.Shelf, later)[ClockKind.Resolution].Due;
            story.Add(new Paused(close, close, PauseReason.PendingUser)).Add(new Resumed(opens, opens));
            return plain == SlaClock.Read(story.Facts, story.Agreement, story.Shelf, later)[ClockKind.Resolution].Due;
        }, iter: Many);

    [Fact]
    public void The_order_in_which_facts_are_handed_over_does_not_matter() =>
        Gen.Select(Gens.Cases, Gen.Int).Sample((ticket, seed) =>
        {
            var shuffled = ticket.Facts.ToArray();
            new Random(seed).Shuffle(shuffled);
            if (ticket.Facts.DistinctBy(f => (f.EffectiveAt, f.RecordedAt)).Count() == ticket.Facts.Length) Same(ticket, shuffled);
        }, iter: Many);

    [Fact]
    public void Reading_the_past_after_more_has_happened_gives_what_was_read_then() =>
        Gen.Select(Gens.Cases, Gen.Int[0, Gens.Day]).Sample((ticket, second) =>
        {
            var then = ticket.Start.AddSeconds(second);
            Assert.Equal(SlaJson.Write(ticket.Read(then, ticket.Facts.Where(f => f.EffectiveAt <= then))), SlaJson.Write(ticket.Read(then)));
        }, iter: Many);

    /// <summary>Pauses approved afterwards are the one correction that may take a breach back, so they are left out here.</summary>
    [Fact]
    public void A_breach_once_true_stays_true() =>
        Gen.Select(Gens.Cases, Gen.Int[0, Gens.Day], Gen.Int[0, 2 * Gens.Day]).Sample((ticket, second, more) =>
        {
            var facts = ticket.Facts.Where(f => f is not (PauseClaimed or PauseClaimDecided)).ToList();
            var (now, later) = (ticket.Read(ticket.Start.AddSeconds(second), facts), ticket.Read(ticket.Start.AddSeconds(second + more), facts));
            return now.Clocks.Zip(later.Clocks).All(pair => pair.First.BreachedAt is null
                || pair.Second.Verdict == Verdict.Breached && pair.Second.BreachedAt == pair.First.BreachedAt);
        }, iter: Many);

    [Fact]
    public void Between_now_and_the_next_moment_nothing_is_told_and_no_verdict_changes() =>
        Gens.Cases.Sample(ticket =>
        {
            var now = ticket.Start.AddSeconds(ticket.Now);
            var facts = ticket.Facts.Where(f => f.EffectiveAt <= now).ToList();
            var reading = ticket.Read(now, facts);
            var before = ticket.Read((reading.NextMoment ?? now.AddDays(30)).AddSeconds(-1), facts);
            foreach (var (a, b) in reading.Clocks.Zip(before.Clocks))
                Assert.Equal((a.Kind, a.Verdict, a.Moments.Count(m => m.Reached)), (b.Kind, b.Verdict, b.Moments.Count(m => m.Reached)));
        }, iter: Many, print: Print);

    static string Print(Case it) => $"now {it.Start.AddSeconds(it.Now):u}\n{SlaJson.Write(it.Calendars)}\n{SlaJson.Write(it.Agreement)}\n{SlaJson.Write(it.Facts)}";

    static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    static void Same(Case ticket, ClockFact[] facts)
    {
        foreach (var (a, b) in ticket.Read().Clocks.Zip(ticket.Read(facts: facts).Clocks)) Assert.Equal(SlaJson.Write(a), SlaJson.Write(b));
    }
}
