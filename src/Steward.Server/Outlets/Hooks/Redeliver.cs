// Sends a word of trial to a webhook, and sends again what was sent before: one delivery, or those of a span of time.
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Notify;
using Steward.Platform.Web;

namespace Steward.Outlets.Hooks;

/// <summary>An event of the kind <c>webhook.test</c>, for this webhook alone.</summary>
public sealed record TryWebhook(WebhookId Webhook);

/// <summary>The same event under the same id: a receiver that had it passes over it.</summary>
public sealed record Redeliver(WebhookId Webhook, DeliveryId Delivery);

/// <summary>Everything that happened in [From, Until) and was told to this webhook; what was taken already only with <paramref name="Delivered"/>.</summary>
public sealed record SendSpanAgain(WebhookId Webhook, DateTimeOffset From, DateTimeOffset Until, bool Delivered = false);

sealed class TryWebhookHandler(StewardDb db, HookWork work, Me me, Mailroom links, IdSource ids, TimeProvider time) : IVerb<TryWebhook, DeliveryId>
{
    public async Task<Result<DeliveryId>> Handle(TryWebhook ask, CancellationToken stop)
    {
        if (await work.Find(ask.Webhook, stop) is not { } hook) return new NotFound();
        var (now, page) = (time.Now(), links.Link($"/webhooks/{hook.Id}"));
        var id = ids.New<DeliveryId>(now);
        var name = $"evt_{id.Value:N}";
        db.Add(new Delivery
        {
            Id = id, Webhook = hook.Id, Customer = hook.Customer, Event = name, Kind = "webhook.test", Subject = hook.Id.Value, OccurredAt = now, WrittenAt = now, NextTry = now,
            Body = RecordSweep.Body(name, "webhook.test", now, hook.Customer, hook.Id.Value, page, links.Link($"/api/v1/webhooks/{hook.Id}"), new JsonObject { ["by"] = me.Name }),
        });
        return (await db.TryCommit(stop)).TryGet(out _, out var refusal) ? id : refusal;
    }
}

sealed class RedeliverHandler(StewardDb db, HookWork work, TimeProvider time) : IVerb<Redeliver, Done>
{
    public async Task<Result<Done>> Handle(Redeliver ask, CancellationToken stop) =>
        await work.Find(ask.Webhook, stop) is null || await Again(db, db.Set<Delivery>().Where(d => d.Webhook == ask.Webhook && d.Id == ask.Delivery), time.Now(), stop) == 0 ? new NotFound() : new Done();

    internal static Task<int> Again(StewardDb db, IQueryable<Delivery> deliveries, DateTimeOffset now, CancellationToken stop) =>
        db.UpdateNow(deliveries, s => s.SetProperty(d => d.State, DeliveryState.Waiting).SetProperty(d => d.Waited, 0).SetProperty(d => d.NextTry, now).SetProperty(d => d.DoneAt, (DateTimeOffset?)null), stop);
}

sealed class SendSpanAgainHandler(StewardDb db, HookWork work, TimeProvider time) : IVerb<SendSpanAgain, int>
{
    public async Task<Result<int>> Handle(SendSpanAgain ask, CancellationToken stop)
    {
        if (await work.Find(ask.Webhook, stop) is null) return new NotFound();
        if (ask.Until <= ask.From) return new SpanTurned();
        return await RedeliverHandler.Again(db, db.Set<Delivery>().Where(d => d.Webhook == ask.Webhook && d.OccurredAt >= ask.From && d.OccurredAt < ask.Until && (ask.Delivered || d.State != DeliveryState.Delivered)), time.Now(), stop);
    }
}
