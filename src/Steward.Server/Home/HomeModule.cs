// Home: where each role begins its day, and the search over everything. Made of what the doors below offer; owns no record.
using Steward.Access;
using Steward.Home.Pages;
using Steward.Home.Wall;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Home;

public sealed class HomeModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        services.AddScoped<TicketLines>().AddScoped<PortalQueries>().AddScoped<OnsiteQueries>().AddScoped<SystemQueries>().AddScoped<WorkQueries>().AddScoped<SecondLineQueries>().AddScoped<ChangesQueries>().AddScoped<ManagerQueries>().AddScoped<HomeQueries>().AddScoped<SearchQueries>();
        services.AddScoped<WallQueries>().AddSingleton<WallMemory>();
        services.AddNav(new NavEntry("", "Home.Title", "/", "home", Needs.SignedIn, 0, OnPhone: true, Key: 'h'));
        services.AddSlot<TicketsOf>(PageSlot.Contact, 10, async (s, contact, stop) => await s.GetRequiredService<TicketLines>().OfContact(contact, stop));
        services.AddSlot<TicketsOf>(PageSlot.Leaver, 10, async (s, person, stop) => await s.GetRequiredService<TicketLines>().OpenOfLeaver(person, stop));
        services.AddSlot<TicketsOf>(PageSlot.Customer, 5, async (s, customer, stop) => await s.GetRequiredService<TicketLines>().OpenOfCustomer(customer, stop));
        // The audit log lies far below Desk and cannot know where its records open.
        services.AddSingleton(new AuditSubject("desk_ticket", "/tickets/{0}")).AddSingleton(new AuditSubject("desk_ticket_entry", "/tickets/{0}", "Ticket"));
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<HomePage, HomeModel>("/", Needs.SignedIn, "Home", (HomeQueries home, HomeKind? view, CancellationToken stop) => home.Of(view, stop), api: "/api/v1/home");
        WallRoutes.Map(routes);
        routes.Shows<SearchPage, SearchModel>("/search", Needs.SignedIn, "Search",
            (SearchQueries search, string? q, string? kind, long? before, CancellationToken stop) => search.Find(q, kind, before, stop));
    }
}
