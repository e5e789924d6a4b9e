// Resolution rate 故障解决率: of the faults whose due date fell in the period, those resolved by its end, in time or late (domain §5.4).
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.Desk;
using Steward.Sla;

namespace Steward.Fulfilment.Measuring;

/// <summary>
/// 100 % only if nothing that fell due is left open. A period that is still running is judged by the due dates that have passed so far.
/// Beside it stands the rate of this moment: 1 − open past due ÷ accepted.
/// </summary>
sealed class ResolutionRateMeasure(SlaClocks clocks, ServiceDesk desk) : IMeasure
{
    public string Name => Contracts.Measures.ResolutionRate;
    public ClockKind? Clock => ClockKind.Resolution;

    public async Task<IReadOnlyList<Figure>> Compute(Contract contract, IReadOnlyList<Interval> periods, DateTimeOffset now, CancellationToken stop)
    {
        // Solved by the end of its period: the period in which it was solved is not a later one.
        var due = Periods.NumberOf<Fault>(f => f.Due, periods);
        var solved = Periods.NumberOf<Fault>(f => f.StoppedAt!.Value, periods);
        var end = periods[^1].To;
        var counts = await Rows(contract, Periods.Whole(periods), now)
            .GroupBy(due).Select(g => new { g.Key, All = g.Count(), Excluded = g.Count(f => f.Excluded) }).ToDictionaryAsync(g => g.Key, stop);
        var done = await Rows(contract, Periods.Whole(periods), now).Where(f => !f.Excluded && f.StoppedAt != null && f.StoppedAt < end)
            .Where(System.Linq.Expressions.Expression.Lambda<Func<Fault, bool>>(
                System.Linq.Expressions.Expression.LessThanOrEqual(new Swap(solved.Parameters[0], due.Parameters[0]).Visit(solved.Body)!, due.Body), due.Parameters))
            .GroupBy(due).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        var running = periods.FirstOrDefault(p => p.Contains(now));
        var threatened = running.Seconds == 0 ? 0 : await Judging.Threatened(clocks.All, contract.Id.Value, ClockKind.Resolution, Periods.Ahead(running, now)).CountAsync(stop);
        return [.. periods.Select((period, i) => counts.TryGetValue(i, out var c)
            ? new Figure(period, new(done.GetValueOrDefault(i), c.All - c.Excluded), c.Excluded, period == running ? threatened : 0)
            : new Figure(period, default, 0, period == running ? threatened : 0))];
    }

    public async Task<IReadOnlyList<EvidenceRow>> Evidence(Contract contract, Interval period, EvidenceAsk ask, DateTimeOffset now, CancellationToken stop)
    {
        var rows = Rows(contract, period, now);
        if (ask.MissedOnly) rows = rows.Where(f => !f.Excluded && (f.StoppedAt == null || f.StoppedAt >= period.To));
        if (ask.Priority is { } priority) rows = rows.Where(f => f.Priority == priority);
        var part = await rows.Part(f => f.Due, f => f.Subject, ask, stop);
        var tickets = await desk.TicketsOf(part.Select(f => f.Subject), stop);
        return [.. part.Select(f => Row(f, period, tickets.GetValueOrDefault(f.Subject)))];
    }

    public async Task<IReadOnlyList<SideFigure>> Beside(Contract contract, Interval period, DateTimeOffset now, CancellationToken stop)
    {
        var id = contract.Id.Value;
        var accepted = clocks.All.Where(c => c.Contract == id && c.Kind == ClockKind.Resolution && !c.Excluded && c.Verdict != Verdict.NotMeasured && c.StartedAt >= period.From && c.StartedAt < period.To);
        var all = await accepted.CountAsync(stop);
        var open = await accepted.CountAsync(c => c.StoppedAt == null && (c.BreachedAt != null || c.Phase == ClockPhase.Running && c.Due < now), stop);
        return [new("beside.current-resolution-rate", new(all - open, all))];
    }

    IQueryable<Fault> Rows(Contract contract, Interval period, DateTimeOffset now)
    {
        var (id, to) = (contract.Id.Value, period.To < now ? period.To : now);
        return clocks.All.Where(c => c.Contract == id && c.Kind == ClockKind.Resolution && (c.Excluded || c.Verdict != Verdict.NotMeasured) && !(c.Phase == ClockPhase.Paused && c.BreachedAt == null))
            .Select(c => new { Row = c, Due = c.BreachedAt ?? c.Due }).Where(c => c.Due >= period.From && c.Due < to)
            .Select(c => new Fault
            {
                Subject = c.Row.Subject, Priority = c.Row.Priority, Due = c.Due!.Value, StartedAt = c.Row.StartedAt, StoppedAt = c.Row.StoppedAt, Excluded = c.Row.Excluded,
                UsedSeconds = c.Row.UsedSeconds, BudgetSeconds = c.Row.BudgetSeconds,
            });
    }

    static EvidenceRow Row(Fault f, Interval period, Ticket? ticket)
    {
        var verdict = f.Excluded ? EvidenceVerdict.Excluded : f.StoppedAt < period.To ? EvidenceVerdict.Solved : EvidenceVerdict.NotSolved;
        return new(TicketId.From(f.Subject), ticket?.Number ?? "", ticket?.Summary ?? "", f.Priority, f.Due, f.StartedAt, f.Due, f.StoppedAt, f.UsedSeconds, f.BudgetSeconds, ClockKind.Resolution, verdict,
            verdict == EvidenceVerdict.Solved ? 1 : 0, f.Excluded ? 0 : 1);
    }

    sealed class Fault
    {
        public Guid Subject { get; init; }
        public Priority Priority { get; init; }
        public DateTimeOffset Due { get; init; }
        public DateTimeOffset? StartedAt { get; init; }
        public DateTimeOffset? StoppedAt { get; init; }
        public bool Excluded { get; init; }
        public long UsedSeconds { get; init; }
        public long? BudgetSeconds { get; init; }
    }

    sealed class Swap(System.Linq.Expressions.Expression old, System.Linq.Expressions.Expression @new) : System.Linq.Expressions.ExpressionVisitor
    {
        public override System.Linq.Expressions.Expression? Visit(System.Linq.Expressions.Expression? node) => node == old ? @new : base.Visit(node);
    }
}
