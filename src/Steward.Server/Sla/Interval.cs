// A stretch of real time between two instants.
namespace Steward.Sla;

/// <summary>A half-open interval [<see cref="From"/>, <see cref="To"/>) of instants in UTC (SLA rule 1).</summary>
public readonly record struct Interval(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Whole seconds; instants are cut down to the second first (SLA rule 10).</summary>
    public long Seconds => Math.Max(0, To.ToUnixTimeSeconds() - From.ToUnixTimeSeconds());

    public bool Contains(DateTimeOffset at) => From <= at && at < To;

    /// <summary>The shared part; empty (zero seconds) when the two do not meet.</summary>
    public Interval Clip(Interval other)
    {
        var from = From > other.From ? From : other.From;
        var to = To < other.To ? To : other.To;
        return new(from, to > from ? to : from);
    }

    /// <summary>The same time covered once: sorted, overlapping and touching intervals joined, empty ones dropped.</summary>
    public static IReadOnlyList<Interval> Merge(IEnumerable<Interval> intervals)
    {
        var merged = new List<Interval>();
        foreach (var next in intervals.Where(i => i.To > i.From).OrderBy(i => i.From))
            if (merged.Count > 0 && merged[^1].To >= next.From)
                merged[^1] = merged[^1] with { To = merged[^1].To > next.To ? merged[^1].To : next.To };
            else
                merged.Add(next);
        return merged;
    }
}
