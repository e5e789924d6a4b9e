// The user says that it works: the ticket is closed for good.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Surveys;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Tickets;

/// <summary><paramref name="Overall"/>, 1…5: how the requester judges it with the same tap; nobody asks them again.</summary>
public sealed record ConfirmTicket(TicketId Ticket, [property: StringLength(1000)] string Text = "", [property: Range(1, 5)] int? Overall = null);

sealed class ConfirmTicketHandler(StewardDb db, TicketWork work, Invitations invitations, Answers answers, IdSource ids) : IVerb<ConfirmTicket, Done>
{
    public async Task<Result<Done>> Handle(ConfirmTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Confirm, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (ask.Overall is not null && !answers.IsOwn(ticket)) return new NotAllowed();
        if (!work.Step(ticket, nameof(ConfirmTicket)).TryGet(out var step, out refusal)) return refusal;
        (ticket.ClosedAt, ticket.NextDuty) = (work.Now, null);
        var news = work.Move(ticket, step, ask.Text);
        await work.Tell(ticket, stop, [new ClockFact.Closed(work.Now, work.Now)]);
        await work.Notify(ticket, "closed", stop);
        if (ask.Overall is not { } overall)
        {
            await invitations.Ask(ticket, work, work.Now, stop);
            return await work.Commit(stop, news);
        }
        var survey = await db.Set<Survey>().SingleOrDefaultAsync(s => s.Ticket == ticket.Id, stop);
        if (survey is null) db.Add(survey = Invitations.New(ticket, ticket.Requester!.Value, ids, work.Now));
        // There is one for a ticket; it was asked before the ticket was reopened.
        else survey.BeginAnew(work.Now + Invitations.Valid);
        if (await answers.Write(survey, ticket, new(0, 0, 0, 0, overall, ""), [], AnswerWay.Tap, stop) is { } fault) return fault;
        return await work.Commit(stop, news, Answers.Rated(ticket, survey));
    }
}
