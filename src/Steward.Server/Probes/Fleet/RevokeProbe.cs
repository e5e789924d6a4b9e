// Takes a probe's credential and token away, at once and for good: it was stolen, replaced or dismantled.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Web;

namespace Steward.Probes.Fleet;

public sealed record RevokeProbe(ProbeId Probe);

sealed class RevokeProbeHandler(StewardDb db, Me me, TimeProvider time) : IVerb<RevokeProbe, Done>
{
    public async Task<Result<Done>> Handle(RevokeProbe ask, CancellationToken stop)
    {
        if (await db.Set<Probe>().SingleOrDefaultAsync(p => p.Id == ask.Probe, stop) is not { } probe) return new NotFound();
        if (!me.Can(Thing.Asset, Right.Work, new(probe.Customer, probe.Site))) return new NotAllowed();
        if (probe.RevokedAt is not null) return new ProbeIsRevoked();
        var now = time.Now();
        (probe.RevokedAt, probe.EnrolHash, probe.EnrolUntil, probe.CredentialHash) = (now, null, null, null);
        // Nobody waits for it any more.
        if (await db.Set<ProbeContact>().SingleOrDefaultAsync(c => c.Probe == probe.Id, stop) is { } contact) (contact.SilentAt, contact.Silent) = (null, false);
        return await db.TryCommit(stop, new ProbeRevoked(probe.Id.Value, probe.Customer, now));
    }
}
