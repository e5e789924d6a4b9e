// The user says that it works: the ticket is closed for good.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Desk.Surveys;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Tickets;

public sealed record ConfirmTicket(TicketId Ticket, [property: StringLength(1000)] string Text = "");

sealed class ConfirmTicketHandler(TicketWork work, Invitations invitations) : IVerb<ConfirmTicket, Done>
{
    public async Task<Result<Done>> Handle(ConfirmTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Confirm, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(ConfirmTicket)).TryGet(out var step, out refusal)) return refusal;
        (ticket.ClosedAt, ticket.NextDuty) = (work.Now, null);
        var news = work.Move(ticket, step, ask.Text);
        await work.Tell(ticket, stop, [new ClockFact.Closed(work.Now, work.Now)]);
        await work.Notify(ticket, "closed", stop);
        await invitations.Ask(ticket, work, work.Now, stop);
        return await work.Commit(stop, news);
    }
}
