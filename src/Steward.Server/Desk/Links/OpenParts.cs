// What was split off a ticket and is not solved yet: until then the whole is not solved either.
using Microsoft.EntityFrameworkCore;

namespace Steward.Desk.Links;

static class OpenParts
{
    /// <summary>The numbers of the parts that are open.</summary>
    public static async Task<string> Of(StewardDb db, TicketId ticket, CancellationToken stop)
    {
        TicketState[] over = [TicketState.Resolved, TicketState.Closed, TicketState.Cancelled, TicketState.Rejected];
        return string.Join(", ", await (from l in db.Set<TicketLink>()
                                        where l.Other == ticket && l.Kind == LinkKind.PartOf
                                        join t in db.Set<Ticket>() on l.Ticket equals t.Id
                                        where !over.Contains(t.State)
                                        orderby t.Number
                                        select t.Number).Take(10).ToListAsync(stop));
    }
}
