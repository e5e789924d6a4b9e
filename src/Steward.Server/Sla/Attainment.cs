// How many promises about time were kept in a period.
namespace Steward.Sla;

/// <summary>
/// One clock as a report needs it. <paramref name="StoppedAt"/> null: still open. <paramref name="Breached"/> is the clock's verdict, not
/// derived from the dates, as a breach once true stays true.
/// </summary>
public readonly record struct ClockOutcome(DateTimeOffset Due, DateTimeOffset? StoppedAt, bool Breached, bool Excluded = false)
{
    /// <summary>The outcome of a reading; null when nothing was measured.</summary>
    public static ClockOutcome? Of(ClockReading reading, bool excluded = false) => reading is { Verdict: not Verdict.NotMeasured, Due: { } due }
        ? new(reading.BreachedAt ?? due, reading.StoppedAt, reading.Verdict == Verdict.Breached, excluded)
        : null;

    /// <summary>
    /// When the verdict fell: kept promises when they were kept, broken ones when the due date passed. So each clock is counted in exactly
    /// one period, and what is open past due is missed in the month in which it became so. Null: nothing has fallen yet.
    /// </summary>
    public DateTimeOffset? DecidedAt => Breached ? Due : StoppedAt;
}

/// <summary>What happened to one ticket's response and resolution; null: not measured.</summary>
public readonly record struct TicketOutcome(bool? ResponseMet, bool? ResolutionMet, bool Excluded = false);

/// <summary>Attainment of a set of tickets; excluded ones (cancelled, duplicate, false alarm) are counted apart.</summary>
public sealed record Attainment(Ratio Response, Ratio Resolution, Ratio Both, int Excluded)
{
    /// <summary>Met ÷ measured, for each clock and for both together.</summary>
    public static Attainment Of(IReadOnlyCollection<TicketOutcome> tickets)
    {
        var counted = tickets.Where(t => !t.Excluded).ToList();
        return new(
            Ratio.Of(counted.Where(t => t.ResponseMet is not null).ToList(), t => t.ResponseMet == true),
            Ratio.Of(counted.Where(t => t.ResolutionMet is not null).ToList(), t => t.ResolutionMet == true),
            Ratio.Of(counted.Where(t => t is { ResponseMet: not null, ResolutionMet: not null }).ToList(), t => t is { ResponseMet: true, ResolutionMet: true }),
            tickets.Count - counted.Count);
    }

    /// <summary>Attainment of one kind of clock in <paramref name="period"/>.</summary>
    public static Ratio InPeriod(IEnumerable<ClockOutcome> clocks, Interval period) =>
        Ratio.Of(clocks.Where(c => !c.Excluded && c.DecidedAt is { } at && period.Contains(at)).ToList(), c => !c.Breached);

    /// <summary>
    /// 故障解决率: of the faults whose due date falls in the period, those resolved by its end, in time or late. It is 100 % only if none of
    /// them is left open.
    /// </summary>
    public static Ratio ResolutionRate(IEnumerable<ClockOutcome> faults, Interval period) =>
        Ratio.Of(faults.Where(f => !f.Excluded && period.Contains(f.Due)).ToList(), f => f.StoppedAt < period.To);

    /// <summary>The rate of this moment: 1 − open past due ÷ accepted.</summary>
    public static Ratio CurrentResolutionRate(IEnumerable<ClockOutcome> accepted, DateTimeOffset now) =>
        Ratio.Of(accepted.Where(f => !f.Excluded).ToList(), f => f.StoppedAt <= now || f.Due >= now);
}
