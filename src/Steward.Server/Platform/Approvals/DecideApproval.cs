// One decider's word on what was asked; the last one needed decides, and what follows goes to disk with it.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Web;

namespace Steward.Platform.Approvals;

/// <summary>Whoever disagrees says why.</summary>
public sealed record DecideApproval(ApprovalId Approval, bool Agree, [property: StringLength(1000)] string Reason = "");

sealed record DecidedOnItsOwnPage() : Refusal("APR-105");

sealed class DecideApprovalHandler(StewardDb db, ApprovalDesk approvals, IdSource ids, TimeProvider time) : IVerb<DecideApproval, Done>
{
    public async Task<Result<Done>> Handle(DecideApproval ask, CancellationToken stop)
    {
        var (now, caller) = (time.Now(), db.Work.Actor);
        if (await db.Set<Approval>().SingleOrDefaultAsync(a => a.Id == ask.Approval, stop) is not { } approval) return new NotFound();
        // Whoever asked knows that it is there and is told why not; to others it does not exist.
        if (approval.AskedBy != caller.Id && !await approvals.Deciding.AnyAsync(a => a.Id == ask.Approval, stop)) return new NotFound();
        if (approvals.KindOf(approval).OnItsOwnPage) return new DecidedOnItsOwnPage();
        var votes = await db.Set<ApprovalVote>().Where(v => v.Approval == approval.Id).ToListAsync(stop);
        var word = new ApprovalVote { Id = ids.New<VoteId>(now), Approval = approval.Id, Customer = approval.Customer, By = caller.Id, ByName = db.Work.Signed, InPlaceOf = db.Work.OnBehalfOf?.Id, Agree = ask.Agree, Reason = ask.Reason.Trim(), At = now };
        if (!ApprovalRules.Decide(approval, votes, word, db.Work.OnBehalfOf?.Id, now).TryGet(out var state, out var refusal)) return refusal;
        db.Add(word);
        // Each word changes the approval's version: of two at the same moment, the second counts again what the first has said.
        approval.Version++;
        if (state == ApprovalState.Waiting) return await db.TryCommit(stop);
        return (await approvals.End(approval, state, word.Reason, stop)).TryGet(out var news, out refusal) ? await db.TryCommit(stop, news) : refusal;
    }
}
