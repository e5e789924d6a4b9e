// The addresses of reports: list, page, files, the records behind a count, and the same for programs.
using System.Globalization;
using Steward.Access;
using Steward.Fulfilment;
using Steward.Platform.Documents;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Reports.Monthly;

namespace Steward.Reports.Pages;

public sealed record ReportsModel(IReadOnlyList<PromiseContract> Contracts, IReadOnlyList<Report> Reports, Guid? Contract, ReportingMonth Proposed, bool MayDraft);
public sealed record ReportModel(FullReport Full, Composition Paper, bool IsProvider, bool MayWork, bool MayApprove, bool MayAnswer, bool IsAuthor, IReadOnlyList<Difference>? Differences);

public sealed record RecordLine(Guid Ticket, string Number, string Summary, DateTimeOffset At, Sla.Priority Priority, string Group, Desk.TicketState StateAtEnd, string Category);
public sealed record RecordsModel(PromiseContract Of, ReportingMonth Month, Deed Deed, string? By, string? Value, int Total, int From, IReadOnlyList<RecordLine> Lines, int? Next, int? Previous);

/// <summary>A report as programs see it; figures as they are stored.</summary>
public sealed record ReportAnswer(
    ReportId Id, string Number, string Month, Language Language, ReportState State, DateTimeOffset CutOff, string SnapshotHash, string Author, string Reviewer, string Approver,
    DateTimeOffset? ApprovedAt, DateTimeOffset? SentAt, DateTimeOffset? AnsweredAt, string AnsweredBy, string Answer, string Summary, string NextMonth, System.Text.Json.Nodes.JsonNode? Figures)
{
    public static ReportAnswer Of(Report r, string? body) => new(r.Id, r.Number, r.Month, r.Language, r.State, r.CutOff, r.SnapshotHash, r.AuthorName, r.ReviewerName, r.ApproverName, r.ApprovedAt, r.SentAt, r.AnsweredAt, r.AnsweredBy,
        r.Answer, r.Summary, r.NextMonth, body is null ? null : System.Text.Json.Nodes.JsonNode.Parse(body));
}

static class ReportPages
{
    static readonly string Read = Needs.The(Thing.Report, Right.Read);
    const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reports", List).RequireAuthorization(Read);
        routes.MapGet("/reports/{report:guid}", One).RequireAuthorization(Read);
        routes.MapGet("/reports/{report:guid}/download/{kind}", Download).RequireAuthorization(Read);
        routes.MapGet("/reports/records", (HttpContext http, PromiseBook book, GatherMonth gather, TimeProvider time, Guid contract, string period, Deed deed, string? by, string? value, int? from, CancellationToken stop) =>
            Records(book, gather, time, contract, period, deed, by, value, from ?? 0, PageSize, m => Page.Of<RecordsPage>(m), stop)).RequireAuthorization(Read);

        routes.MapGet("/api/v1/reports", async (ReportDesk desk, Guid? contract, CancellationToken stop) => Results.Json((await desk.List(contract, stop)).Select(r => ReportAnswer.Of(r, null)), Json.Options))
            .RequireAuthorization(Read).WithName("ListReports").WithTags("reports").WithSummary("Reports the caller may read, newest month first, without their figures").Produces<IReadOnlyList<ReportAnswer>>();
        routes.MapGet("/api/v1/reports/{report:guid}", async (ReportDesk desk, Guid report, CancellationToken stop) =>
                (await desk.Find(ReportId.From(report), stop)).TryGet(out var found, out _) ? Results.Json(ReportAnswer.Of(found, await desk.Body(found, stop)), Json.Options) : Results.NotFound())
            .RequireAuthorization(Read).WithName("GetReport").WithTags("reports").WithSummary("One report with its figures").Produces<ReportAnswer>().ProducesProblem(404);
        routes.MapGet("/api/v1/reports/{report:guid}/differences", async (ReportDesk desk, Guid report, CancellationToken stop) =>
                (await desk.Full(ReportId.From(report), stop)).TryGet(out var full, out _) ? Results.Json(await desk.Differences(full, stop), Json.Options) : Results.NotFound())
            .RequireAuthorization(Read).WithName("GetReportDifferences").WithTags("reports").WithSummary("What the month would say if it were counted now, where that differs").Produces<IReadOnlyList<Difference>>().ProducesProblem(404);
        routes.MapGet("/api/v1/reports/{report:guid}/download/{kind}", Download).RequireAuthorization(Read).WithName("DownloadReport").WithTags("reports").WithSummary("The report as docx, xlsx or pdf; once approved, the stored bytes").Produces<byte[]>().ProducesProblem(404);
        routes.MapGet("/api/v1/reports/records", (HttpContext http, PromiseBook book, GatherMonth gather, TimeProvider time, Guid contract, string period, Deed deed, string? by, string? value, int? from, CancellationToken stop) =>
                Records(book, gather, time, contract, period, deed, by, value, from ?? 0, PageSize, m => Results.Json(new { m.Total, m.From, m.Next, records = m.Lines }, Json.Options), stop))
            .RequireAuthorization(Read).WithName("ListReportRecords").WithTags("reports").WithSummary("The tickets behind a count of a report: created, reopened, reassigned or closed in the month").ProducesProblem(404);
    }

    static async Task<IResult> List(ReportDesk desk, PromiseBook book, Me me, Guid? contract, CancellationToken stop)
    {
        var contracts = await book.Contracts(stop, Thing.Report);
        var of = contracts.FirstOrDefault(c => contract is null || c.Contract.Id.Value == contract);
        var proposed = of is null ? default : await book.Latest(of.Contract, stop);
        if (of is not null && proposed == ReportingMonth.At(desk.Now, of.Contract)) proposed = proposed.Plus(-1);
        return Page.Of<ReportsPage>(new ReportsModel(contracts, await desk.List(contract, stop), contract, proposed, desk.IsProvider && contracts.Any(c => me.Can(Thing.Report, Right.Work, new Place(c.Contract.Customer, Contract: c.Contract.Id.Value)))));
    }

    static async Task<IResult> One(ReportDesk desk, Me me, Guid report, bool? check, CancellationToken stop)
    {
        if (!(await desk.Full(ReportId.From(report), stop)).TryGet(out var full, out _)) return Results.NotFound();
        var differences = check == true ? await desk.Differences(full, stop) : null;
        return Page.Of<ReportPage>(new ReportModel(full, desk.Compose(full), desk.IsProvider, desk.IsProvider && desk.May(full.Report, Right.Work), desk.IsProvider && desk.May(full.Report, Right.Approve),
            desk.MayAnswer(full.Report), full.Report.Author == me.Id.Value, differences));
    }

    static async Task<IResult> Download(HttpContext http, ReportDesk desk, Guid report, string kind, CancellationToken stop)
    {
        DocumentKind? wanted = kind switch { "docx" => DocumentKind.Word, "xlsx" => DocumentKind.Excel, "pdf" => DocumentKind.Pdf, _ => null };
        if (wanted is not { } of || !(await desk.Full(ReportId.From(report), stop)).TryGet(out var full, out _)) return Results.NotFound();
        return (await desk.File(full, of, stop)).TryGet(out var bytes, out var refusal)
            ? Results.File(bytes, of.MediaType(), full.Report.Number + of.Extension()) : Results.Problem(title: refusal.Sentence, statusCode: refusal.Status);
    }

    static async Task<IResult> Records(PromiseBook book, GatherMonth gather, TimeProvider time, Guid contract, string period, Deed deed, string? by, string? value, int from, int size, Func<RecordsModel, IResult> answer, CancellationToken stop)
    {
        if ((await book.Contracts(stop, Thing.Report)).FirstOrDefault(c => c.Contract.Id.Value == contract) is not { } of || !ReportingMonth.TryParse(period, out var month) || from < 0) return Results.NotFound();
        var all = await gather.Records(of.Contract, month.In(of.Contract), deed, by, value, stop);
        return answer(new(of, month, deed, by, value, all.Count, from, [.. all.Skip(from).Take(size)], from + size < all.Count ? from + size : null, from > 0 ? Math.Max(0, from - size) : null));
    }
}
