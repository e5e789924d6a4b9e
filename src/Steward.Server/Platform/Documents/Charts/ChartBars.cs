// Bars: side by side, one on another, and the Pareto of causes with its cumulative line.
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Steward.Platform.Documents.Charts;

static class ChartBars
{
    public static void Grouped(Plot plot, Chart chart, Wording wording)
    {
        var width = 0.72 / Math.Max(chart.Series.Count, 1);
        var labelled = chart.Series.Count * chart.Categories.Count <= 16;
        for (var s = 0; s < chart.Series.Count; s++)
        {
            var series = chart.Series[s];
            var offset = (s - (chart.Series.Count - 1) / 2.0) * width;
            var bars = series.Values.Select((v, i) => (Value: v, At: i + offset)).Where(v => v.Value.HasValue)
                .Select(v => Bar(v.At, 0, v.Value!.Value, Math.Min(width * 0.92, 0.5), s, labelled ? ChartLabels.Value(v.Value.Value, chart.Percent, wording) : ""));
            Add(plot, bars, s, series.Name);
        }
    }

    public static void Stacked(Plot plot, Chart chart)
    {
        var reached = new double[chart.Categories.Count];
        for (var s = 0; s < chart.Series.Count; s++)
        {
            var series = chart.Series[s];
            var bars = new List<Bar>();
            for (var i = 0; i < reached.Length; i++)
                if (series.Values[i] is { } v and > 0) { bars.Add(Bar(i, reached[i], reached[i] + v, 0.55, s)); reached[i] += v; }
            Add(plot, bars, s, series.Name);
        }
    }

    public static void Pareto(Plot plot, Chart chart, Wording wording)
    {
        if (chart.Series.Count == 0) return;
        var causes = chart.Categories.Zip(chart.Series[0].Values, (Name, Value) => (Name, Value: Value ?? 0)).OrderByDescending(c => c.Value).ToArray();
        ChartLabels.Categories(plot, [.. causes.Select(c => c.Name)]);
        Add(plot, causes.Select((c, i) => Bar(i, 0, c.Value, 0.6, 0, ChartLabels.Value(c.Value, chart.Percent, wording))), 0, chart.Series[0].Name);

        var total = Math.Max(causes.Sum(c => c.Value), double.Epsilon);
        double reached = 0;
        var line = plot.Add.Scatter(causes.Select((_, i) => (double)i).ToArray(), causes.Select(c => (reached += c.Value) / total).ToArray());
        line.Axes.YAxis = plot.Axes.Right;
        line.Color = ChartLook.Hue(1);
        line.LineWidth = 2.5f;
        line.MarkerSize = 8;
        ChartLabels.Legend(plot, wording.T("Documents.cumulative"), 1, line: true);
        plot.Axes.Right.IsVisible = true;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Right.MajorTickStyle.Length = 0;
        plot.Axes.Right.TickGenerator = new NumericManual([0, 0.2, 0.4, 0.6, 0.8, 1], [.. new[] { 0, 20, 40, 60, 80, 100 }.Select(p => wording.Number(p, 0) + "%")]);
        plot.Axes.SetLimitsY(0, 1.12, plot.Axes.Right);
    }

    static Bar Bar(double at, double from, double to, double size, int series, string label = "") => new()
    {
        Position = at, ValueBase = from, Value = to, Size = size, FillColor = ChartLook.Hue(series), LineWidth = 0, Label = label,
    };

    static void Add(Plot plot, IEnumerable<Bar> bars, int series, string name)
    {
        var added = plot.Add.Bars(bars.ToArray());
        added.Color = ChartLook.Hue(series);
        added.ValueLabelStyle.Set(14);
        ChartLabels.Legend(plot, name, series);
    }
}
