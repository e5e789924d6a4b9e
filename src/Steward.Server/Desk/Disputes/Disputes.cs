// Disputes in the desk: services and routes, one line each for the module.
using Steward.Access;
using Steward.Platform.Approvals;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Desk.Disputes;

static class DisputeRoutes
{
    public static void Add(IServiceCollection services) => services.AddScoped<IApprovalKind, VerdictApproval>();

    public static void Map(IEndpointRouteBuilder routes) => routes.Verb<DisputeVerdict, Done, DisputeVerdictHandler>("tickets/{ticket}/clocks/{kind}/dispute", Needs.The(Thing.Incident, Right.Confirm),
        new() { Then = (ask, _) => $"/tickets/{ask.Ticket}/clocks/{ask.Kind.ToString().ToLowerInvariant()}", Again = Redraw.Of("/tickets/{ticket:guid}/clocks/{kind}") });
}
