// Which alerts a caller may see, and what open pages are told of them: that one changed, and that a new one calls.
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Live;

namespace Steward.Alerting;

static class LiveAlerts
{
    public static readonly LiveTopic Alerts = new("alert", [typeof(AlertRaised), typeof(AlertCovered), typeof(AlertIsOver), typeof(AlertAcknowledged)],
        (services, ids, stop) => Ids(services.GetRequiredService<AlertInbox>().Seen, ids, stop));

    public static readonly LiveTopic Calling = new("calling", [typeof(AlertRaised)],
        (services, ids, stop) => Ids(services.GetRequiredService<AlertInbox>().Seen.Where(a => a.State == AlertState.Firing && a.Cover == Cover.None && a.Severity != Severity.Info), ids, stop))
    {
        Notice = new("Alerting.Calling", "/alerts/{id}", "/alerts", Needs.OfStaff(Thing.Alert, Right.Work)),
    };

    static Task<List<Guid>> Ids(IQueryable<Alert> seen, IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        var named = ids.Select(AlertId.From).ToList();
        return seen.Where(a => named.Contains(a.Id)).Select(a => a.Id.Value).ToListAsync(stop);
    }

    /// <summary>As <see cref="Grant.Covers"/>, in the database; an alert belongs to no group.</summary>
    public static IQueryable<Alert> VisibleTo(this IQueryable<Alert> alerts, Me me) =>
        me.IsSystem ? alerts : alerts.Where(Conditions.Any(me.Giving(Thing.Alert, Right.Read).Where(g => g.Wide).Select(g => Covered(g.Grant))));

    static Expression<Func<Alert, bool>> Covered(Grant grant)
    {
        var (customer, site, contract, anyTeam) = (grant.Customer, grant.Site?.Value, grant.Contract, grant.Team is null);
        return a => anyTeam && (customer == null || a.Customer == customer) && (site == null || a.Site == site) && (contract == null || a.Contract == contract);
    }
}
