// The addresses of the promise board and its evidence, for people and for programs.
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Platform.Documents;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Fulfilment.Pages;

public sealed record BoardModel(IReadOnlyList<PromiseContract> Choices, PromiseBoard? Board);
public sealed record EvidenceModel(EvidenceList List, string Path);

static class PromisePages
{
    static readonly string Read = Needs.The(Thing.Contract, Right.Read);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/promises", async (PromiseBook book, Guid? contract, string? period, CancellationToken stop) =>
        {
            var (choices, board) = await Board(book, contract, period, stop);
            return choices.Count > 0 && board is null ? Results.NotFound() : Page.Of<PromiseBoardPage>(new BoardModel(choices, board));
        }).RequireAuthorization(Read);
        routes.MapGet("/api/v1/promises", async (PromiseBook book, Guid? contract, string? period, CancellationToken stop) =>
                (await Board(book, contract, period, stop)).Board is { } board ? Results.Json(BoardAnswer.Of(board), Json.Options) : Results.NotFound())
            .RequireAuthorization(Read).WithName("GetPromises").WithTags("promises").WithSummary("The promise board of a contract in one period: clause, measure, target, actual, verdict, trend").Produces<BoardAnswer>().ProducesProblem(404);

        routes.MapGet("/promises/{clause:guid}/evidence", ByClause(List)).RequireAuthorization(Read);
        routes.MapGet("/measures/{measure}/evidence", ByMeasure(List)).RequireAuthorization(Read);
        routes.MapGet("/promises/{clause:guid}/evidence.{kind}", ByClause(Export)).RequireAuthorization(Read);
        routes.MapGet("/measures/{measure}/evidence.{kind}", ByMeasure(Export)).RequireAuthorization(Read);
        routes.MapGet("/api/v1/promises/{clause:guid}/evidence", ByClause(Answer)).RequireAuthorization(Read).WithName("GetPromiseEvidence").WithTags("promises")
            .WithSummary("The records behind a promise's figure; part and whole add up to numerator and denominator").Produces<EvidenceAnswer>().ProducesProblem(404);
        routes.MapGet("/api/v1/measures/{measure}/evidence", ByMeasure(Answer)).RequireAuthorization(Read).WithName("GetMeasureEvidence").WithTags("promises")
            .WithSummary("The records behind a measure's figure for one contract and month").Produces<EvidenceAnswer>().ProducesProblem(404);
    }

    static async Task<(IReadOnlyList<PromiseContract> Choices, PromiseBoard? Board)> Board(PromiseBook book, Guid? contract, string? period, CancellationToken stop)
    {
        var choices = await book.Contracts(stop);
        var of = contract is null ? choices.FirstOrDefault() : choices.FirstOrDefault(c => c.Contract.Id.Value == contract);
        if (of is null) return (choices, null);
        var month = ReportingMonth.TryParse(period, out var asked) ? asked : await book.Latest(of.Contract, stop);
        return (choices, await book.Board(of, month, stop));
    }

    /// <summary>What the address asks for.</summary>
    sealed record Asked(HttpContext Http, PromiseBook Book, PromiseContract Of, Clause? Clause, IMeasure Measure, ReportingMonth Month, EvidenceAsk Ask);

    static Func<HttpContext, PromiseBook, ContractBook, Guid, string?, CancellationToken, Task<IResult>> ByClause(Func<Asked, CancellationToken, Task<IResult>> answer) => async (http, book, contracts, clause, period, stop) =>
        await contracts.Clauses.SingleOrDefaultAsync(c => c.Id == ClauseId.From(clause), stop) is { } found && book.Measure(found.Measure) is { } measure
            ? await Ask(http, book, found.Contract.Value, found, measure, period, answer, stop) : Results.NotFound();

    static Func<HttpContext, PromiseBook, string, Guid, string?, CancellationToken, Task<IResult>> ByMeasure(Func<Asked, CancellationToken, Task<IResult>> answer) => async (http, book, measure, contract, period, stop) =>
        book.Measure(measure) is { } found ? await Ask(http, book, contract, null, found, period, answer, stop) : Results.NotFound();

    static async Task<IResult> Ask(HttpContext http, PromiseBook book, Guid contract, Clause? clause, IMeasure measure, string? period, Func<Asked, CancellationToken, Task<IResult>> answer, CancellationToken stop)
    {
        if ((await book.Contracts(stop)).FirstOrDefault(c => c.Contract.Id.Value == contract) is not { } of) return Results.NotFound();
        var month = ReportingMonth.TryParse(period, out var asked) ? asked : await book.Latest(of.Contract, stop);
        var query = http.Request.Query;
        var priority = Enum.TryParse<Priority>(query["priority"], true, out var p) && Enum.IsDefined(p) ? p : (Priority?)null;
        var ask = new EvidenceAsk(query["missed"] == "true", priority, EvidenceCursor.Parse(query["after"]), PromiseBook.PageSize);
        return await answer(new(http, book, of, clause, measure, month, ask), stop);
    }

    static async Task<IResult> List(Asked asked, CancellationToken stop) => Page.Of<EvidencePage>(new EvidenceModel(
        await asked.Book.Evidence(asked.Of, asked.Clause, asked.Measure, asked.Month, asked.Ask, stop), asked.Http.Request.Path + asked.Http.Request.QueryString));

    static async Task<IResult> Answer(Asked asked, CancellationToken stop) => Results.Json(EvidenceAnswer.Of(
        await asked.Book.Evidence(asked.Of, asked.Clause, asked.Measure, asked.Month, asked.Ask, stop)), Json.Options);

    static async Task<IResult> Export(Asked asked, CancellationToken stop)
    {
        var kind = asked.Http.Request.RouteValues["kind"]?.ToString();
        if (kind is not ("csv" or "xlsx")) return Results.NotFound();
        var list = await asked.Book.Evidence(asked.Of, asked.Clause, asked.Measure, asked.Month, asked.Ask with { After = null, Take = null }, stop);
        var name = string.Create(CultureInfo.InvariantCulture, $"{asked.Of.CustomerShort}-{list.Measure.Name}-{asked.Month}.{kind}");
        if (kind == "csv") return Results.File(EvidenceExport.Csv(list), "text/csv; charset=utf-8", name);
        var composer = asked.Http.RequestServices.GetRequiredService<DocumentComposer>();
        return (await composer.Compose(EvidenceExport.Composition(list), DocumentKind.Excel, null, stop)).TryGet(out var bytes, out var refusal)
            ? Results.File(bytes, DocumentKind.Excel.MediaType(), name) : Results.Problem(title: refusal.Sentence, statusCode: refusal.Status);
    }
}
