// Routes of the pages about one's own security and deputies, and of all delegations.
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Access.Pages;

static class OwnPages
{
    static readonly string ReadDelegations = Needs.TheWhole(Thing.Delegation, Right.Read);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<OwnQueries>().AddNav(new NavEntry("Nav.System", "Delegations.Title", "/access/delegations", "switch-horizontal", ReadDelegations, 915));
        foreach (var subject in new AuditSubject[]
        {
            new("access_authenticator", "/accounts/{0}"), new("access_recovery_code", "/accounts/{0}", "Account"), new("access_passkey", "/accounts/{0}", "Account"), new("access_delegation", "/access/delegations"),
        }) services.AddSingleton(subject);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<SecurityPage, SecurityView>("/me/security", Needs.SignedIn, "Security", (OwnQueries own, CancellationToken stop) => own.Security(stop));
        routes.Shows<DeputiesPage, DeputiesView>("/me/deputies", Needs.SignedIn, "Deputies", (OwnQueries own, CancellationToken stop) => own.Deputies(stop));
        routes.Shows<DelegationsPage, DelegationList>("/access/delegations", ReadDelegations, "Delegations", (OwnQueries own, bool? over, CancellationToken stop) => own.All(over == true, stop));
    }
}
