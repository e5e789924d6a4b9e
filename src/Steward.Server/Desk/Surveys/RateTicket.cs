// The signed-in requester judges their own closed ticket on its page, invited or not.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.Platform.Web;

namespace Steward.Desk.Surveys;

public sealed record RateTicket(
    TicketId Ticket, [property: Range(1, 5)] int Timeliness, [property: Range(1, 5)] int Skill, [property: Range(1, 5)] int Attitude, [property: Range(1, 5)] int Outcome,
    [property: Range(1, 5)] int Overall, [property: StringLength(2000)] string Comment = "");

/// <summary>Only what is closed can be judged.</summary>
sealed record NotClosedYet() : Refusal("DESK-123");

sealed class RateTicketHandler(StewardDb db, TicketWork work, Answers answers, Me me, IdSource ids) : IVerb<RateTicket, Done>
{
    public async Task<Result<Done>> Handle(RateTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Read, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!answers.IsOwn(ticket)) return new NotAllowed();
        if (ticket is not { State: TicketState.Closed, ClosedAt: { } closed }) return new NotClosedYet();
        var survey = await db.Set<Survey>().SingleOrDefaultAsync(s => s.Ticket == ticket.Id, stop);
        if (survey is null)
        {
            // Nobody asked by mail, so the page does: for as long as a link would have been good.
            if (work.Now >= closed + Invitations.Valid) return new SurveyExpired();
            db.Add(survey = Invitations.New(ticket, me.Contact!.Value, ids, work.Now));
        }
        return await answers.Take(survey, ticket, new(ask.Timeliness, ask.Skill, ask.Attitude, ask.Outcome, ask.Overall, ask.Comment), [], AnswerWay.Ticket, stop);
    }
}
