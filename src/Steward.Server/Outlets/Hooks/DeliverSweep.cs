// Calls the addresses of webhooks with what waits for them; one that is slow or away holds up no other.
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Secrets;
using Steward.Platform.Sweeps;

namespace Steward.Outlets.Hooks;

sealed partial class DeliverSweep(StewardDb db, IServiceScopeFactory scopes, ILogger<DeliverSweep> log) : ISweep
{
    const int HooksAtOnce = 8, InARow = 20;

    public string Name => "webhook-out";
    public TimeSpan Every => TimeSpan.FromSeconds(1);
    public bool WakesAtNews => true;

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var due = await (from w in db.Set<Webhook>().AsNoTracking() where w.State == WebhookState.Active && db.Set<Delivery>().Any(d => d.Webhook == w.Id && d.NextTry <= now) select w.Id).ToListAsync(stop);
        var done = 0;
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = HooksAtOnce, CancellationToken = stop }, async (hook, cancelled) =>
        {
            await using var scope = scopes.CreateAsyncScope();
            Me.ActAsSystem(scope.ServiceProvider, Name);
            Interlocked.Add(ref done, await scope.ServiceProvider.GetRequiredService<Postman>().Deliver(hook, InARow, cancelled));
        });
        if (done > 0) Delivered(done);
        return done;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Count} events were delivered to webhooks")]
    partial void Delivered(int count);
}

/// <summary>What became of a call.</summary>
sealed record CallAnswer(int Status, string Fault, TimeSpan? RetryAfter, int Milliseconds)
{
    public bool Good => Fault.Length == 0;
    /// <summary>The receiver wants nothing of this any more.</summary>
    public bool Gone => Status == 410;
}

/// <summary>Delivers what waits for one webhook, one after the other, until one fails.</summary>
sealed class Postman(StewardDb db, IHttpClientFactory http, SecretBox box, Mailroom mails, PeopleBook people, TimeProvider time)
{
    public const string Client = "webhook";

    public async Task<int> Deliver(WebhookId id, int most, CancellationToken stop)
    {
        var now = time.Now();
        var waiting = await db.Set<Delivery>().AsNoTracking().Where(d => d.Webhook == id && d.NextTry <= now).OrderBy(d => d.NextTry).ThenBy(d => d.Id).Take(most).ToListAsync(stop);
        var delivered = 0;
        foreach (var delivery in waiting)
        {
            if (await db.Set<Webhook>().AsNoTracking().SingleOrDefaultAsync(w => w.Id == id && w.State == WebhookState.Active, stop) is not { } hook) break;
            // Signed with the moment of the call, which receivers hold against their own clocks.
            now = time.Now();
            // Claimed for two minutes: another node passes on, and a node that dies gives it back.
            if (await db.UpdateNow(db.Set<Delivery>().Where(d => d.Id == delivery.Id && d.NextTry == delivery.NextTry), s => s.SetProperty(d => d.NextTry, now.AddMinutes(2)), stop) == 0) continue;
            var answer = await Call(hook, delivery, now, stop);
            if (await Keep(hook, delivery, answer, now, stop)) delivered++;
            if (answer.Good) continue;
            await db.UpdateNow(db.Set<Delivery>().Where(d => d.Webhook == id && d.Id != delivery.Id && d.NextTry <= now), s => s.SetProperty(d => d.NextTry, now + Waits.Others), stop);
            break;
        }
        return delivered;
    }

    async Task<CallAnswer> Call(Webhook hook, Delivery delivery, DateTimeOffset now, CancellationToken stop)
    {
        var begun = Stopwatch.GetTimestamp();
        CallAnswer Answer(int status, string fault, TimeSpan? wait = null) => new(status, fault, wait, (int)Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        try
        {
            string[] keys = hook.FormerKeyUntil > now ? [box.Open(Webhook.Purpose, hook.SigningKey), box.Open(Webhook.Purpose, hook.FormerKey)] : [box.Open(Webhook.Purpose, hook.SigningKey)];
            var timestamp = Signing.Timestamp(now);
            using var call = new HttpRequestMessage(HttpMethod.Post, box.Open(Webhook.Purpose, hook.Url)) { Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json") };
            call.Headers.Add("webhook-id", delivery.Event);
            call.Headers.Add("webhook-timestamp", timestamp);
            call.Headers.Add("webhook-signature", Signing.Header(keys, delivery.Event, timestamp, delivery.Body));
            call.Headers.UserAgent.Add(new ProductInfoHeaderValue("Steward", null));
            using var client = http.CreateClient(Client);
            // What it answers beside the status is nobody's business here, and not read.
            using var answer = await client.SendAsync(call, HttpCompletionOption.ResponseHeadersRead, stop);
            var (status, wait) = ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta ?? answer.Headers.RetryAfter?.Date - now);
            return Answer(status, answer.IsSuccessStatusCode ? "" : $"HTTP {status}", wait);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or System.Security.Cryptography.CryptographicException && !stop.IsCancellationRequested)
        {
            return Answer(0, fault is OperationCanceledException ? "timeout" : Cut(fault.GetBaseException().Message));
        }
    }

    /// <summary>True when it was taken.</summary>
    async Task<bool> Keep(Webhook hook, Delivery delivery, CallAnswer answer, DateTimeOffset now, CancellationToken stop)
    {
        var tries = delivery.Tries + 1;
        var wait = answer.Good || answer.Gone ? null : Waits.After(delivery.Waited, answer.RetryAfter);
        var state = answer.Good ? DeliveryState.Delivered : wait is null && !answer.Gone ? DeliveryState.GivenUp : DeliveryState.Waiting;
        db.Add(new DeliveryTry { Delivery = delivery.Id, Number = tries, Customer = hook.Customer, At = now, Status = answer.Status, Milliseconds = answer.Milliseconds, Fault = answer.Fault });
        var row = await db.Set<Delivery>().SingleAsync(d => d.Id == delivery.Id, stop);
        (row.State, row.Tries, row.Waited, row.NextTry, row.DoneAt) = (state, tries, row.Waited + (wait is null ? 0 : 1), state == DeliveryState.Waiting ? now + (wait ?? TimeSpan.Zero) : null, state == DeliveryState.Waiting ? null : now);
        var progress = await db.Set<WebhookProgress>().AsNoTracking().SingleAsync(p => p.Webhook == hook.Id, stop);
        var since = answer.Good ? (DateTimeOffset?)null : progress.FailingSince ?? now;
        if (state == DeliveryState.GivenUp) await Tell(hook, "webhook-given-up", $"{hook.Id.Value:N}-{since!.Value.ToUnixTimeMilliseconds()}", answer.Fault, now, stop);
        if (answer.Gone || since is { } first && now - first >= Waits.HaltedAfter)
        {
            var halted = await db.Set<Webhook>().SingleAsync(w => w.Id == hook.Id, stop);
            (halted.State, halted.Reason) = (WebhookState.Halted, answer.Fault);
            await Tell(hook, "webhook-halted", $"{hook.Id.Value:N}-{now.ToUnixTimeMilliseconds()}", answer.Fault, now, stop);
        }
        // A webhook that somebody changes at this moment is looked at again when the next call fails.
        if ((await db.TryCommit(stop)).Refusal is not null) return false;
        var mark = db.Set<WebhookProgress>().Where(p => p.Webhook == hook.Id);
        if (answer.Good) await db.UpdateNow(mark, s => s.SetProperty(p => p.FailingSince, (DateTimeOffset?)null).SetProperty(p => p.LastGoodAt, now), stop);
        else if (progress.FailingSince is null) await db.UpdateNow(mark, s => s.SetProperty(p => p.FailingSince, since), stop);
        return answer.Good;
    }

    /// <summary>Writes to whoever keeps the webhook, once under one key.</summary>
    async Task Tell(Webhook hook, string template, string key, string fault, DateTimeOffset now, CancellationToken stop)
    {
        if (await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == hook.Keeper, stop) is not { Disabled: false } keeper) return;
        var email = keeper.Contact is { } contact ? await people.Contacts.Where(c => c.Id == contact).Select(c => c.Email).SingleOrDefaultAsync(stop)
            : keeper.Staff is { } staff ? await people.Staff.Where(s => s.Id == staff).Select(s => s.Email).SingleOrDefaultAsync(stop) : null;
        if (string.IsNullOrEmpty(email) || await db.Set<Mail>().AnyAsync(m => m.Key == $"{template}-{key}", stop)) return;
        mails.Post(hook.Customer, hook.Id.Value, new Addressee(keeper.Name, email, keeper.Language), template, $"{template}-{key}", now, hook.Name, hook.Address, fault, mails.Link($"/webhooks/{hook.Id}"));
    }

    static string Cut(string text) => text.Length > 300 ? text[..300] : text;
}
