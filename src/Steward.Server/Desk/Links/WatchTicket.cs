// Adds somebody of the customer who is told what the requester is told, and takes them away again.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Desk.Links;

/// <summary>The person by id, or <paramref name="Who"/> as people know them: name, mail address or telephone of one contact of the customer.</summary>
public sealed record WatchTicket(TicketId Ticket, ContactId? Contact = null, [property: StringLength(120)] string Who = "");
public sealed record UnwatchTicket(TicketId Ticket, ContactId Contact);

sealed class WatchTicketHandler(StewardDb db, TicketWork work, PeopleBook people) : IVerb<WatchTicket, Done>
{
    public async Task<Result<Done>> Handle(WatchTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(AddNote)).TryGet(out _, out _)) return new StepNotAllowed(nameof(WatchTicket), ticket.State);
        var who = ask.Who.Trim();
        var found = await people.Contacts.Where(c => c.Customer == ticket.Customer && c.Active && (ask.Contact != null ? c.Id == ask.Contact : c.Name == who || c.Email == who || c.Phone == who)).Take(2).ToListAsync(stop);
        if (found is not [{ } contact]) return new BadInput([new(ask.Contact is null ? "who" : "contact", found.Count == 0 ? "STW-404" : "DESK-455")]);
        if (ticket.Requester == contact.Id || await db.Set<TicketWatcher>().AnyAsync(w => w.Ticket == ticket.Id && w.Contact == contact.Id, stop)) return new Done();
        db.Add(new TicketWatcher { Ticket = ticket.Id, Contact = contact.Id, Customer = ticket.Customer, Since = work.Now });
        work.Write(ticket, EntryKind.Note, contact.Name, visible: false, nameof(WatchTicket));
        ticket.Version++;
        return await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, false, work.Now));
    }
}

sealed class UnwatchTicketHandler(StewardDb db, TicketWork work, PeopleBook people) : IVerb<UnwatchTicket, Done>
{
    public async Task<Result<Done>> Handle(UnwatchTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (await db.Set<TicketWatcher>().SingleOrDefaultAsync(w => w.Ticket == ask.Ticket && w.Contact == ask.Contact, stop) is not { } watcher) return new NotFound();
        db.Remove(watcher);
        work.Write(ticket, EntryKind.Note, await people.Contacts.Where(c => c.Id == ask.Contact).Select(c => c.Name).SingleOrDefaultAsync(stop) ?? "", visible: false, nameof(UnwatchTicket));
        ticket.Version++;
        return await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, false, work.Now));
    }
}
