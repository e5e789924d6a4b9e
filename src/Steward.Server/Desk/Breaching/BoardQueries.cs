// What breaches within the next hours over all customers that the reader may see, by group, with how much each person has in hand.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Pages;
using Steward.Desk.Process;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;
using Steward.Sla;

namespace Steward.Desk.Breaching;

/// <summary>A ticket by the clock of it that is nearest; <paramref name="Also"/> are its other clocks on the board.</summary>
public sealed record BoardRow(TicketId Id, string Number, string Summary, TicketKind Kind, TicketState State, Priority Priority, CustomerId Customer, string? CustomerName, TeamId? Team, StaffId? Assignee, string? AssigneeName,
    TicketClock Clock, bool Late, IReadOnlyList<ClockKind> Also)
{
    /// <summary>The verb that makes it the reader's own: it is accepted, or given to them by themselves; null where neither is for them.</summary>
    public string? Take { get; init; }
    /// <summary>The reader's group, into which it comes when they take it.</summary>
    public TeamId? TakeInto { get; init; }
    public bool MayGive { get; init; }
}

/// <summary><paramref name="Open"/> counts all that the person has in hand, of the tickets that the reader may see; the others what of it stands on the board.</summary>
public sealed record BoardPerson(StaffId Id, string Name, int Open, int Soon, int Late);

public sealed record BoardGroup(TeamId? Team, string? Name, IReadOnlyList<BoardRow> Rows, IReadOnlyList<BoardPerson> People, int Soon, int Late);

/// <summary>Everything due before <paramref name="Until"/> or late by now. <paramref name="ThereAreMore"/>: only the nearest are shown.</summary>
public sealed record BoardModel(IReadOnlyList<BoardGroup> Groups, int Soon, int Late, int NobodyHas, bool ThereAreMore, int Hours, DateTimeOffset Until,
    CustomerId? Customer, TeamId? Team, IReadOnlyList<Option> Customers, IReadOnlyList<Option> Teams)
{
    /// <summary>The ticket that the reader is about to give to somebody, and to whom it may go: each person with their load.</summary>
    public BoardRow? Giving { get; init; }
    public IReadOnlyList<Option> Hands { get; init; } = [];
}

sealed class BoardQueries(ServiceDesk desk, SlaClocks clocks, PeopleBook people, TicketWork work, Me me)
{
    /// <summary>So many clocks that still can be kept, and so many that are late: more than anybody reads.</summary>
    const int Most = 200;

    public async Task<BoardModel> Of(QueryValues values, CancellationToken stop)
    {
        var hours = int.TryParse(values.Text("hours", 2), out var wished) && wished is >= 1 and <= 24 ? wished : 2;
        var (now, until) = (work.Now, work.Now.AddHours(hours));
        var (customer, team) = (values.Id<CustomerId>("customer"), values.Id<TeamId>("team"));
        var (rows, more) = await Rows(now, until, customer, team, stop);
        var teams = await people.Teams.AsNoTracking().Where(t => t.Active).OrderBy(t => t.Line).ThenBy(t => t.Name).Select(t => new { t.Id, t.Name }).Take(200).ToListAsync(stop);
        var members = await (from m in people.TeamMembers join s in people.Staff on m.Staff equals s.Id where s.Active orderby s.Name select new { m.Team, s.Id, s.Name }).Take(1000).ToListAsync(stop);
        var mine = me.Staff is { } staff ? members.Where(m => m.Id == staff).Select(m => m.Team).ToList() : [];
        rows = rows.ConvertAll(r => Takeable(r, mine));
        var load = await Load([.. members.Select(m => m.Id).Distinct()], stop);
        var groups = rows.GroupBy(r => r.Team).Select(g => new BoardGroup(g.Key, teams.Find(t => t.Id == g.Key)?.Name, [.. g],
                [.. members.Where(m => m.Team == g.Key).Select(m => new BoardPerson(m.Id, m.Name, load.GetValueOrDefault(m.Id), rows.Count(r => r.Assignee == m.Id && !r.Late), rows.Count(r => r.Assignee == m.Id && r.Late))).OrderBy(p => p.Open)],
                g.Count(r => !r.Late), g.Count(r => r.Late)))
            .OrderBy(g => g.Rows[0].Late).ThenBy(g => g.Rows[0].Late ? default : g.Rows[0].Clock.Due).ToList();
        var giving = values.Id<TicketId>("give") is { } wanted ? rows.Find(r => r.Id == wanted && r.MayGive) : null;
        return new(groups, rows.Count(r => !r.Late), rows.Count(r => r.Late), rows.Count(r => r.Assignee is null), more, hours, until, customer, team,
            (await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Take(500).Select(c => new { c.Id, c.Name }).ToListAsync(stop)).ConvertAll(c => new Option(c.Id.ToString(), c.Name)),
            teams.ConvertAll(t => new Option(t.Id.ToString(), t.Name)))
        {
            Giving = giving,
            Hands = giving is null ? [] : [.. teams.SelectMany(t => members.Where(m => m.Team == t.Id).OrderBy(m => load.GetValueOrDefault(m.Id)).Select(m => new Option(m.Id.ToString(), Texts.T("Board.HandAndLoad", m.Name, load.GetValueOrDefault(m.Id)), t.Name)))],
        };
    }

    sealed record Found(Ticket Ticket, string? Customer, string? Assignee, ClockKind Kind, Verdict Verdict, ClockPhase Phase, DateTimeOffset? Due, bool Projected, bool Provisional, long? Budget, long Used, long Gross);

    /// <summary>
    /// Two stretches of one index over the due dates of clocks that run: forward from now, and back from now. Finished work is not in that index, so it does not matter how much of it there is.
    /// The nearest that can still be kept stand first, then what broke last.
    /// </summary>
    async Task<(List<BoardRow> Rows, bool ThereAreMore)> Rows(DateTimeOffset now, DateTimeOffset until, CustomerId? customer, TeamId? team, CancellationToken stop)
    {
        var tickets = desk.Tickets;
        if (customer is not null) tickets = tickets.Where(t => t.Customer == customer);
        if (team is not null) tickets = tickets.Where(t => t.Team == team);
        var running = clocks.Live.Where(c => c.Verdict == Verdict.Breached || !c.DueIsProjected);
        // An id and the clock's subject are one value of two types; the detour by object is how EF Core is told so.
        IQueryable<Both> With(IQueryable<ClockRow> of) => from c in of join t in tickets on (TicketId)(object)c.Subject equals t.Id select new Both { Clock = c, Ticket = t };
        var coming = await Shown(With(running.Where(c => c.Due >= now && c.Due < until)).OrderBy(b => b.Clock.Due).ThenBy(b => b.Clock.Subject)).ToListAsync(stop);
        var late = await Shown(With(running.Where(c => c.Due < now)).OrderByDescending(b => b.Clock.Due).ThenBy(b => b.Clock.Subject)).ToListAsync(stop);
        return ([.. coming.Take(Most).Concat(late.Take(Most)).GroupBy(f => f.Ticket.Id).Select(g => Row(g.First(), [.. g.Skip(1).Select(f => f.Kind)], now))], coming.Count > Most || late.Count > Most);
    }

    sealed class Both
    {
        public required ClockRow Clock { get; init; }
        public required Ticket Ticket { get; init; }
    }

    IQueryable<Found> Shown(IQueryable<Both> of) => of.Take(Most + 1).Select(b => new Found(b.Ticket,
        people.Customers.Where(x => x.Id == b.Ticket.Customer).Select(x => x.Name).FirstOrDefault(), people.Staff.Where(s => s.Id == b.Ticket.Assignee).Select(s => s.Name).FirstOrDefault(),
        b.Clock.Kind, b.Clock.Verdict, b.Clock.Phase, b.Clock.Due, b.Clock.DueIsProjected, b.Clock.Provisional, b.Clock.BudgetSeconds, b.Clock.UsedSeconds, b.Clock.GrossSeconds));

    BoardRow Row(Found f, IReadOnlyList<ClockKind> also, DateTimeOffset now)
    {
        var t = f.Ticket;
        return new(t.Id, t.Number, t.Summary, t.Kind, t.State, t.Priority, t.Customer, f.Customer, t.Team, t.Assignee, f.Assignee, new(f.Kind, f.Verdict, f.Phase, f.Due, f.Projected, f.Provisional, f.Budget, f.Used, f.Gross),
            f.Verdict == Verdict.Breached || f.Due < now, also)
        {
            MayGive = work.May(t, Right.Work) && t.Process().Step(t.State, nameof(AssignTicket)) is not null,
            Take = me.Staff is not { } my || t.Assignee == my || !work.May(t, Right.Work) ? null
                : t.Assignee is null && t.Process().Step(t.State, nameof(AcceptTicket)) is not null ? nameof(AcceptTicket)
                : t.Process().Step(t.State, nameof(AssignTicket)) is not null ? nameof(AssignTicket) : null,
        };
    }

    /// <summary>What is given to a person goes to a group of theirs: the ticket's own, if they are in it.</summary>
    static BoardRow Takeable(BoardRow row, List<TeamId> mine) => row.Take != nameof(AssignTicket) ? row
        : mine.Count == 0 ? row with { Take = null } : row with { TakeInto = row.Team is { } own && mine.Contains(own) ? own : mine[0] };

    static readonly TicketState[] InHand =
        [TicketState.New, TicketState.Accepted, TicketState.Assigned, TicketState.InProgress, TicketState.PendingUser, TicketState.PendingSupplier, TicketState.PendingChange, TicketState.PendingPart, TicketState.Approved, TicketState.Fulfilling];

    /// <summary>Counted along the index of person and state: what they finished is not looked at.</summary>
    async Task<Dictionary<StaffId, int>> Load(IReadOnlyList<StaffId> of, CancellationToken stop)
    {
        var wanted = of.Select(s => (StaffId?)s).ToList();
        return await desk.Tickets.Where(t => wanted.Contains(t.Assignee) && InHand.Contains(t.State)).GroupBy(t => t.Assignee).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key!.Value, g => g.Count, stop);
    }
}
