// Follows the log of news for every webhook and writes down what is to be delivered, each event once, however many nodes follow it.
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Steward.Notify;
using Steward.Platform.Events;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;

namespace Steward.Outlets.Hooks;

/// <summary>
/// There is no second write when something happens: the log of news is the outbox. The deliveries of a stretch of the log and the mark how far each webhook has come go to disk
/// together; the mark is a concurrency token, so of two nodes one is told to look again, and a node that dies has written both or neither.
/// </summary>
sealed class RecordSweep(StewardDb db, NewsCatalogue catalogue, Mailroom links, IdSource ids) : ISweep
{
    const int Stretch = 1000;

    /// <summary>What is told so long after it happened is history that was brought in from elsewhere: it stands in the feed, and calls nobody.</summary>
    static readonly TimeSpan History = TimeSpan.FromDays(7);

    public string Name => "webhook-record";
    public TimeSpan Every => TimeSpan.FromSeconds(1);
    public bool WakesAtNews => true;

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var end = await db.Set<EventRow>().MaxAsync(e => (long?)e.Position, stop) ?? 0;
        var behind = await (from p in db.Set<WebhookProgress>() join w in db.Set<Webhook>() on p.Webhook equals w.Id where w.State == WebhookState.Active && p.Position < end select new { Hook = w, Progress = p }).ToListAsync(stop);
        if (behind.Count == 0) return 0;
        // Positions are given in the order of commits, so nothing can still appear within the stretch.
        var from = behind.Min(b => b.Progress.Position);
        var until = Math.Min(end, from + Stretch);
        var rows = await db.Set<EventRow>().AsNoTracking().Where(e => e.Position > from && e.Position <= until && catalogue.Kinds.Contains(e.Kind)).OrderBy(e => e.Position).ToListAsync(stop);
        var told = rows.Where(r => r.RecordedAt - r.OccurredAt < History).Select(catalogue.Read).OfType<ToldNews>().Where(t => t.Row.Customer is not null || t.As.ForAll).ToList();
        var written = 0;
        foreach (var one in behind.Where(b => b.Progress.Position < until))
        {
            var mine = told.Where(t => t.Row.Position > one.Progress.Position && (t.Row.Customer ?? one.Hook.Customer) == one.Hook.Customer && one.Hook.Kinds.Contains(t.As.Name) && (one.Hook.OfProvider || !t.As.Internal)).ToList();
            // Nothing for it: the mark may stay, unless it would be read over and over again.
            if (mine.Count == 0 && until == end && end - one.Progress.Position < Stretch / 2) continue;
            foreach (var news in mine)
                db.Add(Of(one.Hook, catalogue.IdOf(news.Row.Position), news.As.Name, news.Row.Subject, news.Row.OccurredAt, Body(news), now));
            one.Progress.Position = until;
            written += Math.Max(1, mine.Count);
        }
        return written > 0 && (await db.TryCommit(stop)).Refusal is null ? written : 0;
    }

    Delivery Of(Webhook hook, string id, string kind, Guid subject, DateTimeOffset occurredAt, string body, DateTimeOffset now) => new()
    {
        Id = ids.New<DeliveryId>(now), Webhook = hook.Id, Customer = hook.Customer, Event = id, Kind = kind, Subject = subject, OccurredAt = occurredAt, WrittenAt = now, Body = body, NextTry = now,
    };

    /// <summary>Who tells what: the thin form, with the addresses where more is to be read by whoever may.</summary>
    string Body(ToldNews news) => Body(catalogue.IdOf(news.Row.Position), news.As.Name, news.Row.OccurredAt, news.Row.Customer, news.Row.Subject, links.Link(string.Format(null, news.As.Path, news.Row.Subject)),
        links.Link("/api/v1" + string.Format(null, news.As.Path, news.Row.Subject)), news.Data);

    internal static string Body(string id, string kind, DateTimeOffset at, CustomerId? customer, Guid subject, string page, string api, JsonNode data) =>
        JsonSerializer.Serialize(new { id, type = kind, timestamp = at, customer, subject, page, api, data }, Json.Options);
}
