// Carries samples from the intake, where they were acknowledged, into the metric store, which puts them in order when nothing waits, and throws away what is too old.
using Microsoft.EntityFrameworkCore;
using Steward.Monitoring.Checks;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;

namespace Steward.Monitoring.Metrics;

sealed class MetricSweep(StewardDb db, MetricStore store, StewardSettings settings) : ISweep
{
    /// <summary>Batches taken together; each holds up to two thousand samples.</summary>
    const int AtOnce = 50;

    public string Name => "monitoring-metrics";
    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        if (await RepackOldRows(stop)) return 1;
        var batches = (await db.Set<IntakeRow>().AsNoTracking().OrderBy(r => r.Position).Take(AtOnce).ToListAsync(stop)).ConvertAll(r => r.Read());
        if (batches.Count > 0)
        {
            await store.Keep(batches, stop);
            var taken = batches.ConvertAll(b => b.Position);
            await db.DeleteNow(db.Set<IntakeRow>().Where(r => taken.Contains(r.Position)), stop);
            await store.Forget(batches, stop);
        }
        if (batches.Count == AtOnce) return batches.Sum(b => b.Samples.Count);
        // A few waiting batches are no reason to begin again at once: together they cost less.
        await store.Drop(now.AddMonths(-settings.Monitoring.KeepMonths), stop);
        return await store.Tidy(now, stop) ? 1 : 0;
    }

    /// <summary>Version 0.1 let samples wait as rows of their own. What it left goes the way of all others.</summary>
    async Task<bool> RepackOldRows(CancellationToken stop)
    {
        var old = await db.Set<SampleRow>().AsNoTracking().OrderBy(s => s.Position).Take(2000).ToListAsync(stop);
        if (old.Count == 0) return false;
        var positions = old.ConvertAll(s => s.Position);
        await db.CommitBulk(async () =>
        {
            foreach (var of in old.GroupBy(s => s.Customer)) await BulkWriter.Insert(db, [IntakeRow.Of(of.Key, [.. of.Select(s => new Sample(s.Check, s.At, s.Outcome, s.Ms))])], stop);
            await db.Set<SampleRow>().Where(s => positions.Contains(s.Position)).ExecuteDeleteAsync(stop);
            return ([], [], []);
        }, stop);
        return true;
    }
}
