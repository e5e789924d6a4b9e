// The clock and its naive double must agree on random calendars, zones and orders of events.
using CsCheck;
using Xunit;

namespace Steward.Sla;

public sealed class NaiveAgreementTests
{
    static readonly ClockKind[] Kinds = [ClockKind.Response, ClockKind.Arrival, ClockKind.Workaround];

    [Fact]
    public void A_second_by_second_walk_comes_to_the_same_reading() =>
        Gen.Select(Gens.Cases, Gens.Pick(Kinds)).Sample(
            (ticket, kind) => Agrees(ticket, [ClockKind.Resolution, kind]), iter: TestData.Cases(2_000, 100_000), print: Print);

    [Fact]
    public void A_second_by_second_walk_comes_to_the_same_due_date() =>
        Gen.Select(Gens.CalendarAndStart, Gen.Int[1, 60_000], Gen.Int[0, 2 * Gens.Day]).Sample((place, budget, length) =>
        {
            var calendar = ServiceCalendar.From(place.Calendar).Value;
            var zero = place.Start.ToUnixTimeSeconds();
            var open = NaiveCalendar.Open(place.Calendar, zero, 2 * Gens.Day);
            var at = place.Start.AddSeconds(length);
            var sum = 0;
            var due = Array.FindIndex(open, o => o && ++sum == budget) + 1;
            return calendar.Elapsed(place.Start, at) == open[..length].LongCount(o => o)
                && (length == open.Length || calendar.IsOpen(at) == open[length])
                && (due == 0 ? calendar.Due(place.Start, budget) > place.Start.AddSeconds(open.Length) : calendar.Due(place.Start, budget) == place.Start.AddSeconds(due));
        }, iter: TestData.Cases(2_000, 100_000));

    static void Agrees(Case ticket, ClockKind[] kinds)
    {
        var hours = ticket.Calendars.ToDictionary(c => c.Ref, c => new Lazy<bool[]>(() => NaiveCalendar.Open(c, ticket.Start.ToUnixTimeSeconds(), ticket.Seconds)));
        var reading = ticket.Read();
        foreach (var kind in kinds)
        {
            var real = reading[kind];
            var naive = NaiveClock.Read(kind, ticket.Agreement, ticket.Facts, key => hours[key].Value, ticket.Now, ticket.Seconds);
            Assert.Equal(
                (kind, naive.Verdict, naive.BreachedAt, naive.StoppedAt, naive.Used, naive.Gross, naive.UsedOfBudget),
                (kind, real.Verdict, Unix(real.BreachedAt), Unix(real.StoppedAt), real.UsedSeconds, real.GrossSeconds, real.UsedOfBudgetSeconds));
            SameMoment(ticket, naive.Due, real.Due, real.BudgetSeconds);
            SameMoment(ticket, naive.Half, real.Moments.FirstOrDefault(m => m.SharePercent == 50)?.At, real.BudgetSeconds);
            Assert.True(SlaClock.Explain(ticket.Facts, ticket.Agreement, ticket.Shelf, ticket.Start.AddSeconds(ticket.Now), kind).AddsUp, $"{kind} does not add up");
        }
    }

    /// <summary>What the naive clock did not reach must lie beyond what it walked.</summary>
    static void SameMoment(Case ticket, long? naive, DateTimeOffset? real, long? budget)
    {
        if (naive is null && budget is not null) Assert.True(Unix(real) > ticket.Start.ToUnixTimeSeconds() + ticket.Seconds, $"{real} lies within the walk");
        else Assert.Equal(naive, Unix(real));
    }

    static long? Unix(DateTimeOffset? at) => at?.ToUnixTimeSeconds();

    static string Print((Case Ticket, ClockKind Kind) it) => $"{it.Kind} now {it.Ticket.Start.AddSeconds(it.Ticket.Now):u}\n{SlaJson.Write(it.Ticket.Calendars)}\n"
        + $"{SlaJson.Write(it.Ticket.Agreement.Targets)}\n{SlaJson.Write(it.Ticket.Agreement.Pauses)}\n{it.Ticket.Agreement.PriorityChanges} {it.Ticket.Agreement.Reopening}\n{SlaJson.Write(it.Ticket.Facts)}";
}
