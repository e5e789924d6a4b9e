// Standard changes: models that the change manager approves ahead, and their runs, each a change of its own that begins scheduled.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Desk.Changes;

/// <summary>The window ends when the model's minutes are over, unless said otherwise. Without an implementer whoever runs it does the work.</summary>
public sealed record RunModel(ChangeModelId Model, AssetId Asset, DateTimeOffset WindowFrom, DateTimeOffset? WindowTo = null, StaffId? Implementer = null, TicketId? Ticket = null, [property: StringLength(1000)] string Reason = "");

/// <summary>A model is approved ahead, so it must be of low risk.</summary>
sealed record ModelTooRisky() : Refusal("DESK-303") { public override string? Field => "likelihood"; }
sealed record NoImplementer() : Refusal("DESK-304") { public override string? Field => "implementer"; public override int Status => 400; }

sealed class RunModelHandler(StewardDb db, ChangeWork work, CollisionCheck check, ChangeMails mails, TicketWork tickets, AssetBook assets, Me me, IdSource ids) : IVerb<RunModel, ChangeId>
{
    public async Task<Result<ChangeId>> Handle(RunModel ask, CancellationToken stop)
    {
        if (await db.Set<ChangeModel>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == ask.Model && m.Active, stop) is not { } model) return new BadInput([new("model", "STW-404")]);
        if (await assets.Assets.SingleOrDefaultAsync(a => a.Id == ask.Asset && a.State != AssetState.Retired, stop) is not { } asset) return new BadInput([new("asset", "STW-404")]);
        var place = new Place(asset.Customer);
        // The desk runs the models that are named for it, and no others.
        if (!me.Can(Thing.Change, Right.Work, place) && !(model.ForDesk && me.Can(Thing.Change, Right.Work, place, "standard"))) return new NotAllowed();
        Ticket? ticket = null;
        if (ask.Ticket is { } of && (!(await tickets.Load(of, Right.Read, stop)).TryGet(out ticket, out _) || ticket.Customer != asset.Customer)) return new BadInput([new("ticket", "STW-404")]);
        if ((ask.Implementer ?? me.Staff) is not { } doer || !await work.IsStaff(doer, stop)) return new NoImplementer();
        if (!ChangeRules.ReadSteps(model.Steps).TryGet(out var steps, out var unreadable)) return unreadable;
        var (from, to) = (ask.WindowFrom, ask.WindowTo ?? ask.WindowFrom.AddMinutes(steps.Sum(s => s.Minutes)));
        if (to <= from || to <= work.Now) return new BadInput([new("windowFrom", "DESK-311")]);
        if (steps.Sum(s => s.Minutes) > (to - from).TotalMinutes) return new BadInput([new("windowTo", "DESK-313", steps.Sum(s => s.Minutes))]);
        var change = new Change
        {
            Id = ids.New<ChangeId>(work.Now), Customer = asset.Customer, Kind = ChangeKind.Standard, FromModel = model.Id, State = ChangeState.Scheduled, Summary = $"{model.Name} · {asset.Name}",
            Reason = ask.Reason.Trim().Length > 0 ? ask.Reason.Trim() : model.Reason, OpenedAt = work.Now, OpenedBy = me.Id.Value, OpenedByName = me.Signed, ApprovedAt = work.Now,
            Impact = model.Impact, Likelihood = model.Likelihood, TestResult = model.TestResult, BackoutPlan = model.BackoutPlan, BackoutAt = from + (to - from) / 2, ToNotify = model.ToNotify,
            WindowFrom = from, WindowTo = to, Implementer = doer, Requester = ticket?.Requester,
        };
        if ((await check.Of(change, stop, [asset.Id])).Select(c => c.Sentence).ToList() is { Count: > 0 } open) return new CollisionsOpen(string.Join(' ', open));
        change.NextDuty = ChangeRules.Next(change);
        await work.Begin(change, nameof(RunModel), stop, model.Name);
        work.AddSteps(change, steps);
        db.Add(new ChangeAsset { Change = change.Id, Asset = asset.Id, Customer = asset.Customer, Since = work.Now });
        if (ticket is not null) ChangeLinks.Add(db, work, tickets, change, ticket, ChangeTie.Reason);
        await mails.ToManagers(change, "change-run", stop, me.Signed);
        await mails.ToUsers(change, "change-planned", stop, [asset.Id]);
        return (await db.TryCommit(stop, new ChangeOpened(change.Id, asset.Customer, work.Now))).TryGet(out _, out var lost) ? change.Id : lost;
    }
}

/// <summary>A new model without an id; with one, the model as it is from now on. Runs that began keep what they began with.</summary>
public sealed record SetChangeModel(
    [property: Required, StringLength(100)] string Name, [property: Required, StringLength(8000)] string Steps, [property: Required, StringLength(4000)] string BackoutPlan, [property: Range(1, 4)] int Impact = 1,
    [property: Range(1, 3)] int Likelihood = 1, [property: StringLength(2000)] string Reason = "", [property: StringLength(4000)] string TestResult = "", [property: StringLength(1000)] string ToNotify = "",
    bool ForDesk = false, bool Retired = false, ChangeModelId? Model = null);

sealed class SetChangeModelHandler(StewardDb db, ChangeWork work, Me me, IdSource ids) : IVerb<SetChangeModel, ChangeModelId>
{
    public async Task<Result<ChangeModelId>> Handle(SetChangeModel ask, CancellationToken stop)
    {
        // Models are of all customers.
        if (!me.Can(Thing.Change, Right.Confirm, default)) return new NotAllowed();
        if (!ChangeRules.ReadSteps(ask.Steps).TryGet(out var steps, out var unreadable)) return unreadable;
        if (steps.Count == 0) return new BadInput([new("steps", "field.required")]);
        if (ask.Impact * ask.Likelihood > 3) return new ModelTooRisky();
        var model = ask.Model is { } id ? await db.Set<ChangeModel>().SingleOrDefaultAsync(m => m.Id == id, stop) : new ChangeModel { Id = ids.New<ChangeModelId>(work.Now), Name = "" };
        if (model is null) return new NotFound();
        if (ask.Model is null) db.Add(model);
        (model.Name, model.Steps, model.BackoutPlan, model.Impact, model.Likelihood) = (ask.Name.Trim(), ask.Steps.Trim(), ask.BackoutPlan.Trim(), ask.Impact, ask.Likelihood);
        (model.Reason, model.TestResult, model.ToNotify, model.ForDesk, model.Active) = (ask.Reason.Trim(), ask.TestResult.Trim(), ask.ToNotify.Trim(), ask.ForDesk, !ask.Retired);
        return (await db.TryCommit(stop)).TryGet(out _, out var lost) ? model.Id : lost;
    }
}
