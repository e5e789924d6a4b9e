// Announces once that a probe fell silent. What happened while nobody here was listening is not held against it.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Sweeps;

namespace Steward.Probes.Silence;

sealed class SilenceSweep(StewardDb db, Attention attention) : ISweep
{
    public string Name => "probe-silence";
    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var listeningSince = attention.Look(now);
        var due = await db.Set<ProbeContact>().AsNoTracking().Where(c => c.SilentAt <= now).OrderBy(c => c.SilentAt).Take(100).ToListAsync(stop);
        var told = 0;
        foreach (var seen in due.Where(c => now - listeningSince >= c.SilentAt - c.LastContact))
        {
            db.ChangeTracker.Clear();
            var contact = await db.Set<ProbeContact>().SingleAsync(c => c.Probe == seen.Probe, stop);
            if (contact.SilentAt is null || contact.SilentAt > now) continue;
            (contact.SilentAt, contact.Silent) = (null, true);
            // The row's version decides between two nodes, and between a node and a probe that speaks at this moment.
            if ((await db.TryCommit(stop, new ProbeFellSilent(contact.Probe.Value, contact.Customer, contact.LastContact, now))).TryGet(out _, out _)) told++;
        }
        return told;
    }
}

/// <summary>Since when this node has listened without a break: after a start, a long pause or a jump of the clock, probes get their time to speak first.</summary>
sealed class Attention
{
    static readonly TimeSpan Break = TimeSpan.FromSeconds(30);
    readonly Lock gate = new();
    DateTimeOffset since, last;

    public DateTimeOffset Look(DateTimeOffset now)
    {
        lock (gate)
        {
            if (now - last > Break || now < last) since = now;
            last = now;
            return since;
        }
    }
}
