// The chapters of a month's report about assets, availability, monitoring and satisfaction.
using System.Globalization;
using Steward.Contracts;
using Steward.Desk;
using Steward.Platform.Documents;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Reports.Monthly;

/// <summary>A chapter without records is not written; its name goes into <paramref name="missing"/>. Lists end where a reader would, and say how many more there are.</summary>
sealed class ComposeSeen(SeenFigures seen, ReportScope scope, Language language, List<Block> blocks, List<string> missing, ComposeCases? cases = null)
{
    const int MostLines = 30, SmallSample = 10;

    readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(scope.Zone);

    public void Chapters()
    {
        Assets();
        Availability();
        Monitoring();
        Satisfaction();
    }

    void Assets()
    {
        if (seen.Assets.Count == 0) { missing.Add(T("Reports.ch.assets")); return; }
        blocks.Add(new Heading(1, T("Reports.ch.assets")));
        IReadOnlyList<Cell> Row(Cell name, IReadOnlyCollection<AssetFigure> lines) => [name, lines.Sum(l => l.InUse), lines.Sum(l => l.InRepair), lines.Sum(l => l.Other), lines.Sum(l => l.Added), lines.Sum(l => l.Retired)];
        blocks.Add(new Table(T("Reports.AssetTable"),
            [new(T("Reports.AssetKind"), Width: 2), new(T("AssetState.InUse"), ColumnKind.Number), new(T("AssetState.InRepair"), ColumnKind.Number), new(T("Reports.AssetOther"), ColumnKind.Number), new(T("Reports.AssetAdded"), ColumnKind.Number), new(T("Reports.AssetRetired"), ColumnKind.Number)],
            [.. seen.Assets.Select(a => Row((Cell)T($"AssetKind.{a.Kind}") with { Link = $"/assets?kind={a.Kind}" }, [a]))])
        { Total = Row(T("Reports.Total"), seen.Assets), Note = T("Reports.AssetNote"), Sheet = T("Reports.ch.assets") });
        blocks.Add(new Paragraph(T("Reports.PartText", N(seen.Parts.Machines), N(seen.Parts.Added), N(seen.Parts.Removed), N(seen.Parts.Changed))));
        if (seen.Assets.Count > 1)
            blocks.Add(new Chart(ChartKind.Bar, T("Reports.AssetChart"), [.. seen.Assets.Select(a => T($"AssetKind.{a.Kind}"))], [new(T("AssetState.InUse"), [.. seen.Assets.Select(a => (double?)a.InUse)])]) { Alt = T("Reports.AssetAlt", N(seen.Assets.Sum(a => a.InUse))) });
    }

    void Availability()
    {
        if (seen.Checks.Count == 0) { missing.Add(T("Reports.ch.availability")); return; }
        blocks.Add(new Heading(1, T("Reports.ch.availability")));
        IReadOnlyList<Cell> Row(Cell name, Cell service, Cell hours, IReadOnlyCollection<CheckMonth> of) =>
        [
            name, service, hours, Span(of.Sum(c => c.Up)), Span(of.Sum(c => c.Down)), Span(of.Sum(c => c.Maintenance)), Span(of.Sum(c => c.Blind)), Span(of.Sum(c => c.Excluded)), of.Sum(c => c.Outages),
            Share(Ratio.Sum(of.Select(c => c.Availability)), Measures.Availability),
        ];
        blocks.Add(new Table(T("Reports.AvailabilityTable"),
            [
                new(T("Reports.WatchedCheck"), Width: 2), new(T("Reports.Service"), Width: 1.5), new(T("Reports.Hours")), new(T("LedgerKind.Up"), ColumnKind.Duration, 1.2), new(T("LedgerKind.Down"), ColumnKind.Duration), new(T("LedgerKind.Maintenance"), ColumnKind.Duration),
                new(T("LedgerKind.Blind"), ColumnKind.Duration), new(T("LedgerKind.Excluded"), ColumnKind.Duration), new(T("Reports.Outages"), ColumnKind.Number), new(T("measure.availability"), ColumnKind.Percent, 1.2),
            ],
            [.. seen.Checks.Select(c => Row(Cell.Quote(c.Name) with { Link = $"/status/{c.Check}?month={scope.Month}" }, Quoted(language == Language.En && c.ServiceEn.Length > 0 ? c.ServiceEn : c.Service), T($"CalendarUse.{c.Hours}"), [c]))])
        { Total = Row(T("Reports.Total"), Cell.None, Cell.None, [.. seen.Checks]), Note = T("Reports.AvailabilityNote"), Sheet = T("Reports.ch.availability") });
        if (seen.Outages.Count > 0)
        {
            var down = seen.Outages.Sum(o => o.Seconds);
            blocks.Add(new Table(T("Reports.OutageTable"), [new(T("Reports.WatchedCheck"), Width: 1.5), new(T("Reports.From"), ColumnKind.Moment, 1.5), new(T("Reports.Until"), ColumnKind.Moment, 1.5), new(T("Reports.Lasted"), ColumnKind.Duration), new(T("Reports.Ticket"), Width: 1.8), new(T("Reports.Cause"), Width: 2.5)],
                [.. seen.Outages.Take(MostLines).Select(o => (IReadOnlyList<Cell>)[Cell.Quote(o.Name), Local(o.From), Local(o.To), Span(o.Seconds), o.Ticket is { } ticket ? Cell.Quote(o.Number) with { Link = $"/tickets/{ticket}" } : Cell.None, Quoted(o.Cause)])])
            { Total = [T("Reports.Total"), Cell.None, Cell.None, Span(down), Cell.None, Cell.None], Note = More(seen.Outages.Count), Sheet = T("Reports.Outages") });
            blocks.Add(new Paragraph(T("Reports.MttrText", N(seen.Outages.Count), Minutes(down / seen.Outages.Count))));
        }
        else blocks.Add(new Paragraph(T("Reports.NoOutage")));
        Trend("measure.availability", t => t.Availability);
    }

    void Monitoring()
    {
        if (seen.Alerts.Count == 0 && seen.Coverage.Count == 0) { missing.Add(T("Reports.ch.monitoring")); return; }
        blocks.Add(new Heading(1, T("Reports.ch.monitoring")));
        if (seen.Alerts.Count > 0)
        {
            var all = seen.Alerts.Sum(a => a.Acknowledged);
            blocks.Add(new Table(T("Reports.AlertTable"),
                [
                    new(T("Reports.Severity"), Width: 1.2), new(T("Reports.AlertCount"), ColumnKind.Number), new(T("Reports.AlertTickets"), ColumnKind.Number), new(T("Reports.AlertCovered"), ColumnKind.Number), new(T("Reports.AlertAcked"), ColumnKind.Number),
                    new(T("Reports.MeanAck"), ColumnKind.Duration, 1.3), new(T("Reports.FalseAlarms"), ColumnKind.Number),
                ],
                [.. seen.Alerts.Select(a => (IReadOnlyList<Cell>)[T($"Severity.{a.Severity}"), a.Alerts, a.Tickets, a.Covered, a.Acknowledged, a.MeanAckSeconds is { } mean ? Span(mean) : Cell.None, a.False])])
            {
                Total =
                [
                    T("Reports.Total"), seen.Alerts.Sum(a => a.Alerts), seen.Alerts.Sum(a => a.Tickets), seen.Alerts.Sum(a => a.Covered), all,
                    all == 0 ? Cell.None : Span(seen.Alerts.Sum(a => (a.MeanAckSeconds ?? 0) * a.Acknowledged) / all), seen.Alerts.Sum(a => a.False),
                ],
                Note = T("Reports.AlertNote"), Sheet = T("Reports.ch.monitoring"),
            });
            blocks.Add(new Table(T("Reports.NoisyTable"), [new(T("Reports.WatchedCheck"), Width: 3), new(T("Reports.AlertCount"), ColumnKind.Number), new(T("Reports.Lasted"), ColumnKind.Duration)],
                [.. seen.Noisy.Select(n => (IReadOnlyList<Cell>)[Cell.Quote(n.Name), n.Alerts, Span(n.Seconds)])]));
        }
        if (seen.Coverage.Count == 0) return;
        var covered = Ratio.Sum(seen.Coverage.Select(c => c.Watched));
        blocks.Add(new Table(T("Reports.CoverTable"), [new(T("Reports.Line"), Width: 2), new(T("Reports.AssetsToWatch"), ColumnKind.Number), new(T("measure.coverage"), ColumnKind.Percent)],
            [.. seen.Coverage.Select(c => (IReadOnlyList<Cell>)[Cell.Quote(c.Line), c.Assets, Share(c.Watched, Measures.Coverage)])])
        { Total = [T("Reports.Total"), seen.Coverage.Sum(c => c.Assets), Share(covered, Measures.Coverage)], Note = T("Reports.CoverNote") });
        Trend("measure.coverage", t => t.Coverage);
    }

    void Satisfaction()
    {
        var said = seen.Surveys.Of(Dimension.Overall);
        var asked = said.Answers > 0 || seen.Surveys.Asked > 0;
        if (!asked && cases is not ({ HasComplaints: true } or { HasRounds: true })) { missing.Add(T("Reports.ch.satisfaction")); return; }
        blocks.Add(new Heading(1, T("Reports.ch.satisfaction")));
        if (asked) Scores(said);
        cases?.Rounds();
        cases?.Complaints();
    }

    void Scores(Satisfaction said)
    {
        blocks.Add(new KeyFigures(
            new KeyFigure(T("Reports.Asked"), Cell.Number(said.Asked)), new KeyFigure(T("Reports.Answered"), Cell.Number(said.Answers), T("Reports.ResponseRate", Percent(said.AnswerRate))),
            new KeyFigure(T("measure.satisfaction"), Share(said.Satisfied, Measures.Satisfaction), FormattableString.Invariant($"{said.Satisfied.Part}/{said.Satisfied.Whole}")),
            new KeyFigure(T("Reports.Index"), said.Index is { } index ? Cell.Number(Figures.Round(index), 2) : Cell.None, said.Mean is { } mean ? T("Reports.MeanScore", Figures.Round(mean).ToString("0.00", CultureInfo.InvariantCulture)) : null)));
        if (said.Answers > 0)
        {
            blocks.Add(new Table(T("Reports.ScoreTable"), [new(T("Reports.Dimension"), Width: 1.5), .. Enumerable.Range(0, 5).Select(i => new Column((5 - i).ToString(CultureInfo.InvariantCulture), ColumnKind.Number)), new(T("Reports.Mean"), ColumnKind.Number) { Decimals = 2 }, new(T("measure.satisfaction"), ColumnKind.Percent, 1.2)],
                [.. Enum.GetValues<Dimension>().Select(d => (d, of: seen.Surveys.Of(d))).Select(x => (IReadOnlyList<Cell>)
                    [T($"Dimension.{x.d}"), .. Enumerable.Range(0, 5).Select(i => (Cell)(decimal)x.of.Scores[5 - i]), Cell.Number(Figures.Round(x.of.Mean ?? 0)), Cell.Percent(Figures.Round(x.of.Satisfied.Value ?? 0, 4))])])
            { Note = T("Reports.ScoreNote"), SmallSample = said.Answers < SmallSample, Sheet = T("Reports.ch.satisfaction") });
            blocks.Add(new Chart(ChartKind.Bar, T("Reports.ScoreChart"), ["5", "4", "3", "2", "1"], [new(T("Dimension.Overall"), [.. Enumerable.Range(0, 5).Select(i => (double?)said.Scores[5 - i])])]) { Alt = T("Reports.ScoreAlt", N(said.Answers), Percent(said.Satisfied)) });
        }
        if (seen.Surveys.Low.Count > 0)
            blocks.Add(new Table(T("Reports.LowTable"), [new(T("Reports.Ticket"), Width: 1.8), new(T("Dimension.Overall"), ColumnKind.Number), new(T("Reports.Lowest"), ColumnKind.Number), new(T("Reports.SurveyRemark"), Width: 2.5), new(T("Reports.CallBack"), Width: 2.5)],
                [.. seen.Surveys.Low.Take(MostLines).Select(l => (IReadOnlyList<Cell>)
                [
                    Cell.Quote(l.Number) with { Link = $"/tickets/{l.Ticket}" }, l.Overall, l.Lowest, Quoted(l.Comment),
                    l.CalledAt is { } at ? Cell.Quote($"{Local(at):yyyy-MM-dd} {l.CallResult}") : l.CallBackDue is { } due ? (Cell)T("Reports.CallDue", Local(due).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)) with { Tone = Tone.Warn } : Cell.None,
                ])]) { Note = More(seen.Surveys.Low.Count), Sheet = T("Reports.LowTable") });
        Trend("measure.satisfaction", t => t.Satisfaction);
    }

    void Trend(string title, Func<SeenMonth, Ratio> of)
    {
        if (seen.Trend.Count(t => of(t).Whole > 0) < 2) return;
        blocks.Add(new Chart(ChartKind.Line, T("Reports.TrendOf", T(title)), [.. seen.Trend.Select(t => t.Month.ToString())], [new(T(title), [.. seen.Trend.Select(t => (double?)of(t).Value)])])
        { Percent = true, Alt = T("Reports.TrendAlt", T(title), string.Join(", ", seen.Trend.Where(t => of(t).Whole > 0).Select(t => $"{t.Month} {Percent(of(t))}"))) });
    }

    string T(string key, params object?[] args) => Texts.In(language, key, args);
    string? More(int count) => count > MostLines ? T("Reports.MoreLines", count - MostLines) : null;
    static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
    static Cell Span(long seconds) => seconds == 0 ? Cell.None : TimeSpan.FromSeconds(seconds);
    static Cell Quoted(string text) => text.Length > 0 ? Cell.Quote(text) : Cell.None;
    static string Percent(Ratio ratio) => ratio.Percent is { } percent ? percent.ToString("0.00", CultureInfo.InvariantCulture) + "%" : "—";
    static string Minutes(long seconds) => Figures.Round(seconds / 60m, 1).ToString("0.0", CultureInfo.InvariantCulture);
    DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone);

    Cell Share(Ratio ratio, string measure) => ratio.Value is not { } value ? Cell.None : Cell.Percent(Figures.Round(value, 4)) with { Link = $"/measures/{measure}/evidence?contract={scope.Contract}&period={scope.Month}" };
}
