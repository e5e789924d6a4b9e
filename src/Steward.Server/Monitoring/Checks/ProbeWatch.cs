// Joins probes to what they watch: their results go to the watch, their work comes from it.
using Steward.Platform.Events;
using Steward.Probes;
using Steward.Protocol;

namespace Steward.Monitoring.Checks;

sealed class ProbeWatch(TakingResults results, Watch watch) : IProbeInlet, IProbeWork
{
    public Task<IReadOnlyList<INews>> Take(Handed handed, CancellationToken stop) => results.Take(handed, stop);

    public Task<IReadOnlyList<CheckOrder>> Orders(ProbeId probe, CancellationToken stop) => watch.OrdersOf(probe.Value, stop);
}
