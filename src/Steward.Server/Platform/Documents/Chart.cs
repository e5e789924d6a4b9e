// A chart as data: what is compared with what, and the sentence for those who cannot see it.
namespace Steward.Platform.Documents;

/// <summary>The forms of chart that reports use. A Pareto orders its causes and adds the cumulative line by itself.</summary>
public enum ChartKind { Line, Bar, StackedBar, Pareto, Donut, HeatMap }

/// <summary>
/// A chart. Each series has one value for each category; a missing value is a gap, never zero.
/// A heat map reads series as rows and categories as columns.
/// </summary>
public sealed record Chart(ChartKind Kind, string Title, IReadOnlyList<string> Categories, IReadOnlyList<Series> Series) : Block
{
    public IReadOnlyList<Series> Series { get; } = Series.All(s => s.Values.Count == Categories.Count)
        ? Series : throw new ArgumentException($"A series of '{Title}' does not have {Categories.Count} values.", nameof(Series));

    /// <summary>What the picture shows, in a sentence, for screen readers.</summary>
    public required string Alt { get; init; }
    public string? XLabel { get; init; }
    public string? YLabel { get; init; }

    /// <summary>Values are shares: 0.975 is labelled 97.5%.</summary>
    public bool Percent { get; init; }

    /// <summary>A promised value, drawn as a dashed line.</summary>
    public ChartTarget? Target { get; init; }

    /// <summary>A small line under the chart: where the data comes from.</summary>
    public string? Note { get; init; }
}

/// <summary>Values of one kind, in the order of the categories.</summary>
public sealed record Series(string Name, params IReadOnlyList<double?> Values);

/// <summary>The line that should not be crossed, and what it is called.</summary>
public sealed record ChartTarget(double Value, string Label);
