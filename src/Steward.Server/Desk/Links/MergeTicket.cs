// The same thing was reported twice: one ticket ends as the double of the other, and its requester is told all that follows there.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.Platform.Approvals;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Links;

/// <summary><paramref name="Into"/> is the number of the ticket that stays.</summary>
public sealed record MergeTicket(TicketId Ticket, [property: Required, StringLength(40)] string Into, [property: StringLength(1000)] string Text = "");

sealed record IntoEndedTicket(string Number) : Refusal("DESK-454", Number) { public override string? Field => "into"; public override int Status => 400; }

sealed class MergeTicketHandler(TicketWork work, TicketLinks links, ApprovalDesk approvals) : IVerb<MergeTicket, Done>
{
    public async Task<Result<Done>> Handle(MergeTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(MergeTicket)).TryGet(out var step, out refusal)) return refusal;
        if (await links.Other(ticket, ask.Into, stop) is not { } stays) return new BadInput([new("into", "DESK-203")]);
        if (!stays.IsOpen) return new IntoEndedTicket(stays.Number);
        if (await links.Add(ticket, stays, LinkKind.DoubleOf, stop) is { } no) return no;
        ticket.ClosedAt = work.Now;
        await approvals.Settle(PriorityApproval.Kind, ticket.Id.Value, ApprovalState.Withdrawn, "", stop);
        var news = work.Move(ticket, step, $"{Texts.Name(CancelReason.Duplicate)}: {stays.Number} {ask.Text}".TrimEnd());
        await work.Tell(ticket, stop, [new ClockFact.Cancelled(work.Now, work.Now, nameof(CancelReason.Duplicate))]);
        await work.Notify(ticket, "merged", stop, stays.Number);
        return await work.Commit(stop, news, new TicketNoted(stays.Id, stays.Customer, false, work.Now));
    }
}
