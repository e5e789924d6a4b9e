// The requester does not need it any more, before work has begun: it is left out of attainment, and whoever looks sees why.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Platform.Approvals;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Tickets;

public sealed record WithdrawTicket(TicketId Ticket, [property: Required, StringLength(1000)] string Reason);

sealed class WithdrawTicketHandler(TicketWork work, ApprovalDesk approvals, Me me) : IVerb<WithdrawTicket, Done>
{
    /// <summary>What somebody reported the customer's people take back; the desk ends an incident by <see cref="CancelTicket"/>, which says for what reason.</summary>
    public static bool IsFor(Ticket ticket, Me me) => ticket.Kind == TicketKind.Request || me.Contact is not null;

    public async Task<Result<Done>> Handle(WithdrawTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Confirm, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!IsFor(ticket, me)) return new NotAllowed();
        if (!work.Step(ticket, nameof(WithdrawTicket)).TryGet(out var step, out refusal)) return refusal;
        var reason = ask.Reason.Trim();
        ticket.ClosedAt = work.Now;
        await approvals.Settle(PriorityApproval.Kind, ticket.Id.Value, ApprovalState.Withdrawn, "", stop);
        await approvals.Settle(Requests.RequestApproval.Kind, ticket.Id.Value, ApprovalState.Withdrawn, reason, stop);
        var news = work.Move(ticket, step, reason);
        await work.Tell(ticket, stop, [new ClockFact.Cancelled(work.Now, work.Now, nameof(CancelReason.Withdrawn))]);
        await work.Notify(ticket, "cancelled", stop, reason);
        return await work.Commit(stop, news);
    }
}
