// Says that two tickets of a customer belong together, or that they do not.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.Platform.Web;

namespace Steward.Desk.Links;

/// <summary><paramref name="Other"/> is the number of the other ticket. Doubles are merged, not linked.</summary>
public sealed record LinkTickets(TicketId Ticket, [property: Required, StringLength(40)] string Other, LinkKind Kind = LinkKind.RelatedTo);
public sealed record UnlinkTickets(TicketId Ticket, TicketId Other);

/// <summary>A ticket is no part of itself, nor of one of its own parts.</summary>
sealed record LinkRunsInCircle() : Refusal("DESK-451") { public override string? Field => "other"; public override int Status => 400; }
sealed record LinkedAlready() : Refusal("DESK-452");

sealed class TicketLinks(StewardDb db, TicketWork work, ServiceDesk desk)
{
    /// <summary>The other ticket by its number, of the same customer and where the caller may work on it too.</summary>
    public async Task<Ticket?> Other(Ticket ticket, string number, CancellationToken stop)
    {
        var wanted = number.Trim();
        var id = await desk.Tickets.Where(t => t.Number == wanted && t.Customer == ticket.Customer).Select(t => (TicketId?)t.Id).SingleOrDefaultAsync(stop);
        return id is { } found && (await work.Load(found, Right.Work, stop)).TryGet(out var other, out _) ? other : null;
    }

    /// <summary>Adds to the unit of work; both stories tell of it.</summary>
    public async Task<Refusal?> Add(Ticket ticket, Ticket other, LinkKind kind, CancellationToken stop)
    {
        if (ticket.Id == other.Id) return new LinkRunsInCircle();
        if (await db.Set<TicketLink>().AnyAsync(l => l.Ticket == ticket.Id && l.Other == other.Id || l.Ticket == other.Id && l.Other == ticket.Id || kind != LinkKind.RelatedTo && l.Ticket == ticket.Id && l.Kind == kind, stop)) return new LinkedAlready();
        if (kind != LinkKind.RelatedTo && await Above(other.Id, ticket.Id, stop)) return new LinkRunsInCircle();
        db.Add(new TicketLink { Ticket = ticket.Id, Other = other.Id, Customer = ticket.Customer, Kind = kind, Since = work.Now });
        work.Write(ticket, EntryKind.Note, $"{Platform.Text.Texts.Name(kind)} {other.Number} {other.Summary}", visible: false, nameof(LinkTickets));
        work.Write(other, EntryKind.Note, $"{ticket.Number} {ticket.Summary} → {Platform.Text.Texts.Name(kind)}", visible: false, nameof(LinkTickets));
        (ticket.Version, other.Version) = (ticket.Version + 1, other.Version + 1);
        return null;
    }

    /// <summary>Whether <paramref name="wanted"/> is what a ticket is a part or double of, at any distance.</summary>
    async Task<bool> Above(TicketId from, TicketId wanted, CancellationToken stop)
    {
        for (TicketId? next = from; next is { } id;)
        {
            if (id == wanted) return true;
            next = await db.Set<TicketLink>().Where(l => l.Ticket == id && l.Kind != LinkKind.RelatedTo).Select(l => (TicketId?)l.Other).FirstOrDefaultAsync(stop);
        }
        return false;
    }
}

sealed class LinkTicketsHandler(TicketWork work, TicketLinks links) : IVerb<LinkTickets, Done>
{
    public async Task<Result<Done>> Handle(LinkTickets ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (ask.Kind == LinkKind.DoubleOf) return new BadInput([new("kind", "DESK-453")]);
        if (await links.Other(ticket, ask.Other, stop) is not { } other) return new BadInput([new("other", "DESK-203")]);
        return await links.Add(ticket, other, ask.Kind, stop) is { } no ? no : await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, false, work.Now), new TicketNoted(other.Id, other.Customer, false, work.Now));
    }
}

sealed class UnlinkTicketsHandler(StewardDb db, TicketWork work) : IVerb<UnlinkTickets, Done>
{
    public async Task<Result<Done>> Handle(UnlinkTickets ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (await db.Set<TicketLink>().SingleOrDefaultAsync(l => l.Ticket == ask.Ticket && l.Other == ask.Other || l.Ticket == ask.Other && l.Other == ask.Ticket, stop) is not { } link) return new NotFound();
        // That a ticket was a double is part of how it ended.
        if (link.Kind == LinkKind.DoubleOf) return new StepNotAllowed(nameof(UnlinkTickets), ticket.State);
        var other = await db.Set<Ticket>().SingleAsync(t => t.Id == ask.Other, stop);
        db.Remove(link);
        work.Write(ticket, EntryKind.Note, $"{other.Number} {other.Summary}", visible: false, nameof(UnlinkTickets));
        work.Write(other, EntryKind.Note, $"{ticket.Number} {ticket.Summary}", visible: false, nameof(UnlinkTickets));
        (ticket.Version, other.Version) = (ticket.Version + 1, other.Version + 1);
        return await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, false, work.Now), new TicketNoted(other.Id, other.Customer, false, work.Now));
    }
}
