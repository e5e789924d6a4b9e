// Releases as cases: their numbers, their rights (those of changes), their process, their waves.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Cases;
using Steward.Desk.Process;
using Steward.Platform.Events;
using Steward.Platform.Files;
using Steward.Platform.Processes;

namespace Steward.Desk.Releases;

sealed class ReleaseWork(StewardDb db, Me me, FileStore files, IdSource ids, TimeProvider time)
    : Casework<Release, ReleaseId, ReleaseState>(db, me, ids, time, new("Change", "REL", "/releases", Thing.Change, ReleaseProcess.Table))
{
    readonly StewardDb db = db;
    readonly Me me = me;

    /// <summary>Neither whoever planned it nor whoever tested it approves it.</summary>
    public override bool May(Release one, Transition<ReleaseState> step) =>
        base.May(one, step) && (step.Verb != nameof(ApproveRelease) || !me.IsMe(one.OpenedBy) && !me.IsMe(one.TestedBy));

    public IQueryable<ReleaseTarget> Targets(ReleaseId release) => db.Set<ReleaseTarget>().Where(t => t.Release == release);

    public async Task<WaveCount> Count(Release release, CancellationToken stop)
    {
        var outcomes = await Targets(release.Id).AsNoTracking().Where(t => t.Wave == release.Wave).Select(t => t.Outcome).ToListAsync(stop);
        return new(outcomes.Count, outcomes.Count(o => o == HostResult.Succeeded), outcomes.Count(o => o == HostResult.Failed));
    }

    /// <summary>Whether the next hosts may get it: a change that covers it, a package that is still what was approved, and nothing that holds it.</summary>
    public async Task<Refusal?> MayGoOut(Release release, CancellationToken stop)
    {
        if (release.HaltedAt is not null) return new ReleaseIsHalted(release.HaltedWhy);
        if (await db.Set<Change>().AsNoTracking().Where(c => c.Id == release.Change).Select(c => (ChangeState?)c.State).SingleOrDefaultAsync(stop) is not { } change || !ReleaseRules.Covers(change)) return new NoApprovedChange();
        if (await PackageOf(release, stop) is not { } package) return new NotFound();
        if (!(await files.OpenChecked(package, stop)).TryGet(out var content, out var refusal)) return refusal;
        await content.DisposeAsync();
        return null;
    }

    public Task<StoredFile?> PackageOf(Release release, CancellationToken stop) => db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == release.Package && f.Subject == release.Id.Value, stop);

    protected override string Words(Release one) => $"{one.Description} {one.PackageName} {one.PackageVersion} {one.PackageSource}";
    public override INews Changed(Release one, string verb, ReleaseState from) => new ReleaseMoved(one.Id, one.Customer, verb, from, one.State, Now);
}
