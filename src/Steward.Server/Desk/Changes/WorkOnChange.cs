// The work itself, by the implementer and within the window: begin, mark the steps, and end it done, backed out or failed.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.People;
using Steward.Platform.Processes;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Desk.Changes;

public sealed record StartChange(ChangeId Change);
public sealed record MarkStep(ChangeId Change, ChangeStepId Step);
/// <summary>A step of an emergency that was done before anybody had the time to write it down.</summary>
public sealed record RecordStep(ChangeId Change, ChangeStepId Step, DateTimeOffset DoneAt);
public sealed record FinishChange(ChangeId Change, [property: Required, StringLength(4000)] string Result);
public sealed record BackOutChange(ChangeId Change, [property: Required, StringLength(4000)] string Reason);
public sealed record FailChange(ChangeId Change, [property: Required, StringLength(4000)] string Reason);

/// <summary>Work outside the window is unauthorised: before it nobody begins, and after it the change is asked for anew.</summary>
sealed record OutsideWindow(string From, string To) : Refusal("DESK-320", From, To);
sealed record StepsOpen(int Count) : Refusal("DESK-321", Count);
/// <summary>A step is done while the work goes on: not before it began, nor after it ended.</summary>
sealed record NotWhileAtWork(string From, string To) : Refusal("DESK-324", From, To) { public override string? Field => "doneAt"; public override int Status => 400; }

sealed class StartChangeHandler(StewardDb db, ChangeWork work, CollisionCheck check, Viewer viewer) : IVerb<StartChange, Done>
{
    public async Task<Result<Done>> Handle(StartChange ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(StartChange), stop)).TryGet(out var found, out var refusal)) return refusal;
        var change = found.Case;
        if (work.Now < change.WindowFrom || work.Now >= change.WindowTo) return new OutsideWindow(Format.Moment(change.WindowFrom!.Value, viewer.Zone), Format.Moment(change.WindowTo!.Value, viewer.Zone));
        // A freeze may have been declared since.
        if (await check.Open(change, stop) is { } open) return open;
        change.StartedAt = work.Now;
        return await db.TryCommit(stop, work.Go(change, found.Step));
    }
}

sealed class MarkStepHandler(StewardDb db, ChangeWork work, Me me) : IVerb<MarkStep, Done>
{
    public async Task<Result<Done>> Handle(MarkStep ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(MarkStep), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (await db.Set<ChangeStep>().SingleOrDefaultAsync(s => s.Id == ask.Step && s.Change == ask.Change, stop) is not { } step) return new NotFound();
        if (step.DoneAt is not null) return new Done();
        (step.DoneAt, step.DoneBy) = (work.Now, me.Signed);
        return await db.TryCommit(stop, work.Go(found.Case, found.Step, $"{step.Position}. {step.What}"));
    }
}

sealed class RecordStepHandler(StewardDb db, ChangeWork work, PeopleBook people, Me me, Viewer viewer) : IVerb<RecordStep, Done>
{
    public async Task<Result<Done>> Handle(RecordStep ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(RecordStep), stop)).TryGet(out var found, out var refusal)) return refusal;
        var change = found.Case;
        if (await db.Set<ChangeStep>().SingleOrDefaultAsync(s => s.Id == ask.Step && s.Change == ask.Change, stop) is not { } step) return new NotFound();
        if (step.DoneAt is not null) return new Done();
        var (begun, ended) = (change.StartedAt ?? change.WindowFrom ?? change.OpenedAt, change.WorkEndedAt ?? work.Now);
        if (ask.DoneAt < begun.AddMinutes(-1) || ask.DoneAt > ended) return new NotWhileAtWork(Format.Moment(begun, viewer.Zone), Format.Moment(ended, viewer.Zone));
        var doer = await people.Staff.Where(s => s.Id == change.Implementer).Select(s => s.Name).SingleOrDefaultAsync(stop);
        (step.DoneAt, step.DoneBy) = (ask.DoneAt, work.Does(change) || doer is null ? me.Signed : Texts.T("Change.StepBy", doer, me.Signed));
        return await db.TryCommit(stop, work.Go(change, found.Step, $"{step.Position}. {step.What} {step.DoneBy}", occurredAt: ask.DoneAt));
    }
}

/// <summary>What every end of the work has in common: when, whether still in the window, who hears of it, and by when it is reviewed.</summary>
sealed class EndOfWork(StewardDb db, ChangeWork work, ChangeMails mails, SlaClocks clocks)
{
    public async Task<Result<Done>> Of(Change change, Transition<ChangeState> step, string result, CancellationToken stop)
    {
        (change.WorkEndedAt, change.Result) = (work.Now, result.Trim());
        if (work.Now > change.WindowTo) change.Unauthorised = true;
        change.ReviewDue = (await clocks.Calendar(CalendarPresets.FiveByEight.Ref, stop)).WorkingDaysAfter(work.Now, ChangeRules.ReviewDays);
        var news = work.Go(change, step, result.Trim());
        await mails.ToUsers(change, "change-ended", stop, await db.Set<ChangeAsset>().Where(a => a.Change == change.Id).Select(a => a.Asset).ToListAsync(stop));
        return await db.TryCommit(stop, news);
    }
}

sealed class FinishChangeHandler(ChangeWork work, EndOfWork end) : IVerb<FinishChange, Done>
{
    public async Task<Result<Done>> Handle(FinishChange ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(FinishChange), stop)).TryGet(out var found, out var refusal)) return refusal;
        return (await work.Steps(ask.Change, stop)).Count(s => s.DoneAt is null) is > 0 and var open ? new StepsOpen(open) : await end.Of(found.Case, found.Step, ask.Result, stop);
    }
}

sealed class BackOutChangeHandler(ChangeWork work, EndOfWork end) : IVerb<BackOutChange, Done>
{
    public async Task<Result<Done>> Handle(BackOutChange ask, CancellationToken stop) =>
        (await work.Load(ask.Change, nameof(BackOutChange), stop)).TryGet(out var found, out var refusal) ? await end.Of(found.Case, found.Step, ask.Reason, stop) : refusal;
}

sealed class FailChangeHandler(ChangeWork work, EndOfWork end) : IVerb<FailChange, Done>
{
    public async Task<Result<Done>> Handle(FailChange ask, CancellationToken stop) =>
        (await work.Load(ask.Change, nameof(FailChange), stop)).TryGet(out var found, out var refusal) ? await end.Of(found.Case, found.Step, ask.Reason, stop) : refusal;
}
