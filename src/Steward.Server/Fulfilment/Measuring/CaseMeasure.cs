// What measures of complaints, major incidents and changes have in common: so few that all are read, judged one by one, and sorted into periods here.
using Steward.Contracts;
using Steward.Sla;

namespace Steward.Fulfilment.Measuring;

abstract class CaseMeasure : IMeasure
{
    public abstract string Name { get; }
    public bool OfTickets => false;

    /// <summary>Every record of a stretch of time with its verdict. What is <see cref="EvidenceVerdict.Pending"/> adds nothing and stands at the moment at which it will be missed.</summary>
    protected abstract Task<IReadOnlyList<EvidenceRow>> Records(Contract contract, Interval within, DateTimeOffset now, CancellationToken stop);

    protected virtual bool IsMissed(EvidenceVerdict verdict) => verdict is EvidenceVerdict.Missed or EvidenceVerdict.OpenPastDue;

    public virtual async Task<IReadOnlyList<Figure>> Compute(Contract contract, IReadOnlyList<Interval> periods, DateTimeOffset now, CancellationToken stop)
    {
        var rows = await Records(contract, Periods.Whole(periods), now, stop);
        return [.. periods.Select(period =>
        {
            var (mine, ahead) = (rows.Where(r => period.Contains(r.CountedAt)).ToList(), Periods.Ahead(period, now));
            return new Figure(period, new(mine.Sum(r => r.Part), mine.Sum(r => r.Whole)), mine.Count(r => r.Verdict == EvidenceVerdict.Excluded),
                period.Contains(now) ? mine.Count(r => r.Verdict == EvidenceVerdict.Pending && ahead.Contains(r.CountedAt)) : 0);
        })];
    }

    public virtual async Task<IReadOnlyList<EvidenceRow>> Evidence(Contract contract, Interval period, EvidenceAsk ask, DateTimeOffset now, CancellationToken stop)
    {
        var rows = (await Records(contract, period, now, stop)).Where(r => period.Contains(r.CountedAt) && r.Verdict != EvidenceVerdict.Pending && (!ask.MissedOnly || IsMissed(r.Verdict)))
            .OrderBy(r => r.CountedAt).ThenBy(r => r.Number, StringComparer.Ordinal).AsEnumerable();
        if (ask.After is { } after) rows = rows.Where(r => r.CountedAt >= after.At).Skip(after.Shown);
        return [.. ask.Take is { } take ? rows.Take(take) : rows];
    }

    public virtual Task<IReadOnlyList<SideFigure>> Beside(Contract contract, Interval period, DateTimeOffset now, CancellationToken stop) => Task.FromResult<IReadOnlyList<SideFigure>>([]);

    /// <summary>A deadline: kept counts when it was kept, missed when it fell due, done since or not.</summary>
    protected static (DateTimeOffset At, EvidenceVerdict Verdict) Judge(DateTimeOffset due, DateTimeOffset? done, DateTimeOffset now) =>
        (done ?? now) > due ? (due, done is null ? EvidenceVerdict.OpenPastDue : EvidenceVerdict.Missed) : done is { } at ? (at, EvidenceVerdict.Kept) : (due, EvidenceVerdict.Pending);

    /// <summary>What a verdict about a deadline adds.</summary>
    protected static (int Part, int Whole) Adds(EvidenceVerdict verdict) => verdict switch
    {
        EvidenceVerdict.Kept => (1, 1),
        EvidenceVerdict.Missed or EvidenceVerdict.OpenPastDue => (0, 1),
        _ => (0, 0),
    };
}
