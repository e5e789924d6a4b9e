// Draws a chart as a PNG picture for paper and for pages without scripts.
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Steward.Platform.Documents.Charts;

/// <summary>A drawn chart; width and height are logical, the picture has twice as many pixels each way.</summary>
public sealed record ChartPicture(byte[] Png, int Width, int Height);

/// <summary>Draws charts. The title is not drawn: the caption below the picture says it.</summary>
public static class ChartRenderer
{
    /// <summary>Draws <paramref name="chart"/> with numbers written as <paramref name="wording"/> writes them.</summary>
    public static ChartPicture Draw(Chart chart, Wording wording)
    {
        using var plot = ChartLook.Blank();
        var height = Height(chart);
        switch (chart.Kind)
        {
            case ChartKind.Line: Lines(plot, chart); break;
            case ChartKind.Bar: ChartBars.Grouped(plot, chart, wording); break;
            case ChartKind.StackedBar: ChartBars.Stacked(plot, chart); break;
            case ChartKind.Pareto: ChartBars.Pareto(plot, chart, wording); break;
            case ChartKind.Donut: ChartShapes.Donut(plot, chart, wording); break;
            case ChartKind.HeatMap: ChartShapes.HeatMap(plot, chart, wording); break;
        }
        if (chart.Kind is not (ChartKind.Donut or ChartKind.HeatMap)) Dress(plot, chart, wording);
        return new(plot.GetImageBytes((int)(ChartLook.Width * ChartLook.Scale), (int)(height * ChartLook.Scale), ImageFormat.Png), ChartLook.Width, height);
    }

    /// <summary>Known without drawing, so that page numbers can be foreseen.</summary>
    public static int Height(Chart chart) => chart.Kind switch
    {
        ChartKind.HeatMap => 110 + 34 * Math.Max(chart.Series.Count, 3),
        ChartKind.Donut => 300,
        _ => 330,
    };

    static void Lines(Plot plot, Chart chart)
    {
        for (var s = 0; s < chart.Series.Count; s++)
        {
            var values = chart.Series[s].Values;
            var line = plot.Add.Scatter(Enumerable.Range(0, values.Count).Select(i => (double)i).ToArray(), values.Select(v => v ?? double.NaN).ToArray());
            line.Color = ChartLook.Hue(s);
            line.LineWidth = 2.5f;
            line.MarkerShape = ChartLook.Marker(s);
            line.MarkerSize = values.Count > 40 ? 0 : 8;
            ChartLabels.Legend(plot, chart.Series[s].Name, s, line: true);
        }
    }

    // What all charts with two axes share: category labels, value labels, target, legend, limits.
    static void Dress(Plot plot, Chart chart, Wording wording)
    {
        if (chart.Kind != ChartKind.Pareto) ChartLabels.Categories(plot, chart.Categories, inOrder: chart.Kind == ChartKind.Line);
        plot.Axes.Bottom.Label.Text = SafeText.Line(chart.XLabel);
        plot.Axes.Left.Label.Text = SafeText.Line(chart.YLabel);
        plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = v => ChartLabels.Value(v, chart.Percent, wording), TargetTickCount = 6, MinimumTickSpacing = 10 };
        if (chart.Target is { } target)
        {
            plot.Add.HorizontalLine(target.Value, 2, ChartLook.Target, LinePattern.Dashed);
            plot.Legend.ManualItems.Add(ChartLabels.LegendItem(target.Label, i => (i.LineColor, i.LineWidth, i.LinePattern) = (ChartLook.Target, 2, LinePattern.Dashed)));
        }
        var (low, high) = ChartLabels.Range(chart);
        plot.Axes.SetLimits(-0.6, Math.Max(chart.Categories.Count, 1) - 0.4, low, high);
        if (chart.Series.Count > 1 || chart.Target is not null || chart.Kind == ChartKind.Pareto) ChartLabels.ShowLegend(plot, Edge.Top);
    }
}
