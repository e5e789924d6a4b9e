// Tickets and their custom fields: what they are called, who may touch them, and how the search finds them.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.People;
using Steward.Platform.Fields;
using Steward.Platform.Search;

namespace Steward.Desk.Tickets;

static class TicketFields
{
    public const string Incident = "incident", Request = "request";
    public static readonly string[] Both = [Request, Incident];

    public static string FieldsName(this Ticket ticket) => ticket.Kind == TicketKind.Request ? Request : Incident;

    public static void Add(IServiceCollection services)
    {
        foreach (var kind in Both) services.AddFields(new FieldRecord(kind, "/tickets/{ticket:guid}", (s, id, change, stop) => Find(s, kind, id, change, stop)) { Closes = true, Changed = SearchAgain }, 3, PageSlot.Ticket, PageSlot.OwnTicket);
    }

    /// <summary>Whoever works on a ticket may answer while it is open; reading goes with the ticket.</summary>
    static async Task<CustomerId?> Find(IServiceProvider services, string kind, Guid id, bool change, CancellationToken stop)
    {
        if (await services.GetRequiredService<Pages.TicketAtHand>().Of(id, stop) is not { } ticket || ticket.FieldsName() != kind) return null;
        return !change || services.GetRequiredService<TicketWork>().May(ticket, Right.Work) && !TicketStates.Ended.Contains(ticket.State) ? ticket.Customer : null;
    }

    /// <param name="more">Who reported it, and what stands in forms and fields.</param>
    public static SearchEntry Entry(Ticket ticket, string more) =>
        new("Incident", ticket.Id.Value, ticket.Customer, $"{ticket.Number} {ticket.Summary}", $"{ticket.Description} {ticket.Category} {ticket.Place} {ticket.Device} {more}", $"/tickets/{ticket.Id}", ticket.OpenedAt);

    static async Task SearchAgain(IServiceProvider services, Guid id, IReadOnlyList<Answer> answers, CancellationToken stop)
    {
        var (db, of) = (services.GetRequiredService<StewardDb>(), TicketId.From(id));
        var ticket = await db.Set<Ticket>().SingleAsync(t => t.Id == of, stop);
        var person = await db.Set<Contact>().AsNoTracking().Where(c => c.Id == ticket.Requester).Select(c => c.Name + " " + c.Department).SingleOrDefaultAsync(stop);
        var request = ticket.Kind == TicketKind.Request ? await db.Set<ServiceRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.Ticket == of, stop) : null;
        var item = request is null ? null : await db.Set<CatalogueItem>().AsNoTracking().Where(i => i.Id == request.Item).Select(i => i.NameEn).SingleOrDefaultAsync(stop);
        db.Index(() => Entry(ticket, $"{item} {string.Join(' ', (request?.Answers ?? []).Select(a => a.Shown))} {person} {FieldValues.Words(answers)}"));
    }
}
