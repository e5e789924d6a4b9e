// Brings announced work from Alerting into the availability ledgers: of every check that a window is about, and again when a window ends at another moment.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Alerting;
using Steward.People;
using Steward.Platform.Events;

namespace Steward.Monitoring.Checks;

sealed class WindowFacts(StewardDb db, PeopleBook people, Me me) : INewsEar
{
    public string Name => "monitoring-windows";
    public IReadOnlyCollection<Type> Kinds { get; } = [typeof(WindowDeclared)];

    public async Task<IReadOnlyList<INews>> Hear(INews news, DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var window = (WindowDeclared)news;
        var cause = window.Window.Value;
        // A window that was told before is a correction, and concerns whom it concerned then.
        var told = await db.Set<FactRow>().AsNoTracking().Where(f => f.Cause == cause).Select(f => f.Check).Distinct().ToListAsync(stop);
        var checks = told.Count > 0 ? told : await Meant(window, stop);
        foreach (var row in await db.Set<SightRow>().Where(r => checks.Contains(r.Check)).ToListAsync(stop))
            row.Write(db, new(LedgerKind.Maintenance, window.From, window.Until < window.From ? window.From : window.Until, now, window.Reason, window.Author) { Cause = cause });
        return [];
    }

    /// <summary>The checks whose outage would fall under the window.</summary>
    async Task<List<CheckId>> Meant(WindowDeclared window, CancellationToken stop)
    {
        var customer = window.Customer!.Value;
        var owner = await people.Customers.Where(c => c.Id == customer).Select(c => new { c.ShortName, c.Language }).SingleAsync(stop);
        var sites = await people.Sites.Where(s => s.Customer == customer).ToDictionaryAsync(s => s.Id, s => s.Name, stop);
        return [.. (await db.Set<Check>().AsNoTracking().Where(c => c.Customer == customer && c.State != CheckState.Removed).ToListAsync(stop))
            .Where(c => window.Means(c.Site.Value, c.Id.Value, CheckAlerts.Labels(c, CheckAlerts.Down, Severity.Critical, new(owner.ShortName, sites.GetValueOrDefault(c.Site, ""), owner.Language)))).Select(c => c.Id)];
    }
}
