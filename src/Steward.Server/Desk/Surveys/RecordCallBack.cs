// Somebody who was dissatisfied was called: what they said and what follows, by anybody but whoever resolved the ticket.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.Platform.Web;

namespace Steward.Desk.Surveys;

public sealed record RecordCallBack(SurveyId Survey, [property: Required, StringLength(1000)] string Text);

sealed record NoCallDue() : Refusal("DESK-124");

/// <summary>Who did the work asks nobody whether it was good.</summary>
sealed record OwnWork() : Refusal("DESK-125") { public override int Status => 403; }

sealed class RecordCallBackHandler(StewardDb db, TicketWork work, Me me) : IVerb<RecordCallBack, Done>
{
    public async Task<Result<Done>> Handle(RecordCallBack ask, CancellationToken stop)
    {
        if (await db.Set<Survey>().SingleOrDefaultAsync(s => s.Id == ask.Survey, stop) is not { } survey) return new NotFound();
        Ticket? ticket = null;
        if (survey.Ticket is { } about)
        {
            if (!(await work.Load(about, Right.Work, stop)).TryGet(out ticket, out var refusal)) return refusal;
        }
        else if (!me.Can(Thing.Report, Right.Work, new Place(survey.Customer, Contract: survey.Contract?.Value))) return me.Can(Thing.Report, Right.Read, new Place(survey.Customer)) ? new NotAllowed() : new NotFound();
        if (survey is not { CallBackDue: not null, CalledAt: null }) return new NoCallDue();
        var by = ticket is null ? Guid.Empty : await db.Set<TicketEntry>().Where(e => e.Ticket == ticket.Id && e.To == TicketState.Resolved).OrderByDescending(e => e.OccurredAt).Select(e => e.Account).FirstOrDefaultAsync(stop);
        if (me.SignedIn && by == me.Id.Value) return new OwnWork();
        (survey.CalledAt, survey.CalledBy, survey.CallResult, survey.NextDuty) = (work.Now, me.Name, ask.Text.Trim(), null);
        if (ticket is not null) work.Write(ticket, EntryKind.Note, ask.Text.Trim(), visible: false, nameof(RecordCallBack));
        return await work.Commit(stop);
    }
}
