// Fills a change in: why, what, with what risk, by which steps, when, by whom and how back; and completes an emergency's papers afterwards.
using System.ComponentModel.DataAnnotations;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Desk.Changes;

/// <summary>The whole plan as it is from now on; what is left out is empty. Steps: a line each, its minutes first.</summary>
public sealed record PlanChange(
    ChangeId Change, [property: Required, StringLength(200)] string Summary, ChangeKind Kind, [property: StringLength(4000)] string Reason = "", [property: Range(1, 4)] int? Impact = null, [property: Range(1, 3)] int? Likelihood = null,
    [property: StringLength(4000)] string TestResult = "", [property: StringLength(4000)] string Rehearsal = "", [property: StringLength(8000)] string Steps = "", [property: StringLength(4000)] string BackoutPlan = "",
    DateTimeOffset? BackoutAt = null, [property: StringLength(1000)] string ToNotify = "", DateTimeOffset? WindowFrom = null, DateTimeOffset? WindowTo = null, StaffId? Implementer = null, bool SecurityRelevant = false,
    EmergencyGround? Ground = null, [property: StringLength(200)] string GroundReference = "");

sealed class PlanChangeHandler(StewardDb db, ChangeWork work, CollisionCheck check) : IVerb<PlanChange, Done>
{
    public async Task<Result<Done>> Handle(PlanChange ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(PlanChange), stop)).TryGet(out var found, out var refusal)) return refusal;
        var change = found.Case;
        if (ask.Kind == ChangeKind.Standard) return new NeedsModel();
        if (ask.Implementer is { } doer && !await work.IsStaff(doer, stop)) return new BadInput([new("implementer", "STW-404")]);
        if (ask.WindowFrom is null != ask.WindowTo is null || ask.WindowTo <= ask.WindowFrom) return new BadInput([new("windowTo", "DESK-310")]);
        if (await work.Rewrite(change, ask.Steps, stop) is { } unreadable) return unreadable;
        if ((change.WindowFrom, change.WindowTo, change.Implementer) != (ask.WindowFrom, ask.WindowTo, ask.Implementer)) await check.ForgetWaivers(change.Id, stop);
        (change.Summary, change.Kind, change.Reason, change.Impact, change.Likelihood) = (ask.Summary.Trim(), ask.Kind, ask.Reason.Trim(), ask.Impact, ask.Likelihood);
        (change.TestResult, change.Rehearsal, change.BackoutPlan, change.BackoutAt, change.ToNotify) = (ask.TestResult.Trim(), ask.Rehearsal.Trim(), ask.BackoutPlan.Trim(), ask.BackoutAt, ask.ToNotify.Trim());
        (change.WindowFrom, change.WindowTo, change.Implementer, change.SecurityRelevant) = (ask.WindowFrom, ask.WindowTo, ask.Implementer, ask.SecurityRelevant);
        (change.Ground, change.GroundReference) = ask.Kind == ChangeKind.Emergency ? (ask.Ground, ask.GroundReference.Trim()) : (null, "");
        work.Index(change);
        return await db.TryCommit(stop, work.Go(change, found.Step));
    }
}

/// <summary>What an emergency was decided without. What is left out stays as it is.</summary>
public sealed record CompletePapers(
    ChangeId Change, [property: Range(1, 4)] int? Impact = null, [property: Range(1, 3)] int? Likelihood = null, [property: StringLength(4000)] string TestResult = "", [property: StringLength(4000)] string Rehearsal = "",
    [property: StringLength(8000)] string Steps = "", DateTimeOffset? BackoutAt = null, [property: StringLength(1000)] string ToNotify = "");

sealed record NoPapersDue() : Refusal("DESK-305");

sealed class CompletePapersHandler(StewardDb db, ChangeWork work) : IVerb<CompletePapers, Done>
{
    public async Task<Result<Done>> Handle(CompletePapers ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(CompletePapers), stop)).TryGet(out var found, out var refusal)) return refusal;
        var change = found.Case;
        if (change is not { PapersDue: not null, PapersAt: null }) return new NoPapersDue();
        var steps = await work.Steps(change.Id, stop);
        if (steps.Count == 0 && ask.Steps.Length > 0)
        {
            if (!ChangeRules.ReadSteps(ask.Steps).TryGet(out var written, out var unreadable)) return unreadable;
            work.AddSteps(change, written);
            steps = [.. written.Select(w => new ChangeStep { What = w.What, Minutes = w.Minutes })];
        }
        string Kept(string given, string was) => given.Trim().Length > 0 ? given.Trim() : was;
        (change.Impact, change.Likelihood, change.BackoutAt) = (ask.Impact ?? change.Impact, ask.Likelihood ?? change.Likelihood, ask.BackoutAt ?? change.BackoutAt);
        (change.TestResult, change.Rehearsal, change.ToNotify) = (Kept(ask.TestResult, change.TestResult), Kept(ask.Rehearsal, change.Rehearsal), Kept(ask.ToNotify, change.ToNotify));
        // All of it or none: papers with holes are no papers. How long it took in the end is no fault of theirs.
        var faults = ChangeRules.Faults(change, await work.Assets(change.Id, stop), steps, full: true, now: null).Where(f => f.TextKey != "DESK-313").ToList();
        if (faults.Count > 0) return new BadInput(faults);
        change.PapersAt = work.Now;
        return await db.TryCommit(stop, work.Go(change, found.Step));
    }
}
