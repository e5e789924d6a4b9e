// What the verbs of Alerting share: finding an alert for somebody who may, and who they are.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.People;

namespace Steward.Alerting.Silences;

sealed class AlertWork(StewardDb db, Me me, PeopleBook people, TimeProvider time)
{
    public StewardDb Db => db;
    public DateTimeOffset Now { get; } = time.Now();
    public string Caller => me.Name;

    public async Task<Result<Alert>> Load(AlertId id, Right right, CancellationToken stop)
    {
        if (await db.Set<Alert>().SingleOrDefaultAsync(a => a.Id == id, stop) is not { } alert || !me.Can(Thing.Alert, Right.Read, PlaceOf(alert))) return new NotFound();
        return me.Can(Thing.Alert, right, PlaceOf(alert)) ? alert : new NotAllowed();
    }

    /// <summary>Whether the caller may cover alerts of a customer, or of one site of it.</summary>
    public async Task<Refusal?> Refuses(CustomerId customer, Guid? site, Right right, CancellationToken stop)
    {
        if (!await people.Customers.AnyAsync(c => c.Id == customer, stop)) return new NotFound();
        SiteId? at = site is { } s ? SiteId.From(s) : null;
        if (at is not null && !await people.Sites.AnyAsync(x => x.Id == at && x.Customer == customer, stop)) return new NotFound();
        if (!me.Can(Thing.Alert, Right.Read, new(customer, at))) return new NotFound();
        return me.Can(Thing.Alert, right, new(customer, at)) ? null : new NotAllowed();
    }

    public bool May(Alert alert, Right right) => me.Can(Thing.Alert, right, PlaceOf(alert));

    public static Place PlaceOf(Alert alert) => new(alert.Customer, alert.Site is { } site ? SiteId.From(site) : null, alert.Contract);
}
