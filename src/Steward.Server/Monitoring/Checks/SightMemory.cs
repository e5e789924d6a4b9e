// What this process remembers of a probe's checks between two of its batches, so that nothing need be read that was written a moment ago.
using System.Collections.Concurrent;

namespace Steward.Monitoring.Checks;

/// <summary>A watched check as the last batch left it.</summary>
sealed record Seen(SightRow Row, SightRule Rule);

/// <summary>
/// A memory is good for the batch that follows directly on the one that left it; if another node took batches between, it is not. That a check was paused, changed or
/// called blind meanwhile shows when its row is written: all who touch a check give its row a new version, and the batch is then taken anew from the database.
/// </summary>
sealed class SightMemory
{
    readonly ConcurrentDictionary<(CustomerId Customer, Guid Probe), (long Through, Dictionary<Guid, Seen> Checks)> probes = new();

    /// <summary>What was left behind by results up to <paramref name="after"/>; empty if that is not known here. It is taken out: two batches at once never share it.</summary>
    public Dictionary<Guid, Seen> TakeOut(CustomerId customer, Guid probe, long after) =>
        probes.TryRemove((customer, probe), out var memory) && memory.Through == after ? memory.Checks : [];

    public void PutBack(CustomerId customer, Guid probe, long through, Dictionary<Guid, Seen> checks) => probes[(customer, probe)] = (through, checks);
}
