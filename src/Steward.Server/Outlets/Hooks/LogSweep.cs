// Clears the log of deliveries of what has long been delivered or given up.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Sweeps;

namespace Steward.Outlets.Hooks;

sealed class LogSweep(StewardDb db) : ISweep
{
    static readonly TimeSpan Kept = TimeSpan.FromDays(90);
    const int AtOnce = 1000;

    public string Name => "webhook-log";
    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var before = now - Kept;
        var old = await db.Set<Delivery>().Where(d => d.DoneAt < before).OrderBy(d => d.Id).Select(d => d.Id).Take(AtOnce).ToListAsync(stop);
        if (old.Count == 0) return 0;
        await db.DeleteNow(db.Set<DeliveryTry>().Where(t => old.Contains(t.Delivery)), stop);
        return await db.DeleteNow(db.Set<Delivery>().Where(d => old.Contains(d.Id)), stop);
    }
}
