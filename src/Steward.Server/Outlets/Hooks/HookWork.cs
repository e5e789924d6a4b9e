// What every verb on a webhook shares: which of them the caller keeps, and what may be entered.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Events;
using Steward.Platform.Secrets;
using Steward.Platform.Settings;
using Steward.Platform.Web;

namespace Steward.Outlets.Hooks;

/// <summary>Only https to the open network, or to a host that the settings name.</summary>
sealed record AddressLeadsInside() : Refusal("OUT-101") { public override int Status => 400; public override string? Field => "url"; }
sealed record UnknownEvent(string Name) : Refusal("OUT-102", Name) { public override int Status => 400; public override string? Field => "kinds"; }
sealed record NoEvents() : Refusal("OUT-103") { public override int Status => 400; public override string? Field => "kinds"; }
sealed record TooManyWebhooks(int Most) : Refusal("OUT-104", Most);
sealed record NothingHalted() : Refusal("OUT-105");
sealed record SpanTurned() : Refusal("OUT-106") { public override int Status => 400; public override string? Field => "until"; }

sealed class HookWork(StewardDb db, Me me, NewsCatalogue catalogue, SecretBox box, StewardSettings settings)
{
    /// <summary>Those that the caller may see: of customers for whom the right is held, and by the customer's own people only their own.</summary>
    public IQueryable<Webhook> Seen(Right right)
    {
        var seen = db.Set<Webhook>().AsQueryable();
        if (me.IsSystem) return seen;
        var given = me.Giving(Thing.Webhook, right).Where(g => g is { Wide: true, Grant: { Site: null, Contract: null, Team: null } }).Select(g => g.Grant.Customer).ToList();
        if (!given.Contains(null))
        {
            var customers = given.OfType<CustomerId>().ToList();
            seen = seen.Where(w => customers.Contains(w.Customer));
        }
        return me.Contact is null ? seen : seen.Where(w => !w.OfProvider);
    }

    public Task<Webhook?> Find(WebhookId id, CancellationToken stop) => Seen(Right.Work).SingleOrDefaultAsync(w => w.Id == id, stop);

    /// <summary>Events that the caller may have told.</summary>
    public IReadOnlyList<PublishedNews> Offered => [.. catalogue.All.Where(p => me.Contact is null || !p.Internal)];

    public Refusal? Fault(string url, IReadOnlyList<string> kinds) =>
        !OutsideAddress.IsGood(url, settings.WebhookHosts) ? new AddressLeadsInside()
        : kinds.Count == 0 ? new NoEvents()
        : kinds.FirstOrDefault(k => Offered.All(o => o.Name != k)) is { } unknown ? new UnknownEvent(unknown) : null;

    public string Seal(string text) => box.Seal(Webhook.Purpose, text);
    public string Open(string text) => box.Open(Webhook.Purpose, text);

    /// <summary>What people may see of an address: its query may hold a key.</summary>
    public static string Shown(string url) => new Uri(url).GetLeftPart(UriPartial.Path);
}
