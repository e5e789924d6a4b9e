// Links between tickets and their watchers: the card on the ticket's page and the verbs.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Links;
using Steward.Desk.Process;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Desk.Pages;

/// <summary>The ticket at the other end; <paramref name="Outward"/> says that it is this one which is a part or double.</summary>
public sealed record LinkedTicket(TicketId Id, string Number, string Summary, TicketState State, LinkKind Kind, bool Outward);

public sealed record Watcher(ContactId Id, string Name);

public sealed record LinksModel(TicketId Ticket, IReadOnlyList<LinkedTicket> Links, IReadOnlyList<Watcher> Watchers, bool MayWork, bool MayMerge);

sealed class LinkQueries(StewardDb db, TicketWork work, TicketAtHand hand)
{
    const int Most = 50;

    sealed record Found(TicketId Id, string Number, string Summary, TicketState State, LinkKind Kind, bool Outward);

    static readonly KnownQuery<Func<StewardDb, TicketId, IAsyncEnumerable<Found>>> LinksOf = new(() => EF.CompileAsyncQuery((StewardDb db, TicketId id) =>
        (from l in db.Set<TicketLink>()
         where l.Ticket == id || l.Other == id
         join t in db.Set<Ticket>() on l.Ticket == id ? l.Other : l.Ticket equals t.Id
         orderby l.Since
         select new Found(t.Id, t.Number, t.Summary, t.State, l.Kind, l.Ticket == id)).Take(Most)));

    public async Task<object?> OfTicket(Guid ticket, CancellationToken stop)
    {
        var id = TicketId.From(ticket);
        if (await hand.Of(ticket, stop) is not { } about || !work.May(about, Right.Read)) return null;
        var hangs = await hand.Hangs(id, stop);
        var links = new List<LinkedTicket>();
        if (hangs.Links) await foreach (var l in LinksOf.In(db)(db, id).WithCancellation(stop)) links.Add(new(l.Id, l.Number, l.Summary, l.State, l.Kind, l.Outward));
        var watchers = !hangs.Watchers ? [] : await (from w in db.Set<TicketWatcher>() where w.Ticket == id join c in db.Set<Contact>() on w.Contact equals c.Id orderby c.Name select new Watcher(c.Id, c.Name)).Take(Most).ToListAsync(stop);
        var may = work.May(about, Right.Work) && about.State is not (TicketState.Closed or TicketState.Cancelled);
        return links.Count + watchers.Count == 0 && !may ? null : new LinksModel(id, links, watchers, may, may && about.Process().Step(about.State, nameof(MergeTicket)) is not null);
    }
}

static class LinkPages
{
    public static void Add(IServiceCollection services) => services.AddScoped<TicketLinks>().AddScoped<LinkQueries>()
        .AddSingleton(new AuditSubject("desk_ticket_link", "/tickets/{0}", "Ticket")).AddSingleton(new AuditSubject("desk_ticket_watcher", "/tickets/{0}", "Ticket"))
        .AddSlot<LinksCard>(PageSlot.Ticket, 30, (s, ticket, stop) => s.GetRequiredService<LinkQueries>().OfTicket(ticket, stop));

    public static void Map(IEndpointRouteBuilder routes)
    {
        var work = Needs.The(Thing.Incident, Right.Work);
        routes.Verb<LinkTickets, Done, LinkTicketsHandler>("tickets/{ticket}/links", work, DeskPages.OnTicket<LinkTickets>(a => a.Ticket));
        routes.Verb<UnlinkTickets, Done, UnlinkTicketsHandler>("tickets/{ticket}/links/{other}/remove", work, DeskPages.OnTicket<UnlinkTickets>(a => a.Ticket));
        routes.Verb<MergeTicket, Done, MergeTicketHandler>("tickets/{ticket}/merge", work, DeskPages.OnTicket<MergeTicket>(a => a.Ticket));
        routes.Verb<WatchTicket, Done, WatchTicketHandler>("tickets/{ticket}/watchers", work, DeskPages.OnTicket<WatchTicket>(a => a.Ticket));
        routes.Verb<UnwatchTicket, Done, UnwatchTicketHandler>("tickets/{ticket}/watchers/{contact}/remove", work, DeskPages.OnTicket<UnwatchTicket>(a => a.Ticket));
    }
}
