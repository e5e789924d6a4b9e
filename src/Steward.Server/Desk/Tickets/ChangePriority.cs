// Judges impact and urgency anew. Raising counts at once; lowering waits for the service manager's word (SLA rule 7).
using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Approvals;
using Steward.Platform.Events;
using Steward.Platform.Processes;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Tickets;

public sealed record ChangePriority(TicketId Ticket, Impact Impact, Urgency Urgency, [property: StringLength(1000)] string Reason);

sealed record SamePriority() : Refusal("DESK-108");

sealed class ChangePriorityHandler(TicketWork work, SlaClocks clocks, ApprovalDesk approvals, Me me) : IVerb<ChangePriority, Done>
{
    public async Task<Result<Done>> Handle(ChangePriority ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(ChangePriority)).TryGet(out var step, out refusal)) return refusal;
        var agreement = (await clocks.Facts(ticket.Id.Value, stop))?.Agreement;
        var to = (agreement?.Matrix ?? PriorityMatrix.Standard)[ask.Impact, ask.Urgency];
        if (to == ticket.Priority && ask.Impact == ticket.Impact && ask.Urgency == ticket.Urgency) return new SamePriority();
        var lowered = to > ticket.Priority;
        if (lowered && (agreement?.PriorityChanges.DowngradeNeedsApproval ?? true) && !work.May(ticket, Right.Approve))
        {
            ticket.Version++;
            await approvals.Ask(ticket.Asks(PriorityApproval.Kind, new LowerPriority(ticket.Priority, to, ask.Impact, ask.Urgency), ask.Reason), stop);
            return await work.Commit(stop, work.Move(ticket, step, $"{ticket.Priority} → {to}? {ask.Reason}", visible: false));
        }
        // A new judgement leaves nothing to decide about an older one.
        await approvals.Settle(PriorityApproval.Kind, ticket.Id.Value, ApprovalState.Withdrawn, "", stop);
        (ticket.Impact, ticket.Urgency) = (ask.Impact, ask.Urgency);
        if (to == ticket.Priority) return await work.Commit(stop, work.Move(ticket, step, ask.Reason));
        return await work.Commit(stop, await Apply(work, ticket, step, to, lowered ? me.Name : null, ask.Reason, stop));
    }

    internal static async Task<INews[]> Apply(TicketWork work, Ticket ticket, Transition<TicketState> step, Priority to, string? approvedBy, string reason, CancellationToken stop)
    {
        var from = ticket.Priority;
        ticket.Priority = to;
        var news = work.Move(ticket, step, $"{from} → {to}: {reason}");
        await work.Tell(ticket, stop, [new ClockFact.PriorityChanged(work.Now, work.Now, to, approvedBy)]);
        await work.Notify(ticket, "priority", stop, to, reason);
        return [news, new TicketPriorityChanged(ticket.Id, ticket.Customer, from, to, work.Now)];
    }
}

/// <summary>What is asked: another judgement, from which the lower priority follows.</summary>
sealed record LowerPriority(Priority From, Priority To, Impact Impact, Urgency Urgency);

sealed class PriorityApproval(TicketWork work, StewardDb db, Me me) : IApprovalKind
{
    public const string Kind = "priority";

    public string Name => Kind;
    public Expression<Func<Approval, bool>> MayDecide => db.AboutTickets(me, Right.Approve);
    public string Words(Approval approval) => approval.Read<LowerPriority>() is var asked ? $"{asked.From} → {asked.To}" : "";

    public async Task<Result<INews[]>> Granted(Approval approval, CancellationToken stop)
    {
        var (ticket, asked) = (await Of(approval, stop), approval.Read<LowerPriority>());
        if (!work.Step(ticket, nameof(ChangePriority)).TryGet(out var step, out var refusal)) return refusal;
        (ticket.Impact, ticket.Urgency) = (asked.Impact, asked.Urgency);
        return await ChangePriorityHandler.Apply(work, ticket, step, asked.To, approval.DecidedBy, approval.Answer, stop);
    }

    public async Task<INews[]> NotGranted(Approval approval, CancellationToken stop)
    {
        var ticket = await Of(approval, stop);
        work.Write(ticket, EntryKind.Priority, $"{approval.State.Mark()} {approval.Read<LowerPriority>().To} {approval.Answer}".TrimEnd(), false, nameof(ChangePriority));
        return [new TicketNoted(ticket.Id, ticket.Customer, false, work.Now)];
    }

    Task<Ticket> Of(Approval approval, CancellationToken stop)
    {
        var id = TicketId.From(approval.Subject);
        return db.Set<Ticket>().SingleAsync(t => t.Id == id, stop);
    }
}
