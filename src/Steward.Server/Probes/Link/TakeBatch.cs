// Takes a batch of results: each result once, in one transaction with what the room above makes of it.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Events;
using Steward.Platform.Web;
using Steward.Protocol;

namespace Steward.Probes.Link;

/// <summary>Numbers are left out that the probe does not say are lost: it must first send what comes next.</summary>
sealed record NumbersLeftOut(long Has) : Refusal("PRB-103", Has);

sealed class TakeBatch(StewardDb db, IEnumerable<IProbeInlet> inlets, TimeProvider time)
{
    /// <summary>A batch that met somebody else's change of the same rows is taken anew, so often.</summary>
    const int Tries = 3;

    public async Task<Result<Taken>> Handle(Probe probe, Batch batch, Hearing hearing, CancellationToken stop)
    {
        db.Work.Verb = nameof(TakeBatch);
        if (batch.Results is not { Count: > 0 and <= Batch.MostResults } || batch.Sequence < batch.Results.Count) return new BadField("sequence", "field.unreadable");
        for (var again = 1; ; again++)
            if ((await Take(probe, batch, hearing, stop)).TryGet(out var taken, out var refusal)) return taken;
            else if (refusal is not ChangedMeanwhile || again == Tries) return refusal;
    }

    async Task<Result<Taken>> Take(Probe probe, Batch batch, Hearing hearing, CancellationToken stop)
    {
        var now = time.Now();
        var contact = await db.Set<ProbeContact>().SingleAsync(c => c.Probe == probe.Id, stop);
        var news = new List<INews>(hearing.Note(contact, probe, now));
        var (after, fresh) = (contact.Taken, Decide(contact.Taken, batch, hearing.Missing));
        if (fresh is { Count: > 0 })
        {
            contact.Missing += Math.Max(0, batch.First() - contact.Taken - 1);
            contact.Taken = batch.Sequence;
            foreach (var inlet in inlets) news.AddRange(await inlet.Take(new(probe.Id, probe.Customer, after, batch.Sequence, fresh, now), stop));
        }
        if (!(await db.TryCommit(stop, [.. news])).TryGet(out _, out var refusal)) return refusal;
        return fresh is null ? new NumbersLeftOut(contact.Taken) : new Taken(contact.Taken);
    }

    /// <summary>The results that were not taken before; null when numbers between are left out that are not known to be lost.</summary>
    internal static IReadOnlyList<CheckResult>? Decide(long taken, Batch batch, long missing) =>
        batch.First() > taken + 1 + missing ? null
        : [.. batch.Results.Skip((int)Math.Clamp(taken + 1 - batch.First(), 0, batch.Results.Count)).Select(Plain)];

    static CheckResult Plain(CheckResult result) => result.Detail is { Length: <= Batch.LongestDetail } ? result
        : result with { Detail = result.Detail is null ? "" : result.Detail[..Batch.LongestDetail] };
}

/// <summary>A batch of a probe that lives in this process, such as the sample company's: no line between, all else as from a site.</summary>
public sealed record HandBatch(ProbeId Probe, Batch Batch, string Version);

sealed class HandBatchHandler(StewardDb db, TakeBatch take) : IVerb<HandBatch, Taken>
{
    public async Task<Result<Taken>> Handle(HandBatch ask, CancellationToken stop)
    {
        if (await db.Set<Probe>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == ask.Probe && p.RevokedAt == null, stop) is not { } probe) return new NotFound();
        ProbeAuthentication.Enter(db.Work, probe);
        return await take.Handle(probe, ask.Batch, new(ask.Version, ask.Batch.SentAt, "", 0), stop);
    }
}
