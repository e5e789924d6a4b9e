// Service is restored: stops the resolution clock; the user is asked to confirm.
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Steward.Access;
using Steward.Desk.Escalations;
using Steward.Platform.Approvals;
using Steward.Platform.Fields;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Tickets;

/// <summary><paramref name="Fields"/> holds answers to custom fields by their keys: what must be answered before the end is asked for here.</summary>
public sealed record ResolveTicket(
    TicketId Ticket, [property: StringLength(4000)] string Solution, [property: StringLength(60)] string Cause, [property: StringLength(80)] string Device,
    [property: Range(0, 100_000)] int MinutesSpent, JsonObject? Fields = null);

sealed class ResolveTicketHandler(StewardDb db, TicketWork work, ClosingRules closing, ApprovalDesk approvals, Senders senders, FieldBook fields, Me me) : IVerb<ResolveTicket, Done>
{
    public async Task<Result<Done>> Handle(ResolveTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(ResolveTicket)).TryGet(out var step, out refusal)) return refusal;
        if (await Links.OpenParts.Of(db, ticket.Id, stop) is { Length: > 0 } parts) return new Links.PartsAreOpen(parts);
        if (!(await fields.Put(TicketFields.Incident, ticket.Customer, ticket.Id.Value, ask.Fields, f => f.Need != FieldNeed.Optional, me.Contact is not null, stop)).TryGet(out _, out refusal)) return refusal;
        (ticket.Solution, ticket.Cause, ticket.Device, ticket.MinutesSpent) = (ask.Solution.Trim(), ask.Cause, ask.Device, ticket.MinutesSpent + ask.MinutesSpent);
        ticket.ResolvedAt = work.Now;
        (ticket.Notices, ticket.NextDuty) = (1, await closing.NextDuty(ticket, 1, stop));
        await approvals.Settle(PriorityApproval.Kind, ticket.Id.Value, ApprovalState.Withdrawn, "", stop);
        var news = work.Move(ticket, step, ask.Solution);
        await work.Tell(ticket, stop, [new ClockFact.Resolved(work.Now, work.Now)]);
        await work.Notify(ticket, "resolved", stop, ask.Solution);
        await senders.Solved(ticket, ticket.Solution, work.Now, stop);
        return await work.Commit(stop, news);
    }
}
