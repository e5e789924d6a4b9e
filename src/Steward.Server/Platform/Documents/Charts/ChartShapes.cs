// Charts without two value axes: the donut of shares and the heat map of hours.
using ScottPlot;

namespace Steward.Platform.Documents.Charts;

static class ChartShapes
{
    public static void Donut(Plot plot, Chart chart, Wording wording)
    {
        var parts = chart.Series.Count == 0 ? [] : chart.Categories.Zip(chart.Series[0].Values, (Name, Value) => (Name, Value: Math.Max(Value ?? 0, 0))).ToArray();
        var total = Math.Max(parts.Sum(p => p.Value), double.Epsilon);
        var pie = plot.Add.Pie([.. parts.Select((p, i) => new PieSlice { Value = p.Value, FillColor = ChartLook.Hue(i), Label = "" }).Where(s => s.Value > 0)]);
        for (var i = 0; i < parts.Length; i++)
            ChartLabels.Legend(plot, $"{SafeText.Cut(SafeText.Line(parts[i].Name), 16)}  {ChartLabels.Value(parts[i].Value, chart.Percent, wording)}"
                + (chart.Percent ? "" : $"  ({wording.Percent((decimal)(parts[i].Value / total), 1)})"), i);
        pie.DonutFraction = 0.58;
        pie.LineColor = Colors.White;
        pie.LineWidth = 2;
        plot.Axes.Frameless();
        plot.HideGrid();
        ChartLabels.ShowLegend(plot, Edge.Right);
        plot.Axes.SetLimits(-1.1, 1.1, -1.1, 1.1);
        plot.Axes.SquareUnits();
    }

    public static void HeatMap(Plot plot, Chart chart, Wording wording)
    {
        var rows = chart.Series.Count;
        var values = new double[rows, chart.Categories.Count];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < chart.Categories.Count; c++)
                values[r, c] = chart.Series[r].Values[c] ?? double.NaN;

        var map = plot.Add.Heatmap(values);
        map.Colormap = new ScottPlot.Colormaps.CustomInterpolated([.. new[] { "#F4F7FA", "#A9CCE6", "#4292C6", "#08457E" }.Select(h => Color.FromHex(h))]);
        map.NaNCellColor = Colors.White;
        map.CellAlignment = Alignment.MiddleCenter;
        Numbers(plot, values, chart.Percent, wording);

        plot.HideGrid();
        ChartLabels.Categories(plot, chart.Categories, inOrder: true);
        plot.Axes.Left.SetTicks([.. Enumerable.Range(0, rows).Select(r => (double)(rows - 1 - r))], [.. chart.Series.Select(s => SafeText.Line(s.Name))]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.FrameLineStyle.Width = 0;
        plot.Axes.Bottom.Label.Text = SafeText.Line(chart.XLabel);
        plot.Axes.SetLimits(-0.5, chart.Categories.Count - 0.5, -0.5, rows - 0.5);
    }

    // Each field carries its number, so that nobody has to guess a value from a shade; zeros stay empty and calm.
    static void Numbers(Plot plot, double[,] values, bool percent, Wording wording)
    {
        var highest = values.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(0).Max();
        for (var r = 0; r < values.GetLength(0); r++)
            for (var c = 0; c < values.GetLength(1); c++)
            {
                if (!double.IsFinite(values[r, c]) || values[r, c] == 0) continue;
                var text = plot.Add.Text(ChartLabels.Value(values[r, c], percent, wording), c, values.GetLength(0) - 1 - r);
                text.LabelStyle.Set(13);
                text.LabelFontColor = values[r, c] > highest * 0.55 ? Colors.White : ChartLook.Ink;
                text.LabelAlignment = Alignment.MiddleCenter;
            }
    }
}
