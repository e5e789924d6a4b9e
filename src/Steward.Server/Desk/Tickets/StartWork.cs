// The engineer begins.
using Steward.Access;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Tickets;

public sealed record StartWork(TicketId Ticket);

sealed class StartWorkHandler(TicketWork work, Me me) : IVerb<StartWork, Done>
{
    public async Task<Result<Done>> Handle(StartWork ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(StartWork)).TryGet(out var step, out refusal)) return refusal;
        ticket.Assignee ??= me.Staff;
        await work.Tell(ticket, stop, new ClockFact.Progressed(work.Now, work.Now));
        return await work.Commit(stop, work.Move(ticket, step));
    }
}
