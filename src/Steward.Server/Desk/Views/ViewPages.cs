// Addresses and rights of saved lists; their names stand in the navigation with a count.
using Steward.Access;
using Steward.Desk.Pages;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Desk.Views;

static class ViewPages
{
    static readonly string Read = Needs.OfStaff(Thing.Incident, Right.Read);

    public static void Add(IServiceCollection services) => services.AddScoped<ViewShelf>()
        .AddSingleton(new NavMore("View.Many", "/api/v1/views", Read)).AddSingleton(new AuditSubject("desk_saved_view"));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<ViewsPage, ViewList>("/views", Read, "Views", (ViewShelf shelf, CancellationToken stop) => shelf.Of(stop));
        routes.Verb<SaveView, SavedViewId, SaveViewHandler>("views", Read);
        routes.Verb<OpenFirst, Done, OpenFirstHandler>("views/first", Read, new() { Then = (_, _) => "/views" });
        routes.Verb<DropView, Done, DropViewHandler>("views/{view}/drop", Read, new() { Then = (_, _) => "/views" });
    }
}
