// Stored clocks as attainment counts them: each falls into exactly one period.
using Steward.Sla;

namespace Steward.Fulfilment.Measuring;

/// <summary>A clock whose verdict has fallen, with the instant at which it fell.</summary>
sealed class Judged
{
    public Guid Subject { get; init; }
    public Priority Priority { get; init; }
    public DateTimeOffset At { get; init; }
    public bool Missed { get; init; }
    public bool Open { get; init; }
    public bool Excluded { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? StoppedAt { get; init; }
    public DateTimeOffset? Due { get; init; }
    public long UsedSeconds { get; init; }
    public long? BudgetSeconds { get; init; }
}

static class Judging
{
    /// <summary>
    /// Kept promises count when they were kept, broken ones when the due date passed, finished since or not (<see cref="ClockOutcome.DecidedAt"/>).
    /// A clock that ran past its due date counts as missed even before the sweep has seen it.
    /// </summary>
    public static IQueryable<Judged> Of(IQueryable<ClockRow> clocks, Guid contract, ClockKind kind, DateTimeOffset now) => clocks
        .Where(c => c.Contract == contract && c.Kind == kind
            && (c.Excluded || c.Verdict == Verdict.Met || c.Verdict == Verdict.Breached || c.Verdict == Verdict.Running && c.Phase == ClockPhase.Running && c.Due < now))
        .Select(c => new
        {
            Row = c,
            At = c.Verdict == Verdict.Met ? c.StoppedAt : c.Verdict == Verdict.NotMeasured ? c.StoppedAt ?? c.Due : c.BreachedAt ?? c.Due,
        })
        .Where(c => c.At != null)
        .Select(c => new Judged
        {
            Subject = c.Row.Subject, Priority = c.Row.Priority, At = c.At!.Value, Missed = c.Row.Verdict != Verdict.Met, Open = c.Row.StoppedAt == null, Excluded = c.Row.Excluded,
            StartedAt = c.Row.StartedAt, StoppedAt = c.Row.StoppedAt, Due = c.Row.BreachedAt ?? c.Row.Due, UsedSeconds = c.Row.UsedSeconds, BudgetSeconds = c.Row.BudgetSeconds,
        });

    /// <summary>Running clocks whose due date lies in <paramref name="ahead"/>: what may still be lost.</summary>
    public static IQueryable<ClockRow> Threatened(IQueryable<ClockRow> clocks, Guid contract, ClockKind kind, Interval ahead) => clocks
        .Where(c => c.Contract == contract && c.Kind == kind && !c.Excluded && c.Verdict == Verdict.Running && c.Phase == ClockPhase.Running && c.Due >= ahead.From && c.Due < ahead.To);
}
