// A human takes the ticket on: stops the response clock (SLA rule 4).
using Steward.Access;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Tickets;

public sealed record AcceptTicket(TicketId Ticket);

sealed class AcceptTicketHandler(TicketWork work, Me me) : IVerb<AcceptTicket, Done>
{
    public async Task<Result<Done>> Handle(AcceptTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(AcceptTicket)).TryGet(out var step, out refusal)) return refusal;
        ticket.AcceptedAt = work.Now;
        ticket.Assignee ??= me.Staff;
        var news = work.Move(ticket, step);
        await work.Tell(ticket, stop, [new ClockFact.Accepted(work.Now, work.Now, me.Name)]);
        await work.Notify(ticket, "accepted", stop, me.Name);
        return await work.Commit(stop, news);
    }
}
