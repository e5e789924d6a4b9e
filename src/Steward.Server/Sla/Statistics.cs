// Means, percentiles and straight lines, in exact decimal arithmetic.
namespace Steward.Sla;

public static class Statistics
{
    /// <summary>Null for no values, as for every figure here.</summary>
    public static decimal? Mean(IReadOnlyCollection<decimal> values) => values.Count == 0 ? null : values.Sum() / values.Count;

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public static decimal? Median(IEnumerable<decimal> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>Nearest rank: the smallest value that at least <paramref name="percent"/> per cent (1…100) of all do not exceed.</summary>
    public static decimal? Percentile(IEnumerable<decimal> values, int percent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(percent, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? null : sorted[(int)(((long)percent * sorted.Count + 99) / 100) - 1];
    }
}

/// <summary>The line y = <paramref name="Intercept"/> + <paramref name="Slope"/> · x with the least squares of errors.</summary>
public sealed record Trend(decimal Slope, decimal Intercept)
{
    /// <summary>The line through points; null for fewer than two places on the x axis.</summary>
    public static Trend? Of(IReadOnlyCollection<(decimal X, decimal Y)> points)
    {
        if (points.Select(p => p.X).Distinct().Count() < 2) return null;
        var n = points.Count;
        var (sumX, sumY) = (points.Sum(p => p.X), points.Sum(p => p.Y));
        var slope = (n * points.Sum(p => p.X * p.Y) - sumX * sumY) / (n * points.Sum(p => p.X * p.X) - sumX * sumX);
        return new(slope, (sumY - slope * sumX) / n);
    }

    public decimal At(decimal x) => Intercept + Slope * x;

    /// <summary>Where the line meets <paramref name="y"/>; null when it is level.</summary>
    public decimal? Reaches(decimal y) => Slope == 0 ? null : (y - Intercept) / Slope;
}
