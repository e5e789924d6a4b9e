// Addresses and rights of deeds on many tickets at once.
using Steward.Access;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Desk.Bulk;

static class BulkPages
{
    static readonly string Work = Needs.OfStaff(Thing.Incident, Right.Work);

    public static void Add(IServiceCollection services) => services.AddScoped<BulkWork>().AddScoped<BulkQueries>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<BulkPage, BulkChoice>("/tickets/bulk", Work, "BulkChoice", (HttpContext http, BulkQueries bulk, CancellationToken stop) => bulk.Choice(http, stop));
        routes.Shows<BulkRunPage, BulkView>("/bulk/{run:guid}", Work, "BulkRun", (Guid run, BulkQueries bulk, CancellationToken stop) => bulk.Of(BulkRunId.From(run), stop));
        routes.Verb<BulkTickets, BulkDone, BulkTicketsHandler>("tickets/bulk", Work, new() { Quiet = true, Then = (_, done) => $"/bulk/{done.Id}", Again = Redraw.Of("/tickets/bulk") });
        routes.Verb<UndoBulk, BulkDone, UndoBulkHandler>("bulk/{run}/undo", Work, new() { Quiet = true, Then = (_, done) => $"/bulk/{done.Id}", Again = Redraw.Of("/bulk/{run:guid}") });
    }
}
