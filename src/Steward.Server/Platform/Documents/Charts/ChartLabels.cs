// The words and numbers around a chart: ticks that can be read, limits that do not mislead, a legend out of the way.
using ScottPlot;

namespace Steward.Platform.Documents.Charts;

static class ChartLabels
{
    const int MostNamed = 16;

    /// <summary>
    /// Wraps category labels into the space that each has, in smaller type where words are long. Only where there are many (hours, months)
    /// is every n-th shown: a bar without a name says nothing.
    /// </summary>
    public static void Categories(Plot plot, IReadOnlyList<string> categories, bool inOrder = false)
    {
        var labels = categories.Select(SafeText.Line).ToArray();
        var word = labels.Select(l => TextWidth.LongestWord(l)).DefaultIfEmpty(0).Max();
        var room = (ChartLook.Width - 110.0) / Math.Max(labels.Length, 1);
        var size = room / ChartLook.TickSize - 0.4 >= word ? ChartLook.TickSize : ChartLook.TickSize - 2;
        var em = room / size - 0.3;
        if (em < word * 0.9 && inOrder || labels.Length > MostNamed && em < Math.Max(word * 0.9, 1))
        {
            var step = (int)Math.Ceiling((Math.Max(word, 2) + 1) * size / room);
            labels = [.. labels.Select((l, i) => i % step == 0 ? TextWidth.Wrap(l, em * step, 2) : "")];
        }
        else labels = [.. labels.Select(l => TextWidth.Wrap(l, em, 3))];
        plot.Axes.Bottom.SetTicks([.. labels.Select((_, i) => (double)i)], labels);
        plot.Axes.Bottom.TickLabelStyle.Set(size);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.MinimumSize = 16 + size * 1.35f * (1 + labels.Select(l => l.Count(c => c == '\n')).DefaultIfEmpty(0).Max());
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
