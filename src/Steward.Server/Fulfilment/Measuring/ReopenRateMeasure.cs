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
    // States by name, so that the index over customer, states and time is used.
    static readonly TicketState?[] All = [.. Enum.GetValues<TicketState>().Select(s => (TicketState?)s)];
    static readonly TicketState?[] NotDone = [.. All.Except(Done)], Work = [.. NotDone.Where(s => s != TicketState.Cancelled)];

    public string Name => Contracts.Measures.ReopenRate;

    public async Task<IReadOnlyList<Figure>> Compute(Contract contract, IReadOnlyList<Interval> periods, DateTimeOffset now, CancellationToken stop)
    {
        var whole = Periods.Whole(periods);
        var only = await IsOnlyContract(contract, stop);
        var resolved = await Count(Steps(contract, whole, NotDone, Done));
        var reopened = await Count(Steps(contract, whole, Done, Work));
        return [.. periods.Select((period, i) => new Figure(period, new(reopened.GetValueOrDefault(i), resolved.GetValueOrDefault(i))))];

        Task<Dictionary<int, int>> Count(IQueryable<Step> steps) => (only ? steps : Under(contract, steps)).GroupBy(Periods.NumberOf<Step>(s => s.At, periods)).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
    }

    public async Task<IReadOnlyList<EvidenceRow>> Evidence(Contract contract, Interval period, EvidenceAsk ask, DateTimeOffset now, CancellationToken stop)
    {
        var rows = Rows(contract, period);
        if (ask.MissedOnly) rows = rows.Where(s => !Done.Contains(s.To));
        if (ask.Priority is { } priority) rows = rows.Where(s => s.Priority == priority);
        var part = await rows.Part(s => s.At, s => s.Entry, ask, stop);
        var tickets = await desk.TicketsOf(part.Select(s => s.Ticket.Value), stop);
        return [.. part.Select(s => Row(s, tickets.GetValueOrDefault(s.Ticket.Value)))];
    }

    /// <summary>Whether all tickets of the customer are incidents under this contract, which is the usual case: then the stories alone will do.</summary>
    async Task<bool> IsOnlyContract(Contract contract, CancellationToken stop)
    {
        var id = contract.Id;
        return await desk.Tickets.CountAsync(t => t.Contract == id && t.Item == null, stop) == await desk.Tickets.CountAsync(t => t.Customer == contract.Customer, stop);
    }

    IQueryable<Step> Rows(Contract contract, Interval period) => Under(contract, Steps(contract, period, All, All)
        .Where(s => Done.Contains(s.To) && !Done.Contains(s.From) || Done.Contains(s.From) && !Done.Contains(s.To) && s.To != TicketState.Cancelled));

    IQueryable<Step> Under(Contract contract, IQueryable<Step> steps)
    {
        var id = contract.Id;
        return from s in steps
               join t in desk.Tickets on s.Ticket equals t.Id
               where t.Contract == id && t.Item == null
               select new Step { Entry = s.Entry, Ticket = s.Ticket, Priority = t.Priority, At = s.At, From = s.From, To = s.To };
    }

    IQueryable<Step> Steps(Contract contract, Interval period, TicketState?[] from, TicketState?[] to) => desk.Entries
        .Where(e => e.Customer == contract.Customer && from.Contains(e.From) && to.Contains(e.To) && e.OccurredAt >= period.From && e.OccurredAt < period.To)
        .Select(e => new Step { Entry = e.Id, Ticket = e.Ticket, At = e.OccurredAt, From = e.From, To = e.To });

    static EvidenceRow Row(Step s, Ticket? ticket) => new(s.Ticket, ticket?.Number ?? "", ticket?.Summary ?? "", s.Priority, s.At, ticket?.OpenedAt, null, s.At, null, null, null,
        s.Reopened ? EvidenceVerdict.Reopened : EvidenceVerdict.Resolved, s.Reopened ? 1 : 0, s.Reopened ? 0 : 1);

    sealed class Step
    {
        public EntryId Entry { get; init; }
        public TicketId Ticket { get; init; }
        public Priority Priority { get; init; }
        public DateTimeOffset At { get; init; }
        public TicketState? From { get; init; }
        public TicketState? To { get; init; }
        public bool Reopened => To is not (TicketState.Resolved or TicketState.Closed);
    }
}
