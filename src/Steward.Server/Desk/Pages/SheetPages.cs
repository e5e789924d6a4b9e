// Addresses, rights and navigation of service sheets: list, page, paper, process and verbs.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Steward.Access;
using Steward.Desk.Process;
using Steward.Desk.Sheets;
using Steward.Desk.Tickets;
using Steward.Platform.Documents;
using Steward.Platform.Documents.Html;
using Steward.Platform.Documents.Pdf;
using Steward.Platform.Files;
using Steward.Platform.Live;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Pages;

static class SheetPages
{
    static readonly string Read = Needs.The(Thing.Incident, Right.Read), Work = Needs.The(Thing.Incident, Right.Work), Approve = Needs.The(Thing.Incident, Right.Approve);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<Arrivals>().AddScoped<SheetWork>().AddScoped<SheetSeal>().AddScoped<SignatureInk>().AddScoped<SheetPaper>().AddScoped<SheetQueries>().AddScoped<ISweep, SheetSweep>();
        services.TryAddSingleton(new PdfSettings());
        services.TryAddSingleton<PdfWriter>();
        services.TryAddSingleton<DocumentComposer>();
        services.AddSingleton(new AuditSubject("desk_sheet", "/sheets/{0}"));
        services.AddSlot<SheetsOfTicket>(PageSlot.Ticket, 5, (s, ticket, stop) => s.GetRequiredService<SheetQueries>().OfTicket(TicketId.From(ticket), stop));
        services.AddSlot<SheetsOfTicket>(PageSlot.OwnTicket, 5, (s, ticket, stop) => s.GetRequiredService<SheetQueries>().OfTicket(TicketId.From(ticket), stop));
        services.AddSingleton(new LiveTopic("sheet", [typeof(SheetOpened), typeof(SheetMoved)], (s, ids, stop) =>
        {
            var named = ids.Select(SheetId.From).ToList();
            return s.GetRequiredService<SheetWork>().Visible.Where(x => named.Contains(x.Id)).Select(x => x.Id.Value).ToListAsync(stop);
        }));
        services.AddNav(new NavEntry("Desk.Nav", "Sheet.Many", "/sheets", "signature", Needs.OverOthers(Thing.Incident, Right.Read), 106));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<SheetsPage, SheetList>("/sheets", Read, "Sheets", (HttpContext http, SheetQueries sheets, CancellationToken stop) => sheets.Many(QueryValues.Of(http), stop));
        routes.Shows<SheetCheckPage, SheetCheck>("/sheets/check", Read, "SheetCheck", (SheetQueries sheets, CancellationToken stop) => sheets.Check(stop));
        routes.Shows<SheetPage, SheetView>("/sheets/{sheet:guid}", Read, "Sheet", (Guid sheet, SheetQueries sheets, CancellationToken stop) => sheets.Of(SheetId.From(sheet), stop));
        routes.MapGet("/sheets/{sheet:guid}/paper", Paper).RequireAuthorization(Read);
        routes.MapGet("/sheets/{sheet:guid}/paper.pdf", Pdf).RequireAuthorization(Read);
        routes.MapGet("/api/v1/sheets/{sheet:guid}/paper.pdf", Pdf).RequireAuthorization(Read).WithName("ReadSheetPaper").WithTags("sheets").WithSummary("The sheet as PDF, with both signatures").ProducesProblem(404);
        routes.MapGet("/sheets/{sheet:guid}/files/{file:guid}", Download).RequireAuthorization(Read);
        routes.MapGet("/api/v1/sheets/{sheet:guid}/files/{file:guid}", Download).RequireAuthorization(Read).WithName("ReadSheetFile").WithTags("sheets").WithSummary("A photo or signature of a sheet").ProducesProblem(404);
        routes.Process(SheetProcess.Table, Thing.Incident, "Sheet", "/sheets", s => s.Tone());
        routes.Verb<OpenSheet, SheetId, OpenSheetHandler>("tickets/{ticket}/sheets", Work, new() { Then = (_, id) => $"/sheets/{id}" });
        routes.Verb<ArriveForSheet, Done, ArriveForSheetHandler>("sheets/{sheet}/arrive", Work, On<ArriveForSheet>(a => a.Sheet));
        routes.Verb<FinishSheet, Done, FinishSheetHandler>("sheets/{sheet}/finish", Work, On<FinishSheet>(a => a.Sheet));
        routes.Verb<CorrectSheet, Done, CorrectSheetHandler>("sheets/{sheet}/correct", Work, On<CorrectSheet>(a => a.Sheet));
        routes.Verb<VoidSheet, Done, VoidSheetHandler>("sheets/{sheet}/void", Work, On<VoidSheet>(a => a.Sheet));
        // The requester signs under their own account; whether it is theirs, the handler asks.
        routes.Verb<SignSheet, Done, SignSheetHandler>("sheets/{sheet}/sign", Read, On<SignSheet>(a => a.Sheet));
        routes.Verb<RefuseSheet, Done, RefuseSheetHandler>("sheets/{sheet}/refuse", Read, On<RefuseSheet>(a => a.Sheet));
        routes.Verb<FollowUpSheet, Done, FollowUpSheetHandler>("sheets/{sheet}/follow-up", Approve, On<FollowUpSheet>(a => a.Sheet));
        routes.Verb<ArchiveSheet, Done, ArchiveSheetHandler>("sheets/{sheet}/archive", Approve, On<ArchiveSheet>(a => a.Sheet));
        routes.Verb<OrderVisits, Done, OrderVisitsHandler>("me/route", Needs.OfStaff(Thing.Incident, Right.Work), new() { Quiet = true, Then = (_, _) => "/?view=Onsite" });
        routes.MapAttachToSheet(Work, Redraw.Of("/sheets/{sheet:guid}"));
    }

    static FormAnswer<TAsk, Done> On<TAsk>(Func<TAsk, SheetId> sheet) => new() { Then = (ask, _) => $"/sheets/{sheet(ask)}", Again = Redraw.Of("/sheets/{sheet:guid}") };

    /// <summary>The paper by itself, ready for the printer; it carries its own style and nothing else.</summary>
    static async Task<IResult> Paper(HttpContext http, Guid sheet, SheetQueries sheets, CancellationToken stop)
    {
        if (await sheets.Find(SheetId.From(sheet), stop) is not { } found) return Results.NotFound();
        if (!(await http.RequestServices.GetRequiredService<SheetPaper>().Of(found, stop)).TryGet(out var paper, out var refusal)) return Refusals.Problem(http, refusal);
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";
        return Results.Content(HtmlWriter.Page(paper), "text/html; charset=utf-8");
    }

    static async Task<IResult> Pdf(HttpContext http, Guid sheet, SheetQueries sheets, CancellationToken stop)
    {
        if (await sheets.Find(SheetId.From(sheet), stop) is not { } found) return Results.NotFound();
        if (!(await http.RequestServices.GetRequiredService<SheetPaper>().Of(found, stop)).TryGet(out var paper, out var refusal)) return Refusals.Problem(http, refusal);
        return (await http.RequestServices.GetRequiredService<DocumentComposer>().Compose(paper, DocumentKind.Pdf, null, stop)).TryGet(out var bytes, out refusal)
            ? Results.File(bytes, DocumentKind.Pdf.MediaType(), found.Number + DocumentKind.Pdf.Extension()) : Refusals.Problem(http, refusal);
    }

    static async Task<IResult> Download(HttpContext http, Guid sheet, Guid file, SheetQueries sheets, FileStore files, CancellationToken stop)
    {
        if (await sheets.FileOf(SheetId.From(sheet), FileId.From(file), stop) is not { } found) return Results.NotFound();
        return (await files.OpenChecked(found, stop)).TryGet(out var content, out var refusal) ? Results.Stream(content, found.ContentType, found.Name) : Refusals.Problem(http, refusal);
    }

    public static Platform.Web.Components.Tone Tone(this SheetState state) => state switch
    {
        SheetState.Open => Platform.Web.Components.Tone.Info,
        SheetState.Done => Platform.Web.Components.Tone.Warn,
        SheetState.Signed => Platform.Web.Components.Tone.Good,
        SheetState.RefusedToSign => Platform.Web.Components.Tone.Bad,
        SheetState.Archived or SheetState.Voided => Platform.Web.Components.Tone.Muted,
    };
}
