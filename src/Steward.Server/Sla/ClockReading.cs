// What the clocks of one ticket say at one moment.
using System.Text.Json.Serialization;

namespace Steward.Sla;

[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>Nothing was promised, the clock never started, or it ended before it was needed.</summary>
    NotMeasured,
    Running,
    /// <summary>Stopped at or before its due date (SLA rule 3).</summary>
    Met,
    /// <summary>The due date passed with the clock running. Nothing that happens later takes this back (SLA rule 6).</summary>
    Breached,
}

[JsonConverter(typeof(JsonStringEnumConverter<ClockPhase>))]
public enum ClockPhase { NotStarted, Running, Paused, Stopped }

/// <summary>
/// A stretch during which one target held (SLA rule 7). The budget counts service from <paramref name="CountedFrom"/> on top of
/// <paramref name="CarriedSeconds"/> brought over from the target before. With <paramref name="AgreedDue"/> the end is a moment that both parties agreed on, and the budget is only the service that lay before it then.
/// </summary>
public sealed record TargetPeriod(
    DateTimeOffset Since, Priority Priority, long BudgetSeconds, CalendarUse Calendar, DateTimeOffset CountedFrom, long CarriedSeconds, string RuleTextKey, DateTimeOffset? AgreedDue = null);

/// <summary>When a share of the budget is used up. <paramref name="Projected"/>: the clock is paused, so this is where it would fall if work went on now.</summary>
public sealed record EscalationMoment(int SharePercent, DateTimeOffset At, bool Reached, bool Projected, IReadOnlyList<EscalationRole> Tell, bool Daily);

/// <summary>One clock at one moment. Seconds are whole service seconds unless they say otherwise.</summary>
public sealed record ClockReading(ClockKind Kind)
{
    /// <summary>The verdict that holds.</summary>
    public Verdict Verdict { get; init; }

    /// <summary>What the facts give, where both parties agreed on another verdict.</summary>
    public Verdict? Computed { get; init; }
    public ClockPhase Phase { get; init; }
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the deed was done; also when an unneeded clock ended.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>The deadline; while paused without a cap, where it would fall if work went on now (<see cref="DueIsProjected"/>).</summary>
    public DateTimeOffset? Due { get; init; }
    public bool DueIsProjected { get; init; }

    /// <summary>The due date lies in, or was reached through, a year whose official days are not known yet (SLA rule 8).</summary>
    public bool Provisional { get; init; }

    /// <summary>The due date that was missed first.</summary>
    public DateTimeOffset? BreachedAt { get; init; }

    public long? BudgetSeconds { get; init; }

    /// <summary>Net service time from start to stop: pauses that count and time while resolved are out (SLA rules 5 and 6).</summary>
    public long UsedSeconds { get; init; }

    /// <summary>The same with pauses in.</summary>
    public long GrossSeconds { get; init; }

    /// <summary>What has been used of the present target; differs from <see cref="UsedSeconds"/> only after a change of priority.</summary>
    public long UsedOfBudgetSeconds { get; init; }

    public IReadOnlyList<TargetPeriod> Targets { get; init; } = [];

    /// <summary>What the contract alone gives, where a date was agreed by hand: the old target and its verdict.</summary>
    public ContractedTarget? Contracted { get; init; }

    /// <summary>Of the update clock: every round so far, the present one last. The other figures are those of the present round; once the ticket is solved the verdict is that of all of them.</summary>
    public IReadOnlyList<UpdateRound>? Rounds { get; init; }

    /// <summary>The date was agreed by hand: pauses do not move it.</summary>
    [JsonIgnore]
    public DateTimeOffset? AgreedDue => Targets.Count > 0 ? Targets[^1].AgreedDue : null;

    public IReadOnlyList<EscalationMoment> Moments { get; init; } = [];

    /// <summary>The next instant at which there is something to tell or the verdict changes; null when only a new fact can change anything.</summary>
    public DateTimeOffset? NextMoment { get; init; }
}

/// <summary>Where the contract's own target lies, and what became of it, beside a date that was agreed by hand.</summary>
public sealed record ContractedTarget(DateTimeOffset? Due, Verdict Verdict);

/// <summary>A round [From, To) in which the requester had to hear from us; the present one has no end.</summary>
public sealed record UpdateRound(DateTimeOffset From, DateTimeOffset? To, DateTimeOffset? Due, Verdict Verdict);

/// <summary>When to remind the one that work waits for (SLA rule 5).</summary>
public sealed record PauseReminder(PauseReason Reason, DateTimeOffset PausedAt, int WorkingDays, DateTimeOffset At, bool Reached);

/// <summary>A fact that changed nothing, and why: kept in sight instead of silently dropped.</summary>
public sealed record IgnoredFact(ClockFact Fact, string TextKey);

/// <summary>All clocks of one ticket at one moment.</summary>
public sealed record SlaReading(
    Priority Priority,
    ServiceMode Mode,
    IReadOnlyList<ClockReading> Clocks,
    IReadOnlyList<PauseReminder> Reminders,
    IReadOnlyList<IgnoredFact> Ignored)
{
    /// <summary>Cancelled: left out of attainment, whatever the verdicts.</summary>
    public bool Excluded { get; init; }

    /// <summary>Reopened at least once (SLA rule 6).</summary>
    public bool Reopened { get; init; }

    /// <summary>The steps of the ladder for the present target and the standstill that would move work on; none once it is solved.</summary>
    public IReadOnlyList<EscalationLevel> Escalation { get; init; } = [];

    /// <summary>The earliest of all that a sweep has to look at again; null when only a new fact can change anything.</summary>
    public DateTimeOffset? NextMoment { get; init; }

    public ClockReading this[ClockKind kind] => Clocks[(int)kind];
}
