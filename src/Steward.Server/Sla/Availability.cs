// How much of the agreed service time a service was there.
namespace Steward.Sla;

/// <summary>Availability of one service in one period, in seconds of its calendar: agreed time (planned outage taken out) and downtime within it.</summary>
public sealed record Availability(long AgreedSeconds, long DownSeconds)
{
    public Ratio Ratio => new(AgreedSeconds - DownSeconds, AgreedSeconds);

    /// <summary>
    /// Downtime counts only inside service hours and outside planned outages; overlapping outages count once. An outage that began before
    /// or ends after the period is cut at its ends.
    /// </summary>
    public static Availability Of(ServiceCalendar calendar, Interval period, IEnumerable<Interval> outages, IEnumerable<Interval>? planned = null)
    {
        var excluded = Interval.Merge((planned ?? []).Select(p => p.Clip(period)));
        var agreed = Service(calendar, period) - excluded.Sum(p => Service(calendar, p));
        var down = Interval.Merge(outages.Select(o => o.Clip(period)))
            .Sum(o => Service(calendar, o) - excluded.Sum(p => Service(calendar, o.Clip(p))));
        return new(agreed, down);
    }

    /// <summary>Parts that must all work: the product.</summary>
    public static decimal Chain(params IEnumerable<decimal> parts) => parts.Aggregate(1m, (product, a) => product * a);

    /// <summary>Parts of which one suffices: 1 − Π(1 − A).</summary>
    public static decimal Redundant(params IEnumerable<decimal> parts) => 1 - parts.Aggregate(1m, (product, a) => product * (1 - a));

    /// <summary>Weighted by those hit: 1 − Σ(down × users) ÷ (all users × agreed time).</summary>
    public static Ratio UserWeighted(long agreedSeconds, long users, IEnumerable<(long DownSeconds, long Users)> outages) =>
        new Ratio(outages.Sum(o => o.DownSeconds * o.Users), agreedSeconds * users).Rest;

    /// <summary>Seconds that may be lost of <paramref name="agreedSeconds"/> at a target such as 0.999.</summary>
    public static decimal AllowedDowntime(decimal target, long agreedSeconds) => (1 - target) * agreedSeconds;

    static long Service(ServiceCalendar calendar, Interval interval) => calendar.Elapsed(interval.From, interval.To);
}

/// <summary>
/// How often a service fails and how long repair takes, in seconds. Without a failure there is no mean: null, shown as "no failure",
/// neither zero nor infinity.
/// </summary>
public sealed record Reliability(long AgreedSeconds, long DownSeconds, int Failures)
{
    public static Reliability Of(long agreedSeconds, IReadOnlyCollection<long> downSeconds) => new(agreedSeconds, downSeconds.Sum(), downSeconds.Count);

    /// <summary>Mean time to restore.</summary>
    public decimal? Mttr => Failures == 0 ? null : (decimal)DownSeconds / Failures;

    /// <summary>Mean time between failures: up time ÷ failures.</summary>
    public decimal? Mtbf => Failures == 0 ? null : (decimal)(AgreedSeconds - DownSeconds) / Failures;

    /// <summary>Mean time between service incidents: MTBF + MTTR.</summary>
    public decimal? Mtbsi => Mtbf + Mttr;

    /// <summary>MTBF ÷ MTBSI, which is up time ÷ agreed time.</summary>
    public Ratio Availability => new(AgreedSeconds - DownSeconds, AgreedSeconds);
}
