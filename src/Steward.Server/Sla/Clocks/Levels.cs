// The levels of escalation of a running clock: the ladder of its target, the line at which work stands still or that is passed over, and a round of the update clock that runs out.
namespace Steward.Sla.Clocks;

static class Levels
{
    /// <summary>A daily step is looked for so far back: what nobody could tell for weeks is told once, not once for each day.</summary>
    static readonly TimeSpan Back = TimeSpan.FromDays(20);

    public static IEnumerable<EscalationLevel> Of(TicketHistory history, ClockReading reading, Layout layout, TargetPeriod target)
    {
        if (reading.Kind == ClockKind.Update)
        {
            foreach (var step in reading.Moments) yield return new(EscalationKind.Update, target.Priority, target.Since, step.SharePercent, 0, step.At, step.Reached, step.Projected, step.Tell, false);
            yield break;
        }
        foreach (var step in reading.Moments)
        {
            var first = new EscalationLevel(EscalationKind.Ladder, target.Priority, target.Since, step.SharePercent, 0, step.At, step.Reached, step.Projected, step.Tell, step.Daily);
            yield return first;
            if (step is { Daily: true, Reached: true })
                foreach (var again in Again(layout.Calendar, step.At, history.Now))
                    yield return first with { Round = layout.Calendar.LocalDay(again).DayNumber, At = again, Reached = again <= history.Now };
        }
        if (AtOnce(history, layout, target) is { } passing) yield return passing;
        if (Standstill(history, layout, target) is { } line) yield return line;
    }

    /// <summary>The last repetition that has come, and the next one.</summary>
    static IEnumerable<DateTimeOffset> Again(ServiceCalendar calendar, DateTimeOffset at, DateTimeOffset now)
    {
        DateTimeOffset? last = null;
        var next = calendar.DailyAfter(at, now - Back > at ? now - Back : at);
        for (; next <= now; next = calendar.DailyAfter(at, next)) last = next;
        if (last is { } come) yield return come;
        yield return next;
    }

    /// <summary>While it waits for somebody else nobody is to be blamed for standing still: the time counts anew when work goes on.</summary>
    static EscalationLevel? Standstill(TicketHistory history, Layout layout, TargetPeriod target)
    {
        var line = LineOf(history);
        if (history.Agreement.FunctionalAfter(target.Priority, line) is not { } after || history.Pauses.Any(p => p.IsOpen)) return null;
        var since = history.Moments.Where(m => IsProgress(m.Fact)).Select(m => m.At).DefaultIfEmpty(history.OpenedAt).Max();
        var at = layout.Reach(since, after);
        return new(EscalationKind.Line, target.Priority, since, (int)line, 0, at, at <= history.Now, false, [], false);
    }

    /// <summary>What the first line is not meant to keep goes on as soon as somebody serves, whether or not it has looked at it; once for a ticket.</summary>
    static EscalationLevel? AtOnce(TicketHistory history, Layout layout, TargetPeriod target)
    {
        if (LineOf(history) != SupportLine.First || !history.Agreement.GoesAtOnce(history.Opened.Category)) return null;
        var (at, waits) = (layout.Reach(history.OpenedAt, 0), history.Pauses.Any(p => p.IsOpen));
        return new(EscalationKind.AtOnce, target.Priority, history.OpenedAt, (int)SupportLine.First, 0, at, at <= history.Now && !waits, waits, [], false);
    }

    static SupportLine LineOf(TicketHistory history) => history.Moments.Select(m => m.Fact).OfType<ClockFact.Assigned>().LastOrDefault()?.Line ?? SupportLine.First;

    static bool IsProgress(ClockFact fact) => fact is ClockFact.Accepted or ClockFact.RemoteStarted or ClockFact.CalledOut or ClockFact.ArrivedOnSite or ClockFact.WorkaroundGiven
        or ClockFact.Paused or ClockFact.Resumed or ClockFact.Reopened or ClockFact.Assigned or ClockFact.Progressed or ClockFact.Informed;
}
