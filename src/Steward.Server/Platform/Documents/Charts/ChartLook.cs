// The look of charts: sizes, colours that colour-blind readers can tell apart, and a face that has Chinese.
using ScottPlot;
using SkiaSharp;

namespace Steward.Platform.Documents.Charts;

static class ChartLook
{
    /// <summary>Logical width in pixels; drawn at twice that. On A4 it fills the text width at about 250 dots an inch.</summary>
    public const int Width = 820;
    public const double Scale = 2;
    public const float TickSize = 15, LegendSize = 15, LabelSize = 15;

    public static readonly Color Ink = Color.FromHex("#2B3440"), Grid = Color.FromHex("#E3E8EE"), Axis = Color.FromHex("#9AA5B1"), Target = Color.FromHex("#B23A2E");

    /// <summary>Okabe and Ito's palette (2008) in an order whose neighbours differ most, without its yellow, which is lost on paper.</summary>
    static readonly Color[] Palette = [.. new[] { "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#7A7F87", "#332288" }.Select(Color.FromHex)];
    static readonly MarkerShape[] Markers = [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond];
    static readonly string[] Faces =
        ["Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "SimSun"];

    /// <summary>The first face present that can write Chinese; failing all, the system's own.</summary>
    public static string Face { get; } = FindFace();

    // ScottPlot sets the baseline by the font's bounding box, which in Chinese faces reaches far below the descent: texts would float too high.
    static readonly float Lift = FindLift();

    /// <summary>Gives a label the face, a size and the baseline it should have.</summary>
    public static T Set<T>(this T label, float size, bool upright = true) where T : LabelStyle
    {
        (label.FontName, label.FontSize, label.ForeColor, label.Bold) = (Face, size, Ink, false);
        if (upright) label.OffsetY = Lift * size; else label.OffsetX = Lift * size;
        return label;
    }

    public static Color Hue(int series) => Palette[series % Palette.Length];
    public static MarkerShape Marker(int series) => Markers[series % Markers.Length];

    public static Plot Blank()
    {
        var plot = new Plot { ScaleFactor = Scale };
        plot.Font.Set(Face);
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Grid.MajorLineColor = Grid;
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Axes.Right.IsVisible = false;
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left, plot.Axes.Right })
        {
            axis.TickLabelStyle.Set(TickSize);
            axis.FrameLineStyle.Color = Axis;
            axis.MajorTickStyle.Color = Axis;
            axis.MinorTickStyle.Length = 0;
            axis.Label.Set(LabelSize, upright: axis is IXAxis);
        }
        plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        return plot;
    }

    static float FindLift()
    {
        using var typeface = SKTypeface.FromFamilyName(Face);
        using var font = new SKFont(typeface, 100);
        return (font.Metrics.Bottom - font.Metrics.Descent) / 100;
    }

    static string FindFace()
    {
        var present = SKFontManager.Default.FontFamilies.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Faces.FirstOrDefault(present.Contains)
            ?? SKFontManager.Default.MatchCharacter('运')?.FamilyName
            ?? SKTypeface.Default.FamilyName;
    }
}
