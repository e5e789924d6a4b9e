// It does not work after all: within the agreed working days the same ticket goes on, and so does its clock (SLA rule 6).
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Desk.Tickets;

public sealed record ReopenTicket(TicketId Ticket, [property: StringLength(1000)] string Reason);

sealed record TooLateToReopen(DateTimeOffset Until) : Refusal("DESK-107", Format.Moment(Until, Format.China));

sealed class ReopenTicketHandler(TicketWork work, ClosingRules closing) : IVerb<ReopenTicket, Done>
{
    public async Task<Result<Done>> Handle(ReopenTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Confirm, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(ReopenTicket)).TryGet(out var step, out refusal)) return refusal;
        if (await closing.ReopenUntil(ticket, stop) is { } until && work.Now > until) return new TooLateToReopen(until);
        (ticket.ResolvedAt, ticket.NextDuty, ticket.Notices) = (null, null, 0);
        ticket.Reopened++;
        var news = work.Move(ticket, step, ask.Reason);
        await work.Tell(ticket, stop, [new ClockFact.Reopened(work.Now, work.Now)]);
        await work.Notify(ticket, "reopened", stop, ask.Reason);
        return await work.Commit(stop, news);
    }
}
