// Tells upper rooms when a change is worked on and what it touches, so that they neither call anybody nor count it as an outage unannounced.
using Microsoft.EntityFrameworkCore;
using Steward.Assets;

namespace Steward.Desk;

/// <summary>[From, Until) as approved. <see cref="Stands"/> while the work is ahead or under way; afterwards whatever waited for it is as ever. <see cref="Assets"/>: what it touches and all that depends on it.</summary>
public sealed record WorkWindow(CustomerId Customer, string Reason, string Author, DateTimeOffset From, DateTimeOffset Until, bool Stands, IReadOnlySet<AssetId> Assets);

public sealed class WorkWindows(StewardDb db, AssetBook assets)
{
    /// <summary>Null for a change without a window, or not scheduled yet.</summary>
    public async Task<WorkWindow?> Of(ChangeId id, CancellationToken stop)
    {
        if (await db.Set<Change>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, stop) is not { WindowFrom: { } from, WindowTo: { } until } change) return null;
        if (change.State is ChangeState.Draft or ChangeState.Submitted or ChangeState.Assessing or ChangeState.PendingApproval or ChangeState.Approved) return null;
        var touched = (await db.Set<ChangeAsset>().AsNoTracking().Where(a => a.Change == id).Select(a => a.Asset).ToListAsync(stop)).ToHashSet();
        var leaning = (await assets.Dependencies.Where(d => d.Customer == change.Customer).Select(d => new { d.Asset, d.On }).ToListAsync(stop)).ToLookup(d => d.On, d => d.Asset);
        for (var next = new Queue<AssetId>(touched); next.TryDequeue(out var at);)
            foreach (var above in leaning[at].Where(touched.Add)) next.Enqueue(above);
        return new(change.Customer, $"{change.Number} {change.Summary}", change.OpenedByName, from, until, change.State is ChangeState.Scheduled or ChangeState.Implementing, touched);
    }
}
