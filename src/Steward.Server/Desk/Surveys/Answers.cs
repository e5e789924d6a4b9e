// What every answer has in common, however it comes: given once, in time, and where somebody is dissatisfied a call to make within a working day.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Complaints;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Fields;

namespace Steward.Desk.Surveys;

/// <summary>The five scores, 1…5 (0: not given), and a remark.</summary>
readonly record struct Scores(int Timeliness, int Skill, int Attitude, int Outcome, int Overall, string Comment);

/// <summary>About a ticket, or with the questions of a round about the service at large.</summary>
sealed record FoundSurvey(Survey Survey, Ticket? Ticket, SurveyRound? Round, Questionnaire? Questions);

sealed class Answers(StewardDb db, SurveyLinks links, Invitations invitations, ClosingRules rules, ComplaintWork complaints, TicketWork work, Me me)
{
    /// <summary>A score of two or less wants a call.</summary>
    public const int Low = 2;

    /// <summary>The survey that a token opens. The link is the right: what follows happens among the rows of that customer and of nobody else.</summary>
    public async Task<FoundSurvey?> Find(string token, CancellationToken stop)
    {
        // The holder of a link is nobody's customer yet; the signature says which row may be read.
        if (links.Read(token) is not { } id) return null;
        Survey? survey;
        using (db.Work.AmongAll()) survey = await db.Set<Survey>().SingleOrDefaultAsync(s => s.Id == id, stop);
        if (survey is null) return null;
        db.Work.Scope = TenantScope.Only(survey.Customer);
        if (!me.SignedIn) db.Work.Actor = new(Guid.Empty, await db.Set<Contact>().Where(c => c.Id == survey.Requester).Select(c => c.Name).SingleAsync(stop));
        if (survey.Ticket is { } ticket) return new(survey, await db.Set<Ticket>().AsNoTracking().SingleAsync(t => t.Id == ticket, stop), null, null);
        var round = await db.Set<SurveyRound>().AsNoTracking().SingleAsync(r => r.Id == survey.Round, stop);
        return new(survey, null, round, await db.Set<Questionnaire>().AsNoTracking().SingleAsync(q => q.Id == round.Questionnaire, stop));
    }

    /// <summary>"Rate own" of the rights matrix.</summary>
    public bool IsOwn(Ticket ticket) => ticket.Requester is { } requester && requester == me.Contact && me.Can(Thing.Report, Right.Create, ticket.Where(), "own");

    public async Task<Result<Done>> Take(Survey survey, Ticket? ticket, Scores scores, IReadOnlyList<Answer> own, AnswerWay way, CancellationToken stop)
    {
        if (await Write(survey, ticket, scores, own, way, stop) is { } refusal) return refusal;
        // The row's version makes it once: of two at one moment the second is told.
        return ticket is null ? await work.Commit(stop) : await work.Commit(stop, Rated(ticket, survey));
    }

    public static TicketRated Rated(Ticket ticket, Survey survey) => new(ticket.Id, ticket.Customer, survey.Overall, survey.Lowest, survey.AnsweredAt!.Value);

    /// <summary>Writes the answer down, for the caller to commit.</summary>
    public async Task<Refusal?> Write(Survey survey, Ticket? ticket, Scores scores, IReadOnlyList<Answer> own, AnswerWay way, CancellationToken stop)
    {
        var now = work.Now;
        var address = await db.Set<Contact>().Where(c => c.Id == survey.Requester).Select(c => c.Email).SingleAsync(stop);
        if (Fault(survey, ticket is not null && await invitations.Resolved(ticket.Id, survey.Requester, address, stop), now) is { } refusal) return refusal;
        (survey.AnsweredAt, survey.Way, survey.Comment) = (now, way, scores.Comment.Trim());
        (survey.Timeliness, survey.Skill, survey.Attitude, survey.Outcome, survey.Overall) = (scores.Timeliness, scores.Skill, scores.Attitude, scores.Outcome, scores.Overall);
        survey.Answers = own;
        if (survey.Lowest <= Low) survey.CallBackDue = survey.NextDuty = ticket is not null ? await rules.WorkingDayAfter(ticket, now, stop) : (await complaints.Calendar(survey.Customer, stop)).WorkingDaysAfter(now, 1);
        return null;
    }

    internal static Refusal? Fault(Survey survey, bool resolvedIt, DateTimeOffset now) =>
        survey.AnsweredAt is not null ? new SurveyAnswered() : resolvedIt ? new NotTheirs() : now >= survey.ExpiresAt ? new SurveyExpired() : null;
}
