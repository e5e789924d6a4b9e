// Monitoring: the eyes. Checks, what is known of them, and the availability ledger.
using Steward.Access;
using Steward.Monitoring.Checks;
using Steward.Monitoring.Metrics;
using Steward.Monitoring.Pages;
using Steward.Platform.Approvals;
using Steward.Platform.Events;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;
using Steward.Probes;

namespace Steward.Monitoring;

public sealed class MonitoringModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        services.AddSingleton<SightMemory>().AddScoped<Watch>().AddScoped<TakingResults>().AddScoped<CheckWork>().AddScoped<INewsEar, CheckAlerts>().AddScoped<INewsEar, WindowFacts>().AddScoped<INewsEar, ChangeWindows>().AddScoped<ISweep, BlindSweep>().AddScoped<IApprovalKind, ExclusionApproval>().AddScoped<IProbeInlet, ProbeWatch>().AddScoped<IProbeWork, ProbeWatch>();
        services.AddScoped<CoverageBook>().AddScoped<ISweep, CoverageSweep>().AddScoped<SampleBook>().AddScoped<ISweep, MetricSweep>();
        if (settings.Monitoring.MetricsUrl.Length > 0) services.AddHttpClient<MetricStore, PrometheusStore>(http => http.Timeout = TimeSpan.FromSeconds(30));
        else services.AddSingleton<MetricStore, DuckStore>();
        services.AddSingleton(LiveChecks.Checks);
        StatusPages.Add(services);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        var (create, work, onCheck) = (Needs.The(Thing.Monitoring, Right.Create), Needs.The(Thing.Monitoring, Right.Work), Redraw.Of("/status/{check:guid}"));
        routes.Verb<AddCheck, CheckId, AddCheckHandler>("checks", create, new() { Then = (_, id) => $"/status/{id}", Again = Redraw.Of("/status") });
        routes.Verb<ChangeCheck, Done, ChangeCheckHandler>("checks/{check}/change", work, OnCheck<ChangeCheck>(a => a.Check));
        routes.Verb<PauseCheck, Done, PauseCheckHandler>("checks/{check}/pause", work, OnCheck<PauseCheck>(a => a.Check));
        routes.Verb<ResumeCheck, Done, ResumeCheckHandler>("checks/{check}/resume", work, OnCheck<ResumeCheck>(a => a.Check));
        routes.Verb<RemoveCheck, Done, RemoveCheckHandler>("checks/{check}/remove", work, new() { Then = (_, _) => "/status", Again = onCheck });
        routes.Verb<EnterMaintenance, Done, EnterMaintenanceHandler>("checks/{check}/maintenance", work, OnCheck<EnterMaintenance>(a => a.Check));
        routes.Verb<ExcludeTime, Done, ExcludeTimeHandler>("checks/{check}/exclusions", work, OnCheck<ExcludeTime>(a => a.Check));
        StatusPages.Map(routes);

        FormAnswer<TAsk, Done> OnCheck<TAsk>(Func<TAsk, CheckId> check) where TAsk : class => new() { Then = (ask, _) => $"/status/{check(ask)}", Again = onCheck };
    }
}
