// What open pages are told of tickets: that one changed, to those who may read it; that one is theirs now, to whom it was given.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Live;
using Steward.Sla;

namespace Steward.Desk.Tickets;

static class LiveTickets
{
    public static readonly LiveTopic Tickets = new("ticket",
        [typeof(TicketOpened), typeof(TicketMoved), typeof(TicketAssigned), typeof(TicketPriorityChanged), typeof(TicketNoted), typeof(ClockWarned), typeof(ClockBreached)],
        (services, ids, stop) => Ids(services.GetRequiredService<ServiceDesk>().Tickets, ids, stop));

    public static readonly LiveTopic Mine = new("mine", [typeof(TicketAssigned)], async (services, ids, stop) =>
        services.GetRequiredService<Me>().Staff is { } me ? await Ids(services.GetRequiredService<ServiceDesk>().Tickets.Where(t => t.Assignee == me), ids, stop) : [])
    {
        Notice = new("Desk.Given", "/tickets/{id}", "/tickets?group=Mine&sort=due", Needs.OfStaff(Thing.Incident, Right.Work)),
    };

    static Task<List<Guid>> Ids(IQueryable<Ticket> seen, IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        var named = ids.Select(TicketId.From).ToList();
        return seen.Where(t => named.Contains(t.Id)).Select(t => t.Id.Value).ToListAsync(stop);
    }
}
