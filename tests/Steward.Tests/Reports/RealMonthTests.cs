// The monthly report against a real desk's log: every count equals one made straight from the rows, and what was approved stays as it was.
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk;
using Steward.Fulfilment;
using Steward.Fulfilment.Pages;
using Steward.Platform.Data;
using Steward.Platform.Documents;
using Steward.Platform.Ids;
using Steward.Platform.Outcomes;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Reports.Filing;
using Steward.Reports.Monthly;
using Steward.Sla;
using Xunit;
using CustomerId = Steward.Platform.Data.TenantId;

namespace Steward.Reports;

public sealed class RealMonthTests(RealLog log) : IClassFixture<RealLog>
{
    public static TheoryData<string> Months => ["2016-02", "2016-03", "2016-04", "2016-05", "2016-06", "2016-11", "2017-02"];

    [Theory, MemberData(nameof(Months))]
    public async Task Counts_equal_those_made_from_the_raw_rows(string period)
    {
        log.Needed();
        var figures = await Count(period);
        var raw = RawCount.Of(log.Rows, figures.Scope.Month.Year, figures.Scope.Month.Month);
        Assert.Equal(raw.Priority.All, Numbers(figures.Deeds));
        Same(raw.Priority, figures.ByPriority);
        Same(raw.State, figures.ByState);
        Same(raw.Group, figures.ByGroup);

        static void Same(RawCount raw, IReadOnlyList<DeedLine> lines)
        {
            var counted = lines.Where(l => l.Deeds.All > 0).ToDictionary(l => l.Key, l => Numbers(l.Deeds));
            Assert.Equal(raw.By.Keys.Order(StringComparer.Ordinal), counted.Keys.Order(StringComparer.Ordinal));
            foreach (var (key, numbers) in raw.By) Assert.Equal((key, string.Join(' ', numbers)), (key, string.Join(' ', counted[key])));
        }
    }

    [Fact]
    public async Task Rows_count_by_month_state_priority_and_group_as_they_stand_in_the_file()
    {
        log.Needed();
        await using var scope = log.System();
        var contract = await RealLog.Contract(scope.ServiceProvider);
        var counts = await scope.ServiceProvider.GetRequiredService<HistoryCounts>().Count(contract.Contract.Customer, HistoryForm.IncidentLog, ["month", "state", "priority", "group"], default);
        var raw = log.Rows.GroupBy(r => $"{r.Updated:yyyy-MM}|{r.State}|{r.Priority}|{r.Group}").ToDictionary(g => g.Key, g => (g.Count(), g.Select(r => r.Ticket).Distinct().Count()));
        Assert.Equal(raw.OrderBy(r => r.Key, StringComparer.Ordinal), counts.ToDictionary(c => $"{c.Words[0]}|{c.Words[1]}|P{c.Words[2][0]}|{c.Words[3]}", c => (c.Rows, c.Tickets)).OrderBy(r => r.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_months_add_up_to_the_whole_log()
    {
        log.Needed();
        var (last, first) = (await Count("2017-02"), await Count("2016-02"));
        var months = last.Trend.Concat(first.Trend).DistinctBy(t => t.Month).Where(t => t.Deeds.All > 0).OrderBy(t => t.Month).ToList();
        var sum = months.Select(t => t.Deeds).Aggregate((a, b) => a + b);
        var raw = new int[4];
        foreach (var month in months)
        {
            var counted = RawCount.Of(log.Rows, month.Month.Year, month.Month.Month).Priority.All;
            Assert.Equal((month.Month, string.Join(' ', counted)), (month.Month, string.Join(' ', Numbers(month.Deeds))));
            for (var i = 0; i < 4; i++) raw[i] += counted[i];
        }
        Assert.Equal(raw, Numbers(sum));
        Assert.Equal(log.Rows.Select(r => r.Ticket).Distinct().Count(), sum.Created);
    }

    [Theory]
    [InlineData(Measures.ResponseAttainment)]
    [InlineData(Measures.ResolutionAttainment)]
    [InlineData(Measures.ResolutionRate)]
    [InlineData(Measures.ReopenRate)]
    public async Task Evidence_adds_up_to_the_figure_page_by_page(string name)
    {
        log.Needed();
        await using var scope = log.System();
        var book = scope.ServiceProvider.GetRequiredService<PromiseBook>();
        var of = await RealLog.Contract(scope.ServiceProvider);
        ReportingMonth.TryParse("2016-05", out var month);
        var (measure, part, whole, seen) = (book.Measure(name)!, 0L, 0L, new HashSet<(Guid, DateTimeOffset, EvidenceVerdict)>());
        EvidenceCursor? after = null;
        Figure figure;
        do
        {
            var list = await book.Evidence(of, null, measure, month, new(After: after, Take: 997), default);
            foreach (var row in list.Rows)
            {
                Assert.True(seen.Add((row.Ticket.Value, row.CountedAt, row.Verdict)), $"{row.Number} stands twice");
                Assert.NotEqual("", row.Number);
                (part, whole) = (part + row.Part, whole + row.Whole);
            }
            (figure, after) = (list.Figure, list.Next);
        }
        while (after is not null);
        Assert.Equal(figure.Ratio, new Ratio(part, whole));
        Assert.True(whole > 3000);
    }

    [Theory]
    [InlineData(Measures.ResponseAttainment, ClockKind.Response)]
    [InlineData(Measures.ResolutionAttainment, ClockKind.Resolution)]
    public async Task Figures_equal_the_formula_over_the_clocks_one_by_one(string name, ClockKind kind)
    {
        log.Needed();
        await using var scope = log.System();
        var services = scope.ServiceProvider;
        var of = await RealLog.Contract(services);
        var clocks = await services.GetRequiredService<SlaClocks>().All.Where(c => c.Kind == kind).ToListAsync();
        var outcomes = clocks.Where(c => c.Verdict != Verdict.NotMeasured).Select(c => new ClockOutcome(c.BreachedAt ?? c.Due!.Value, c.StoppedAt, c.Verdict == Verdict.Breached, c.Excluded)).ToList();
        ReportingMonth.TryParse("2016-02", out var first);
        var months = first.Through(first.Plus(12)).Select(m => m.In(of.Contract)).ToList();
        var figures = await services.GetRequiredService<PromiseBook>().Measure(name)!.Compute(of.Contract, months, DateTimeOffset.UtcNow, default);
        Assert.Equal(months.Select(m => Attainment.InPeriod(outcomes, m)), figures.Select(f => f.Ratio));
        if (kind != ClockKind.Resolution) return;
        var rate = await services.GetRequiredService<PromiseBook>().Measure(Measures.ResolutionRate)!.Compute(of.Contract, months, DateTimeOffset.UtcNow, default);
        Assert.Equal(months.Select(m => Attainment.ResolutionRate(outcomes, m)), rate.Select(f => f.Ratio));
    }

    [Fact]
    public async Task Customer_and_provider_see_the_same_board()
    {
        log.Needed();
        await using var system = log.System();
        var of = await RealLog.Contract(system.ServiceProvider);
        ReportingMonth.TryParse("2016-05", out var month);
        var seen = new List<string>();
        foreach (var (user, role, customer) in new (string, Role, CustomerId?)[] { ("head", Role.CustAdm, of.Contract.Customer), ("manager", Role.SvcMgr, null) })
        {
            await using var scope = await log.As(user, role, customer);
            var board = await scope.ServiceProvider.GetRequiredService<PromiseBook>().Board(await RealLog.Contract(scope.ServiceProvider), month, default);
            seen.Add(System.Text.Json.JsonSerializer.Serialize(BoardAnswer.Of(board) with { At = default }, Json.Options));
        }
        Assert.Equal(seen[0], seen[1]);
        await using var stranger = await log.As("stranger", Role.CustAdm, CustomerId.From(Guid.NewGuid()));
        Assert.Empty(await stranger.ServiceProvider.GetRequiredService<PromiseBook>().Contracts(default));
    }

    [Fact]
    public async Task An_approved_report_keeps_its_figures_and_its_files_whatever_is_recorded_later()
    {
        log.Needed();
        var (report, before, body) = await Approved("2016-04");
        await using (var scope = log.System())
        {
            // A ticket of that month is found to have been cancelled: the clocks of the month change.
            var db = scope.ServiceProvider.GetRequiredService<StewardDb>();
            var breach = MonthlyFigures.Read(body).Breaches.First(b => b.Clock == ClockKind.Resolution);
            var now = DateTimeOffset.UtcNow;
            foreach (var clock in await db.Set<ClockRow>().Where(c => c.Subject == breach.Ticket.Value).ToListAsync()) clock.Excluded = true;
            await db.Commit(default);
        }
        await using var later = log.System();
        var desk = later.ServiceProvider.GetRequiredService<ReportDesk>();
        var full = (await desk.Full(report, default)).Value;
        Assert.Equal(body, await desk.Body(full.Report, default));
        Assert.Equal(full.Report.SnapshotHash, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body))));
        Assert.Equal(before, await Files(desk, full));
        var differences = await desk.Differences(full, default);
        Assert.Contains(differences, d => d.TextKey == "Reports.Excluded" && d.Frozen == "0" && d.Now == "1");
        Assert.Contains(differences, d => d.TextKey == "measure.resolution-attainment");
    }

    [Fact]
    public async Task Whoever_drafted_does_not_approve_and_only_the_customer_answers()
    {
        log.Needed();
        await using var system = log.System();
        var of = await RealLog.Contract(system.ServiceProvider);
        await using var author = await log.As("author", Role.SvcMgr, null);
        var drafted = (await Handler<DraftReportHandler>(author).Handle(new(of.Contract.Id, "2016-06"), default)).Value;
        Assert.Matches(@"^REP-HIST-201606-\d\d$", drafted.Number);
        Assert.IsType<ReportStepNotAllowed>((await Handler<SendReportHandler>(author).Handle(new(drafted.Id), default)).Refusal);
        _ = (await Handler<ReviewReportHandler>(author).Handle(new(drafted.Id), default)).Value;
        Assert.IsType<NotYourOwnReport>((await Handler<ApproveReportHandler>(author).Handle(new(drafted.Id), default)).Refusal);

        await using var customer = await log.As("customer", Role.CustAdm, of.Contract.Customer);
        Assert.IsType<NotFound>((await Handler<ApproveReportHandler>(customer).Handle(new(drafted.Id), default)).Refusal);
        Assert.DoesNotContain(await customer.ServiceProvider.GetRequiredService<ReportDesk>().List(null, default), r => r.Id == drafted.Id);

        await using (var boss = await log.As("boss", Role.PM, null))
        {
            _ = (await Handler<ApproveReportHandler>(boss).Handle(new(drafted.Id), default)).Value;
            _ = (await Handler<SendReportHandler>(boss).Handle(new(drafted.Id), default)).Value;
            Assert.IsType<NotAllowed>((await Handler<AcceptReportHandler>(boss).Handle(new(drafted.Id), default)).Refusal);
        }
        await using var head = await log.As("head", Role.CustAdm, of.Contract.Customer);
        _ = (await Handler<DisputeReportHandler>(head).Handle(new(drafted.Id, "4.2 的数字有疑问"), default)).Value;
        Assert.Equal(ReportState.Disputed, (await head.ServiceProvider.GetRequiredService<ReportDesk>().Find(drafted.Id, default)).Value.State);

        await using var again = await log.As("author", Role.SvcMgr, null);
        Assert.NotEqual(drafted.Number, (await Handler<DraftReportHandler>(again).Handle(new(of.Contract.Id, "2016-06"), default)).Value.Number);
    }

    async Task<(ReportId Id, (string, string) Files, string Body)> Approved(string period)
    {
        ReportId id;
        await using (var system = log.System())
        {
            var of = await RealLog.Contract(system.ServiceProvider);
            id = (await Handler<DraftReportHandler>(system).Handle(new(of.Contract.Id, period, Language.En), default)).Value.Id;
        }
        await using (var reviewer = await log.As("reviewer", Role.SvcMgr, null)) _ = (await Handler<ReviewReportHandler>(reviewer).Handle(new(id), default)).Value;
        await using (var boss = await log.As("boss", Role.PM, null)) _ = (await Handler<ApproveReportHandler>(boss).Handle(new(id), default)).Value;
        await using var scope = log.System();
        var desk = scope.ServiceProvider.GetRequiredService<ReportDesk>();
        var full = (await desk.Full(id, default)).Value;
        return (id, await Files(desk, full), await desk.Body(full.Report, default));
    }

    static async Task<(string, string)> Files(ReportDesk desk, FullReport full) => (
        Convert.ToHexString(SHA256.HashData((await desk.File(full, DocumentKind.Word, default)).Value)), Convert.ToHexString(SHA256.HashData((await desk.File(full, DocumentKind.Excel, default)).Value)));

    static T Handler<T>(AsyncServiceScope scope) where T : notnull => scope.ServiceProvider.GetRequiredService<T>();

    async Task<MonthlyFigures> Count(string period)
    {
        await using var scope = log.System();
        ReportingMonth.TryParse(period, out var month);
        return await scope.ServiceProvider.GetRequiredService<ReportDesk>().Count(await RealLog.Contract(scope.ServiceProvider), month, default);
    }

    static int[] Numbers(Deeds deeds) => [deeds.Created, deeds.Reopened, deeds.Reassigned, deeds.Closed];
}
