// Changes as cases: their numbers, their process, and who may take which step.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Cases;
using Steward.Desk.Process;
using Steward.People;
using Steward.Platform.Events;
using Steward.Platform.Processes;

namespace Steward.Desk.Changes;

sealed class ChangeWork(StewardDb db, Me me, IdSource ids, TimeProvider time)
    : Casework<Change, ChangeId, ChangeState>(db, me, ids, time, new("Change", "CHG", "/changes", Thing.Change, ChangeProcess.Table))
{
    readonly StewardDb rows = db;
    readonly Me caller = me;
    readonly IdSource newIds = ids;

    /// <summary>Steps of the work itself: taken by whoever the change names, and by nobody else.</summary>
    static readonly string[] AtWork = ["StartChange", "MarkStep", "FinishChange", "BackOutChange", "FailChange"];

    protected override string Words(Change one) => $"{one.Reason} {one.Result} {one.Review}";
    public override INews Changed(Change one, string verb, ChangeState from) => new ChangeMoved(one.Id, one.Customer, verb, from, one.State, Now);

    public override bool May(Change one, Transition<ChangeState> step)
    {
        var place = new Place(one.Customer);
        if (caller.IsSystem) return true;
        if (AtWork.Contains(step.Verb))
            return Does(one) && (caller.Can(Thing.Change, Right.Work, place, "own-tasks") || one.Kind == ChangeKind.Standard && caller.Can(Thing.Change, Right.Work, place, "standard"));
        // An emergency's steps may be written down after the work: by whoever did it, or whoever completes the papers.
        if (step.Verb == nameof(RecordStep)) return one.Kind == ChangeKind.Emergency && (Works(one) || Does(one) && caller.Can(Thing.Change, Right.Work, place, "own-tasks"));
        return step.Right switch
        {
            // Who wrote it may fill it in, send it and take it back without the right to work on others'.
            "C" => Works(one) || caller.IsMe(one.OpenedBy) && caller.Can(Thing.Change, Right.Create, place),
            "W" => Works(one),
            _ => caller.Can(Thing.Change, Right.Confirm, place),
        };
    }

    public bool Does(Change one) => one.Implementer is { } doer && doer == caller.Staff;

    bool Works(Change one) => caller.Can(Thing.Change, Right.Work, new Place(one.Customer)) || one.Kind == ChangeKind.Standard && caller.Can(Thing.Change, Right.Work, new Place(one.Customer), "standard");

    /// <summary>Takes the step and looks anew when the change is next watched for.</summary>
    public INews Go(Change one, Transition<ChangeState> step, string text = "", bool visible = true, DateTimeOffset? occurredAt = null)
    {
        var news = Move(one, step, text, visible, occurredAt);
        one.NextDuty = ChangeRules.Next(one);
        return news;
    }

    public Task<List<ChangeStep>> Steps(ChangeId change, CancellationToken stop) => rows.Set<ChangeStep>().Where(s => s.Change == change).OrderBy(s => s.Position).ToListAsync(stop);

    public Task<int> Assets(ChangeId change, CancellationToken stop) => rows.Set<ChangeAsset>().CountAsync(a => a.Change == change, stop);

    /// <summary>Writes the steps anew, where they are others than before.</summary>
    public async Task<Refusal?> Rewrite(Change change, string text, CancellationToken stop)
    {
        if (!ChangeRules.ReadSteps(text).TryGet(out var wanted, out var refusal)) return refusal;
        var there = await Steps(change.Id, stop);
        if (there.Select(s => (s.Minutes, s.What)).SequenceEqual(wanted)) return null;
        rows.RemoveRange(there);
        AddSteps(change, wanted);
        return null;
    }

    public void AddSteps(Change change, IReadOnlyList<(int Minutes, string What)> steps) => rows.AddRange(steps.Select((s, i) => new ChangeStep { Id = newIds.New<ChangeStepId>(Now), Change = change.Id, Customer = change.Customer, Position = i + 1, What = s.What, Minutes = s.Minutes }));

    /// <summary>Whether somebody of the staff can be named as implementer.</summary>
    public Task<bool> IsStaff(StaffId staff, CancellationToken stop) => rows.Set<Staff>().AnyAsync(s => s.Id == staff && s.Active, stop);
}
