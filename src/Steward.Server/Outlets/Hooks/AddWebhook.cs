// Registers an address that is told of a customer's events; the key with which calls are signed is shown once.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.People;
using Steward.Platform.Events;
using Steward.Platform.Web;

namespace Steward.Outlets.Hooks;

/// <param name="Customer">Whose events; may be left out by whoever has one customer only.</param>
/// <param name="Kinds">Names of events, such as <c>ticket.opened</c>.</param>
public sealed record AddWebhook([property: Required, StringLength(80)] string Name, [property: Required, StringLength(1000)] string Url, List<string>? Kinds = null, CustomerId? Customer = null);

/// <summary>The only time that the key is seen.</summary>
public sealed record MadeWebhook(WebhookId Id, string Secret);

sealed class AddWebhookHandler(StewardDb db, HookWork work, Me me, PeopleBook people, ShownOnce shown, IdSource ids, TimeProvider time) : IVerb<AddWebhook, MadeWebhook>
{
    const int MostOfACustomer = 20;

    public async Task<Result<MadeWebhook>> Handle(AddWebhook ask, CancellationToken stop)
    {
        var wanted = ask.Customer ?? (me.Scope is { All: false, Tenants: [var only] } ? only : null);
        if (wanted is not { } customer) return new BadField("customer", "field.required");
        if (!await people.Customers.AnyAsync(c => c.Id == customer, stop)) return new NotFound();
        if (!me.Can(Thing.Webhook, Right.Create, new(customer))) return new NotAllowed();
        var (url, kinds) = (ask.Url.Trim(), (ask.Kinds ?? []).Distinct().ToList());
        if (work.Fault(url, kinds) is { } fault) return fault;
        if (await db.Set<Webhook>().CountAsync(w => w.Customer == customer, stop) >= MostOfACustomer) return new TooManyWebhooks(MostOfACustomer);
        var (id, key) = (ids.New<WebhookId>(time.Now()), Signing.MakeKey());
        db.Add(new Webhook
        {
            Id = id, Customer = customer, Name = ask.Name.Trim(), Url = work.Seal(url), Address = HookWork.Shown(url), Kinds = kinds, SigningKey = work.Seal(key), OfProvider = me.Contact is null, Keeper = me.Id, KeeperName = me.Name,
        });
        // What happens from now on; what was before is in the feed of events.
        db.Add(new WebhookProgress { Webhook = id, Customer = customer, Position = await EventLog.End(db, stop) });
        if ((await db.TryCommit(stop)).Refusal is { } refusal) return refusal;
        shown.Put(key, "/webhooks");
        return new MadeWebhook(id, key);
    }
}
