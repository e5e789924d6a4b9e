// Addresses, rights and navigation of tickets that come round by themselves.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Pages;
using Steward.People;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;

namespace Steward.Desk.Recurring;

public sealed record RecurringRow(RecurringTicket Of, string? Customer, string? Requester, string? Team, bool MayEnd);
public sealed record RecurringList(IReadOnlyList<RecurringRow> Rows, IReadOnlyList<Option> Services, IReadOnlyList<Option> Teams);

sealed class RecurringQueries(StewardDb db, PeopleBook people, ContractBook contracts, Me me, TimeProvider time)
{
    public async Task<RecurringList> Many(CancellationToken stop)
    {
        var rows = (await db.Set<RecurringTicket>().AsNoTracking().OrderBy(r => r.NextDuty == null).ThenBy(r => r.NextDuty).Take(500).ToListAsync(stop)).FindAll(r => me.Can(Thing.Incident, Right.Read, new Place(r.Customer)));
        var customers = await people.Customers.AsNoTracking().Where(c => c.Active).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var asked = rows.ConvertAll(r => r.Requester);
        var requesters = await people.Contacts.Where(c => asked.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var teams = await people.Teams.AsNoTracking().Where(t => t.Active).OrderBy(t => t.Line).ThenBy(t => t.Name).Take(200).ToListAsync(stop);
        var now = time.Now();
        var inForce = (await contracts.All.Where(c => c.State == ContractState.Signed).ToListAsync(stop)).Where(c => ContractBook.InForce(c, now) && me.Can(Thing.Incident, Right.Create, new Place(c.Customer))).Select(c => c.Id).ToList();
        var services = await contracts.Services.Where(s => inForce.Contains(s.Contract)).OrderBy(s => s.Name).Take(1000).ToListAsync(stop);
        return new(rows.ConvertAll(r => new RecurringRow(r, customers.GetValueOrDefault(r.Customer), requesters.GetValueOrDefault(r.Requester), teams.Find(t => t.Id == r.Team)?.Name, r.NextDuty is not null && me.Can(Thing.Incident, Right.Create, new Place(r.Customer)))),
            [.. services.OrderBy(s => customers.GetValueOrDefault(s.Customer)).Select(s => new Option(s.Id.ToString(), TicketViews.Named(s.Name, s.NameEn), customers.GetValueOrDefault(s.Customer)))], teams.ConvertAll(t => new Option(t.Id.ToString(), t.Name)));
    }
}

static class RecurringPages
{
    static readonly string Read = Needs.OfStaff(Thing.Incident, Right.Read), Create = Needs.OfStaff(Thing.Incident, Right.Create);

    public static void Add(IServiceCollection services) => services.AddScoped<RecurringWork>().AddScoped<RecurringQueries>().AddScoped<ISweep, RecurringSweep>().AddSingleton(new AuditSubject("desk_recurring_ticket", "/recurring"))
        .AddNav(new NavEntry("Nav.Tools", "Recurring.Many", "/recurring", "repeat", Create, 162));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<RecurringPage, RecurringList>("/recurring", Read, "Recurring", (RecurringQueries recurring, CancellationToken stop) => recurring.Many(stop));
        routes.Verb<PlanRecurring, RecurringId, PlanRecurringHandler>("recurring", Create, new() { Then = (_, _) => "/recurring", Again = Redraw.Of("/recurring") });
        routes.Verb<EndRecurring, Done, EndRecurringHandler>("recurring/{recurring}/end", Create, new() { Then = (_, _) => "/recurring" });
    }
}
