// Turns a month's figures into a document: the same blocks become the page, Word, Excel and PDF.
using System.Globalization;
using Steward.Contracts;
using Steward.Desk;
using Steward.Fulfilment;
using Steward.Platform.Documents;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Reports.Monthly;

/// <summary>Every number comes from <see cref="MonthlyFigures"/>; a chapter without data is left out and named at the end (domain §9).</summary>
sealed class ComposeMonth
{
    const int MostGroups = 20, MostCauses = 12, SmallSample = 10;

    readonly Report report;
    readonly MonthlyFigures figures;
    readonly Language language;
    readonly TimeZoneInfo zone;
    readonly List<Block> blocks = [];
    readonly List<string> missing = [];

    ComposeMonth(Report report, MonthlyFigures figures) =>
        (this.report, this.figures, language, zone) = (report, figures, report.Language, TimeZoneInfo.FindSystemTimeZoneById(figures.Scope.Zone));

    public static Composition Of(Report report, MonthlyFigures figures, Uri? address)
    {
        var compose = new ComposeMonth(report, figures);
        compose.Summary();
        compose.Service();
        compose.SlaChapter();
        compose.Incidents();
        var cases = figures.Cases is { } known ? new ComposeCases(known, figures.Scope, report.Language, compose.blocks, compose.missing) : null;
        cases?.Majors();
        cases?.Changes();
        if (figures.Seen is { } seen) new ComposeSeen(seen, figures.Scope, report.Language, compose.blocks, compose.missing, cases).Chapters();
        compose.PromiseChapter();
        compose.NextMonth();
        compose.Missing();
        compose.Definitions();
        compose.blocks.Add(new SignOff(compose.Provider, figures.Scope.Customer) { Statement = compose.T("Reports.SignStatement", figures.Scope.CustomerShort, compose.MonthName) });
        compose.Breaches();
        return new(compose.Cover(), compose.blocks) { Language = report.Language, BaseAddress = address };
    }

    string T(string key, params object?[] args) => Texts.In(language, key, args);
    string Provider => figures.Scope.Provider.Length > 0 ? figures.Scope.Provider : T("Reports.Provider");
    string MonthName => language == Language.Zh
        ? T("Reports.MonthName", figures.Scope.Month.Year, figures.Scope.Month.Month)
        : new DateOnly(figures.Scope.Month.Year, figures.Scope.Month.Month, 1).ToString("MMMM yyyy", CultureInfo.GetCultureInfo("en-GB"));

    Cover Cover() => new(T("Reports.Monthly"))
    {
        Subtitle = MonthName, Organisation = Provider, Mark = report.IsFrozen ? null : T("Reports.DraftMark"), Number = report.Number, Version = report.IsFrozen ? "1.0" : "0.9",
        Lines =
        [
            new(T("Reports.Customer"), figures.Scope.Customer), new(T("Reports.Contract"), $"{figures.Scope.ContractName} ({figures.Scope.ContractNumber})"),
            new(T("Reports.Period"), string.Create(CultureInfo.InvariantCulture, $"{figures.Scope.FirstDay:yyyy-MM-dd} – {figures.Scope.LastDay:yyyy-MM-dd} ({figures.Scope.Zone})")),
        ],
        Author = report.AuthorName, Reviewer = report.ReviewerName, Approver = report.ApproverName,
        Date = report.ApprovedAt is { } at ? DateOnly.FromDateTime(Local(at).DateTime) : null, CutOff = Local(figures.CutOff), SnapshotHash = report.SnapshotHash,
    };

    // 1 摘要
    void Summary()
    {
        Chapter("Reports.ch.summary");
        var (response, resolution) = (Total(l => l.Response), Total(l => l.Resolution));
        var kept = figures.Promises.Count(p => p.Verdict == PromiseVerdict.Kept);
        var last = figures.Trend.Count > 1 ? figures.Trend[^2].Deeds : null;
        blocks.Add(new KeyFigures(
            new KeyFigure(T("Deed.Created"), Count(figures.Deeds.Created, Deed.Created), T("Reports.Compared", Change(figures.Deeds.Created, last?.Created))),
            new KeyFigure(T("Deed.Closed"), Count(figures.Deeds.Closed, Deed.Closed), T("Reports.Compared", Change(figures.Deeds.Closed, last?.Closed))),
            new KeyFigure(T("Reports.Backlog"), figures.Backlog, T("Reports.AtEnd")),
            new KeyFigure(T("measure.response-attainment"), Share(response, Measures.ResponseAttainment), Counts(response)),
            new KeyFigure(T("measure.resolution-attainment"), Share(resolution, Measures.ResolutionAttainment), Counts(resolution)),
            new KeyFigure(T("Reports.PromisesKept"), Cell.Number(kept) with { Link = Board, Tone = figures.Promises.Count == 0 ? Tone.Plain : kept == figures.Promises.Count ? Tone.Good : Tone.Bad }, T("Reports.OfPromises", figures.Promises.Count))));
        blocks.Add(new Paragraph(T("Reports.SummaryText", N(figures.Deeds.Created), N(figures.Deeds.Closed), N(figures.Deeds.Reopened), N(figures.Deeds.Reassigned), N(figures.Backlog), N(figures.Breaches.Count))));
        foreach (var broken in figures.Promises.Where(p => p.Verdict is PromiseVerdict.Broken or PromiseVerdict.NotMeasured))
            blocks.Add(new Paragraph(new Run(T("Reports.BrokenPromise", broken.Number, Text(broken), Said(broken), T($"PromiseVerdict.{broken.Verdict}")), Bold: true, Link: Evidence(broken), Quoted: true)));
        Written(report.Summary);
    }

    // 2 服务范围与人员
    void Service()
    {
        Chapter("Reports.ch.service");
        blocks.Add(new Table(T("Reports.Services"), [new(T("Reports.Service"), Width: 2), new(T("Reports.Kind")), new(T("Reports.Mode")), new(T("Reports.ScopeIn"), Width: 2), new(T("Reports.ScopeOut"), Width: 2)],
            [.. figures.Services.Select(s => (IReadOnlyList<Cell>)[Cell.Quote(language == Language.En && s.NameEn.Length > 0 ? s.NameEn : s.Name), T($"ServiceKind.{s.Kind}"), T($"ServiceMode.{s.Mode}"), Words(s.ScopeIn), Words(s.ScopeOut)])]));
        if (figures.Groups.Count == 0) return;
        var minutes = figures.Groups.Sum(g => g.Minutes);
        IReadOnlyList<Cell> Row(Cell name, int people, int resolved, int spent) => minutes == 0 ? [name, people, resolved] : [name, people, resolved, spent > 0 ? TimeSpan.FromMinutes(spent) : Cell.None];
        List<Column> columns = [new(T("Reports.Group"), Width: 2), new(T("Reports.People"), ColumnKind.Number), new(T("Reports.Resolved"), ColumnKind.Number)];
        if (minutes > 0) columns.Add(new(T("Reports.Minutes"), ColumnKind.Duration));
        var rest = figures.Groups.Skip(MostGroups).ToList();
        blocks.Add(new Table(T("Reports.Groups"), columns,
            [.. figures.Groups.Take(MostGroups).Select(g => Row(Group(g.Group), g.People, g.Resolved, g.Minutes)),
             .. rest.Count > 0 ? new[] { Row(T("Reports.OtherLines", rest.Count), rest.Sum(g => g.People), rest.Sum(g => g.Resolved), rest.Sum(g => g.Minutes)) } : []])
        { Total = Row(T("Reports.Total"), figures.Groups.Sum(g => g.People), figures.Groups.Sum(g => g.Resolved), minutes), Note = T("Reports.GroupsNote"), Sheet = T("Reports.Groups") });
    }

    // 3 SLA 达成
    void SlaChapter()
    {
        if (figures.Sla.All(l => l.Tickets == 0)) { missing.Add(T("Reports.ch.sla")); return; }
        Chapter("Reports.ch.sla");
        var arrivals = figures.Sla.Any(l => l.Arrival.Whole > 0);
        List<Column> columns = [new(T("Reports.Priority"), Width: 1.2), new(T("Reports.Tickets"), ColumnKind.Number), new(T("Reports.Excluded"), ColumnKind.Number), new(T("Reports.ResponseMet"), Width: 1.4) { Align = Align.End }, new(T("Reports.Rate"), ColumnKind.Percent, 1.2)];
        if (arrivals) columns.AddRange([new(T("Reports.ArrivalMet"), Width: 1.4) { Align = Align.End }, new(T("Reports.Rate"), ColumnKind.Percent, 1.2)]);
        columns.AddRange([new(T("Reports.ResolutionMet"), Width: 1.4) { Align = Align.End }, new(T("Reports.Rate"), ColumnKind.Percent, 1.2), new(T("Reports.Breaches"), ColumnKind.Number)]);
        IReadOnlyList<Cell> Row(Cell head, int tickets, int excluded, Ratio response, Ratio arrival, Ratio resolution, int breaches, Priority? of)
        {
            List<Cell> cells = [head, tickets, excluded, Met(response), Share(response, Measures.ResponseAttainment, of)];
            if (arrivals) cells.AddRange([Met(arrival), Share(arrival, "arrival-attainment", of)]);
            cells.AddRange([Met(resolution), Share(resolution, Measures.ResolutionAttainment, of), breaches]);
            return cells;
        }
        var lines = figures.Sla.Where(l => l.Tickets > 0).ToList();
        blocks.Add(new Table(T("Reports.SlaTable"), columns, [.. lines.Select(l => Row(T($"Priority.{l.Priority}"), l.Tickets, l.Excluded, l.Response, l.Arrival, l.Resolution, figures.Breaches.Count(b => b.Priority == l.Priority), l.Priority))])
        {
            Total = Row(T("Reports.Total"), figures.Sla.Sum(l => l.Tickets), figures.Sla.Sum(l => l.Excluded), Total(l => l.Response), Total(l => l.Arrival), Total(l => l.Resolution), figures.Breaches.Count, null),
            Note = Join(T("Reports.SlaNote"), arrivals ? "" : T("Reports.NoArrivals")), SmallSample = lines.Any(l => l.Tickets < SmallSample), Sheet = T("Reports.ch.sla"),
        });
        blocks.Add(new Table(T("Reports.Times"), [new(T("Reports.Priority"), Width: 1.2), new(T("Reports.FinishedTickets"), ColumnKind.Number), new(T("Reports.MeanResponse"), ColumnKind.Duration, 1.4), new(T("Reports.MeanResolution"), ColumnKind.Duration, 1.4), new(T("Reports.P90"), ColumnKind.Duration, 1.4)],
            [.. lines.Select(l => (IReadOnlyList<Cell>)[T($"Priority.{l.Priority}"), l.Finished, Span(l.MeanResponseSeconds), Span(l.MeanResolutionSeconds), Span(l.P90ResolutionSeconds)])])
        { Note = T("Reports.TimesNote"), SmallSample = lines.Any(l => l.Finished < SmallSample), Sheet = T("Reports.Times") });
        blocks.Add(new SourceLine(T("Reports.SlaSource"), MeasureLink(Measures.ResolutionAttainment)));
        var months = figures.Trend.Select(t => t.Month.ToString()).ToList();
        blocks.Add(new Chart(ChartKind.Line, T("Reports.AttainmentTrend"), months,
            [new(T("measure.response-attainment"), [.. figures.Trend.Select(t => (double?)t.Response.Value)]), new(T("measure.resolution-attainment"), [.. figures.Trend.Select(t => (double?)t.Resolution.Value)])])
        {
            Percent = true, Alt = T("Reports.AttainmentAlt", Counts(Total(l => l.Response)), Counts(Total(l => l.Resolution))),
            Target = figures.Promises.FirstOrDefault(p => p.Measure == Measures.ResolutionAttainment) is { } promise ? new((double)promise.Target / 100, T("Reports.TargetLine", promise.Target.ToString("0.##", CultureInfo.InvariantCulture))) : null,
        });
    }

    // 4 事件分析
    void Incidents()
    {
        if (figures.Deeds.All == 0 && figures.Backlog == 0) { missing.Add(T("Reports.ch.incidents")); return; }
        Chapter("Reports.ch.incidents");
        Section("Reports.Volume");
        blocks.Add(DeedTable("Reports.ByPriority", "Reports.Priority", "priority", figures.ByPriority, k => T($"Priority.{k}"), figures.ByPriority.Count));
        blocks.Add(DeedTable("Reports.ByState", "Reports.StateAtEnd", "state", figures.ByState, k => T($"TicketState.{k}"), figures.ByState.Count));
        blocks.Add(DeedTable("Reports.ByGroup", "Reports.Group", "group", figures.ByGroup, k => k.Length > 0 ? Cell.Quote(k) : T("Reports.NoGroup"), MostGroups));
        blocks.Add(Trend());
        Section("Reports.Origin");
        if (figures.Channels.Count > 0)
            blocks.Add(new Table(T("Reports.Channels"), [new(T("Reports.Channel"), Width: 2), new(T("Deed.Created"), ColumnKind.Number), new(T("Reports.Part"), ColumnKind.Percent)],
                [.. figures.Channels.Select(c => (IReadOnlyList<Cell>)[T($"Channel.{c.Name}"), Cell.Number(c.Count) with { Link = Records(Deed.Created, "channel", c.Name) }, Cell.Percent(Of(c.Count, figures.Deeds.Created))])])
            { Total = [T("Reports.Total"), figures.Deeds.Created, Cell.None] });
        if (figures.Categories.Count > 0) blocks.Add(CategoryTable());
        if (figures.Deeds.Created > 0) blocks.Add(HeatMap());
        Section("Reports.Outcome");
        if (figures.Causes.Count > 0) Causes();
        Backlog();
    }

    Table DeedTable(string caption, string head, string by, IReadOnlyList<DeedLine> lines, Func<string, Cell> name, int most)
    {
        var rest = lines.Skip(most).ToList();
        List<IReadOnlyList<Cell>> rows = [.. lines.Take(most).Select(l => (IReadOnlyList<Cell>)
            [name(l.Key), Of(Deed.Created, l), Of(Deed.Reopened, l), Of(Deed.Reassigned, l), Of(Deed.Closed, l), l.Standing])];
        if (rest.Count > 0)
        {
            var sum = rest.Aggregate(new Deeds(0, 0, 0, 0), (s, l) => s + l.Deeds);
            rows.Add([T("Reports.OtherLines", rest.Count), sum.Created, sum.Reopened, sum.Reassigned, sum.Closed, rest.Sum(l => l.Standing)]);
        }
        return new(T(caption), [new(T(head), Width: 2), new(T("Deed.Created"), ColumnKind.Number), new(T("Deed.Reopened"), ColumnKind.Number), new(T("Deed.Reassigned"), ColumnKind.Number), new(T("Deed.Closed"), ColumnKind.Number), new(T("Reports.Standing"), ColumnKind.Number)], rows)
        {
            Total = [T("Reports.Total"), Count(figures.Deeds.Created, Deed.Created), Count(figures.Deeds.Reopened, Deed.Reopened), Count(figures.Deeds.Reassigned, Deed.Reassigned), Count(figures.Deeds.Closed, Deed.Closed), lines.Sum(l => l.Standing)],
            Sheet = T(caption), Note = by == "state" ? T("Reports.StateNote") : T("Reports.KeyNote"),
        };

        Cell Of(Deed deed, DeedLine line) => Cell.Number(line.Deeds[deed]) with { Link = line.Deeds[deed] > 0 ? Records(deed, by, line.Key) : null };
    }

    Chart Trend() => new(ChartKind.Line, T("Reports.VolumeTrend"), [.. figures.Trend.Select(t => t.Month.ToString())],
        [.. Enum.GetValues<Deed>().Select(d => new Series(T($"Deed.{d}"), [.. figures.Trend.Select(t => (double?)t.Deeds[d])]))])
    { Alt = T("Reports.VolumeAlt", string.Join(", ", figures.Trend.Select(t => $"{t.Month} {t.Deeds.Created}"))) };

    Table CategoryTable() => new(T("Reports.CategoryByGroup"),
        [new(T("Reports.Category"), Width: 2), .. figures.CategoryGroups.Select(g => new Column(g, ColumnKind.Number)), new(T("Reports.OtherGroups"), ColumnKind.Number), new(T("Reports.Total"), ColumnKind.Number)],
        [.. figures.Categories.Select(c => (IReadOnlyList<Cell>)
        [
            c.Category == CountMonth.Others ? T("Reports.OtherCategories") : c.Category.Length > 0 ? Cell.Quote(c.Category) : T("Reports.NoCategory"), .. c.ByGroup.Select(n => (Cell)n),
            Cell.Number(c.Total) with { Link = c.Category == CountMonth.Others ? null : Records(Deed.Created, "category", c.Category) },
        ])])
    {
        Total = [T("Reports.Total"), .. Enumerable.Range(0, figures.CategoryGroups.Count + 1).Select(i => (Cell)figures.Categories.Sum(c => c.ByGroup[i])), figures.Deeds.Created], Sheet = T("Reports.CategoryByGroup"),
    };

    Chart HeatMap()
    {
        var busiest = figures.HeatMap.SelectMany((row, day) => row.Select((count, hour) => (day, hour, count))).MaxBy(c => c.count);
        return new(ChartKind.HeatMap, T("Reports.HeatMap"), [.. Enumerable.Range(0, 24).Select(h => h.ToString("00", CultureInfo.InvariantCulture))],
            [.. figures.HeatMap.Select((row, day) => new Series(T($"Reports.day.{day}"), [.. row.Select(c => (double?)c)]))])
        { Alt = T("Reports.HeatMapAlt", T($"Reports.day.{busiest.day}"), busiest.hour, busiest.count), XLabel = T("Reports.Hour") };
    }

    void Causes()
    {
        var shown = figures.Causes.Take(MostCauses).ToList();
        var others = figures.Causes.Skip(MostCauses).Sum(c => c.Count);
        string Name(string cause) => cause.Length > 0 ? cause : T("Reports.NoCause");
        blocks.Add(new Chart(ChartKind.Pareto, T("Reports.Pareto"), [.. shown.Select(c => Name(c.Name)), .. others > 0 ? new[] { T("Reports.OtherCauses") } : []],
            [new(T("Reports.Resolved"), [.. shown.Select(c => (double?)c.Count), .. others > 0 ? new double?[] { others } : []])])
        { Alt = T("Reports.ParetoAlt", Name(shown[0].Name), shown[0].Count, figures.Causes.Sum(c => c.Count)) });
        var all = figures.Causes.Sum(c => c.Count);
        blocks.Add(new Table(T("Reports.Causes"), [new(T("Reports.Cause"), Width: 3), new(T("Reports.Resolved"), ColumnKind.Number), new(T("Reports.Part"), ColumnKind.Percent)],
            [.. shown.Select(c => (IReadOnlyList<Cell>)[c.Name.Length > 0 ? Cell.Quote(c.Name) : T("Reports.NoCause"), c.Count, Cell.Percent(Of(c.Count, all))]),
             .. others > 0 ? new IReadOnlyList<Cell>[] { [T("Reports.OtherCauses"), others, Cell.Percent(Of(others, all))] } : []])
        { Total = [T("Reports.Total"), all, Cell.None], Sheet = T("Reports.Causes") });
    }

    void Backlog()
    {
        if (figures.Backlog == 0) { blocks.Add(new Paragraph(T("Reports.NoBacklog"))); return; }
        string[] names = [T("Reports.age.0"), T("Reports.age.1"), T("Reports.age.2"), T("Reports.age.3"), T("Reports.age.4")];
        blocks.Add(new Table(T("Reports.BacklogAge"), [.. names.Select(n => new Column(n, ColumnKind.Number)), new(T("Reports.Total"), ColumnKind.Number)], [[.. figures.BacklogAges.Select(n => (Cell)n), figures.Backlog]]));
        blocks.Add(new Chart(ChartKind.Bar, T("Reports.BacklogAge"), names, [new(T("Reports.Standing"), [.. figures.BacklogAges.Select(n => (double?)n)])]) { Alt = T("Reports.BacklogAlt", figures.Backlog, figures.BacklogAges[^1]) });
    }

    // 承诺兑现
    void PromiseChapter()
    {
        if (figures.Promises.Count == 0) { missing.Add(T("Reports.ch.promises")); return; }
        Chapter("Reports.ch.promises");
        blocks.Add(new Table(T("Reports.PromiseTable"), [new(T("Reports.Clause"), Width: 0.7), new(T("Reports.Promise"), Width: 3), new(T("Reports.Measure"), Width: 1.5), new(T("Reports.Target")) { Align = Align.End }, new(T("Reports.Actual"), ColumnKind.Percent, 1.2), new(T("Reports.CountsHead"), Width: 1.4) { Align = Align.End }, new(T("Reports.Verdict"), Width: 1.2)],
            [.. figures.Promises.Select(p => (IReadOnlyList<Cell>)
            [
                Cell.Quote(p.Number), Cell.Quote(Text(p)), Texts.Has($"measure.{p.Measure}") ? T($"measure.{p.Measure}") : Cell.None, Target(p),
                p.Actual is { Value: { } value } ? Cell.Percent(Figures.Round(value, 4)) with { Link = Evidence(p) } : Cell.None, p.Actual is { Whole: > 0 } ratio ? $"{N(ratio.Part)}/{N(ratio.Whole)}" : Cell.None,
                (Cell)T($"PromiseVerdict.{p.Verdict}") with { Tone = p.Verdict switch { PromiseVerdict.Kept => Tone.Good, PromiseVerdict.AtRisk => Tone.Warn, PromiseVerdict.Broken or PromiseVerdict.NotMeasured => Tone.Bad, _ => Tone.Plain } },
            ])])
        { Note = T("Reports.PromiseNote"), SmallSample = figures.Promises.Any(p => p.Actual is { Whole: > 0 and < SmallSample }), Sheet = T("Reports.ch.promises") });
        blocks.Add(new SourceLine(T("Reports.BoardSource"), Board));
    }

    // 下月计划
    void NextMonth()
    {
        if (report.NextMonth.Length == 0) { missing.Add(T("Reports.ch.next")); return; }
        Chapter("Reports.ch.next");
        Written(report.NextMonth);
    }

    void Missing()
    {
        Chapter("Reports.ch.missing");
        string[] names = ["requests", "problems", .. figures.Cases is null ? ["changes"] : Array.Empty<string>(), "patrol", "backup", "security", "training", "spares", "risks"], unseen = figures.Seen is null ? ["assets", "availability", "satisfaction"] : [];
        blocks.Add(new Paragraph(T("Reports.MissingText", string.Join(T("Reports.Comma"), missing.Concat(unseen.Concat(names).Select(n => T($"Reports.ch.{n}")))))));
    }

    void Definitions()
    {
        Chapter("Reports.ch.definitions");
        blocks.Add(new Definitions(
        [
            new(T("Deed.Created"), T("Reports.def.created")), new(T("Deed.Reopened"), T("Reports.def.reopened")), new(T("Deed.Reassigned"), T("Reports.def.reassigned")), new(T("Deed.Closed"), T("Reports.def.closed")),
            new(T("Reports.Standing"), T("Reports.def.standing")), new(T("Reports.P90"), T("Reports.def.p90")), new(T("Reports.Percentages"), T("Reports.def.percent")),
            .. figures.Promises.Select(p => p.Measure).Concat([Measures.ResponseAttainment, Measures.ResolutionAttainment]).Distinct().Where(m => Texts.Has($"measure.{m}")).Select(m => new Definition(T($"measure.{m}"), T($"formula.{m}"))),
            new(T("Reports.Snapshot"), T("Reports.def.snapshot")),
        ]));
    }

    // 附表
    void Breaches()
    {
        blocks.Add(new PageBreak(Landscape: true));
        Chapter("Reports.ch.appendix");
        foreach (var kind in new[] { ClockKind.Response, ClockKind.Arrival, ClockKind.Resolution })
        {
            var rows = figures.Breaches.Where(b => b.Clock == kind).ToList();
            if (rows.Count == 0 && kind == ClockKind.Arrival) continue;
            blocks.Add(new Table(T("Reports.BreachTable", T($"ClockKind.{kind}")),
                [new(T("Reports.Number"), Width: 2.2), new(T("Reports.Priority"), Width: 0.8), new(T("Reports.Subject"), Width: 3), new(T("Reports.Group"), Width: 1.2), new(T("Reports.Due"), ColumnKind.Moment, 1.6), new(T("Reports.Finished"), ColumnKind.Moment, 1.6), new(T("Reports.Used"), ColumnKind.Duration, 1.2), new(T("Reports.Budget"), ColumnKind.Duration, 1.2), new(T("Reports.Cause"), Width: 1.2)],
                [.. rows.Select(b => (IReadOnlyList<Cell>)
                [
                    (Cell)b.Number with { Link = $"/tickets/{b.Ticket}/clocks/{b.Clock}" }, b.Priority.ToString(), Cell.Quote(b.Summary), Group(b.Group), Local(b.Due), b.FinishedAt is { } at ? Local(at) : T("Reports.StillOpen"),
                    TimeSpan.FromSeconds(b.UsedSeconds), b.BudgetSeconds is { } budget ? TimeSpan.FromSeconds(budget) : Cell.None, Words(b.Cause),
                ])])
            { Sheet = T("Reports.BreachSheet", T($"ClockKind.{kind}")), Note = T("Reports.BreachNote", rows.Count) });
        }
    }

    void Chapter(string key) => blocks.Add(new Heading(1, T(key)));
    void Section(string key) => blocks.Add(new Heading(2, T(key)));

    void Written(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) blocks.Add(new Paragraph(line));
    }

    Ratio Total(Func<SlaLine, Ratio> of) => Ratio.Sum(figures.Sla.Select(of));
    static decimal? Of(int part, int whole) => new Ratio(part, whole).Value;
    static string Counts(Ratio ratio) => FormattableString.Invariant($"{ratio.Part:N0}/{ratio.Whole:N0}");
    static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
    Cell Met(Ratio ratio) => ratio.Whole == 0 ? Cell.None : Counts(ratio);
    Cell Span(long? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : Cell.None;
    DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone);
    Cell Group(string name) => name.Length > 0 ? Cell.Quote(name) : T("Reports.NoGroup");
    static Cell Words(string text) => text.Length > 0 ? Cell.Quote(text) : Cell.None;
    static string Join(params string[] notes) => string.Join(" ", notes.Where(n => n.Length > 0));
    string Text(PromiseFigure p) => language == Language.En && p.TextEn.Length > 0 ? p.TextEn : p.Text;
    static string Target(PromiseFigure p) => p.Measure.Length == 0 ? "—" : $"{(p.Comparison == Comparison.AtLeast ? "≥" : "≤")} {p.Target.ToString("0.##", CultureInfo.InvariantCulture)}%";
    string Said(PromiseFigure p) => p.Actual is { Percent: { } percent } ratio ? string.Create(CultureInfo.InvariantCulture, $"{percent:0.00}% ({ratio.Part}/{ratio.Whole})") : "—";

    /// <summary>Halves are rounded away from zero here, so that every writer shows the same two decimals.</summary>
    Cell Share(Ratio ratio, string measure, Priority? priority = null) => ratio.Value is not { } value ? Cell.None
        : Cell.Percent(Figures.Round(value, 4)) with { Link = MeasureLink(measure, priority), Tone = priority is null && figures.Promises.FirstOrDefault(p => p.Measure == measure) is { } promise ? ratio.Reaches(promise.Target / 100) == true ? Tone.Good : Tone.Bad : Tone.Plain };

    string Change(int now, int? last) => last is null or 0 ? "—" : string.Create(CultureInfo.InvariantCulture, $"{Figures.Round(100m * (now - last.Value) / last.Value, 1):+0.0;-0.0;0.0}%");
    Cell Count(int count, Deed deed) => Cell.Number(count) with { Link = Records(deed) };

    string Board => $"/promises?contract={report.Contract}&period={figures.Scope.Month}";
    string Evidence(PromiseFigure p) => p.Actual is null ? Board : $"/promises/{p.Clause}/evidence?period={figures.Scope.Month}";
    string MeasureLink(string measure, Priority? priority = null) => $"/measures/{measure}/evidence?contract={report.Contract}&period={figures.Scope.Month}" + (priority is null ? "" : $"&priority={priority}");
    string Records(Deed deed, string? by = null, string? value = null) => $"/reports/records?contract={report.Contract}&period={figures.Scope.Month}&deed={deed}" + (by is null ? "" : $"&by={by}&value={Uri.EscapeDataString(value ?? "")}");
}
