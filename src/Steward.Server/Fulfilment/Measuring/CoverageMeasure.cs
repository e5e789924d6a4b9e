// Coverage 监控覆盖率: time in which assets that the contract wants watched were watched ÷ time in which they were to be.
using Steward.Contracts;
using Steward.Monitoring;
using Steward.Sla;

namespace Steward.Fulfilment.Measuring;

/// <summary>Counted by the second from what was recorded while it was so: what is watched today changes nothing of last month.</summary>
sealed class CoverageMeasure(CoverageBook coverage) : IMeasure
{
    public string Name => Contracts.Measures.Coverage;
    public bool OfTickets => false;

    public async Task<IReadOnlyList<Figure>> Compute(Contract contract, IReadOnlyList<Interval> periods, DateTimeOffset now, CancellationToken stop)
    {
        var stretches = await coverage.Of(contract.Id, Periods.Whole(periods), now, stop);
        return [.. periods.Select(period => new Figure(period, Ratio.Sum(stretches.Select(s => (s with { Of = s.Of.Clip(period) }).Seconds))))];
    }

    public async Task<IReadOnlyList<EvidenceRow>> Evidence(Contract contract, Interval period, EvidenceAsk ask, DateTimeOffset now, CancellationToken stop)
    {
        var rows = (await coverage.Of(contract.Id, period, now, stop)).Where(s => s.Seconds.Whole > 0 && (!ask.MissedOnly || !s.Watched)).Select(Row).OrderBy(r => r.CountedAt).ThenBy(r => r.Number, StringComparer.Ordinal).AsEnumerable();
        if (ask.After is { } after) rows = rows.Where(r => r.CountedAt >= after.At).Skip(after.Shown);
        return [.. ask.Take is { } take ? rows.Take(take) : rows];
    }

    static EvidenceRow Row(CoverStretch stretch)
    {
        var seconds = stretch.Seconds;
        return new(default, stretch.Tag, $"{stretch.Line} {stretch.Name}", default, stretch.Of.From, stretch.Of.From, null, stretch.Of.To, seconds.Whole, null, null,
            stretch.Watched ? EvidenceVerdict.Watched : EvidenceVerdict.Unwatched, (int)seconds.Part, (int)seconds.Whole, $"/assets/{stretch.Asset}");
    }
}
