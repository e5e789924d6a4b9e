// Renames a probe and sets after how many seconds without a contact it counts as silent.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Web;

namespace Steward.Probes.Fleet;

public sealed record ChangeProbe(ProbeId Probe, [property: StringLength(80)] string Name, [property: Range(20, 3600)] int SilentAfterSeconds, int Version);

sealed class ChangeProbeHandler(StewardDb db, Me me) : IVerb<ChangeProbe, Done>
{
    public async Task<Result<Done>> Handle(ChangeProbe ask, CancellationToken stop)
    {
        if (await db.Set<Probe>().SingleOrDefaultAsync(p => p.Id == ask.Probe, stop) is not { } probe) return new NotFound();
        if (!me.Can(Thing.Asset, Right.Work, new(probe.Customer, probe.Site))) return new NotAllowed();
        if (probe.Version != ask.Version) return new ChangedMeanwhile();
        // The contact that comes next counts from the new setting on.
        (probe.Name, probe.SilentAfterSeconds) = (ask.Name.Trim(), ask.SilentAfterSeconds);
        return await db.TryCommit(stop);
    }
}
