// The pages of the desk and the same data for programs: addresses, rights, and which query answers.
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Approvals;
using Steward.Platform.Fields;
using Steward.Platform.Files;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;
using Format = Steward.Platform.Web.Components.Format;
using Steward.Platform.Web.Lists;
using Steward.Sla;

namespace Steward.Desk.Pages;

public sealed record TicketsModel(TicketList List, TicketChoices Choices, bool OwnOnly, bool MayOpen, bool MayExport, IReadOnlyList<TicketGroup> Groups)
{
    /// <summary>The lists that the reader keeps, each with its count.</summary>
    public IReadOnlyList<Views.ViewLine> Views { get; init; } = [];
    public IReadOnlyList<Platform.Web.Components.Option> MyTeams { get; init; } = [];
    public bool MayWork { get; init; }
}

static class DeskPages
{
    static readonly string Read = Needs.The(Thing.Incident, Right.Read), Create = Needs.The(Thing.Incident, Right.Create);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tickets", Tickets).RequireAuthorization(Read);
        routes.MapGet("/tickets/export", ExportTickets).RequireAuthorization(Read);
        routes.MapGet("/api/v1/tickets", ListTickets).RequireAuthorization(Read).WithName("ListTickets").WithTags("tickets")
            .WithSummary("Tickets the caller may see, filtered as in the page's address").Produces<TicketAnswer>().ProducesProblem(400);
        routes.MapGet("/tickets/{ticket:guid}", Ticket).RequireAuthorization(Read);
        routes.MapGet("/api/v1/tickets/{ticket:guid}", ReadTicket).RequireAuthorization(Read).WithName("ReadTicket").WithTags("tickets")
            .WithSummary("One ticket with its clocks and its story").Produces<WholeTicket>().ProducesProblem(404);
        routes.MapGet("/tickets/{ticket:guid}/clocks/{kind}", ExplainPage).RequireAuthorization(Read);
        routes.MapGet("/api/v1/tickets/{ticket:guid}/clocks/{kind}", ExplainClock).RequireAuthorization(Read).WithName("ExplainClock").WithTags("tickets")
            .WithSummary("Why a clock of a ticket shows what it shows: spans that add up").Produces<ClockView>().ProducesProblem(404);
        routes.MapGet("/tickets/{ticket:guid}/files/{file:guid}", Download).RequireAuthorization(Read);
        routes.MapGet("/tickets/new", Intake).RequireAuthorization(Create);
        routes.MapGet("/report", ReportForm).RequireAuthorization(Create);
        routes.MapPost("/report", Report).RequireAuthorization(Create).ExcludeFromDescription();
        routes.Process(Process.IncidentProcess.Table, Thing.Incident, "Desk", "/tickets", s => s.Tone());
        routes.MapGet("/api/v1/tickets/{ticket:guid}/files/{file:guid}", Download).RequireAuthorization(Read).WithName("ReadTicketFile").WithTags("tickets").WithSummary("A file of a ticket").ProducesProblem(404);
        routes.MapAttachFile(Read, (http, ticket, refusal) => Again(http, ticket, new(nameof(AttachFile), [], refusal)));
    }

    /// <summary>The form answer of a verb on a ticket: back to its page, or the page again with the dialog open and the sentence at its field.</summary>
    public static FormAnswer<TAsk, Done> OnTicket<TAsk>(Func<TAsk, TicketId> ticket) where TAsk : class => OnTicket<TAsk, Done>(ticket);

    public static FormAnswer<TAsk, TOut> OnTicket<TAsk, TOut>(Func<TAsk, TicketId> ticket) where TAsk : class => new()
    {
        Then = (ask, _) => $"/tickets/{ticket(ask)}",
        Again = (http, fields, refusal) => Guid.TryParse(fields["ticket"]?.ToString(), out var id)
            ? Again(http, TicketId.From(id), new(typeof(TAsk).Name, fields, refusal)) : Task.FromResult(Results.NotFound()),
    };

    static async Task<IResult> Again(HttpContext http, TicketId ticket, Attempt failed)
    {
        // The cards that others hang on the page ask for their forms by address.
        http.Items[typeof(RefusedForm)] = new RefusedForm(http.Request.Path, failed.Fields, failed.Refusal);
        // What the refused deed had begun must not be read back as if it had happened.
        http.RequestServices.GetRequiredService<StewardDb>().ChangeTracker.Clear();
        return await http.RequestServices.GetRequiredService<TicketViews>().Of(ticket, null, failed, http.RequestAborted) is { } view
            ? Page.Of<TicketPage>(view, failed.Refusal.Status) : Results.NotFound();
    }

    /// <summary>The answer of the agent's form for a new ticket.</summary>
    public static FormAnswer<OpenTicket, OpenedTicket> OnOpening { get; } = new()
    {
        Then = (_, opened) => $"/tickets/{opened.Id}",
        Again = async (http, fields, refusal) => Page.Of<IntakePage>(await http.RequestServices.GetRequiredService<IntakeViews>()
            .Of(null, null, Guid.TryParse(fields["requester"]?.ToString(), out var requester) ? ContactId.From(requester) : null, new(nameof(OpenTicket), fields, refusal), http.RequestAborted), refusal.Status),
    };

    static async Task<IResult> Intake(HttpContext http, IntakeViews views, ServiceDesk desk, Templates.TemplateShelf templates, CancellationToken stop)
    {
        if (!views.ForOthers) return Results.Redirect("/report");
        var values = QueryValues.Of(http);
        var requester = values.Id<ContactId>("requester");
        if (requester is null && values.Id<TicketId>("copy") is { } copied) requester = await desk.Tickets.Where(t => t.Id == copied).Select(t => t.Requester).SingleOrDefaultAsync(stop);
        var view = await views.Of(values.Text("q"), values.Id<CustomerId>("customer"), requester, null, stop, asset: values.Id<Assets.AssetId>("asset"));
        return Page.Of<IntakePage>(await Templates.TemplatePages.Begin(view, values, desk, templates, stop));
    }

    /// <summary>People of a customer report here; staff take reports for others.</summary>
    static async Task<IResult> ReportForm(HttpContext http, IntakeViews views, Labels.Labels labels, Me me, CancellationToken stop) =>
        me.Contact is not { } contact ? Results.Redirect("/tickets/new")
        : Page.Of<ReportPage>(await views.Of(null, null, contact, null, stop) with { Scanned = QueryValues.Of(http).Id<Assets.AssetId>("asset") is { } asset ? await labels.Find(asset, stop) : null });

    static async Task<IResult> Report(HttpContext http, IAntiforgery antiforgery, Me me, IntakeViews views, Labels.Labels labels, CancellationToken stop)
    {
        await antiforgery.ValidateRequestAsync(http);
        var form = await http.Request.ReadFormAsync(stop);
        var fields = Asking.FromForm(form);
        return await FormOnce.Take(http, makes: true, "/tickets", async () =>
        {
            if (!Asking.Read<OpenTicket>(http, fields).TryGet(out var ask, out var refusal)
                || !(await Verbs.Run<OpenTicket, OpenedTicket, OpenTicketHandler>(http, ask with { Requester = me.Contact, Customer = null }, stop)).TryGet(out var opened, out refusal)) return refusal;
            Flash.Good(http, "done.OpenTicket");
            // The report stands whatever becomes of the picture.
            if (form.Files.Any(f => f.Length > 0) && !(await AttachFileRoutes.Attach(http, opened.Id, stop)).TryGet(out _, out refusal)) Flash.Bad(http, new FileNotKept(refusal.Sentence));
            return $"/tickets/{opened.Id}";
        }, async refusal => Page.Of<ReportPage>(await views.Of(null, null, me.Contact, new(nameof(OpenTicket), fields, refusal), stop) with
        {
            Scanned = Guid.TryParse(fields["scanned"]?.ToString(), out var scanned) ? await labels.Find(Assets.AssetId.From(scanned), stop) : null,
        }, refusal.Status));
    }

    static async Task<IResult> Ticket(HttpContext http, Guid ticket, TicketViews views, Templates.TemplateShelf templates, Replies.Replies replies, CancellationToken stop)
    {
        var values = QueryValues.Of(http);
        if (await views.Of(TicketId.From(ticket), values, null, stop) is not { } view) return Results.NotFound();
        // The answer that was chosen stands in the form, to be read once more before it is sent.
        var draft = !view.FromCustomer && view.May.Contains(nameof(AddNote)) && values.Id<Templates.TemplateId>("template") is { } template ? await templates.Filled(template, view.Ticket, stop) : null;
        var waiting = await replies.Of(view.Ticket.Id, stop);
        return Page.Of<TicketPage>(view with { Draft = draft ?? waiting.FindLast(r => r.NextDuty is null)?.Text, Waiting = waiting });
    }

    /// <summary>A ticket for programs; the story is its newest part, read on with after.</summary>
    public sealed record WholeTicket(
        Ticket Ticket, string? Customer, string? Requester, string? Department, string? Phone, string? Service, string? Contract, string? Team, string? Assignee, AgreementRef? Agreement,
        IReadOnlyList<ClockReading> Clocks, IReadOnlyList<TicketEntry> Story, string? StoryNext, IReadOnlyList<WholeFile> Files, IReadOnlyList<ApprovalLine> Approvals, IReadOnlyCollection<string> May, System.Text.Json.Nodes.JsonObject Fields);

    public sealed record WholeFile(Guid Id, string Name, string ContentType, long Bytes, string Sha256, string Href);

    static async Task<IResult> ReadTicket(HttpContext http, Guid ticket, TicketViews views, FieldBook fields, Me me, CancellationToken stop)
    {
        if (await views.Of(TicketId.From(ticket), QueryValues.Of(http), null, stop, forms: false) is not { } view) return Refusals.Problem(http, new NotFound());
        return Results.Json(new WholeTicket(view.Ticket, view.Customer, view.Requester?.Name, view.Requester?.Department, view.Requester?.Phone, view.Service, view.Contract, view.Team, view.Assignee,
            view.Agreement?.Ref, view.Reading?.Clocks ?? [], view.Story.Items, view.Story.Next,
            [.. view.Files.Select(f => new WholeFile(f.Id.Value, f.Name, f.ContentType, f.Bytes, f.Sha256, $"/api/v1{view.Path}/files/{f.Id}"))], view.FromCustomer ? [.. view.Approvals.Select(a => a with { Reason = "" })] : view.Approvals, view.May, FieldValues.Json(await fields.Answers(ticket, me.Contact is not null, stop))), Json.Options);
    }

    static async Task<IResult> ExplainPage(Guid ticket, string kind, ClockViews views, CancellationToken stop) =>
        Enum.TryParse<ClockKind>(kind, ignoreCase: true, out var clock) && Enum.IsDefined(clock) && await views.Of(TicketId.From(ticket), clock, stop) is { } view ? Page.Of<ClockPage>(view) : Results.NotFound();

    static async Task<IResult> ExplainClock(HttpContext http, Guid ticket, string kind, ClockViews views, CancellationToken stop) =>
        Enum.TryParse<ClockKind>(kind, ignoreCase: true, out var clock) && Enum.IsDefined(clock) && await views.Of(TicketId.From(ticket), clock, stop) is { } view
            ? Results.Json(view, Json.Options) : Refusals.Problem(http, new NotFound());

    static async Task<IResult> Download(Guid ticket, Guid file, TicketViews views, ServiceDesk desk, FileStore files, CancellationToken stop)
    {
        var id = TicketId.From(ticket);
        if (!await desk.Tickets.AnyAsync(t => t.Id == id, stop)) return Results.NotFound();
        var found = (await views.FilesOf(id, stop)).Find(f => f.Id.Value == file);
        // Always saved, never shown in place: a file is whatever somebody sent.
        return found is null ? Results.NotFound() : Results.Stream(files.Open(found), found.ContentType, found.Name);
    }

    static async Task<IResult> Tickets(HttpContext http, TicketLists lists, Views.ViewShelf shelf, Me me, Viewer viewer, CancellationToken stop)
    {
        var own = lists.OwnOnly;
        // Who asks for nothing in particular gets the view that they put first.
        if (!own && !http.Request.QueryString.HasValue && await shelf.First(stop) is { } first) return Results.Redirect(first);
        var values = QueryValues.Of(http);
        var list = await lists.Page(lists.Read(values), values, TicketLists.PageSize, whole: false, stop, answers: values.Text(Views.ViewQuery.Columns, 2000)?.Contains("fields.", StringComparison.Ordinal) == true);
        var (views, teams) = own || me.Contact is not null ? ([], []) : ((await shelf.Of(stop)).Views, await shelf.Teams(stop));
        return Page.Of<TicketsPage>(new TicketsModel(list, await lists.Choices(list.Filter, viewer.Zone, stop), own, me.Can(Thing.Incident, Right.Create), !own,
            own ? [TicketGroup.All, TicketGroup.Open, TicketGroup.Resolved, TicketGroup.Closed]
            : me.Staff is null ? [TicketGroup.Open, TicketGroup.Overdue, TicketGroup.Waiting, TicketGroup.Resolved, TicketGroup.Closed, TicketGroup.All]
            : Enum.GetValues<TicketGroup>())
        {
            Views = views, MayWork = me.Contact is null && me.Can(Thing.Incident, Right.Work),
            MyTeams = [.. teams.Select(t => new Platform.Web.Components.Option(t.Id.ToString(), t.Name))],
        });
    }

    /// <summary>A part of the list for programs: give next as after, or previous as before.</summary>
    public sealed record TicketAnswer(IReadOnlyList<TicketRow> Items, string? Previous, string? Next, int Total, bool TotalIsFloor);

    static async Task<IResult> ListTickets(HttpContext http, TicketLists lists, CancellationToken stop)
    {
        var values = QueryValues.Of(http);
        var filter = lists.Read(values);
        _ = (values.After, values.Before);
        if (values.Faults.Count > 0) return Refusals.Problem(http, new BadInput(values.Faults));
        var list = await lists.Page(filter, values, TicketLists.PageSize, whole: true, stop);
        return Results.Json(new TicketAnswer(list.Part.Items, list.Part.Previous, list.Part.Next, list.Total.Count, list.Total.IsFloor), Json.Options);
    }

    static async Task<IResult> ExportTickets(HttpContext http, string format, TicketLists lists, FieldBook fields, Me me, Viewer viewer, TimeProvider time, CancellationToken stop) =>
        await Export.Of(format, $"tickets-{Format.Date(time.Now(), viewer.Zone)}", TicketExport.Columns(await fields.Listed(TicketFields.Both, me.Contact is not null, stop)), lists.All(lists.Read(QueryValues.Of(http)), stop), viewer.Zone, stop);
}

sealed record FileNotKept(string Why) : Refusal("DESK-112", Why);

static class TicketExport
{
    public static IReadOnlyList<ExportColumn<TicketRow>> Columns(IReadOnlyList<CustomField> fields) =>
    [
        new(Texts.T("Desk.Number"), t => t.Number, 26), new(Texts.T("Desk.Summary"), t => t.Summary, 48), new(Texts.T("Desk.State"), t => Texts.Name(t.State)),
        new(Texts.T("Desk.Priority"), t => Texts.Name(t.Priority)), new(Texts.T("Desk.Customer"), t => t.CustomerName, 24), new(Texts.T("Desk.Requester"), t => t.Requester),
        new(Texts.T("Desk.Department"), t => t.Department), new(Texts.T("Desk.Service"), t => t.Service, 20), new(Texts.T("Desk.Category"), t => t.Category),
        new(Texts.T("Desk.Channel"), t => Texts.Name(t.Channel)), new(Texts.T("Desk.Team"), t => t.Team), new(Texts.T("Desk.Assignee"), t => t.Assignee),
        new(Texts.T("Desk.Place"), t => t.Place), new(Texts.T("Desk.Device"), t => t.Device),
        new(Texts.T("Desk.OpenedAt"), t => t.OpenedAt, 20), new(Texts.T("Desk.ResolvedAt"), t => t.ResolvedAt, 20), new(Texts.T("Desk.ClosedAt"), t => t.ClosedAt, 20),
        .. new[] { ClockKind.Response, ClockKind.Arrival, ClockKind.Workaround, ClockKind.Resolution }.SelectMany(Clock),
        new(Texts.T("Desk.Cause"), t => t.Cause), new(Texts.T("Desk.ReopenedCount"), t => t.Reopened, 8), new(Texts.T("Desk.UrgedCount"), t => t.Urged, 8),
        new(Texts.T("Desk.Source"), t => t.Source), new(Texts.T("Desk.SourceNumber"), t => t.SourceNumber),
        .. fields.Select(f => new ExportColumn<TicketRow>(f.Question.Said, t => t.Answers.FirstOrDefault(a => a.Key == f.Key) is { } answer ? Cell(answer) : null, 18)),
    ];

    /// <summary>Numbers stay numbers.</summary>
    static object Cell(Answer answer) => answer.Kind == FieldKind.Number && decimal.TryParse(answer.Value, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : answer.ShownSaid;

    static IEnumerable<ExportColumn<TicketRow>> Clock(ClockKind kind)
    {
        var name = Texts.Name(kind);
        yield return new($"{name} · {Texts.T("Desk.Due")}", t => t.Clock(kind)?.Due, 20);
        yield return new($"{name} · {Texts.T("Desk.Verdict")}", t => t.Clock(kind) is { } c ? Texts.Name(c.Verdict) : null, 10);
        yield return new($"{name} · {Texts.T("Desk.UsedHours")}", t => t.Clock(kind) is { } c ? Math.Round(c.UsedSeconds / 3600m, 2, MidpointRounding.AwayFromZero) : null, 10);
    }
}
