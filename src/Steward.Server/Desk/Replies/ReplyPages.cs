// The way back for a reply that has not gone out.
using Steward.Access;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;

namespace Steward.Desk.Replies;

static class ReplyPages
{
    public static void Add(IServiceCollection services) => services.AddScoped<Replies>().AddScoped<ISweep, ReplySweep>();

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.Verb<TakeBackReply, Done, TakeBackReplyHandler>("tickets/{ticket}/replies/{reply}/take-back", Needs.OfStaff(Thing.Incident, Right.Work), new() { Then = (ask, _) => $"/tickets/{ask.Ticket}#story" });
}
