// Calls a check blind when nothing has been heard of it for longer than its grace; once, however many nodes look.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Events;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;

namespace Steward.Monitoring.Checks;

sealed class BlindSweep(StewardDb db, StewardSettings settings, SteadyClock clock) : ISweep
{
    public string Name => "monitoring-blind";
    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        // By a clock that has just jumped every check of every customer would be blind at once (decision 14).
        if (!clock.IsSteady()) return 0;
        var due = await db.Set<SightRow>().AsNoTracking().Where(r => r.BlindAfter < now).OrderBy(r => r.BlindAfter).Select(r => r.Check).Take(500).ToListAsync(stop);
        if (due.Count == 0) return 0;
        if (await Call(due, now, stop) is { } together) return together;
        var done = 0;
        foreach (var one in due) done += await Call([one], now, stop) ?? 0;
        return done;
    }

    /// <summary>
    /// Answers how many were called blind, in one commit; null when it was not made. The rows' versions make it a compare-and-set: a result that has just come, or a second node, wins or
    /// loses whole.
    /// </summary>
    async Task<int?> Call(List<CheckId> checks, DateTimeOffset now, CancellationToken stop)
    {
        db.ChangeTracker.Clear();
        var rows = await db.Set<SightRow>().Where(r => checks.Contains(r.Check) && r.BlindAfter < now).OrderBy(r => r.Check).ToListAsync(stop);
        var known = await db.Set<Check>().AsNoTracking().Where(c => checks.Contains(c.Id)).ToDictionaryAsync(c => c.Id, stop);
        var news = new List<INews>();
        foreach (var row in rows)
        {
            var rule = known[row.Check].Rule(settings.Monitoring.GraceIntervals);
            news.AddRange(row.Keep(db, row.Sight.Silence(now, rule), rule, now));
        }
        return (await db.TryCommit(stop, [.. news])).Refusal is null ? rows.Count : null;
    }
}
