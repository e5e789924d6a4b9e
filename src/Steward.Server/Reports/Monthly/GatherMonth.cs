// Asks the doors for everything that a month's report is counted from.
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.Desk;
using Steward.Fulfilment;
using Steward.People;
using Steward.Sla;

namespace Steward.Reports.Monthly;

sealed class GatherMonth(ServiceDesk desk, PromiseBook promises, ContractBook contracts, PeopleBook people, GatherSeen seen, GatherCases cases)
{
    static readonly (ClockKind Kind, string Measure)[] Clocks = [(ClockKind.Response, Measures.ResponseAttainment), (ClockKind.Arrival, "arrival-attainment"), (ClockKind.Resolution, Measures.ResolutionAttainment)];
    const int TrendLength = 12, Chunk = 500;

    public async Task<MonthFacts> Of(PromiseContract of, ReportingMonth month, DateTimeOffset now, CancellationToken stop)
    {
        var contract = of.Contract;
        var (period, zone) = (month.In(contract), ReportingMonth.Zone(contract));
        var provider = await people.Provider.AsNoTracking().OrderBy(p => p.Id).Select(p => p.Name).FirstOrDefaultAsync(stop) ?? "";
        var scope = new ReportScope(contract.Id, contract.Number, contract.Name, of.CustomerName, of.CustomerShort, provider, contract.Zone, month, month.FirstDay(contract), month.LastDay(contract));
        var deeds = await Deeds(contract, period, stop);
        var clocks = new List<ClockOf>();
        foreach (var (kind, measure) in Clocks)
            clocks.AddRange((await promises.Measure(measure)!.Evidence(contract, period, new(), now, stop)).Select(r => new ClockOf(kind, r)));
        var left = await Left(contract, period, stop);
        var tickets = await Tickets([.. deeds.Select(d => d.Ticket), .. clocks.Select(c => c.Row.Ticket), .. left.Keys], left, stop);
        var standing = left.Where(l => Open(l.Value)).Select(l => new StandingFact(l.Key, tickets[l.Key].OpenedAt)).ToList();
        var board = await promises.Board(of, month, stop);
        var services = await contracts.Services.Where(s => s.Contract == contract.Id).OrderBy(s => s.Name).ToListAsync(stop);
        return new(scope, period, zone, now, deeds, tickets, standing, clocks, await Trend(contract, month, now, stop),
            [.. board.Lines.Select(l => new PromiseFigure(l.Clause.Id, l.Clause.Number, l.Clause.Text, l.Clause.TextEn, l.Clause.Measure, l.Clause.Comparison, l.Clause.Target, l.First, l.Last, l.Figure?.Ratio, l.Verdict))],
            [.. services.Select(s => new ServiceFigure(s.Name, s.NameEn, s.Kind, s.Mode, s.ScopeIn, s.ScopeOut))], await seen.Of(contract, month, now, stop), await cases.Of(contract, month, now, stop));
    }

    /// <summary>The tickets behind one count of a report, in the order in which it happened.</summary>
    public async Task<IReadOnlyList<Pages.RecordLine>> Records(Contract contract, Interval period, Deed deed, string? by, string? value, CancellationToken stop)
    {
        var deeds = (await Deeds(contract, period, stop)).Where(d => d.Deed == deed).ToList();
        var tickets = await Tickets(deeds.Select(d => d.Ticket), by == "state" ? await Left(contract, period, stop) : new Dictionary<TicketId, TicketState>(), stop);
        return [.. deeds.Select(d => (d.At, Of: tickets[d.Ticket])).Where(d => by switch
            {
                "priority" => d.Of.Priority.ToString() == value,
                "state" => d.Of.StateAtEnd.ToString() == value,
                "group" => d.Of.Group == (value ?? ""),
                "channel" => d.Of.Channel.ToString() == value,
                "category" => d.Of.Category == (value ?? ""),
                _ => true,
            }).OrderBy(d => d.At).ThenBy(d => d.Of.Number, StringComparer.Ordinal)
            .Select(d => new Pages.RecordLine(d.Of.Id.Value, d.Of.Number, d.Of.Summary, d.At, d.Of.Priority, d.Of.Group, d.Of.StateAtEnd, d.Of.Category))];
    }

    /// <summary>What the stories of the contract's tickets tell of a stretch of time, in their order.</summary>
    async Task<List<DeedFact>> Deeds(Contract contract, Interval period, CancellationToken stop)
    {
        var told = await Told(contract, period).Select(e => new { e.Ticket, e.OccurredAt, e.Kind, e.Verb, e.From, e.To }).ToListAsync(stop);
        return [.. told.SelectMany(e => Of(e.Kind, e.Verb, e.From, e.To).Select(d => new DeedFact(e.Ticket, e.OccurredAt, d.Deed, d.Resolution)))];
    }

    IQueryable<TicketEntry> Told(Contract contract, Interval period)
    {
        var id = contract.Id;
        EntryKind[] kinds = [EntryKind.Opened, EntryKind.Step, EntryKind.Assigned];
        return from e in desk.Entries
               join t in desk.Tickets on e.Ticket equals t.Id
               where e.Customer == contract.Customer && kinds.Contains(e.Kind) && e.OccurredAt >= period.From && e.OccurredAt < period.To && t.Contract == id && t.Item == null
               select e;
    }

    /// <summary>How a line of a story is counted. One line may be two things: closing what was never resolved is a resolution too.</summary>
    internal static IEnumerable<(Deed? Deed, bool Resolution)> Of(EntryKind kind, string verb, TicketState? from, TicketState? to)
    {
        if (kind == EntryKind.Opened) yield return (Deed.Created, false);
        if (kind == EntryKind.Assigned) yield return (Deed.Reassigned, false);
        var (was, @is) = (Done(from), Done(to));
        if (verb == "ReopenTicket" || was && to is { } next && !Done(next) && next != TicketState.Cancelled) yield return (Deed.Reopened, false);
        if (to == TicketState.Closed && from != TicketState.Closed) yield return (Deed.Closed, false);
        if (@is && !was) yield return (null, true);
    }

    static bool Done(TicketState? state) => state is TicketState.Resolved or TicketState.Closed;
    static bool Open(TicketState state) => state is not (TicketState.Resolved or TicketState.Closed or TicketState.Cancelled);

    /// <summary>The tickets that were not yet closed when the period ended, with their state then, read from their stories.</summary>
    async Task<Dictionary<TicketId, TicketState>> Left(Contract contract, Interval period, CancellationToken stop)
    {
        var id = contract.Id;
        var open = desk.Tickets.Where(t => t.Contract == id && t.Item == null && t.OpenedAt < period.To && (t.ClosedAt == null || t.ClosedAt >= period.To));
        var ids = await open.Select(t => t.Id).ToListAsync(stop);
        var steps = new List<(TicketId Ticket, DateTimeOffset At, EntryId Id, TicketState To)>();
        foreach (var some in ids.Chunk(Chunk))
            steps.AddRange((await desk.Entries.Where(e => some.Contains(e.Ticket) && e.To != null && e.OccurredAt < period.To).Select(e => new { e.Ticket, e.OccurredAt, e.Id, e.To }).ToListAsync(stop))
                .Select(e => (e.Ticket, e.OccurredAt, e.Id, e.To!.Value)));
        return steps.GroupBy(s => s.Ticket).ToDictionary(g => g.Key, g => g.OrderBy(s => s.At).ThenBy(s => s.Id.Value).Last().To);
    }

    async Task<IReadOnlyDictionary<TicketId, TicketFact>> Tickets(IEnumerable<TicketId> ids, IReadOnlyDictionary<TicketId, TicketState> left, CancellationToken stop)
    {
        var teams = await people.Teams.AsNoTracking().ToDictionaryAsync(t => t.Id, t => t.Name, stop);
        var found = new Dictionary<TicketId, TicketFact>();
        foreach (var some in ids.Distinct().Chunk(Chunk))
            foreach (var t in await desk.Tickets.Where(t => some.Contains(t.Id)).ToListAsync(stop))
                found[t.Id] = new(t.Id, t.Number, t.Summary, t.Priority, left.TryGetValue(t.Id, out var then) ? then : t.State == TicketState.Cancelled ? TicketState.Cancelled : TicketState.Closed,
                    t.Team is { } team ? teams.GetValueOrDefault(team, "") : "", t.Assignee, t.Category, t.Cause, t.Channel, t.OpenedAt, t.MinutesSpent);
        return found;
    }

    async Task<IReadOnlyList<TrendMonth>> Trend(Contract contract, ReportingMonth month, DateTimeOffset now, CancellationToken stop)
    {
        var months = month.Plus(1 - TrendLength).Through(month);
        var periods = months.Select(m => m.In(contract)).ToList();
        var response = await promises.Measure(Measures.ResponseAttainment)!.Compute(contract, periods, now, stop);
        var resolution = await promises.Measure(Measures.ResolutionAttainment)!.Compute(contract, periods, now, stop);
        var trend = new List<TrendMonth>();
        for (var i = 0; i < months.Count; i++)
        {
            var lines = await Told(contract, periods[i]).GroupBy(e => new { e.Kind, e.Verb, e.From, e.To }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(stop);
            var counts = lines.SelectMany(l => Of(l.Key.Kind, l.Key.Verb, l.Key.From, l.Key.To).Where(d => d.Deed is not null).Select(d => (Deed: d.Deed!.Value, l.Count))).ToLookup(d => d.Deed, d => d.Count);
            trend.Add(new(months[i], new(counts[Deed.Created].Sum(), counts[Deed.Reopened].Sum(), counts[Deed.Reassigned].Sum(), counts[Deed.Closed].Sum()), response[i].Ratio, resolution[i].Ratio));
        }
        return trend;
    }
}
