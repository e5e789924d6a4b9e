// Outlets: what other systems are told. Signed webhooks, and the feed of events.
using Steward.Outlets.Feed;
using Steward.Outlets.Pages;
using Steward.Platform.Host;
using Steward.Platform.Settings;

namespace Steward.Outlets;

public sealed class OutletsModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        WebhookPages.Add(services, settings);
        FeedRoutes.Add(services);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        WebhookPages.Map(routes);
        FeedRoutes.Map(routes);
    }
}
