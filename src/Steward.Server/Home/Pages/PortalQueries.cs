// The end user's home: one's own tickets, what is promised for each, and what waits for one's word.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk;
using Steward.People;

namespace Steward.Home.Pages;

/// <summary>A complaint of the reader for which a settlement was proposed.</summary>
public sealed record PortalComplaint(ComplaintId Id, string Number, string Summary);

public sealed record PortalHome(IReadOnlyList<TicketLine> ToConfirm, IReadOnlyList<TicketLine> ToAnswer, IReadOnlyList<PortalComplaint> ToSettle, IReadOnlyList<TicketLine> Open, IReadOnlyList<TicketLine> Past, bool Covered, Guid? Contract, IReadOnlyList<Announcement> News);

sealed class PortalQueries(ServiceDesk desk, CaseBook cases, TicketLines lines, ContractBook contracts, PeopleBook people, Me me, TimeProvider time)
{
    public async Task<PortalHome> Of(CancellationToken stop)
    {
        var mine = me.Contact;
        var own = await lines.Of(await desk.Tickets.Where(t => mine != null && t.Requester == mine).OrderByDescending(t => t.OpenedAt).Take(50).ToListAsync(stop), stop);
        var reader = await people.Contacts.AsNoTracking().Where(c => c.Id == mine).Select(c => new { c.Customer, c.Site }).SingleOrDefaultAsync(stop);
        var customer = reader?.Customer;
        var now = time.Now();
        var inForce = (await contracts.All.Where(c => c.Customer == customer && c.State == ContractState.Signed).ToListAsync(stop)).FirstOrDefault(c => ContractBook.InForce(c, now));
        return new(
            [.. own.Where(t => t.State == TicketState.Resolved)], [.. own.Where(t => t.State == TicketState.PendingUser)],
            mine is { } who ? await cases.ProposedTo(who).Take(10).Select(c => new PortalComplaint(c.Id, c.Number, c.Summary)).ToListAsync(stop) : [],
            [.. own.Where(t => TicketStates.Open.Contains(t.State) && t.State != TicketState.PendingUser)],
            [.. own.Where(t => t.State is TicketState.Closed or TicketState.Cancelled or TicketState.Rejected).Take(5)], inForce is not null, inForce?.Id.Value,
            reader is null ? [] : await desk.AnnouncementsFor(reader.Customer, reader.Site, now, stop));
    }
}
