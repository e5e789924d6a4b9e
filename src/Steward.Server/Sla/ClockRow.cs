// A stored clock, for lists and sums in the database.
using Steward.Platform.Audit;

namespace Steward.Sla;

/// <summary>What a clock shows: a cache of the pure function, thrown away and rebuilt to the same bytes.</summary>
public sealed class ClockRow : ITenantRow, INotAudited
{
    public Guid Subject { get; init; }
    public ClockKind Kind { get; init; }
    public CustomerId Customer { get; init; }
    public Guid Contract { get; init; }
    public Priority Priority { get; set; }
    public Verdict Verdict { get; set; }
    public ClockPhase Phase { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? StoppedAt { get; set; }
    public DateTimeOffset? Due { get; set; }
    public bool DueIsProjected { get; set; }
    public bool Provisional { get; set; }
    public DateTimeOffset? BreachedAt { get; set; }
    public long? BudgetSeconds { get; set; }
    public long UsedSeconds { get; set; }
    public long GrossSeconds { get; set; }
    /// <summary>Cancelled records are left out of attainment, whatever the verdict.</summary>
    public bool Excluded { get; set; }
    /// <summary>A service request's: measured by itself and never among incidents.</summary>
    public bool Request { get; init; }
    /// <summary>The instant that decides in which month the verdict counts: a breach when it fell due, whatever was done later; otherwise when it stopped, or will be due.</summary>
    public DateTimeOffset? JudgedAt { get; set; }
}
