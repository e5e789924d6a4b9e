// A release goes out: a pilot, then waves, a result for each host; too many failures halt it by themselves, and only somebody with the right resumes it.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Assets;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Desk.Releases;

/// <summary>Left empty, as many hosts as a pilot may have.</summary>
public sealed record StartPilot(ReleaseId Release, [property: Range(1, 100000)] int? Hosts = null);
/// <summary>The next so many hosts; left empty, all the rest.</summary>
public sealed record StartWave(ReleaseId Release, [property: Range(1, 100000)] int? Hosts = null);
/// <summary>What failed may succeed at the second try.</summary>
public sealed record RecordHost(ReleaseId Release, AssetId Asset, HostResult Outcome, [property: StringLength(1000)] string Note = "");
public sealed record HaltRelease(ReleaseId Release, [property: Required, StringLength(1000)] string Reason);
public sealed record ResumeRelease(ReleaseId Release, [property: Required, StringLength(1000)] string Reason);
public sealed record VerifyRelease(ReleaseId Release, [property: Required, StringLength(4000)] string Text);
public sealed record CloseRelease(ReleaseId Release);
public sealed record WithdrawRelease(ReleaseId Release, [property: Required, StringLength(1000)] string Reason);

sealed record PilotTooLarge(int Largest, int Hosts) : Refusal("DESK-525", Largest, Hosts);
sealed record NoApprovedChange() : Refusal("DESK-526");
sealed record ReleaseIsHalted(string Why) : Refusal("DESK-527", Why);
sealed record HostsArePending(int Count) : Refusal("DESK-528", Count);
sealed record NotHalted() : Refusal("DESK-529");
sealed record NoHostsLeft() : Refusal("DESK-530");
sealed record NotInThisWave() : Refusal("DESK-531");

sealed class StartPilotHandler(StewardDb db, ReleaseWork work) : IVerb<StartPilot, Done>
{
    public async Task<Result<Done>> Handle(StartPilot ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Release, nameof(StartPilot), stop)).TryGet(out var found, out var refusal)) return refusal;
        var hosts = await work.Targets(ask.Release).CountAsync(stop);
        var largest = ReleaseRules.LargestPilot(hosts);
        if (ask.Hosts > largest) return new PilotTooLarge(largest, hosts);
        if (await work.MayGoOut(found.Case, stop) is { } held) return held;
        var taken = await Waves.Next(db, work, found.Case, ask.Hosts ?? largest, stop);
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, Texts.T("Release.HostsOf", taken, hosts)));
    }
}

static class Waves
{
    /// <summary>Sends the next hosts by their tags out with a wave of their own.</summary>
    public static async Task<int> Next(StewardDb db, ReleaseWork work, Release release, int? hosts, CancellationToken stop)
    {
        (release.Wave, release.FailuresKnown) = (release.Wave + 1, 0);
        var next = await work.Targets(release.Id).Where(t => t.Wave == 0).Join(db.Set<Asset>(), t => t.Asset, a => a.Id, (t, a) => new { Target = t, a.Tag }).OrderBy(t => t.Tag).Take(hosts ?? int.MaxValue).Select(t => t.Target).ToListAsync(stop);
        foreach (var target in next) target.Wave = release.Wave;
        return next.Count;
    }
}

sealed class StartWaveHandler(StewardDb db, ReleaseWork work) : IVerb<StartWave, Done>
{
    public async Task<Result<Done>> Handle(StartWave ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Release, nameof(StartWave), stop)).TryGet(out var found, out var refusal)) return refusal;
        var release = found.Case;
        if (await work.MayGoOut(release, stop) is { } held) return held;
        // What the wave before tells is looked at first.
        if ((await work.Count(release, stop)).Pending is > 0 and var pending) return new HostsArePending(pending);
        if (!await work.Targets(release.Id).AnyAsync(t => t.Wave == 0, stop)) return new NoHostsLeft();
        var taken = await Waves.Next(db, work, release, ask.Hosts, stop);
        return await db.TryCommit(stop, work.Move(release, found.Step, Texts.T("Release.WaveOf", release.Wave, taken)));
    }
}

sealed class RecordHostHandler(StewardDb db, ReleaseWork work, AssetBook assets) : IVerb<RecordHost, Done>
{
    public async Task<Result<Done>> Handle(RecordHost ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Release, nameof(RecordHost), stop)).TryGet(out var found, out var refusal)) return refusal;
        var release = found.Case;
        if (await work.Targets(release.Id).SingleOrDefaultAsync(t => t.Asset == ask.Asset, stop) is not { } target) return new NotFound();
        if (target.Wave == 0 || ask.Outcome == HostResult.Pending) return new NotInThisWave();
        var before = await work.Count(release, stop);
        var tag = await assets.All.Where(a => a.Id == ask.Asset).Select(a => a.Tag + " " + a.Name).SingleOrDefaultAsync(stop) ?? "";
        if (target.Wave == release.Wave) before = Counted(before, target.Outcome, ask.Outcome);
        (target.Outcome, target.OutcomeAt, target.OutcomeNote) = (ask.Outcome, work.Now, ask.Note.Trim());
        var news = work.Move(release, found.Step, $"{tag} · {Texts.Name(ask.Outcome)}{(target.OutcomeNote.Length > 0 ? " · " + target.OutcomeNote : "")}");
        if (release.HaltedAt is not null || !ReleaseRules.MustHalt(before, release.StopPercent, release.FailuresKnown)) return await db.TryCommit(stop, news);
        // The stop rule needs nobody's word.
        (release.HaltedAt, release.HaltedWhy) = (work.Now, Texts.T("Release.HaltedByRule", release.Wave, before.Hosts, before.Failed, release.StopPercent));
        return await db.TryCommit(stop, news, work.Move(release, work.Kind.Table.Step(release.State, nameof(HaltRelease))!, release.HaltedWhy));
    }

    static WaveCount Counted(WaveCount wave, HostResult was, HostResult now)
    {
        int More(HostResult of) => (now == of ? 1 : 0) - (was == of ? 1 : 0);
        return new(wave.Hosts, wave.Succeeded + More(HostResult.Succeeded), wave.Failed + More(HostResult.Failed));
    }
}

sealed class HaltReleaseHandler(StewardDb db, ReleaseWork work) : IVerb<HaltRelease, Done>
{
    public async Task<Result<Done>> Handle(HaltRelease ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Release, nameof(HaltRelease), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (found.Case.HaltedAt is not null) return new ReleaseIsHalted(found.Case.HaltedWhy);
        (found.Case.HaltedAt, found.Case.HaltedWhy) = (work.Now, ask.Reason.Trim());
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Reason.Trim()));
    }
}

sealed class ResumeReleaseHandler(StewardDb db, ReleaseWork work) : IVerb<ResumeRelease, Done>
{
    public async Task<Result<Done>> Handle(ResumeRelease ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Release, nameof(ResumeRelease), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (found.Case.HaltedAt is null) return new NotHalted();
        found.Case.FailuresKnown = (await work.Count(found.Case, stop)).Failed;
        (found.Case.HaltedAt, found.Case.HaltedWhy) = (null, "");
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Reason.Trim()));
    }
}

sealed class VerifyReleaseHandler(StewardDb db, ReleaseWork work) : IVerb<VerifyRelease, Done>
{
    public async Task<Result<Done>> Handle(VerifyRelease ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Release, nameof(VerifyRelease), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (found.Case.HaltedAt is not null) return new ReleaseIsHalted(found.Case.HaltedWhy);
        if (await work.Targets(ask.Release).CountAsync(t => t.Outcome == HostResult.Pending, stop) is > 0 and var pending) return new HostsArePending(pending);
        found.Case.Verification = ask.Text.Trim();
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, found.Case.Verification));
    }
}

sealed class CloseReleaseHandler(StewardDb db, ReleaseWork work) : IVerb<CloseRelease, Done>
{
    public async Task<Result<Done>> Handle(CloseRelease ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Release, nameof(CloseRelease), stop)).TryGet(out var found, out var refusal)) return refusal;
        found.Case.ClosedAt = work.Now;
        return await db.TryCommit(stop, work.Move(found.Case, found.Step));
    }
}

sealed class WithdrawReleaseHandler(StewardDb db, ReleaseWork work) : IVerb<WithdrawRelease, Done>
{
    public async Task<Result<Done>> Handle(WithdrawRelease ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Release, nameof(WithdrawRelease), stop)).TryGet(out var found, out var refusal)) return refusal;
        (found.Case.WithdrawnWhy, found.Case.ClosedAt) = (ask.Reason.Trim(), work.Now);
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, found.Case.WithdrawnWhy));
    }
}
