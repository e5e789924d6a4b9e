// Addresses, rights and navigation of webhooks: the list, one with its log, and its verbs.
using Steward.Access;
using Steward.Outlets.Hooks;
using Steward.Platform.Events;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Outlets.Pages;

static class WebhookPages
{
    static readonly string Read = Needs.The(Thing.Webhook, Right.Read), Create = Needs.The(Thing.Webhook, Right.Create), Work = Needs.The(Thing.Webhook, Right.Work);

    public static void Add(IServiceCollection services, StewardSettings settings)
    {
        services.AddSingleton<NewsCatalogue>().AddScoped<HookWork>().AddScoped<WebhookQueries>().AddScoped<Postman>().AddScoped<ISweep, RecordSweep>().AddScoped<ISweep, DeliverSweep>().AddScoped<ISweep, LogSweep>();
        // A proxy would be asked instead of the address that was looked at; whom the address points on to is not asked at all.
        services.AddHttpClient(Postman.Client, http => (http.Timeout, http.MaxResponseContentBufferSize) = (TimeSpan.FromSeconds(15), 1 << 16)).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(2), ConnectCallback = (to, stop) => OutsideAddress.Connect(to, settings.WebhookHosts, stop),
        });
        services.AddSingleton(new AuditSubject("outlets_webhook", "/webhooks/{0}"));
        services.AddNav(new NavEntry("Nav.System", "Hooks.Title", "/webhooks", "plug-connected", Read, 932));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var (list, one) = (Redraw.Of("/webhooks"), Redraw.Of("/webhooks/{webhook:guid}"));
        routes.Shows<WebhooksPage, WebhookList>("/webhooks", Read, "Webhooks", (WebhookQueries hooks, CancellationToken stop) => hooks.All(stop));
        routes.Shows<WebhookPage, WebhookView>("/webhooks/{webhook:guid}", Read, "Webhook", (WebhookQueries hooks, Guid webhook, HttpContext http, CancellationToken stop) => hooks.One(webhook, QueryValues.Of(http), stop));
        routes.Verb<AddWebhook, MadeWebhook, AddWebhookHandler>("webhooks", Create, new() { Then = (_, made) => $"/webhooks/{made.Id}", Again = list });
        routes.Verb<ChangeWebhook, Done, ChangeWebhookHandler>("webhooks/{webhook}/change", Work, new() { Then = (ask, _) => $"/webhooks/{ask.Webhook}", Again = one });
        routes.Verb<RotateWebhookKey, MadeWebhook, RotateWebhookKeyHandler>("webhooks/{webhook}/key", Work, new() { Then = (ask, _) => $"/webhooks/{ask.Webhook}", Again = one });
        routes.Verb<PauseWebhook, Done, PauseWebhookHandler>("webhooks/{webhook}/pause", Work, new() { Then = (ask, _) => $"/webhooks/{ask.Webhook}" });
        routes.Verb<ResumeWebhook, Done, ResumeWebhookHandler>("webhooks/{webhook}/resume", Work, new() { Then = (ask, _) => $"/webhooks/{ask.Webhook}", Again = one });
        routes.Verb<RemoveWebhook, Done, RemoveWebhookHandler>("webhooks/{webhook}/remove", Work, new() { Then = (_, _) => "/webhooks" });
        routes.Verb<TryWebhook, DeliveryId, TryWebhookHandler>("webhooks/{webhook}/try", Work, new() { Then = (ask, _) => $"/webhooks/{ask.Webhook}" });
        routes.Verb<Redeliver, Done, RedeliverHandler>("webhooks/{webhook}/deliveries/{delivery}/again", Work, new() { Then = (ask, _) => $"/webhooks/{ask.Webhook}" });
        routes.Verb<SendSpanAgain, int, SendSpanAgainHandler>("webhooks/{webhook}/again", Work, new() { Then = (ask, _) => $"/webhooks/{ask.Webhook}", Again = one });
    }
}
