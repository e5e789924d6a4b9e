// The pages of the desk and the same data for programs: addresses, rights, and which query answers.
using Steward.Access;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;
using Steward.Sla;

namespace Steward.Desk.Pages;

public sealed record TicketsModel(TicketList List, TicketChoices Choices, bool OwnOnly, bool MayOpen, bool MayExport, IReadOnlyList<TicketGroup> Groups);

static class DeskPages
{
    static readonly string Read = Needs.The(Thing.Incident, Right.Read), Create = Needs.The(Thing.Incident, Right.Create);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tickets", Tickets).RequireAuthorization(Read);
        routes.MapGet("/tickets/export", ExportTickets).RequireAuthorization(Read);
        routes.MapGet("/api/v1/tickets", ListTickets).RequireAuthorization(Read).WithName("ListTickets").WithTags("tickets")
            .WithSummary("Tickets the caller may see, filtered as in the page's address").Produces<TicketAnswer>().ProducesProblem(400);
    }

    static async Task<IResult> Tickets(HttpContext http, TicketLists lists, Me me, Viewer viewer, CancellationToken stop)
    {
        var values = QueryValues.Of(http);
        var list = await lists.Page(lists.Read(values), values, TicketLists.PageSize, stop);
        var own = lists.OwnOnly;
        return Page.Of<TicketsPage>(new TicketsModel(list, await lists.Choices(list.Filter, viewer.Zone, stop), own, me.Can(Thing.Incident, Right.Create), !own,
            own ? [TicketGroup.All, TicketGroup.Open, TicketGroup.Resolved, TicketGroup.Closed]
            : me.Staff is null ? [TicketGroup.Open, TicketGroup.Overdue, TicketGroup.Waiting, TicketGroup.Resolved, TicketGroup.Closed, TicketGroup.All]
            : Enum.GetValues<TicketGroup>()));
    }

    /// <summary>A part of the list for programs: give next as after, or previous as before.</summary>
    public sealed record TicketAnswer(IReadOnlyList<TicketRow> Items, string? Previous, string? Next, int Total, bool TotalIsFloor);

    static async Task<IResult> ListTickets(HttpContext http, TicketLists lists, CancellationToken stop)
    {
        var values = QueryValues.Of(http);
        var filter = lists.Read(values);
        _ = (values.After, values.Before);
        if (values.Faults.Count > 0) return Refusals.Problem(http, new BadInput(values.Faults));
        var list = await lists.Page(filter, values, TicketLists.PageSize, stop);
        return Results.Json(new TicketAnswer(list.Part.Items, list.Part.Previous, list.Part.Next, list.Total.Count, list.Total.IsFloor), Json.Options);
    }

    static Task<IResult> ExportTickets(HttpContext http, string format, TicketLists lists, Viewer viewer, TimeProvider time, CancellationToken stop) =>
        Export.Of(format, $"tickets-{Format.Date(time.Now(), viewer.Zone)}", TicketExport.Columns, lists.All(lists.Read(QueryValues.Of(http)), stop), viewer.Zone, stop);
}

static class TicketExport
{
    public static IReadOnlyList<ExportColumn<TicketRow>> Columns =>
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
    ];

    static IEnumerable<ExportColumn<TicketRow>> Clock(ClockKind kind)
    {
        var name = Texts.Name(kind);
        yield return new($"{name} · {Texts.T("Desk.Due")}", t => t.Clock(kind)?.Due, 20);
        yield return new($"{name} · {Texts.T("Desk.Verdict")}", t => t.Clock(kind) is { } c ? Texts.Name(c.Verdict) : null, 10);
        yield return new($"{name} · {Texts.T("Desk.UsedHours")}", t => t.Clock(kind) is { } c ? Math.Round(c.UsedSeconds / 3600m, 2, MidpointRounding.AwayFromZero) : null, 10);
    }
}
