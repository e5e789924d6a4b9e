// What somebody wrote on a ticket is a matter of its own: it becomes a ticket that is a part of this one, and both tell of it.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Desk.Links;

/// <summary>The new ticket has the requester who wrote the line, or else this ticket's. What the requester may not read goes over as a remark, never as the description.</summary>
public sealed record SplitTicket(TicketId Ticket, EntryId Entry, [property: Required, StringLength(200)] string Summary, ServiceId? Service = null, ContactId? Requester = null);

sealed record NotToBeSplit() : Refusal("DESK-609");

/// <summary>What is split off has to be solved first.</summary>
sealed record PartsAreOpen(string Numbers) : Refusal("DESK-610", Numbers);

sealed class SplitTicketHandler(StewardDb db, TicketWork work, OpenTicketHandler open) : IVerb<SplitTicket, OpenedTicket>
{
    public async Task<Result<OpenedTicket>> Handle(SplitTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (await db.Set<TicketEntry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == ask.Entry && e.Ticket == ask.Ticket, stop) is not { } line) return new NotFound();
        if (line.Kind is not (EntryKind.Note or EntryKind.Reply) || line.Text.Length == 0 || !ticket.IsOpen) return new NotToBeSplit();
        // A user's own words are a contact at the moment they were written, from which the clocks run; a remark of ours is one now.
        var byUser = line.Kind == EntryKind.Reply;
        var account = AccountId.From(line.Account);
        var writer = byUser ? await db.Set<Account>().Where(a => a.Id == account && a.Contact != null).Select(a => a.Contact).SingleOrDefaultAsync(stop) : null;
        var requester = ask.Requester ?? writer ?? ticket.Requester;
        if (requester is null) return new BadInput([new("requester", "field.required")]);
        if ((ask.Service ?? ticket.Service) is not { } service) return new BadInput([new("service", "field.required")]);
        var channel = ticket.Channel is Channel.Import or Channel.Monitoring ? Channel.Portal : ticket.Channel;
        if (!(await open.Add(new OpenTicket(ask.Summary, service, ticket.Customer, requester, line.Public ? line.Text : "", channel, Category: ticket.Category, Place: ticket.Place, Site: ticket.Site,
            OccurredAt: byUser ? line.OccurredAt : null), stop)).TryGet(out var opening, out refusal)) return refusal;
        var part = opening.Ticket;
        db.Add(new TicketLink { Ticket = part.Id, Other = ticket.Id, Customer = ticket.Customer, Kind = LinkKind.PartOf, Since = work.Now });
        if (!line.Public) work.Write(part, EntryKind.Note, line.Text, visible: false, nameof(AddNote));
        ticket.Version++;
        // The new number is known in the commit.
        db.OnceNumbered(() =>
        {
            work.Write(part, EntryKind.Note, $"{Texts.Name(LinkKind.PartOf)} {ticket.Number} {ticket.Summary}", visible: true, nameof(SplitTicket));
            work.Write(ticket, EntryKind.Note, $"→ {part.Number} {part.Summary}", visible: true, nameof(SplitTicket));
        });
        var done = await work.Commit(stop, opening.News, new TicketNoted(ticket.Id, ticket.Customer, true, work.Now));
        return done.TryGet(out _, out refusal) ? opening.Done : refusal;
    }
}
