// Work goes on after a pause.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Tickets;

public sealed record ResumeTicket(TicketId Ticket, [property: StringLength(1000)] string Text = "");

sealed class ResumeTicketHandler(TicketWork work) : IVerb<ResumeTicket, Done>
{
    public async Task<Result<Done>> Handle(ResumeTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(ResumeTicket)).TryGet(out var step, out refusal)) return refusal;
        var news = work.Move(ticket, step, ask.Text);
        await work.Tell(ticket, stop, [new ClockFact.Resumed(work.Now, work.Now)]);
        return await work.Commit(stop, news);
    }
}
