// Attainment 及时率: of the clocks whose verdict fell in the period, those that were kept (domain §5.4).
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.Desk;
using Steward.Sla;

namespace Steward.Fulfilment.Measuring;

/// <summary>Met ÷ measured, without cancelled, duplicate and false ones. What is open past due is missed in the month in which it became so.</summary>
sealed class AttainmentMeasure(string name, ClockKind kind, SlaClocks clocks, ServiceDesk desk, bool requests = false) : IMeasure
{
    public string Name => name;
    public ClockKind? Clock => kind;

    public async Task<IReadOnlyList<Figure>> Compute(Contract contract, IReadOnlyList<Interval> periods, DateTimeOffset now, CancellationToken stop)
    {
        var whole = Periods.Whole(periods);
        var counts = await Rows(contract, whole, now).GroupBy(Periods.NumberOf<Judged>(j => j.At, periods))
            .Select(g => new { g.Key, All = g.Count(), Excluded = g.Count(j => j.Excluded), Missed = g.Count(j => j.Missed && !j.Excluded) })
            .ToDictionaryAsync(g => g.Key, stop);
        var running = periods.FirstOrDefault(p => p.Contains(now));
        var threatened = running.Seconds == 0 ? 0 : await Judging.Threatened(Measured, contract.Id.Value, kind, Periods.Ahead(running, now)).CountAsync(stop);
        return [.. periods.Select((period, i) => counts.TryGetValue(i, out var c)
            ? new Figure(period, new(c.All - c.Excluded - c.Missed, c.All - c.Excluded), c.Excluded, period == running ? threatened : 0)
            : new Figure(period, default, 0, period == running ? threatened : 0))];
    }

    public async Task<IReadOnlyList<EvidenceRow>> Evidence(Contract contract, Interval period, EvidenceAsk ask, DateTimeOffset now, CancellationToken stop)
    {
        var rows = Rows(contract, period, now);
        if (ask.MissedOnly) rows = rows.Where(j => j.Missed && !j.Excluded);
        if (ask.Priority is { } priority) rows = rows.Where(j => j.Priority == priority);
        var part = await rows.Part(j => j.At, j => j.Subject, ask, stop);
        var tickets = await desk.TicketsOf(part.Select(j => j.Subject), stop);
        return [.. part.Select(j => Row(j, tickets.GetValueOrDefault(j.Subject)))];
    }

    /// <summary>Incidents and service requests are promised different things, so neither hides in the other's figure.</summary>
    IQueryable<ClockRow> Measured => clocks.All.Where(c => c.Request == requests);

    IQueryable<Judged> Rows(Contract contract, Interval period, DateTimeOffset now) =>
        Judging.Of(Measured, contract.Id.Value, kind, now).Where(j => j.At >= period.From && j.At < period.To);

    EvidenceRow Row(Judged j, Ticket? ticket)
    {
        var verdict = j.Excluded ? EvidenceVerdict.Excluded : !j.Missed ? EvidenceVerdict.Kept : j.Open ? EvidenceVerdict.OpenPastDue : EvidenceVerdict.Missed;
        return new(TicketId.From(j.Subject), ticket?.Number ?? "", ticket?.Summary ?? "", j.Priority, j.At, j.StartedAt, j.Due, j.StoppedAt, j.UsedSeconds, j.BudgetSeconds, kind, verdict,
            verdict == EvidenceVerdict.Kept ? 1 : 0, j.Excluded ? 0 : 1);
    }
}
