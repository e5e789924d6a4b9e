// What the pages about webhooks show: which there are and how they fare, and the log of what was delivered to one.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Outlets.Hooks;
using Steward.People;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;

namespace Steward.Outlets.Pages;

public sealed record WebhookRow(
    WebhookId Id, string Name, CustomerId Customer, string CustomerName, string Address, IReadOnlyList<string> Kinds, WebhookState State, string Reason, bool OfProvider, string KeeperName,
    DateTimeOffset? FailingSince, DateTimeOffset? LastGoodAt, DateTimeOffset? FormerKeyUntil, int Version);

/// <param name="Kinds">Names of the events that the reader may have told.</param>
public sealed record WebhookList(IReadOnlyList<WebhookRow> Rows, IReadOnlyList<string> Kinds, IReadOnlyList<Option> Customers, bool MayMake);

public sealed record TryRow(int Number, DateTimeOffset At, int Status, int Milliseconds, string Fault);
public sealed record DeliveryRow(DeliveryId Id, string Event, string Kind, Guid Subject, DateTimeOffset OccurredAt, DateTimeOffset WrittenAt, DeliveryState State, DateTimeOffset? NextTry, DateTimeOffset? DoneAt)
{
    public IReadOnlyList<TryRow> Tries { get; init; } = [];
}

/// <param name="Waiting">So many wait to be delivered; counted to a thousand.</param>
public sealed record WebhookView(WebhookRow Webhook, Part<DeliveryRow> Deliveries, DeliveryState? State, int Waiting, IReadOnlyList<string> Kinds, bool MayWork)
{
    /// <summary>A key made a moment ago; shown this once, never to programs.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public string? NewKey { get; init; }
}

sealed class WebhookQueries(StewardDb db, HookWork work, PeopleBook people, Me me, ShownOnce shown, TimeProvider time)
{
    const int PageOf = 50, CountedTo = 1000;
    static readonly Sorting<Delivery> Newest = new Sorting<Delivery, DateTimeOffset, DeliveryId>("written", d => d.WrittenAt, d => d.Id);

    public async Task<WebhookList> All(CancellationToken stop)
    {
        var rows = await Rows(work.Seen(Right.Read).OrderBy(w => w.Id).Take(500), stop);
        var customers = await people.Customers.AsNoTracking().OrderBy(c => c.ShortName).Select(c => new { c.Id, c.Name }).ToListAsync(stop);
        var mine = customers.FindAll(c => me.Can(Thing.Webhook, Right.Create, new(c.Id)));
        return new(rows, [.. work.Offered.Select(o => o.Name)], mine.ConvertAll(c => new Option(c.Id.ToString(), c.Name)), mine.Count > 0);
    }

    public async Task<WebhookView?> One(Guid webhook, QueryValues values, CancellationToken stop)
    {
        var id = WebhookId.From(webhook);
        if ((await Rows(work.Seen(Right.Read).Where(w => w.Id == id), stop)) is not [var row]) return null;
        var (all, state) = (db.Set<Delivery>().AsNoTracking().Where(d => d.Webhook == id), values.Choice<DeliveryState>("state"));
        var part = await Newest.Take(state is { } wanted ? all.Where(d => d.State == wanted) : all,
            d => new DeliveryRow(d.Id, d.Event, d.Kind, d.Subject, d.OccurredAt, d.WrittenAt, d.State, d.NextTry, d.DoneAt), descending: true, values, PageOf, stop);
        var ids = part.Items.Select(d => d.Id).ToList();
        var tries = (await db.Set<DeliveryTry>().AsNoTracking().Where(t => ids.Contains(t.Delivery)).OrderBy(t => t.Number).ToListAsync(stop)).ToLookup(t => t.Delivery, t => new TryRow(t.Number, t.At, t.Status, t.Milliseconds, t.Fault));
        return new(row, part with { Items = [.. part.Items.Select(d => d with { Tries = [.. tries[d.Id]] })] }, state, await all.Where(d => d.NextTry != null).Take(CountedTo).CountAsync(stop),
            [.. work.Offered.Select(o => o.Name)], me.Can(Thing.Webhook, Right.Work, new(row.Customer))) { NewKey = shown.Take("/webhooks") };
    }

    async Task<List<WebhookRow>> Rows(IQueryable<Webhook> seen, CancellationToken stop)
    {
        var now = time.Now();
        return (await (from w in seen.AsNoTracking() join p in db.Set<WebhookProgress>() on w.Id equals p.Webhook join c in people.Customers on w.Customer equals c.Id orderby c.ShortName, w.Name, w.Id select new { w, p, c.Name }).ToListAsync(stop))
            .ConvertAll(r => new WebhookRow(r.w.Id, r.w.Name, r.w.Customer, r.Name, r.w.Address, r.w.Kinds, r.w.State, r.w.Reason, r.w.OfProvider, r.w.KeeperName, r.p.FailingSince, r.p.LastGoodAt, r.w.FormerKeyUntil > now ? r.w.FormerKeyUntil : null, r.w.Version));
    }
}
