// After the work: what the review found, and the end of the change; and work that was done without any approval, written down so that it is counted.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Changes;

public sealed record ReviewChange(ChangeId Change, [property: Required, StringLength(4000)] string Review);
public sealed record CloseChange(ChangeId Change);

/// <summary>The review is compulsory for all but small changes that went as planned.</summary>
sealed record MustReview() : Refusal("DESK-322");
sealed record PapersMissing() : Refusal("DESK-323");

sealed class ReviewChangeHandler(StewardDb db, ChangeWork work) : IVerb<ReviewChange, Done>
{
    public async Task<Result<Done>> Handle(ReviewChange ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(ReviewChange), stop)).TryGet(out var found, out var refusal)) return refusal;
        (found.Case.Review, found.Case.ReviewedAt) = (ask.Review.Trim(), work.Now);
        work.Index(found.Case);
        return await db.TryCommit(stop, work.Go(found.Case, found.Step, ask.Review.Trim()));
    }
}

sealed class CloseChangeHandler(StewardDb db, ChangeWork work) : IVerb<CloseChange, Done>
{
    public async Task<Result<Done>> Handle(CloseChange ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(CloseChange), stop)).TryGet(out var found, out var refusal)) return refusal;
        var change = found.Case;
        if (change.State != ChangeState.Pir && ChangeRules.MustBeReviewed(change)) return new MustReview();
        if (change is { PapersDue: not null, PapersAt: null }) return new PapersMissing();
        change.ClosedAt = work.Now;
        return await db.TryCommit(stop, work.Go(change, found.Step));
    }
}

/// <summary>Somebody worked without an approved change: recorded as such, and reviewed.</summary>
public sealed record RecordUnauthorised([property: Required, StringLength(200)] string Summary, AssetId Asset, DateTimeOffset DoneAt, [property: Required, StringLength(4000)] string Reason);

sealed class RecordUnauthorisedHandler(StewardDb db, ChangeWork work, ChangeMails mails, AssetBook assets, SlaClocks clocks, Me me, IdSource ids) : IVerb<RecordUnauthorised, ChangeId>
{
    public async Task<Result<ChangeId>> Handle(RecordUnauthorised ask, CancellationToken stop)
    {
        if (await assets.Assets.SingleOrDefaultAsync(a => a.Id == ask.Asset, stop) is not { } asset) return new BadInput([new("asset", "STW-404")]);
        if (!work.May(asset.Customer, Right.Create)) return new NotAllowed();
        if (ask.DoneAt > work.Now) return new BadInput([new("doneAt", "DESK-309")]);
        var change = new Change
        {
            Id = ids.New<ChangeId>(work.Now), Customer = asset.Customer, Kind = ChangeKind.Significant, State = ChangeState.Implemented, Summary = ask.Summary.Trim(), Reason = ask.Reason.Trim(), OpenedAt = work.Now, OpenedBy = me.Id.Value,
            OpenedByName = me.Signed, Unauthorised = true, StartedAt = ask.DoneAt, WorkEndedAt = ask.DoneAt, ReviewDue = (await clocks.Calendar(CalendarPresets.FiveByEight.Ref, stop)).WorkingDaysAfter(work.Now, ChangeRules.ReviewDays),
        };
        change.NextDuty = ChangeRules.Next(change);
        await work.Begin(change, nameof(RecordUnauthorised), stop, ask.Reason.Trim());
        db.Add(new ChangeAsset { Change = change.Id, Asset = asset.Id, Customer = asset.Customer, Since = work.Now });
        await mails.ToManagers(change, "change-unauthorised", stop, me.Signed);
        return (await db.TryCommit(stop, new ChangeOpened(change.Id, asset.Customer, work.Now))).TryGet(out _, out var lost) ? change.Id : lost;
    }
}
