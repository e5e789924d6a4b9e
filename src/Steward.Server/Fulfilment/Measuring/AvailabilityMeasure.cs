// Availability 可用率: seconds that the watched services were up ÷ agreed seconds in which they were seen up or down (domain §5.4).
using Steward.Contracts;
using Steward.Monitoring;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Fulfilment.Measuring;

/// <summary>
/// Counted from the availability ledgers of all checks that name the contract, each in its own agreed hours. Blind, maintenance and excluded time
/// adds nothing to either side but stands in the evidence.
/// </summary>
sealed class AvailabilityMeasure(Watch watch) : IMeasure
{
    public string Name => Contracts.Measures.Availability;
    public bool OfTickets => false;

    public async Task<IReadOnlyList<Figure>> Compute(Contract contract, IReadOnlyList<Interval> periods, DateTimeOffset now, CancellationToken stop)
    {
        var ledgers = await watch.LedgersOf(contract.Id, periods, now, stop);
        return [.. periods.Select((period, i) => new Figure(period, Ratio.Sum(ledgers.Select(l => l.Readings[i].Availability.Ratio))))];
    }

    public async Task<IReadOnlyList<EvidenceRow>> Evidence(Contract contract, Interval period, EvidenceAsk ask, DateTimeOffset now, CancellationToken stop)
    {
        var rows = (await watch.LedgersOf(contract.Id, [period], now, stop)).SelectMany(l => l.Readings[0].Spans.Where(s => s.Seconds > 0).Select(s => Row(l, s)))
            .Where(r => !ask.MissedOnly || r.Verdict == EvidenceVerdict.Unavailable).OrderBy(r => r.CountedAt);
        if (ask.After is not { } after) return [.. ask.Take is { } first ? rows.Take(first) : rows];
        var rest = rows.Where(r => r.CountedAt >= after.At).Skip(after.Shown);
        return [.. ask.Take is { } take ? rest.Take(take) : rest];
    }

    static EvidenceRow Row(CheckLedger ledger, LedgerSpan span)
    {
        var reason = span.Fact is { } fact ? ledger.Facts[fact].Reason : "";
        var verdict = span.Kind switch { LedgerKind.Up => EvidenceVerdict.Available, LedgerKind.Down => EvidenceVerdict.Unavailable, LedgerKind.Excluded => EvidenceVerdict.Excluded, _ => EvidenceVerdict.Uncounted };
        var counts = verdict is EvidenceVerdict.Available or EvidenceVerdict.Unavailable ? (int)span.Seconds : 0;
        return new(default, ledger.Check.Name, $"{Texts.Name(span.Kind)} {reason}".TrimEnd(), default, span.Of.From, span.Of.From, null, span.Of.To, span.Seconds, null, null, verdict,
            verdict == EvidenceVerdict.Available ? counts : 0, counts, $"/status/{ledger.Check.Id}");
    }
}
