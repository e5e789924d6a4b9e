// Carries samples from the intake, where they were acknowledged, into the metric store, and throws away what is too old.
using Microsoft.EntityFrameworkCore;
using Steward.Monitoring.Checks;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;

namespace Steward.Monitoring.Metrics;

sealed class MetricSweep(StewardDb db, MetricStore store, StewardSettings settings) : ISweep
{
    const int AtOnce = 20_000;

    public string Name => "monitoring-metrics";
    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var batch = await db.Set<SampleRow>().AsNoTracking().OrderBy(s => s.Position).Take(AtOnce).Select(s => new Sample(s.Position, s.Check, s.Customer, s.At, s.Outcome, s.Ms)).ToListAsync(stop);
        if (batch.Count == 0)
        {
            await store.Drop(now.AddMonths(-settings.Monitoring.KeepMonths), stop);
            return 0;
        }
        await store.Keep(batch, stop);
        var taken = batch.ConvertAll(s => s.Position);
        await db.DeleteNow(db.Set<SampleRow>().Where(s => taken.Contains(s.Position)), stop);
        await store.Forget(batch, stop);
        return batch.Count;
    }
}
