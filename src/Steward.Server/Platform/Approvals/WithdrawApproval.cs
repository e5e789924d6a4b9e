// Takes back what one has asked for, while it still waits.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Web;

namespace Steward.Platform.Approvals;

public sealed record WithdrawApproval(ApprovalId Approval);

sealed class WithdrawApprovalHandler(StewardDb db, ApprovalDesk approvals) : IVerb<WithdrawApproval, Done>
{
    public async Task<Result<Done>> Handle(WithdrawApproval ask, CancellationToken stop)
    {
        if (await approvals.AskedByCaller.SingleOrDefaultAsync(a => a.Id == ask.Approval, stop) is not { } approval) return new NotFound();
        if (approvals.KindOf(approval).OnItsOwnPage) return new DecidedOnItsOwnPage();
        if (approval.State != ApprovalState.Waiting) return new ApprovalEnded(approval.State);
        return (await approvals.End(approval, ApprovalState.Withdrawn, "", stop)).TryGet(out var news, out var refusal) ? await db.TryCommit(stop, news) : refusal;
    }
}
