// What the pages of surveys show: one survey behind its link, the rating of one ticket, and the figures of many.
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Surveys;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Fields;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Lists;
using Steward.Sla;

namespace Steward.Desk.Pages;

/// <summary>What the holder of a link may know; what was noted of a call is not among it.</summary>
public sealed record SurveyModel(string Token, string Number, string Summary, bool Expired, DateTimeOffset ExpiresAt, DateTimeOffset? AnsweredAt, IReadOnlyDictionary<Dimension, int> Scores, string Comment, DateTimeOffset? CallBackDue,
    IReadOnlyList<FormField> Questions, IReadOnlyList<Answer> Answers)
{
    /// <summary>What is asked about the service at large; null for a ticket.</summary>
    [JsonIgnore] public Questionnaire? Round { get; init; }
    [JsonIgnore] public Survey Survey { get; init; } = null!;
    [JsonIgnore] public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;
}

/// <summary>How a closed ticket was judged, as far as the reader may know it.</summary>
public sealed record TicketRating(Survey? Answer, bool Asked, bool MayRate);

/// <summary>How many gave each score from 1 to 5 in one dimension.</summary>
public sealed record DimensionFigures(Dimension Of, IReadOnlyList<long> Counts)
{
    public Satisfaction Said(long asked) => new(asked, Counts.Select((n, i) => (Score: i + 1, n)).ToDictionary(s => s.Score, s => s.n));
}

public sealed record SurveyRow(SurveyId Id, TicketId? Ticket, RoundId? Round, string Number, string Summary, string CustomerName, string Requester, DateTimeOffset AnsweredAt, int Overall, int Lowest, string Comment, DateTimeOffset? CallBackDue, DateTimeOffset? CalledAt, string CalledBy, string CallResult, bool MayCall)
{
    [JsonIgnore] public string Opens => Ticket is { } ticket ? $"/tickets/{ticket}" : $"/surveys/rounds/{Round}";
}

/// <summary>Answers count when they were given, questions when they were asked: a period that is over does not change.</summary>
public sealed record SurveysModel(
    DateTimeOffset From, DateTimeOffset To, CustomerId? Customer, IReadOnlyList<SurveyCustomer> Customers, long Asked, IReadOnlyList<DimensionFigures> Dimensions, IReadOnlyList<SurveyRow> CallBacks,
    IReadOnlyList<SurveyRow> Answers, string? Previous, string? Next, bool CommentsOnly)
{
    [JsonIgnore] public Satisfaction Said => Dimensions.Single(d => d.Of == Dimension.Overall).Said(Asked);
    public SurveySummary Overall => new(Said.Answers, Said.AnswerRate.Percent, Said.Mean, Said.Index, Said.Satisfied.Percent);

    /// <summary>Below ten answers a share is chance more than anything.</summary>
    public bool Few => Said.Answers is > 0 and < 10;
}

public sealed record SurveySummary(long Answers, decimal? AnswerRatePercent, decimal? Mean, decimal? Index, decimal? SatisfiedPercent);

public sealed record SurveyCustomer(CustomerId Id, string Name);

sealed class SurveyQueries(StewardDb db, SurveyBook book, Answers answers, TicketWork work, Me me, Viewer viewer, TimeProvider time)
{
    const int PageOf = 50, MostCalls = 100, Days = 90;
    static readonly Sorting<Survey, DateTimeOffset, SurveyId> ByAnswer = new("answered", s => s.AnsweredAt!.Value, s => s.Id);

    /// <summary>For whoever holds the link; null for a link that was not made here.</summary>
    public async Task<SurveyModel?> Behind(string token, CancellationToken stop)
    {
        if (await answers.Find(token, stop) is not var (survey, ticket, round, questions)) return null;
        var zone = await db.Set<Customer>().Where(c => c.Id == survey.Customer).Select(c => c.Zone).SingleAsync(stop);
        return new(token, ticket?.Number ?? round!.Period, ticket?.Summary ?? questions!.Said, survey.AnsweredAt is null && time.Now() >= survey.ExpiresAt, survey.ExpiresAt, survey.AnsweredAt,
            survey.AnsweredAt is null ? new Dictionary<Dimension, int>() : Enum.GetValues<Dimension>().Where(d => survey.Score(d) > 0).ToDictionary(d => d, survey.Score), survey.Comment, survey.CallBackDue, questions?.Form ?? [], survey.Answers)
        {
            Survey = survey, Round = questions, Zone = TimeZoneInfo.FindSystemTimeZoneById(zone),
        };
    }

    /// <summary>Null where there is nothing to show: the ticket is not closed, or the reader is neither its requester nor somebody who reads reports.</summary>
    public async Task<TicketRating?> Of(Ticket ticket, CancellationToken stop)
    {
        if (ticket is not { State: TicketState.Closed, ClosedAt: { } closed, Requester: not null, Source: "" }) return null;
        var (own, reads) = (ticket.Requester == me.Contact, me.Can(Thing.Report, Right.Read, ticket.Where()));
        if (!own && !reads) return null;
        var survey = await book.All.SingleOrDefaultAsync(s => s.Ticket == ticket.Id, stop);
        return new(survey?.AnsweredAt is null ? null : survey, survey is not null, answers.IsOwn(ticket) && time.Now() < (survey?.ExpiresAt ?? closed + Invitations.Valid));
    }

    public async Task<SurveysModel> Many(QueryValues values, CancellationToken stop)
    {
        var now = time.Now();
        // What is answered this very moment is in it.
        var to = values.EndOfDay("to") ?? now.AddMilliseconds(1);
        var from = values.Day("from") ?? new QueryDay(viewer.Zone).Of(to.AddDays(-Days));
        var customer = values.Id<CustomerId>("customer");
        var seen = book.Readable;
        var owners = await seen.Select(s => s.Customer).Distinct().ToListAsync(stop);
        var customers = await db.Set<Customer>().AsNoTracking().Where(c => owners.Contains(c.Id)).OrderBy(c => c.Name).Select(c => new SurveyCustomer(c.Id, c.Name)).ToListAsync(stop);
        if (customer is { } only) seen = seen.Where(s => s.Customer == only);
        var given = seen.Where(s => s.AnsweredAt >= from && s.AnsweredAt < to);
        var scores = await given.GroupBy(s => new { s.Timeliness, s.Skill, s.Attitude, s.Outcome, s.Overall }).Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync(stop);
        var dimensions = new (Dimension Of, Func<int, int> Score)[]
        {
            (Dimension.Timeliness, i => scores[i].Key.Timeliness), (Dimension.Skill, i => scores[i].Key.Skill), (Dimension.Attitude, i => scores[i].Key.Attitude),
            (Dimension.Outcome, i => scores[i].Key.Outcome), (Dimension.Overall, i => scores[i].Key.Overall),
        }.Select(d => new DimensionFigures(d.Of, [.. Enumerable.Range(1, 5).Select(score => scores.Select((s, i) => d.Score(i) == score ? s.Count : 0).Sum())]));
        var commentsOnly = values.Is("comments", "only");
        var part = await ByAnswer.Take(commentsOnly ? given.Where(s => s.Comment != "") : given, s => s, descending: true, values, PageOf, stop);
        // A call that is due is due, whatever period is looked at.
        var rounds = customer is { } of ? book.ReadableOfRounds.Where(s => s.Customer == of) : book.ReadableOfRounds;
        List<Survey> calls = [.. await ToCall(seen), .. await ToCall(rounds)];
        calls.Sort((a, b) => Comparer<DateTimeOffset?>.Default.Compare(a.CallBackDue, b.CallBackDue));
        var rows = await Rows([.. calls, .. part.Items], stop);
        return new(from, to, customer, customers, await seen.LongCountAsync(s => s.AskedAt >= from && s.AskedAt < to, stop), [.. dimensions], [.. calls.Select(s => rows[s.Id])], [.. part.Items.Select(s => rows[s.Id])], part.Previous, part.Next, commentsOnly);

        Task<List<Survey>> ToCall(IQueryable<Survey> some) => some.Where(s => s.CallBackDue != null && s.CalledAt == null).OrderBy(s => s.CallBackDue).Take(MostCalls).ToListAsync(stop);
    }

    /// <summary>Who said it is for whoever may call them; of a ticket it is no secret.</summary>
    async Task<Dictionary<SurveyId, SurveyRow>> Rows(List<Survey> surveys, CancellationToken stop)
    {
        var (tickets, people, owners) = (surveys.Select(s => s.Ticket).OfType<TicketId>().Distinct().ToList(), surveys.Select(s => s.Requester).Distinct().ToList(), surveys.Select(s => s.Customer).Distinct().ToList());
        var asked = surveys.Select(s => s.Round).OfType<RoundId>().Distinct().ToList();
        var about = await db.Set<Ticket>().AsNoTracking().Where(t => tickets.Contains(t.Id)).ToDictionaryAsync(t => t.Id, stop);
        var rounds = await db.Set<SurveyRound>().AsNoTracking().Where(r => asked.Contains(r.Id)).ToDictionaryAsync(r => r.Id, stop);
        var names = await db.Set<Contact>().AsNoTracking().Where(c => people.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var customers = await db.Set<Customer>().AsNoTracking().Where(c => owners.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        return surveys.DistinctBy(s => s.Id).ToDictionary(s => s.Id, s =>
        {
            var (ticket, round) = (s.Ticket is { } t ? about[t] : null, s.Round is { } r ? rounds[r] : null);
            var may = ticket is not null ? work.May(ticket, Right.Work) : me.Can(Thing.Report, Right.Work, new Place(s.Customer, Contract: s.Contract?.Value));
            return new SurveyRow(s.Id, s.Ticket, s.Round, ticket?.Number ?? round!.Period, ticket?.Summary ?? Texts.Name(round!.For), customers[s.Customer], ticket is not null || may ? names[s.Requester] : "", s.AnsweredAt!.Value, s.Overall,
                s.Lowest, s.Comment, s.CallBackDue, s.CalledAt, s.CalledBy, s.CallResult, s is { CallBackDue: not null, CalledAt: null } && may);
        });
    }
}

/// <summary>The beginning of the reader's day.</summary>
readonly record struct QueryDay(TimeZoneInfo Zone)
{
    public DateTimeOffset Of(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone).Date;
        while (Zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
