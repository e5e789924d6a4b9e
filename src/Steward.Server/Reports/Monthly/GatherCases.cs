// Asks the desk for the complaints, major incidents and changes of a month, and the measures for their figures.
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.Desk;
using Steward.Fulfilment;
using Steward.Sla;

namespace Steward.Reports.Monthly;

sealed class GatherCases(CaseBook cases, SurveyBook surveys, PromiseBook promises)
{
    public async Task<CaseFigures> Of(Contract contract, ReportingMonth month, DateTimeOffset now, CancellationToken stop)
    {
        var period = month.In(contract);
        async Task<Ratio> Measured(string name) => (await promises.Measure(name)!.Compute(contract, [period], now, stop))[0].Ratio;
        return new(
            new(await Measured(Measures.ComplaintHandling), await Measured(Measures.ComplaintRate), await Complaints(contract, period, now, stop)),
            await Majors(contract, period, now, await Measured(Measures.MajorNotices), await Measured(Measures.MajorRestore), stop),
            await Changes(contract, period, await Measured(Measures.ChangeSuccess), await Measured(Measures.EmergencyShare), stop),
            await Rounds(contract, period, stop));
    }

    async Task<IReadOnlyList<RoundFigure>> Rounds(Contract contract, Interval period, CancellationToken stop)
    {
        var (sent, figures) = (await surveys.Sent(contract.Id).ToListAsync(stop), new List<RoundFigure>());
        foreach (var round in sent.Where(r => r.SentAt < period.To && r.ClosesAt >= period.From))
        {
            var before = sent.LastOrDefault(r => r.For == round.For && r.SentAt < round.SentAt);
            var (asked, scores) = await Said(round, period.To, stop);
            var was = before is null ? null : new RoundFigure(default, before.For, before.Period, 0, (await Said(before, period.To, stop)).Scores, null, null);
            figures.Add(new(round.Id.Value, round.For, round.Period, asked, scores, before?.Period, was?.Of(Dimension.Overall).Satisfied));
        }
        return figures;
    }

    async Task<(long Asked, IReadOnlyList<IReadOnlyList<long>> Scores)> Said(SurveyRound round, DateTimeOffset until, CancellationToken stop)
    {
        var all = await surveys.OfRounds.Where(s => s.Round == round.Id).ToListAsync(stop);
        var given = all.FindAll(s => s.AnsweredAt < until);
        return (all.Count, [.. Enum.GetValues<Dimension>().Select(d => (IReadOnlyList<long>)[.. Enumerable.Range(1, 5).Select(score => given.LongCount(s => s.Score(d) == score))])]);
    }

    async Task<IReadOnlyList<ComplaintLine>> Complaints(Contract contract, Interval period, DateTimeOffset now, CancellationToken stop) =>
        [.. (await cases.ComplaintsOf(contract).Where(c => c.OpenedAt >= period.From && c.OpenedAt < period.To).OrderBy(c => c.OpenedAt).ThenBy(c => c.Id).ToListAsync(stop))
            .Select(c => new ComplaintLine(c.Id.Value, c.Number, c.About is null || c.Justified is not null ? c.Summary : "", c.Level, c.State, c.OpenedAt, c.SettledAt, c.Justified, c.Handled(now).Kept))];

    async Task<MajorFigures> Majors(Contract contract, Interval period, DateTimeOffset now, Ratio notices, Ratio restored, CancellationToken stop)
    {
        var majors = await cases.MajorsOf(contract).Where(m => m.OpenedAt >= period.From && m.OpenedAt < period.To).OrderBy(m => m.OpenedAt).ThenBy(m => m.Id).ToListAsync(stop);
        var stories = (await cases.Stories([.. majors.Select(m => m.Id.Value)], stop)).ToLookup(e => e.Case);
        var took = majors.Where(m => m.RestoredAt is not null).Select(m => (long)(m.RestoredAt!.Value - m.OpenedAt).TotalSeconds).ToList();
        return new(notices, restored, took.Count == 0 ? null : took.Sum() / took.Count, [.. majors.Select(m =>
        {
            var promised = m.Promised(stories[m.Id.Value]).ToList();
            return new MajorLine(m.Id.Value, m.Number, m.Summary, m.OpenedAt, m.RestoredAt, promised.Count(n => n.At is not null), promised.Count(n => n.Late(now)));
        })]);
    }

    async Task<ChangeFigures> Changes(Contract contract, Interval period, Ratio success, Ratio emergencies, CancellationToken stop)
    {
        var ended = await cases.Ended(contract, period.From, period.To, stop);
        return new(success, emergencies,
            [.. ended.GroupBy(c => c.Change.Kind).OrderBy(g => g.Key).Select(g => new ChangeKindLine(g.Key, g.Count(), g.Count(c => Succeeded(c.End)), g.Count(c => c.End == ChangeState.BackedOut), g.Count(c => c.End == ChangeState.Failed), g.Count(c => c.Change.Unauthorised)))],
            [.. ended.Where(c => !Succeeded(c.End) || c.Change.Unauthorised).Select(c => new ChangeFault(c.Change.Id.Value, c.Change.Number, c.Change.Summary, c.Change.Kind, c.End, c.Change.Unauthorised, c.Change.WorkEndedAt!.Value, c.Change.Result))]);
    }

    static bool Succeeded(ChangeState end) => end is not (ChangeState.BackedOut or ChangeState.Failed);
}
