// The clock: facts, agreement and calendars in, verdict and explanation out. Nothing is stored and no clock on the wall is read.
using Steward.Sla.Clocks;

namespace Steward.Sla;

/// <summary>
/// A pure function of its arguments: the same facts under the same versions give the same reading. Facts are put in order by the time
/// they happened and then were written down; only those alike in both keep the order in which they are handed over. Facts after
/// <c>now</c> do not count yet. A stored due date is only a copy of what this returns.
/// </summary>
public static class SlaClock
{
    public static SlaReading Read(IEnumerable<ClockFact> facts, Agreement agreement, CalendarShelf calendars, DateTimeOffset now)
    {
        var history = TicketHistory.Of(facts, agreement, calendars, now);
        var watches = Single.Select(kind => Stopwatch.Run(history, kind)).ToList();
        var (rounds, resolution) = (Rounds.Of(history), watches[(int)ClockKind.Resolution]);
        List<ClockReading> clocks = [.. watches.Select(w => w.Read()), rounds.Read()];
        var reminders = Reminders(history).ToList();
        List<EscalationLevel> escalation = [.. resolution.Escalation(clocks[(int)ClockKind.Resolution]), .. Holders.Levels(history, resolution), .. rounds.Escalation(clocks[(int)ClockKind.Update])];
        return new(history.Priority, history.Opened.Mode, clocks, reminders, history.Ignored)
        {
            Excluded = history.CancelledAt is not null,
            Reopened = history.Reopened,
            Escalation = escalation,
            NextMoment = clocks.Select(c => c.NextMoment).Concat(reminders.Where(r => !r.Reached).Select(r => (DateTimeOffset?)r.At))
                .Concat(escalation.Where(l => l is { Reached: false, Projected: false }).Select(l => (DateTimeOffset?)l.At)).Min(),
        };
    }

    /// <summary>The clocks that run once, in their order; the update clock comes last and runs in rounds.</summary>
    static readonly ClockKind[] Single = [.. Enum.GetValues<ClockKind>().Where(k => k != ClockKind.Update)];

    /// <summary>The spans behind one clock, for the customer to add up; of the update clock those of the present round.</summary>
    public static Explanation Explain(IEnumerable<ClockFact> facts, Agreement agreement, CalendarShelf calendars, DateTimeOffset now, ClockKind kind)
    {
        var history = TicketHistory.Of(facts, agreement, calendars, now);
        if (kind == ClockKind.Update)
        {
            var rounds = Rounds.Of(history);
            return new(rounds.Read(), rounds.Explain());
        }
        var watch = Stopwatch.Run(history, kind);
        return new(watch.Read(), watch.Explain());
    }

    /// <summary>Whose time the ticket's life was, and the clocks of groups and suppliers behind the customer's.</summary>
    public static Attribution Attribute(IEnumerable<ClockFact> facts, Agreement agreement, CalendarShelf calendars, DateTimeOffset now)
    {
        var history = TicketHistory.Of(facts, agreement, calendars, now);
        return Holders.Of(history, Stopwatch.Run(history, ClockKind.Resolution));
    }

    /// <summary>Only what had been written down by <paramref name="known"/>: to read a clock as it was seen then.</summary>
    public static IEnumerable<ClockFact> KnownAt(this IEnumerable<ClockFact> facts, DateTimeOffset known) =>
        facts.Where(f => f.RecordedAt <= known);

    /// <summary>Until when a ticket resolved at <paramref name="resolvedAt"/> may be reopened, that instant included (SLA rule 6).</summary>
    public static DateTimeOffset ReopenUntil(Agreement agreement, ServiceCalendar business, DateTimeOffset resolvedAt) =>
        business.WorkingDaysAfter(resolvedAt, agreement.Reopening.WithinWorkingDays);

    static IEnumerable<PauseReminder> Reminders(TicketHistory history) =>
        from pause in history.Pauses
        where pause.IsOpen
        from days in history.Agreement.RuleOf(pause.Reason).RemindAfterWorkingDays ?? []
        let at = history.CalendarAt(CalendarUse.Business, history.Now).WorkingDaysAfter(pause.From, days)
        select new PauseReminder(pause.Reason, pause.From, days, at, at <= history.Now);
}
