// What the provider gives back when availability was less than promised.
namespace Steward.Sla;

/// <summary>From <paramref name="FromPercent"/> upwards, that value included, <paramref name="CreditPercent"/> of the fee is credited.</summary>
public sealed record CreditBand(decimal FromPercent, decimal CreditPercent);

/// <summary>Bands of a contract; below the lowest one the credit is <paramref name="BelowPercent"/>.</summary>
public sealed record CreditBands(IReadOnlyList<CreditBand> Bands, decimal BelowPercent)
{
    /// <summary>The credit in per cent, by the unrounded value (SLA rule 10); null when nothing was measured.</summary>
    public decimal? PercentFor(Ratio actual) => actual.Whole == 0
        ? null
        : Bands.OrderByDescending(b => b.FromPercent).FirstOrDefault(b => actual.Reaches(b.FromPercent / 100) == true)?.CreditPercent ?? BelowPercent;

    /// <summary>The credit in money, to the cent.</summary>
    public decimal? CreditFor(Ratio actual, decimal fee) => PercentFor(actual) is { } percent ? Figures.Round(fee * percent / 100) : null;
}
