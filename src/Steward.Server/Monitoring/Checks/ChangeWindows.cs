// Announces the window of a scheduled change for the checks of what it touches: in the ledger, and among the alerts; and ends it when the work ends early or is called off.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Alerting;
using Steward.Desk;
using Steward.Platform.Events;

namespace Steward.Monitoring.Checks;

sealed class ChangeWindows(StewardDb db, WorkWindows changes, AlertInbox alerts, Me me) : INewsEar
{
    public string Name => "monitoring-changes";
    public IReadOnlyCollection<Type> Kinds { get; } = [typeof(ChangeOpened), typeof(ChangeMoved)];

    public async Task<IReadOnlyList<INews>> Hear(INews news, DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var change = ((ChangeNews)news).Change;
        if (await changes.Of(change, stop) is not { } window) return [];
        if (!window.Stands) return await alerts.EndMaintenance(window.Customer, change.Value, now, stop);
        if (window.Until <= now || await alerts.IsAnnounced(window.Customer, change.Value, stop)) return [];
        var from = window.From > now ? window.From : now;
        var watched = await db.Set<Check>().AsNoTracking().Where(c => c.Customer == window.Customer && c.State != CheckState.Removed && c.Asset != null).Select(c => new { c.Id, c.Asset }).ToListAsync(stop);
        var checks = watched.Where(c => window.Assets.Contains(c.Asset!.Value)).Select(c => c.Id).ToList();
        var told = new List<INews>();
        foreach (var row in await db.Set<SightRow>().Where(r => checks.Contains(r.Check)).ToListAsync(stop))
        {
            var (entered, after) = await alerts.EnterMaintenance(window.Customer, row.Check.Value, from, window.Until, window.Reason, window.Author, now, stop, change.Value);
            row.Write(db, new(LedgerKind.Maintenance, from, window.Until, now, window.Reason, window.Author) { Cause = entered.Value });
            told.AddRange(after);
        }
        return told;
    }
}
