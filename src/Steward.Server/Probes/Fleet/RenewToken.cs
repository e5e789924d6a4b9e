// Makes another one-time token: the first ran out, or the probe moves to another machine. The old credential works until the new token is used.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Web;

namespace Steward.Probes.Fleet;

public sealed record RenewToken(ProbeId Probe);

sealed record ProbeIsRevoked() : Refusal("PRB-102");

sealed class RenewTokenHandler(StewardDb db, Me me, Enrolment enrolment, TimeProvider time) : IVerb<RenewToken, EnrolmentToken>
{
    public async Task<Result<EnrolmentToken>> Handle(RenewToken ask, CancellationToken stop)
    {
        if (await db.Set<Probe>().SingleOrDefaultAsync(p => p.Id == ask.Probe, stop) is not { } probe) return new NotFound();
        if (!me.Can(Thing.Asset, Right.Work, new(probe.Customer, probe.Site))) return new NotAllowed();
        if (probe.RevokedAt is not null) return new ProbeIsRevoked();
        var token = enrolment.Open(probe, time.Now());
        return (await db.TryCommit(stop)).TryGet(out _, out var refusal) ? enrolment.Show(token) : refusal;
    }
}
