// Satisfaction 满意率: answers of 4 and more overall ÷ answers (domain §5.4, N-04); silence is no answer, unless the contract says that it is a good one.
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.Desk;
using Steward.Sla;

namespace Steward.Fulfilment.Measuring;

/// <summary>
/// An answer counts when it was given, a silence when its link expired, so that a period that is over stays as it is. Where silence counts as good the figure without it stands beside,
/// and the rate of response beside both.
/// </summary>
sealed class SatisfactionMeasure(string name, bool silenceIsGood, SurveyBook surveys, ServiceDesk desk) : IMeasure
{
    /// <summary>The lowest score that counts as satisfied.</summary>
    const int Good = 4;

    public string Name => name;

    public async Task<IReadOnlyList<Figure>> Compute(Contract contract, IReadOnlyList<Interval> periods, DateTimeOffset now, CancellationToken stop)
    {
        var counts = await Counted(contract, Periods.Whole(periods), now).GroupBy(Periods.NumberOf<Counting>(s => s.At, periods))
            .Select(g => new { g.Key, Good = g.Count(s => s.Overall >= Good), Answers = g.Count(s => s.Overall > 0), Silent = g.Count(s => s.Overall == 0) }).ToDictionaryAsync(g => g.Key, stop);
        return [.. periods.Select((period, i) => new Figure(period, counts.GetValueOrDefault(i) is { } c ? silenceIsGood ? new(c.Good + c.Silent, c.Answers + c.Silent) : new(c.Good, c.Answers) : new()))];
    }

    public async Task<IReadOnlyList<EvidenceRow>> Evidence(Contract contract, Interval period, EvidenceAsk ask, DateTimeOffset now, CancellationToken stop)
    {
        var rows = Counted(contract, period, now);
        if (ask.MissedOnly) rows = rows.Where(s => s.Overall > 0 && s.Overall < Good);
        var all = desk.Tickets;
        if (ask.Priority is { } priority) rows = rows.Where(s => all.Any(t => t.Id == s.Ticket && t.Priority == priority));
        var part = await rows.Part(s => s.At, s => s.Id, ask, stop);
        var tickets = await desk.TicketsOf(part.Select(s => s.Ticket.Value), stop);
        return [.. part.Select(s => Row(s, tickets.GetValueOrDefault(s.Ticket.Value)))];
    }

    public async Task<IReadOnlyList<SideFigure>> Beside(Contract contract, Interval period, DateTimeOffset now, CancellationToken stop)
    {
        var id = contract.Id;
        var scores = await Counted(contract, period, now).Where(s => s.Overall > 0).GroupBy(s => s.Overall).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        var said = new Satisfaction(await surveys.All.LongCountAsync(s => s.Contract == id && s.AskedAt >= period.From && s.AskedAt < period.To, stop), scores);
        var response = new SideFigure("beside.response-rate", said.AnswerRate);
        return silenceIsGood ? [new("beside.satisfaction", said.Satisfied), response] : [new("beside.satisfaction-index", new(scores.Sum(s => s.Key * s.Value), 5 * said.Answers)), response];
    }

    IQueryable<Counting> Counted(Contract contract, Interval period, DateTimeOffset now)
    {
        var id = contract.Id;
        return surveys.All.Where(s => s.Contract == id && (s.AnsweredAt != null || s.ExpiresAt <= now))
            .Select(s => new Counting { Id = s.Id, Ticket = s.Ticket!.Value, At = s.AnsweredAt ?? s.ExpiresAt, AskedAt = s.AskedAt, Overall = s.Overall })
            .Where(s => s.At >= period.From && s.At < period.To);
    }

    EvidenceRow Row(Counting survey, Ticket? ticket)
    {
        var verdict = survey.Overall == 0 ? EvidenceVerdict.NoAnswer : survey.Overall >= Good ? EvidenceVerdict.Satisfied : EvidenceVerdict.NotSatisfied;
        var counts = survey.Overall > 0 || silenceIsGood;
        return new(survey.Ticket, ticket?.Number ?? "", Platform.Text.Texts.T(survey.Overall > 0 ? "Fulfilment.Scored" : "Fulfilment.Unscored", survey.Overall, ticket?.Summary ?? ""), ticket?.Priority ?? default, survey.At, survey.AskedAt, null,
            survey.Overall > 0 ? survey.At : null, null, null, null, verdict, counts && verdict != EvidenceVerdict.NotSatisfied ? 1 : 0, counts ? 1 : 0);
    }

    sealed class Counting
    {
        public SurveyId Id { get; init; }
        public TicketId Ticket { get; init; }
        public DateTimeOffset At { get; init; }
        public DateTimeOffset AskedAt { get; init; }
        public int Overall { get; init; }
    }
}
