// Resolution rate 故障解决率: of the faults whose due date fell in the period, those resolved by its end, in time or late (domain §5.4).
using System.Linq.Expressions;
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
        // One reading: every fault is counted by the period of its due date and the period in which it was solved.
        var counts = await Rows(contract, Periods.Whole(periods), now).GroupBy(DueAndSolved(periods))
            .Select(g => new { g.Key, All = g.Count(), Excluded = g.Count(f => f.Excluded) }).ToListAsync(stop);
        var faults = counts.ToLookup(c => c.Key / Never);
        var running = periods.FirstOrDefault(p => p.Contains(now));
        var threatened = running.Seconds == 0 ? 0 : await Judging.Threatened(Faults, contract.Id.Value, ClockKind.Resolution, Periods.Ahead(running, now)).CountAsync(stop);
        return [.. periods.Select((period, i) => new Figure(period,
            new(faults[i].Where(c => c.Key % Never <= i).Sum(c => c.All - c.Excluded), faults[i].Sum(c => c.All - c.Excluded)), faults[i].Sum(c => c.Excluded), period == running ? threatened : 0))];
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
        var accepted = Faults.Where(c => c.Contract == id && c.Kind == ClockKind.Resolution && !c.Excluded && c.Verdict != Verdict.NotMeasured && c.StartedAt >= period.From && c.StartedAt < period.To);
        var count = await accepted.GroupBy(_ => 1).Select(g => new { All = g.Count(), Open = g.Count(c => c.StoppedAt == null && (c.BreachedAt != null || c.Phase == ClockPhase.Running && c.Due < now)) }).SingleOrDefaultAsync(stop);
        return [new("beside.current-resolution-rate", count is null ? default : new(count.All - count.Open, count.All))];
    }

    /// <summary>A service request is no fault.</summary>
    IQueryable<ClockRow> Faults => clocks.All.Where(c => !c.Request);

    IQueryable<Fault> Rows(Contract contract, Interval period, DateTimeOffset now)
    {
        var (id, to) = (contract.Id.Value, period.To < now ? period.To : now);
        return Faults.Where(c => c.Contract == id && c.Kind == ClockKind.Resolution && (c.Excluded || c.Verdict != Verdict.NotMeasured) && !(c.Phase == ClockPhase.Paused && c.BreachedAt == null))
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

    const int Never = 1000;

    /// <summary>Number of the due date's period × 1000 + number of the period in which it was solved; 999 when it was not.</summary>
    static Expression<Func<Fault, int>> DueAndSolved(IReadOnlyList<Interval> periods)
    {
        var end = periods[^1].To;
        Expression<Func<Fault, bool>> open = f => f.StoppedAt == null || f.StoppedAt >= end;
        var due = Periods.NumberOf<Fault>(f => f.Due, periods);
        var solved = Periods.NumberOf<Fault>(f => f.StoppedAt!.Value, periods);
        var fault = due.Parameters[0];
        return Expression.Lambda<Func<Fault, int>>(Expression.Add(Expression.Multiply(due.Body, Expression.Constant(Never)),
            Expression.Condition(new Same(open.Parameters[0], fault).Visit(open.Body)!, Expression.Constant(Never - 1), new Same(solved.Parameters[0], fault).Visit(solved.Body)!)), fault);
    }

    sealed class Same(Expression old, Expression @new) : ExpressionVisitor
    {
        public override Expression? Visit(Expression? node) => node == old ? @new : base.Visit(node);
    }
}
