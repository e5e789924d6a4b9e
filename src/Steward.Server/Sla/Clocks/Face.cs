// Turns a layout and a target into the figures that a reading shows: due date, used time, moments to tell somebody.
namespace Steward.Sla.Clocks;

static class Face
{
    static readonly int[] Shares = [50, 75, 90, 100];

    public static ClockReading Of(TicketHistory history, ClockKind kind, Layout layout, TargetPeriod? target)
    {
        var used = layout.Counted(DateTimeOffset.MinValue);
        var reading = new ClockReading(kind) { UsedSeconds = used, GrossSeconds = used + layout.Paused };
        if (target is null) return reading;

        var due = Stopwatch.Due(layout, target);
        return reading with
        {
            Due = due,
            DueIsProjected = target.AgreedDue is null && layout.IsProjected && due > layout.Until,
            BudgetSeconds = target.BudgetSeconds,
            UsedOfBudgetSeconds = Stopwatch.UsedOfBudget(layout, target),
            Moments = [.. Moments(history, kind, layout, target)],
        };
    }

    /// <summary>What a running clock still has ahead. A breach shows one second after the due date, since finishing at it is in time (SLA rule 3).</summary>
    public static ClockReading WithNextMoment(ClockReading reading, TicketHistory history, Layout layout)
    {
        if (reading.Due is not { } due) return reading;
        var ahead = reading.Moments.Where(m => !m.Projected).Select(m => m.At);
        if (!reading.DueIsProjected && reading.BreachedAt is null) ahead = ahead.Append(due.AddSeconds(1));
        if (reading.Moments.Any(m => m is { Daily: true, Reached: true }))
            ahead = ahead.Append(layout.Calendar.DailyAfter(due, history.Now));
        return reading with
        {
            NextMoment = ahead.Where(at => at > history.Now).Select(at => (DateTimeOffset?)at).Min(),
            Provisional = reading.AgreedDue is null && layout.Calendar.IsProvisional(reading.StartedAt!.Value, due),
        };
    }

    /// <summary>The shares of the agreement's ladder, in service time; only the resolution clock calls others than the owner.</summary>
    static IEnumerable<EscalationMoment> Moments(TicketHistory history, ClockKind kind, Layout layout, TargetPeriod target)
    {
        var ladder = history.Agreement.LadderOf(target.Priority).ToList();
        // Whoever agreed on a date need not be told that there is one.
        if (target.AgreedDue is not null) ladder.RemoveAll(s => s.SharePercent == 0);
        if (kind == ClockKind.Update)
            ladder = [new(target.Priority, UpdateRule.RemindAt, [EscalationRole.Owner]), new(target.Priority, 100, history.Agreement.UpdateOf(target.Priority)?.Called ?? [])];
        else if (ladder.Count == 0 || kind != ClockKind.Resolution)
            ladder = [.. Shares.Select(share => new EscalationStep(target.Priority, share, [EscalationRole.Owner]))];
        foreach (var step in ladder)
        {
            var at = Stopwatch.Due(layout, target, step.SharePercent);
            // The start of the first counted second (0 %) has not come while the clock waits, even if that would be now.
            var projected = target.AgreedDue is null && layout.IsProjected && (at > layout.Until || step.SharePercent == 0 && at == layout.Until);
            yield return new(step.SharePercent, at, at <= layout.Until && !projected, projected, step.Tell, step.Daily);
        }
    }
}
