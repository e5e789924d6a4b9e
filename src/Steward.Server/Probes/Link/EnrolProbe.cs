// Exchanges a one-time token for the probe's credential.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Web;
using Steward.Probes.Fleet;
using Steward.Protocol;

namespace Steward.Probes.Link;

/// <summary>Unknown, used, expired or revoked: these are not told apart.</summary>
sealed record TokenNotGood() : Refusal("PRB-101") { public override int Status => 403; }

sealed class EnrolProbe(StewardDb db, TimeProvider time) : IVerb<Enrol, Enrolled>
{
    public async Task<Result<Enrolled>> Handle(Enrol ask, CancellationToken stop)
    {
        var now = time.Now();
        if (!Secret.TryRead(ask.Token ?? "", out var id, out var hash)) return new TokenNotGood();
        // Nobody is signed in; the token says which probe, and the probe whose tenant's it is.
        Probe? probe;
        using (db.Work.AmongAll()) probe = await db.Set<Probe>().SingleOrDefaultAsync(p => p.Id == id, stop);
        if (probe is null || !Good(probe, hash, now)) return new TokenNotGood();
        ProbeAuthentication.Enter(db.Work, probe);
        db.Work.Verb = nameof(EnrolProbe);

        var (credential, credentialHash) = Secret.Make(probe.Id);
        (probe.EnrolHash, probe.EnrolUntil, probe.CredentialHash, probe.EnrolledAt) = (null, null, credentialHash, now);
        var machine = ask.Machine?.Trim() ?? "";
        probe.Machine = machine.Length > 120 ? machine[..120] : machine;
        var contact = await db.Set<ProbeContact>().SingleOrDefaultAsync(c => c.Probe == id, stop);
        if (contact is null) db.Add(contact = new ProbeContact { Probe = id, Customer = probe.Customer });
        // The numbers go on from where the spool of this machine stands; a new one begins at nothing.
        contact.Taken = Math.Max(0, ask.Taken);
        var news = new Hearing(ask.Version ?? "", ask.Clock, "", 0).Note(contact, probe, now);
        return (await db.TryCommit(stop, [new ProbeEnrolled(id.Value, probe.Customer, now), .. news])).TryGet(out _, out _)
            ? new Enrolled(id.Value, probe.Name, credential) : new TokenNotGood();
    }

    static bool Good(Probe probe, byte[] hash, DateTimeOffset now) => probe.RevokedAt is null && probe.EnrolUntil > now && Secret.Same(probe.EnrolHash, hash);
}
