// Reopen rate 重新打开率: reopenings ÷ resolutions, both counted in the period in which they happened.
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.Desk;
using Steward.Sla;

namespace Steward.Fulfilment.Measuring;

/// <summary>
/// Read from the stories of the tickets: a resolution is a step into Resolved, or into Closed without it; a reopening leads from there back to
/// work. Both are events, so that a month once past never changes its figure.
/// </summary>
sealed class ReopenRateMeasure(ServiceDesk desk) : IMeasure
{
    static readonly TicketState?[] Done = [TicketState.Resolved, TicketState.Closed];
    // Every state by name, so that the index over customer, state and time is used.
    static readonly TicketState?[] All = [.. Enum.GetValues<TicketState>().Select(s => (TicketState?)s)];

    public string Name => Contracts.Measures.ReopenRate;

    public async Task<IReadOnlyList<Figure>> Compute(Contract contract, IReadOnlyList<Interval> periods, DateTimeOffset now, CancellationToken stop)
    {
        var rows = await IsOnlyContract(contract, stop) ? Steps(contract, Periods.Whole(periods)) : Rows(contract, Periods.Whole(periods));
        var counts = await rows.GroupBy(Periods.NumberOf<Step>(s => s.At, periods))
            .Select(g => new { g.Key, All = g.Count(), Reopened = g.Count(s => s.Reopened) }).ToDictionaryAsync(g => g.Key, stop);
        return [.. periods.Select((period, i) => counts.TryGetValue(i, out var c) ? new Figure(period, new(c.Reopened, c.All - c.Reopened)) : new Figure(period, default))];
    }

    public async Task<IReadOnlyList<EvidenceRow>> Evidence(Contract contract, Interval period, EvidenceAsk ask, DateTimeOffset now, CancellationToken stop)
    {
        var rows = Rows(contract, period);
        if (ask.MissedOnly) rows = rows.Where(s => s.Reopened);
        if (ask.Priority is { } priority) rows = rows.Where(s => s.Priority == priority);
        var part = await rows.Part(s => s.At, s => s.Entry, ask, stop);
        var tickets = await desk.TicketsOf(part.Select(s => s.Ticket.Value), stop);
        return [.. part.Select(s => Row(s, tickets.GetValueOrDefault(s.Ticket.Value)))];
    }

    /// <summary>Whether all tickets of the customer stand under this contract, which is the usual case: then the stories alone will do.</summary>
    async Task<bool> IsOnlyContract(Contract contract, CancellationToken stop)
    {
        var id = contract.Id.Value;
        return await desk.Tickets.CountAsync(t => t.Contract == id, stop) == await desk.Tickets.CountAsync(t => t.Customer == contract.Customer, stop);
    }

    IQueryable<Step> Rows(Contract contract, Interval period)
    {
        var id = contract.Id.Value;
        return from s in Steps(contract, period)
               join t in desk.Tickets on s.Ticket equals t.Id
               where t.Contract == id
               select new Step { Entry = s.Entry, Ticket = s.Ticket, Priority = t.Priority, At = s.At, Reopened = s.Reopened };
    }

    IQueryable<Step> Steps(Contract contract, Interval period) => desk.Entries
        .Where(e => e.Customer == contract.Customer && All.Contains(e.To) && e.OccurredAt >= period.From && e.OccurredAt < period.To
            && (Done.Contains(e.To) ? !Done.Contains(e.From) : Done.Contains(e.From) && e.To != TicketState.Cancelled))
        .Select(e => new Step { Entry = e.Id, Ticket = e.Ticket, At = e.OccurredAt, Reopened = e.To != TicketState.Resolved && e.To != TicketState.Closed });

    static EvidenceRow Row(Step s, Ticket? ticket) => new(s.Ticket, ticket?.Number ?? "", ticket?.Summary ?? "", s.Priority, s.At, ticket?.OpenedAt, null, s.At, null, null, null,
        s.Reopened ? EvidenceVerdict.Reopened : EvidenceVerdict.Resolved, s.Reopened ? 1 : 0, s.Reopened ? 0 : 1);

    sealed class Step
    {
        public EntryId Entry { get; init; }
        public TicketId Ticket { get; init; }
        public Priority Priority { get; init; }
        public DateTimeOffset At { get; init; }
        public bool Reopened { get; init; }
    }
}
