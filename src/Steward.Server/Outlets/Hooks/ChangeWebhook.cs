// Changes, pauses, resumes and removes a webhook, and gives it a new key while the old one is still good.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Events;
using Steward.Platform.Web;

namespace Steward.Outlets.Hooks;

/// <summary>An address left empty stays as it is.</summary>
public sealed record ChangeWebhook(WebhookId Webhook, int Version, [property: Required, StringLength(80)] string Name, [property: StringLength(1000)] string Url = "", List<string>? Kinds = null);

/// <summary>For so many hours calls are signed with the former key as well.</summary>
public sealed record RotateWebhookKey(WebhookId Webhook, [property: Range(0, 168)] int OverlapHours = 24);

public sealed record PauseWebhook(WebhookId Webhook);

/// <param name="Skip">What happened meanwhile and what waits is not delivered.</param>
public sealed record ResumeWebhook(WebhookId Webhook, bool Skip = false);

public sealed record RemoveWebhook(WebhookId Webhook);

sealed class ChangeWebhookHandler(StewardDb db, HookWork work) : IVerb<ChangeWebhook, Done>
{
    public async Task<Result<Done>> Handle(ChangeWebhook ask, CancellationToken stop)
    {
        if (await work.Find(ask.Webhook, stop) is not { } row) return new NotFound();
        if (row.Version != ask.Version) return new ChangedMeanwhile();
        var (url, kinds) = (ask.Url.Trim() is { Length: > 0 } fresh ? fresh : work.Open(row.Url), (ask.Kinds ?? []).Distinct().ToList());
        if (work.Fault(url, kinds) is { } fault) return fault;
        (row.Name, row.Url, row.Address, row.Kinds) = (ask.Name.Trim(), work.Seal(url), HookWork.Shown(url), kinds);
        return await db.TryCommit(stop);
    }
}

sealed class RotateWebhookKeyHandler(StewardDb db, HookWork work, ShownOnce shown, TimeProvider time) : IVerb<RotateWebhookKey, MadeWebhook>
{
    public async Task<Result<MadeWebhook>> Handle(RotateWebhookKey ask, CancellationToken stop)
    {
        if (await work.Find(ask.Webhook, stop) is not { } row) return new NotFound();
        var key = Signing.MakeKey();
        (row.FormerKey, row.FormerKeyUntil) = ask.OverlapHours == 0 ? ("", (DateTimeOffset?)null) : (row.SigningKey, time.Now().AddHours(ask.OverlapHours));
        row.SigningKey = work.Seal(key);
        if ((await db.TryCommit(stop)).Refusal is { } refusal) return refusal;
        shown.Put(key, "/webhooks");
        return new MadeWebhook(row.Id, key);
    }
}

sealed class PauseWebhookHandler(StewardDb db, HookWork work) : IVerb<PauseWebhook, Done>
{
    public async Task<Result<Done>> Handle(PauseWebhook ask, CancellationToken stop)
    {
        if (await work.Find(ask.Webhook, stop) is not { } row) return new NotFound();
        if (row.State == WebhookState.Active) row.State = WebhookState.Paused;
        return await db.TryCommit(stop);
    }
}

sealed class ResumeWebhookHandler(StewardDb db, HookWork work, TimeProvider time) : IVerb<ResumeWebhook, Done>
{
    public async Task<Result<Done>> Handle(ResumeWebhook ask, CancellationToken stop)
    {
        if (await work.Find(ask.Webhook, stop) is not { } row) return new NotFound();
        if (row.State == WebhookState.Active) return new NothingHalted();
        (row.State, row.Reason) = (WebhookState.Active, "");
        var (now, progress) = (time.Now(), await db.Set<WebhookProgress>().SingleAsync(p => p.Webhook == row.Id, stop));
        progress.FailingSince = null;
        if (ask.Skip) progress.Position = await EventLog.End(db, stop);
        if ((await db.TryCommit(stop)).Refusal is { } refusal) return refusal;
        var waiting = db.Set<Delivery>().Where(d => d.Webhook == ask.Webhook && d.NextTry != null);
        if (ask.Skip) await db.UpdateNow(waiting, s => s.SetProperty(d => d.State, DeliveryState.Skipped).SetProperty(d => d.NextTry, (DateTimeOffset?)null).SetProperty(d => d.DoneAt, now), stop);
        else await db.UpdateNow(waiting, s => s.SetProperty(d => d.NextTry, now).SetProperty(d => d.Waited, 0), stop);
        return new Done();
    }
}

sealed class RemoveWebhookHandler(StewardDb db, HookWork work) : IVerb<RemoveWebhook, Done>
{
    public async Task<Result<Done>> Handle(RemoveWebhook ask, CancellationToken stop)
    {
        if (await work.Find(ask.Webhook, stop) is not { } row) return new NotFound();
        db.Remove(row);
        db.RemoveRange(await db.Set<WebhookProgress>().Where(p => p.Webhook == row.Id).ToListAsync(stop));
        if ((await db.TryCommit(stop)).Refusal is { } refusal) return refusal;
        // The log goes with it: nobody could open it any more.
        await db.DeleteNow(db.Set<DeliveryTry>().Where(t => db.Set<Delivery>().Any(d => d.Id == t.Delivery && d.Webhook == ask.Webhook)), stop);
        await db.DeleteNow(db.Set<Delivery>().Where(d => d.Webhook == ask.Webhook), stop);
        return new Done();
    }
}
