// Routes, navigation, slots and looks of the pages of Alerting.
using Steward.Access;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Alerting.Pages;

static class AlertPages
{
    static readonly string Read = Needs.The(Thing.Alert, Right.Read);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<AlertQueries>().AddNav(
            new NavEntry("Nav.Watch", "Alerting.Title", "/alerts", "bell-ringing", Read, 151, OnPhone: true, Key: 'l'),
            new NavEntry("Nav.Watch", "Alerting.Silences", "/silences", "bell-off", Needs.The(Thing.Alert, Right.Work), 152),
            new NavEntry("Nav.Watch", "Alerting.Routes", "/alert-routes", "route", Needs.OfProvider(Thing.Alert, Right.Approve), 153));
        services.AddSlot<AlertsOf>(PageSlot.Ticket, 10, async (s, ticket, stop) => await s.GetRequiredService<AlertQueries>().OfTicket(ticket, stop));
        services.AddSlot<AlertsOf>(PageSlot.Check, 10, async (s, check, stop) => await s.GetRequiredService<AlertQueries>().OfCheck(check, stop));
        services.AddSingleton(new AuditSubject("alerting_silence", "/silences?expired=true")).AddSingleton(new AuditSubject("alerting_window", "/silences?expired=true"))
            .AddSingleton(new AuditSubject("alerting_acknowledgement", "/alerts/{0}", "Alert")).AddSingleton(new AuditSubject("alerting_route", "/alert-routes"));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<AlertsPage, AlertsModel>("/alerts", Read, "Alerts", (HttpContext http, AlertQueries alerts, CancellationToken stop) => alerts.List(QueryValues.Of(http), stop));
        routes.Shows<AlertPage, AlertPageModel>("/alerts/{alert:guid}", Read, "Alert", (AlertQueries alerts, Guid alert, CancellationToken stop) => alerts.One(AlertId.From(alert), stop));
        routes.Shows<SilencesPage, SilencesModel>("/silences", Read, "Silences", (AlertQueries alerts, bool? expired, CancellationToken stop) => alerts.Silenced(expired == true, stop));
        routes.Shows<RoutesPage, RoutesModel>("/alert-routes", Needs.OfProvider(Thing.Alert, Right.Read), "AlertRoutes", (HttpContext http, AlertQueries alerts, CancellationToken stop) => alerts.Routes(QueryValues.Of(http).Text("try", 2000), stop));
    }

    public static (Tone Tone, string Icon) Of(Severity severity) => severity switch
    {
        Severity.Critical => (Tone.Bad, "alert-octagon"),
        Severity.Warning => (Tone.Warn, "alert-triangle"),
        Severity.Info => (Tone.Info, "info-circle"),
    };

    public static (Tone Tone, string Icon) Of(Cover cover) => cover switch
    {
        Cover.None => (Tone.Bad, "bell-ringing"),
        Cover.Waiting => (Tone.Muted, "hourglass"),
        Cover.Maintenance => (Tone.Info, "tools"),
        Cover.Silence => (Tone.Muted, "bell-off"),
        Cover.Inhibition => (Tone.Muted, "git-merge"),
    };

    public static (Tone Tone, string Icon) Of(CoverState state) => state switch
    {
        CoverState.Pending => (Tone.Info, "hourglass"),
        CoverState.Active => (Tone.Warn, "bell-off"),
        CoverState.Expired => (Tone.Muted, "check"),
    };

    public static string IconOf(StageName stage) => stage switch
    {
        StageName.Fingerprint => "fingerprint",
        StageName.Deduplicate => "copy",
        StageName.Maintenance => "tools",
        StageName.Silence => "bell-off",
        StageName.Inhibit => "git-merge",
        StageName.Route => "route",
        StageName.Group => "stack-2",
        StageName.Raise => "ticket",
        StageName.Notify => "mail",
        StageName.Acknowledge => "user-check",
        StageName.Over => "circle-check",
    };
}
