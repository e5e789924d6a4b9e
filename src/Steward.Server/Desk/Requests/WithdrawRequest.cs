// The requester does not want it any more, before work has begun.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.Platform.Approvals;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Requests;

public sealed record WithdrawRequest(TicketId Ticket, [property: Required, StringLength(1000)] string Reason);

sealed class WithdrawRequestHandler(TicketWork work, ApprovalDesk approvals) : IVerb<WithdrawRequest, Done>
{
    public async Task<Result<Done>> Handle(WithdrawRequest ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Confirm, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(WithdrawRequest)).TryGet(out var step, out refusal)) return refusal;
        ticket.ClosedAt = work.Now;
        await approvals.Settle(RequestApproval.Kind, ticket.Id.Value, ApprovalState.Withdrawn, ask.Reason.Trim(), stop);
        var news = work.Move(ticket, step, ask.Reason.Trim());
        await work.Tell(ticket, stop, [new ClockFact.Cancelled(work.Now, work.Now, nameof(CancelReason.Withdrawn))]);
        return await work.Commit(stop, news);
    }
}
