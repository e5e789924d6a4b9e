// A part of a whole, kept as both numbers so that it can be followed back, added up and rounded only when shown.
namespace Steward.Sla;

/// <summary>
/// <paramref name="Part"/> of <paramref name="Whole"/> in the same unit (tickets, seconds, answers). Ratios of groups are added, never
/// averaged. Without a whole there is no value: "nothing measured" is neither 0 % nor 100 %.
/// </summary>
public readonly record struct Ratio(long Part, long Whole)
{
    /// <summary>The exact share, 1 = all; verdicts compare this (SLA rule 10).</summary>
    public decimal? Value => Whole == 0 ? null : (decimal)Part / Whole;

    /// <summary>For display: per cent with two decimals, halves away from zero.</summary>
    public decimal? Percent => Whole == 0 ? null : Figures.Round(100m * Part / Whole);

    public Ratio Rest => new(Whole - Part, Whole);

    public static Ratio operator +(Ratio a, Ratio b) => new(a.Part + b.Part, a.Whole + b.Whole);

    public static Ratio Sum(IEnumerable<Ratio> groups) => groups.Aggregate(new Ratio(), (sum, group) => sum + group);

    /// <summary>How many of <paramref name="all"/> are so.</summary>
    public static Ratio Of<T>(IReadOnlyCollection<T> all, Func<T, bool> isSo) => new(all.Count(isSo), all.Count);

    /// <summary>At least <paramref name="share"/> (0.95 = 95 %), judged unrounded; null when nothing was measured.</summary>
    public bool? Reaches(decimal share) => Whole == 0 ? null : Part >= share * Whole;

    public override string ToString() => $"{Part}/{Whole}";
}

/// <summary>Rounding for display, the same everywhere: halves away from zero (SLA rule 10).</summary>
public static class Figures
{
    public static decimal Round(decimal value, int decimals = 2) => Math.Round(value, decimals, MidpointRounding.AwayFromZero);

    /// <summary>A share (1 = all) as per cent.</summary>
    public static decimal Percent(decimal share) => Round(100 * share);
}
