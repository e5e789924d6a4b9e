// How states of reports look, and how a document's values look on a page.
using System.Globalization;
using Steward.Platform.Web.Components;
using Docs = Steward.Platform.Documents;

namespace Steward.Reports.Pages;

static class Looks
{
    public static Platform.Web.Components.Tone Of(ReportState state) => state switch
    {
        ReportState.Draft => Platform.Web.Components.Tone.Muted,
        ReportState.Reviewed or ReportState.Approved or ReportState.Sent => Platform.Web.Components.Tone.Info,
        ReportState.Accepted => Platform.Web.Components.Tone.Good,
        ReportState.Disputed => Platform.Web.Components.Tone.Bad,
    };

    public static Platform.Web.Components.Tone Of(Docs.Tone tone) => tone switch
    {
        Docs.Tone.Good => Platform.Web.Components.Tone.Good,
        Docs.Tone.Warn => Platform.Web.Components.Tone.Warn,
        Docs.Tone.Bad => Platform.Web.Components.Tone.Bad,
        _ => Platform.Web.Components.Tone.Neutral,
    };

    /// <summary>On the page a chart in per cent counts to 100, as its axis says.</summary>
    public static IReadOnlyList<Platform.Web.Components.Series> Series(Docs.Chart chart) =>
        [.. chart.Series.Select(s => new Platform.Web.Components.Series(s.Name, [.. s.Values.Select(v => chart.Percent && v is { } share ? Math.Round(share * 100, 2, MidpointRounding.AwayFromZero) : v)]))];

    public static Platform.Web.Components.ChartKind Kind(Docs.ChartKind kind) => kind switch
    {
        Docs.ChartKind.Line => Platform.Web.Components.ChartKind.Line,
        Docs.ChartKind.StackedBar => Platform.Web.Components.ChartKind.StackedBar,
        Docs.ChartKind.Donut => Platform.Web.Components.ChartKind.Donut,
        Docs.ChartKind.HeatMap => Platform.Web.Components.ChartKind.Heatmap,
        Docs.ChartKind.Bar or Docs.ChartKind.Pareto => Platform.Web.Components.ChartKind.Bar,
    };

    public static string Said(int number) => number.ToString(CultureInfo.InvariantCulture);
}
