// Looks at alerts whose deadline has come: covers that lift or begin, and alerts that are no longer sent.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Events;
using Steward.Platform.Sweeps;

namespace Steward.Alerting.Stages;

sealed class AlertSweep(StewardDb db, Passage passage, Covers covers, Me me) : ISweep
{
    public string Name => "alerts";
    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var due = await db.Set<Alert>().AsNoTracking().Where(a => a.LookAt <= now).OrderBy(a => a.LookAt).Select(a => a.Id).Take(100).ToListAsync(stop);
        var expired = await db.Set<Alert>().AsNoTracking().Where(a => a.ExpiresAt <= now).OrderBy(a => a.ExpiresAt).Select(a => a.Id).Take(100).ToListAsync(stop);
        var done = 0;
        foreach (var id in expired.Concat(due).Distinct())
        {
            db.ChangeTracker.Clear();
            covers.Forget();
            var alert = await db.Set<Alert>().SingleAsync(a => a.Id == id, stop);
            if (!alert.IsOpen) continue;
            var news = alert.ExpiresAt is { } end && end <= now ? await passage.End(alert, end, now, default, stop) : alert.LookAt <= now ? await passage.LookAgain(alert, now, stop) : null;
            // The row's version makes this a compare-and-set: of two nodes one looks at it.
            if (news is not null && (await db.TryCommit(stop, [.. news])).Refusal is null) done++;
        }
        return done;
    }
}
