// Calls a check blind when nothing has been heard of it for longer than its grace; once, however many nodes look.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;

namespace Steward.Monitoring.Checks;

sealed class BlindSweep(StewardDb db, StewardSettings settings) : ISweep
{
    public string Name => "monitoring-blind";
    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var due = await db.Set<SightRow>().AsNoTracking().Where(r => r.BlindAfter < now).OrderBy(r => r.BlindAfter).Select(r => r.Check).Take(200).ToListAsync(stop);
        var done = 0;
        foreach (var id in due)
        {
            db.ChangeTracker.Clear();
            var row = await db.Set<SightRow>().SingleAsync(r => r.Check == id, stop);
            if (!(row.BlindAfter < now)) continue;
            var check = await db.Set<Check>().AsNoTracking().SingleAsync(c => c.Id == id, stop);
            var rule = check.Rule(settings.Monitoring.GraceIntervals);
            var news = row.Keep(db, row.Sight.Silence(now, rule), rule, now);
            // The row's version makes this a compare-and-set: a result that has just come, or a second node, wins or loses whole.
            if ((await db.TryCommit(stop, [.. news])).Refusal is null) done++;
        }
        return done;
    }
}
