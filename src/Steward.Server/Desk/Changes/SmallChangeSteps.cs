// The short steps of a change: send, assess, reject, rework, schedule, cancel, write a note.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Assets;
using Steward.Platform.Approvals;
using Steward.Platform.Web;

namespace Steward.Desk.Changes;

public sealed record SubmitChange(ChangeId Change);
public sealed record AssessChange(ChangeId Change);
public sealed record RejectChange(ChangeId Change, [property: Required, StringLength(1000)] string Reason);
public sealed record ReworkChange(ChangeId Change, [property: Required, StringLength(1000)] string Reason);
public sealed record ScheduleChange(ChangeId Change);
public sealed record CancelChange(ChangeId Change, [property: Required, StringLength(1000)] string Reason);
public sealed record NoteChange(ChangeId Change, [property: Required, StringLength(4000)] string Text);

sealed class SubmitChangeHandler(StewardDb db, ChangeWork work) : IVerb<SubmitChange, Done>
{
    public async Task<Result<Done>> Handle(SubmitChange ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(SubmitChange), stop)).TryGet(out var found, out var refusal)) return refusal;
        return found.Case.Reason.Length == 0 ? new BadInput([new("reason", "Change.Need.reason")]) : await db.TryCommit(stop, work.Go(found.Case, found.Step));
    }
}

sealed class AssessChangeHandler(StewardDb db, ChangeWork work) : IVerb<AssessChange, Done>
{
    public async Task<Result<Done>> Handle(AssessChange ask, CancellationToken stop) =>
        (await work.Load(ask.Change, nameof(AssessChange), stop)).TryGet(out var found, out var refusal) ? await db.TryCommit(stop, work.Go(found.Case, found.Step)) : refusal;
}

sealed class RejectChangeHandler(StewardDb db, ChangeWork work, ApprovalDesk approvals) : IVerb<RejectChange, Done>
{
    public async Task<Result<Done>> Handle(RejectChange ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(RejectChange), stop)).TryGet(out var found, out var refusal)) return refusal;
        await approvals.Settle(ChangeApproval.Kind, ask.Change.Value, ApprovalState.Refused, ask.Reason.Trim(), stop);
        return await db.TryCommit(stop, work.Go(found.Case, found.Step, ask.Reason.Trim()));
    }
}

sealed class ReworkChangeHandler(StewardDb db, ChangeWork work, ApprovalDesk approvals) : IVerb<ReworkChange, Done>
{
    public async Task<Result<Done>> Handle(ReworkChange ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(ReworkChange), stop)).TryGet(out var found, out var refusal)) return refusal;
        // A run of a model has nothing to be assessed: it is cancelled and run anew.
        if (found.Case.Kind == ChangeKind.Standard) return new Cases.CaseStepNotAllowed(nameof(ReworkChange), Platform.Text.Texts.Name(found.Case.Kind));
        await approvals.Settle(ChangeApproval.Kind, ask.Change.Value, ApprovalState.Withdrawn, ask.Reason.Trim(), stop);
        (found.Case.ApprovedAt, found.Case.PapersDue) = (null, null);
        return await db.TryCommit(stop, work.Go(found.Case, found.Step, ask.Reason.Trim()));
    }
}

sealed class ScheduleChangeHandler(StewardDb db, ChangeWork work, CollisionCheck check, ChangeMails mails) : IVerb<ScheduleChange, Done>
{
    public async Task<Result<Done>> Handle(ScheduleChange ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(ScheduleChange), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (await check.Open(found.Case, stop) is { } open) return open;
        await mails.ToUsers(found.Case, "change-planned", stop, await db.Set<ChangeAsset>().Where(a => a.Change == ask.Change).Select(a => a.Asset).ToListAsync(stop));
        return await db.TryCommit(stop, work.Go(found.Case, found.Step));
    }
}

sealed class CancelChangeHandler(StewardDb db, ChangeWork work, ApprovalDesk approvals) : IVerb<CancelChange, Done>
{
    public async Task<Result<Done>> Handle(CancelChange ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(CancelChange), stop)).TryGet(out var found, out var refusal)) return refusal;
        await approvals.Settle(ChangeApproval.Kind, ask.Change.Value, ApprovalState.Withdrawn, ask.Reason.Trim(), stop);
        found.Case.ClosedAt = work.Now;
        return await db.TryCommit(stop, work.Go(found.Case, found.Step, ask.Reason.Trim()));
    }
}

sealed class NoteChangeHandler(StewardDb db, ChangeWork work) : IVerb<NoteChange, Done>
{
    public async Task<Result<Done>> Handle(NoteChange ask, CancellationToken stop) =>
        (await work.Load(ask.Change, nameof(NoteChange), stop)).TryGet(out var found, out var refusal) ? await db.TryCommit(stop, work.Go(found.Case, found.Step, ask.Text.Trim(), visible: false)) : refusal;
}
