// Satisfaction of those who answer for others 定期满意率: heads of departments by the quarter, the management by the year (domain §4.2, M-122).
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.Desk;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Fulfilment.Measuring;

/// <summary>Answers of 4 and more overall ÷ answers, counted when given; a silence counts neither way and stands in the evidence when its link has expired. Nobody's name does.</summary>
sealed class PeriodicSatisfactionMeasure(SurveyBook surveys) : CaseMeasure
{
    const int Good = 4;

    public override string Name => Contracts.Measures.PeriodicSatisfaction;
    protected override bool IsMissed(EvidenceVerdict verdict) => verdict == EvidenceVerdict.NotSatisfied;

    protected override async Task<IReadOnlyList<EvidenceRow>> Records(Contract contract, Interval within, DateTimeOffset now, CancellationToken stop)
    {
        var rounds = await surveys.Sent(contract.Id).ToDictionaryAsync(r => r.Id, stop);
        var said = await surveys.OfRounds.Where(s => s.Contract == contract.Id && (s.AnsweredAt >= within.From && s.AnsweredAt < within.To || s.AnsweredAt == null && s.ExpiresAt <= now && s.ExpiresAt >= within.From && s.ExpiresAt < within.To)).ToListAsync(stop);
        return [.. said.Select(s => Row(s, rounds[s.Round!.Value]))];
    }

    public override async Task<IReadOnlyList<SideFigure>> Beside(Contract contract, Interval period, DateTimeOffset now, CancellationToken stop)
    {
        var rows = await Records(contract, period, now, stop);
        return [new("beside.response-rate", new(rows.Count(r => r.Whole > 0), rows.Count))];
    }

    static EvidenceRow Row(Survey survey, SurveyRound round)
    {
        var verdict = survey.AnsweredAt is null ? EvidenceVerdict.NoAnswer : survey.Overall >= Good ? EvidenceVerdict.Satisfied : EvidenceVerdict.NotSatisfied;
        return new(default, round.Period, Texts.T(survey.AnsweredAt is null ? "Fulfilment.Unscored" : "Fulfilment.Scored", survey.Overall, Texts.Name(round.For)), default, survey.AnsweredAt ?? survey.ExpiresAt, survey.AskedAt, null, survey.AnsweredAt,
            null, null, null, verdict, verdict == EvidenceVerdict.Satisfied ? 1 : 0, verdict == EvidenceVerdict.NoAnswer ? 0 : 1, $"/surveys/rounds/{round.Id}");
    }
}
