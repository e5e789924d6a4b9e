// The words and numbers around a chart: ticks that can be read, limits that do not mislead, a legend out of the way.
using ScottPlot;

namespace Steward.Platform.Documents.Charts;

static class ChartLabels
{
    /// <summary>Wraps category labels into the space each has, or shows every n-th where there are too many.</summary>
    public static void Categories(Plot plot, IReadOnlyList<string> categories)
    {
        var em = (ChartLook.Width - 120.0) / Math.Max(categories.Count, 1) / ChartLook.TickSize - 0.5;
        // A date or a code is never broken: where one does not fit, labels are left out instead.
        var longest = categories.Select(c => TextWidth.Em(SafeText.Line(c))).DefaultIfEmpty(0).Max();
        var word = Math.Min(categories.Select(c => TextWidth.LongestWord(SafeText.Line(c))).DefaultIfEmpty(0).Max(), 8);
        var step = em >= Math.Max(Math.Min(longest, 2.2), word) ? 1 : (int)Math.Ceiling((Math.Max(Math.Min(longest, 5), word) + 0.5) / (em + 0.5));
        var labels = categories.Select((c, i) => i % step == 0 ? TextWidth.Wrap(SafeText.Line(c), step == 1 ? em : Math.Max(6, word), 3) : "").ToArray();
        plot.Axes.Bottom.SetTicks([.. categories.Select((_, i) => (double)i)], labels);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.MinimumSize = 16 + ChartLook.TickSize * 1.35f * (1 + labels.Max(l => l.Count(c => c == '\n')));
    }

    public static string Value(double value, bool percent, Wording wording)
    {
        var shown = (decimal)Math.Round(percent ? value * 100 : value, 6);
        var decimals = shown == Math.Round(shown) ? 0 : shown == Math.Round(shown, 1) ? 1 : 2;
        return wording.Number(shown, decimals) + (percent ? "%" : "");
    }

    /// <summary>Bars stand on zero. Lines of shares may begin higher, or attainments near 100 % would all look alike; counts begin at zero.</summary>
    public static (double Low, double High) Range(Chart chart)
    {
        IEnumerable<double> values = chart.Kind is ChartKind.StackedBar
            ? chart.Categories.Select((_, i) => chart.Series.Sum(s => Math.Max(s.Values[i] ?? 0, 0)))
            : chart.Series.SelectMany(s => s.Values).Where(v => v.HasValue).Select(v => v!.Value);
        var all = (chart.Target is { } t ? values.Append(t.Value) : values).Where(double.IsFinite).DefaultIfEmpty(1).ToArray();
        double high = all.Max(), low = all.Min();
        if (chart.Kind == ChartKind.Line && chart.Percent && low > 0.4)
        {
            var room = Math.Max((Math.Max(high, 1) - low) * 0.25, 0.001);
            return (low - room, Math.Max(high, 1) + room * 0.4);
        }
        high = high <= 0 ? 1 : chart.Percent && high <= 1 ? Math.Max(high, Math.Min(high * 1.12, 1.06)) : high * 1.12;
        return (Math.Min(low * 1.1, 0), high);
    }

    public static void Legend(Plot plot, string name, int series, bool line = false) => plot.Legend.ManualItems.Add(LegendItem(name, i =>
    {
        if (line) (i.LineColor, i.LineWidth, i.MarkerShape, i.MarkerSize, i.MarkerFillColor, i.MarkerLineColor) = (ChartLook.Hue(series), 2.5f, ChartLook.Marker(series), 8, ChartLook.Hue(series), ChartLook.Hue(series));
        else i.FillColor = ChartLook.Hue(series);
    }));

    public static LegendItem LegendItem(string name, Action<LegendItem> look)
    {
        var item = new LegendItem { LabelText = SafeText.Cut(SafeText.Line(name), 40) };
        item.LabelStyle.Set(ChartLook.LegendSize);
        look(item);
        return item;
    }

    public static void ShowLegend(Plot plot, Edge edge)
    {
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.BackgroundColor = Colors.White;
        plot.Legend.Orientation = edge == Edge.Top ? Orientation.Horizontal : Orientation.Vertical;
        plot.Legend.TightHorizontalWrapping = true;
        plot.ShowLegend(edge);
    }
}
