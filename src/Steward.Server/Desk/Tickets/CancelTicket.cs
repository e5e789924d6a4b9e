// Ends a ticket that is a duplicate, was withdrawn, or was a false alarm: it is left out of attainment.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Platform.Approvals;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Tickets;

public sealed record CancelTicket(TicketId Ticket, CancelReason Reason, [property: StringLength(1000)] string Text);

sealed class CancelTicketHandler(TicketWork work, ApprovalDesk approvals) : IVerb<CancelTicket, Done>
{
    public async Task<Result<Done>> Handle(CancelTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(CancelTicket)).TryGet(out var step, out refusal)) return refusal;
        ticket.ClosedAt = work.Now;
        await approvals.Settle(PriorityApproval.Kind, ticket.Id.Value, ApprovalState.Withdrawn, "", stop);
        await approvals.Settle(Requests.RequestApproval.Kind, ticket.Id.Value, ApprovalState.Withdrawn, "", stop);
        var news = work.Move(ticket, step, $"{Texts.Name(ask.Reason)}: {ask.Text}");
        await work.Tell(ticket, stop, [new ClockFact.Cancelled(work.Now, work.Now, ask.Reason.ToString())]);
        await work.Notify(ticket, "cancelled", stop, ask.Text);
        return await work.Commit(stop, news);
    }
}
