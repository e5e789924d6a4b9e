// Tickets as one line each on a home page, with the promise that runs out next.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk;
using Steward.People;
using Steward.Sla;

namespace Steward.Home.Pages;

/// <summary>
/// A ticket in a few words. <paramref name="Due"/> belongs to <paramref name="Clock"/>, the running clock that is due first; a paused clock has no firm date.
/// <paramref name="Late"/>: that clock has passed it; <paramref name="Breached"/>: some promise of the ticket is broken.
/// </summary>
public sealed record TicketLine(
    TicketId Id, string Number, string Summary, CustomerId Customer, string CustomerName, Priority Priority, TicketKind Kind, TicketState State, DateTimeOffset OpenedAt,
    ClockKind? Clock, DateTimeOffset? Due, bool Projected, bool Late, bool Breached, string? Assignee, string? Team);

public sealed record TicketsOfModel(string TitleKey, IReadOnlyList<TicketLine> Tickets, string All, bool WithCustomer);

sealed class TicketLines(ServiceDesk desk, SlaClocks clocks, PeopleBook people, Me me)
{
    /// <summary>The lines of the tickets given, in their order: names and clocks are fetched once for all.</summary>
    public async Task<List<TicketLine>> Of(IReadOnlyList<Ticket> tickets, CancellationToken stop)
    {
        if (tickets.Count == 0) return [];
        var running = (await clocks.Clocks([.. tickets.Select(t => t.Id.Value)], stop)).ToLookup(c => c.Subject);
        var customers = await people.Customers.AsNoTracking().Where(c => tickets.Select(t => t.Customer).Distinct().Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var staff = tickets.Any(t => t.Assignee is not null) ? await people.Staff.AsNoTracking().Where(s => tickets.Select(t => t.Assignee).Distinct().Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, stop) : [];
        var teams = tickets.Any(t => t.Team is not null) ? await people.Teams.AsNoTracking().Where(s => tickets.Select(t => t.Team).Distinct().Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, stop) : [];
        return [.. tickets.Select(t =>
        {
            var next = running[t.Id.Value].Where(c => c is { Kind: ClockKind.Response or ClockKind.Resolution, Phase: ClockPhase.Running or ClockPhase.Paused }).OrderBy(c => c.Due ?? DateTimeOffset.MaxValue).FirstOrDefault();
            return new TicketLine(t.Id, t.Number, t.Summary, t.Customer, customers.GetValueOrDefault(t.Customer, ""), t.Priority, t.Kind, t.State, t.OpenedAt, next?.Kind, next?.Due, next?.DueIsProjected ?? false, next?.Verdict == Verdict.Breached,
                running[t.Id.Value].Any(c => c.Verdict == Verdict.Breached), t.Assignee is { } a ? staff.GetValueOrDefault(a) : null, t.Team is { } g ? teams.GetValueOrDefault(g) : null);
        })];
    }

    public async Task<object?> OfContact(Guid contact, CancellationToken stop)
    {
        if (!me.Can(Thing.Incident, Right.Read)) return null;
        var id = (ContactId?)ContactId.From(contact);
        return new TicketsOfModel("Home.TicketsOfContact", await Of(await desk.Tickets.Where(t => t.Requester == id).OrderByDescending(t => t.OpenedAt).Take(10).ToListAsync(stop), stop), $"/tickets?group=All&requester={contact}", false);
    }

    /// <summary>What somebody who leaves has in hand, or has reported: it must be handed on.</summary>
    public async Task<object?> OpenOfLeaver(Guid person, CancellationToken stop)
    {
        if (!me.Can(Thing.Incident, Right.Read)) return null;
        var (staff, contact) = ((StaffId?)StaffId.From(person), (ContactId?)ContactId.From(person));
        var open = await desk.Tickets.InWork().Where(t => t.Assignee == staff || t.Requester == contact).OrderBy(t => t.OpenedAt).Take(200).ToListAsync(stop);
        return new TicketsOfModel("Home.TicketsOfLeaver", await Of(open, stop), "/tickets?group=Open", true);
    }

    public async Task<object?> OpenOfCustomer(Guid customer, CancellationToken stop)
    {
        if (!me.Can(Thing.Incident, Right.Read)) return null;
        var id = CustomerId.From(customer);
        return new TicketsOfModel("Home.OpenTickets", await Of(await desk.Tickets.InWork().Where(t => t.Customer == id).OrderByDescending(t => t.OpenedAt).Take(5).ToListAsync(stop), stop), $"/tickets?customer={customer}", false);
    }
}
