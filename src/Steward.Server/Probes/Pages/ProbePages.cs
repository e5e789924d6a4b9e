// Routes and navigation of the pages about probes.
using Steward.Access;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Probes.Pages;

static class ProbePages
{
    /// <summary>A probe is a machine that is looked after: whoever may read assets other than their own sees it.</summary>
    static readonly string Read = Needs.OverOthers(Thing.Asset, Right.Read);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<ProbeQueries>().AddNav(new NavEntry("Nav.Watch", "Probes.Title", "/probes", "radar", Read, 154));
        services.AddSingleton(new AuditSubject("probes_probe", "/probes/{0}"));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<ProbesPage, ProbeList>("/probes", Read, "Probes", (ProbeQueries probes, CancellationToken stop) => probes.List(stop));
        routes.Shows<ProbePage, ProbeView>("/probes/{probe:guid}", Read, "Probe", (ProbeQueries probes, Guid probe, CancellationToken stop) => probes.One(probe, stop));
    }
}
