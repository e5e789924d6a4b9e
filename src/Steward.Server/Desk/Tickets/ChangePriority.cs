// Judges impact and urgency anew. Raising counts at once; lowering waits for the service manager's word (SLA rule 7).
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Tickets;

public sealed record ChangePriority(TicketId Ticket, Impact Impact, Urgency Urgency, [property: StringLength(1000)] string Reason);

sealed record SamePriority() : Refusal("DESK-108");

sealed class ChangePriorityHandler(TicketWork work, SlaClocks clocks, Me me) : IVerb<ChangePriority, Done>
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
            (ticket.AskedPriority, ticket.AskedImpact, ticket.AskedUrgency) = (to, ask.Impact, ask.Urgency);
            return await work.Commit(stop, work.Move(ticket, step, $"{ticket.Priority} → {to}? {ask.Reason}", visible: false));
        }
        (ticket.Impact, ticket.Urgency) = (ask.Impact, ask.Urgency);
        if (to == ticket.Priority) return await work.Commit(stop, work.Move(ticket, step, ask.Reason));
        return await Apply(work, ticket, step, to, lowered ? me.Name : null, ask.Reason, stop);
    }

    internal static async Task<Result<Done>> Apply(TicketWork work, Ticket ticket, Platform.Processes.Transition<TicketState> step, Priority to, string? approvedBy, string reason, CancellationToken stop)
    {
        var from = ticket.Priority;
        (ticket.Priority, ticket.AskedPriority, ticket.AskedImpact, ticket.AskedUrgency) = (to, null, null, null);
        var news = work.Move(ticket, step, $"{from} → {to}: {reason}");
        await work.Tell(ticket, stop, [new ClockFact.PriorityChanged(work.Now, work.Now, to, approvedBy)]);
        await work.Notify(ticket, "priority", stop, to, reason);
        return await work.Commit(stop, news, new TicketPriorityChanged(ticket.Id, ticket.Customer, from, to, work.Now));
    }
}

/// <summary>The service manager's word on a lower priority that somebody asked for.</summary>
public sealed record DecidePriority(TicketId Ticket, bool Agree, [property: StringLength(1000)] string Reason = "");

sealed record NothingAsked() : Refusal("DESK-109");

sealed class DecidePriorityHandler(TicketWork work, Me me) : IVerb<DecidePriority, Done>
{
    public async Task<Result<Done>> Handle(DecidePriority ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Approve, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (ticket.AskedPriority is not { } to) return new NothingAsked();
        if (!work.Step(ticket, nameof(ChangePriority)).TryGet(out var step, out refusal)) return refusal;
        if (ask.Agree)
        {
            (ticket.Impact, ticket.Urgency) = (ticket.AskedImpact ?? ticket.Impact, ticket.AskedUrgency ?? ticket.Urgency);
            return await ChangePriorityHandler.Apply(work, ticket, step, to, me.Name, ask.Reason, stop);
        }
        (ticket.AskedPriority, ticket.AskedImpact, ticket.AskedUrgency) = (null, null, null);
        return await work.Commit(stop, work.Move(ticket, step, $"✗ {to}: {ask.Reason}", visible: false));
    }
}
