// Alerting: many signals into few calls.
using Steward.Access;
using Steward.Alerting.Inlet;
using Steward.Alerting.Notices;
using Steward.Alerting.Pages;
using Steward.Alerting.Routing;
using Steward.Alerting.Silences;
using Steward.Alerting.Stages;
using Steward.Notify;
using Steward.Platform.Events;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Alerting;

public sealed class AlertingModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        services.AddSingleton<RouteShelf>().AddScoped<RouteBook>().AddScoped<Covers>().AddScoped<Groups>().AddScoped<Receivers>().AddScoped<Passage>().AddScoped<AlertInbox>().AddScoped<AlertWork>().AddScoped<AlertIntake>();
        services.AddScoped<ISweep, AlertSweep>().AddScoped<ISweep, GroupSweep>();
        services.AddSingleton(LiveAlerts.Alerts).AddSingleton(LiveAlerts.Calling);
        services.AddSingleton(PublishedNews.Of<AlertRaised>("alert.raised", "alert", "/alerts/{0}")).AddSingleton(PublishedNews.Of<AlertCovered>("alert.covered", "alert", "/alerts/{0}"));
        services.AddSingleton(PublishedNews.Of<AlertAcknowledged>("alert.acknowledged", "alert", "/alerts/{0}")).AddSingleton(PublishedNews.Of<AlertIsOver>("alert.over", "alert", "/alerts/{0}"));
        AlertPages.Add(services);
        services.AddNewsKinds(new NewsKind("alerts", NewsFor.Staff, "alert") { Demanded = true, Breaks = true });
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        var work = Needs.The(Thing.Alert, Right.Work);
        routes.Verb<AcknowledgeAlert, Done, AcknowledgeAlertHandler>("alerts/{alert}/acknowledge", work, new() { Then = (ask, _) => $"/alerts/{ask.Alert}", Again = Redraw.Of("/alerts/{alert:guid}") });
        routes.Verb<AddSilence, SilenceId, AddSilenceHandler>("silences", work, new() { Then = (_, _) => "/silences", Again = Redraw.Of("/silences") });
        routes.Verb<ExpireSilence, Done, ExpireSilenceHandler>("silences/{silence}/expire", work, new() { Then = (_, _) => "/silences" });
        routes.Verb<EnterWindow, WindowId, EnterWindowHandler>("maintenance-windows", work, new() { Then = (_, _) => "/silences", Again = Redraw.Of("/silences") });
        routes.Verb<EndWindow, Done, EndWindowHandler>("maintenance-windows/{window}/end", work, new() { Then = (_, _) => "/silences" });
        routes.Verb<ChangeRoutes, int, ChangeRoutesHandler>("alert-routes", Needs.OfProvider(Thing.Alert, Right.Approve), new() { Then = (_, _) => "/alert-routes", Again = Redraw.Of("/alert-routes") });
        AlertRoutes.Map(routes);
        AlertPages.Map(routes);
    }
}
