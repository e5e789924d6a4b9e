// Addresses of the feed of events and of the list of their kinds.
using Steward.Access;
using Steward.Platform.Events;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Outlets.Feed;

/// <param name="Name">As events and webhooks call it.</param>
public sealed record EventKind(string Name, string Text);

static class FeedRoutes
{
    public static void Add(IServiceCollection services) => services.AddScoped<EventFeed>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/events", async (HttpContext http, EventFeed feed, string? after, string? type, int? limit, CancellationToken stop) =>
                limit is < 1 or > EventFeed.Most ? Refusals.Problem(http, new BadField("limit", "field.range", 1, EventFeed.Most))
                : (await feed.After(after, type, limit ?? EventFeed.Usual, stop)).TryGet(out var part, out var refusal) ? Results.Json(part, Json.Options) : Refusals.Problem(http, refusal))
            .RequireAuthorization(Needs.SignedIn).WithName("Events").WithTags("events").WithSummary(Texts.In(Language.En, "page.Events")).WithDescription(Texts.In(Language.Zh, "page.Events"))
            .Produces<EventPart>().ProducesProblem(400).ProducesProblem(410);
        routes.MapGet("/api/v1/events/kinds", (NewsCatalogue catalogue, Me me) => Results.Json(catalogue.All.Where(p => me.Contact is null || !p.Internal).Select(p => new EventKind(p.Name, Texts.T($"event.{p.Name}"))).ToList(), Json.Options))
            .RequireAuthorization(Needs.SignedIn).WithName("EventKinds").WithTags("events").WithSummary(Texts.In(Language.En, "page.EventKinds")).WithDescription(Texts.In(Language.Zh, "page.EventKinds")).Produces<List<EventKind>>();
    }
}
