// Share of resolutions with an article 知识解决率: resolutions of tickets on which an article was noted ÷ resolutions (domain §4.3 知识).
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.Desk;
using Steward.Knowledge;
using Steward.Sla;

namespace Steward.Fulfilment.Measuring;

/// <summary>A resolution is a step into Resolved, or into Closed without it, counted when it happened. A use noted after the period ended does not change it any more.</summary>
sealed class ArticleShareMeasure(ServiceDesk desk, KnowledgeBook knowledge) : IMeasure
{
    static readonly TicketState?[] Done = [TicketState.Resolved, TicketState.Closed];
    static readonly TicketState?[] NotDone = [.. Enum.GetValues<TicketState>().Select(s => (TicketState?)s).Except(Done)];

    public string Name => Contracts.Measures.ArticleShare;

    public async Task<IReadOnlyList<Figure>> Compute(Contract contract, IReadOnlyList<Interval> periods, DateTimeOffset now, CancellationToken stop)
    {
        var figures = new List<Figure>();
        foreach (var period in periods)
        {
            var resolved = await Resolutions(contract, period).GroupBy(r => r.WithArticle).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(stop);
            figures.Add(new(period, new(resolved.Where(r => r.Key).Sum(r => r.Count), resolved.Sum(r => r.Count))));
        }
        return figures;
    }

    public async Task<IReadOnlyList<EvidenceRow>> Evidence(Contract contract, Interval period, EvidenceAsk ask, DateTimeOffset now, CancellationToken stop)
    {
        var rows = Resolutions(contract, period);
        if (ask.MissedOnly) rows = rows.Where(r => !r.WithArticle);
        if (ask.Priority is { } priority) rows = rows.Where(r => r.Priority == priority);
        var part = await rows.Part(r => r.At, r => r.Entry, ask, stop);
        var tickets = await desk.TicketsOf(part.Select(r => r.Ticket.Value), stop);
        return [.. part.Select(r => Row(r, tickets.GetValueOrDefault(r.Ticket.Value)))];
    }

    static EvidenceRow Row(Resolution r, Ticket? ticket) => new(r.Ticket, ticket?.Number ?? "", ticket?.Summary ?? "", r.Priority, r.At, ticket?.OpenedAt, null, r.At, null, null, null,
        r.WithArticle ? EvidenceVerdict.WithArticle : EvidenceVerdict.WithoutArticle, r.WithArticle ? 1 : 0, 1);

    IQueryable<Resolution> Resolutions(Contract contract, Interval period)
    {
        var (id, uses) = (contract.Id, knowledge.Uses.Where(u => u.At < period.To));
        return from e in desk.Entries
               where e.Customer == contract.Customer && NotDone.Contains(e.From) && Done.Contains(e.To) && e.OccurredAt >= period.From && e.OccurredAt < period.To
               join t in desk.Tickets on e.Ticket equals t.Id
               where t.Contract == id && t.Item == null
               select new Resolution { Entry = e.Id, Ticket = e.Ticket, Priority = t.Priority, At = e.OccurredAt, WithArticle = uses.Any(u => u.Subject == (Guid)(object)t.Id) };
    }

    sealed class Resolution
    {
        public EntryId Entry { get; init; }
        public TicketId Ticket { get; init; }
        public Priority Priority { get; init; }
        public DateTimeOffset At { get; init; }
        public bool WithArticle { get; init; }
    }
}
