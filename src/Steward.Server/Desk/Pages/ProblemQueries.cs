// What the pages of problems show: a list by its address, one problem with its incidents and its story, and the form for a new one.
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.Desk.Problems;
using Steward.People;
using Steward.Platform.Approvals;
using Steward.Platform.Search;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;
using Steward.Sla;

namespace Steward.Desk.Pages;

/// <summary>Tabs above the list of problems.</summary>
public enum ProblemGroup { Open, Mine, Proposed, Known, Review, Watched, Over, All }

public sealed record ProblemRow(ProblemId Id, string Number, string Summary, ProblemState State, Priority Priority, string? CustomerName, string? Team, string? Assignee, DateTimeOffset OpenedAt, int Tickets, int Recurred);

public sealed record ProblemList(IReadOnlyList<ProblemRow> Items, string? Previous, string? Next, int Count, bool CountIsFloor, ProblemGroup Group, string? Words, CustomerId? Customer)
{
    [JsonIgnore] public IReadOnlyList<Option> Customers { get; init; } = [];
    [JsonIgnore] public bool MayOpen { get; init; }
}

public sealed record ProblemView(Problem Problem, string? Customer, string? Service, string? Team, string? Assignee, string? Asset, IReadOnlyList<KnownTicket> Tickets, IReadOnlyList<CaseEntry> Story, IReadOnlyList<ApprovalLine> Approvals, IReadOnlyCollection<string> May)
{
    [JsonIgnore] public IReadOnlyList<Option> Teams { get; init; } = [];
    [JsonIgnore] public IReadOnlyList<Option> Staff { get; init; } = [];
}

/// <summary>The form for a new problem, perhaps behind a ticket.</summary>
public sealed record NewProblemModel(KnownTicket? Ticket, CustomerId? Customer, IReadOnlyList<KnownErrorHit> Known)
{
    [JsonIgnore] public IReadOnlyList<Option> Customers { get; init; } = [];
}

/// <summary>On the page of a ticket: the problem behind it, or that there may be one.</summary>
public sealed record ProblemOfTicketModel(TicketId Ticket, ProblemRow? Problem, bool MayOpen);

sealed class ProblemQueries(StewardDb db, ProblemWork work, KnownErrors known, TicketAtHand hand, ServiceDesk desk, ContractBook contracts, PeopleBook people, ApprovalDesk approvals, Me me)
{
    const int PageOf = 50, MostHits = 500;
    static readonly Sorting<Problem, DateTimeOffset, ProblemId> ByAge = new("opened", p => p.OpenedAt, p => p.Id);

    public async Task<ProblemList> Many(QueryValues values, CancellationToken stop)
    {
        var (group, words, customer) = (values.Choice<ProblemGroup>("group") ?? ProblemGroup.Open, values.Text("q"), values.Id<CustomerId>("customer"));
        var rows = OfGroup(work.Visible.AsNoTracking(), group);
        if (group == ProblemGroup.Mine) rows = rows.InHandsOf(me.Staff, await people.GroupsOf(me.Staff, stop));
        if (group == ProblemGroup.Review) rows = rows.DueForReview(work.Now);
        if (customer is { } only) rows = rows.Where(p => p.Customer == only);
        if (words is not null)
        {
            var found = (await SearchIndex.Find(db, words, ["Problem"], MostHits, null, stop)).ConvertAll(h => ProblemId.From(h.Subject));
            rows = rows.Where(p => found.Contains(p.Id));
        }
        var part = await ByAge.Take(rows, p => p, descending: true, values, PageOf, stop);
        var total = await Total.Of(rows, values.Is("count", "exact"), stop);
        return new(await Rows(part.Items, stop), part.Previous, part.Next, total.Count, total.IsFloor, group, words, customer) { Customers = await Customers(stop), MayOpen = me.Can(Thing.Problem, Right.Create) };
    }

    static IQueryable<Problem> OfGroup(IQueryable<Problem> problems, ProblemGroup group)
    {
        ProblemState[] states = group switch
        {
            ProblemGroup.All or ProblemGroup.Mine or ProblemGroup.Review => [],
            ProblemGroup.Proposed => [ProblemState.Detected],
            ProblemGroup.Known => [ProblemState.KnownError, ProblemState.DecisionPending, ProblemState.Fixing, ProblemState.Accepted, ProblemState.Deferred],
            ProblemGroup.Watched => [ProblemState.Monitoring],
            ProblemGroup.Over => [ProblemState.Closed, ProblemState.Dismissed],
            ProblemGroup.Open => ProblemLists.Open,
        };
        return states.Length == 0 ? problems : problems.Where(p => states.Contains(p.State));
    }

    async Task<IReadOnlyList<ProblemRow>> Rows(IReadOnlyList<Problem> problems, CancellationToken stop)
    {
        var ids = problems.Select(p => p.Id).ToList();
        var counts = await db.Set<ProblemTicket>().Where(l => ids.Contains(l.Problem)).GroupBy(l => l.Problem).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        var (owners, groups, hands) = (problems.Select(p => p.Customer).Distinct().ToList(), problems.Select(p => p.Team).OfType<TeamId>().Distinct().ToList(), problems.Select(p => p.Assignee).OfType<StaffId>().Distinct().ToList());
        var customers = await people.Customers.AsNoTracking().Where(c => owners.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var teams = await people.Teams.AsNoTracking().Where(t => groups.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Name, stop);
        var staff = await people.Staff.AsNoTracking().Where(s => hands.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, stop);
        return [.. problems.Select(p => new ProblemRow(p.Id, p.Number, p.Summary, p.State, p.Priority, customers.GetValueOrDefault(p.Customer), p.Team is { } t ? teams.GetValueOrDefault(t) : null,
            p.Assignee is { } s ? staff.GetValueOrDefault(s) : null, p.OpenedAt, counts.GetValueOrDefault(p.Id), p.Recurred))];
    }

    async Task<IReadOnlyList<Option>> Customers(CancellationToken stop) =>
        (await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Take(500).Select(c => new { c.Id, c.Name }).ToListAsync(stop)).ConvertAll(c => new Option(c.Id.ToString(), c.Name));

    public async Task<ProblemView?> Of(ProblemId id, CancellationToken stop)
    {
        if (await work.Visible.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, stop) is not { } problem) return null;
        var row = (await Rows([problem], stop))[0];
        var may = work.Steps(problem);
        var teams = may.Contains("AssignProblem") ? await people.Teams.AsNoTracking().Where(t => t.Active).OrderBy(t => t.Line).ThenBy(t => t.Name).Take(200).ToListAsync(stop) : [];
        var hands = teams.Count == 0 ? [] : await (from m in people.TeamMembers join s in people.Staff on m.Staff equals s.Id where s.Active orderby s.Name select new { m.Team, s.Id, s.Name }).Take(1000).ToListAsync(stop);
        return new(problem, row.CustomerName, problem.Service is { } service ? await contracts.Services.Where(s => s.Id == service).Select(s => s.Name).SingleOrDefaultAsync(stop) : null, row.Team, row.Assignee,
            problem.Asset is { } asset ? await db.Set<Asset>().Where(a => a.Id == asset).Select(a => a.Tag + " " + a.Name).SingleOrDefaultAsync(stop) : null,
            await Short(desk.Tickets.Where(t => db.Set<ProblemTicket>().Any(l => l.Problem == id && l.Ticket == t.Id)).OrderByDescending(t => t.OpenedAt)).Take(100).ToListAsync(stop),
            await work.Story(id, stop), me.Contact is null ? await approvals.On(id.Value, stop) : [], may)
        {
            Teams = [.. teams.Select(t => new Option(t.Id.ToString(), t.Name))],
            Staff = [.. teams.SelectMany(t => hands.Where(h => h.Team == t.Id).Select(h => new Option(h.Id.ToString(), h.Name, t.Name)))],
        };
    }

    public async Task<NewProblemModel?> New(QueryValues values, CancellationToken stop)
    {
        var ticket = values.Id<TicketId>("ticket") is { } id ? await desk.Tickets.SingleOrDefaultAsync(t => t.Id == id, stop) : null;
        return new(ticket is null ? null : await Short(desk.Tickets.Where(t => t.Id == ticket.Id)).SingleAsync(stop), ticket?.Customer, ticket is null ? [] : await known.Of(ticket.Customer, stop)) { Customers = await Customers(stop) };
    }

    /// <summary>For the ticket's page; nothing for who may not read problems, or where there is nothing to say or do.</summary>
    public async Task<object?> OfTicket(Guid ticket, CancellationToken stop)
    {
        var id = TicketId.From(ticket);
        if (!me.Can(Thing.Problem, Right.Read)) return null;
        var tied = (await hand.Hangs(id, stop)).Problem;
        var problem = !tied ? null : await work.Visible.AsNoTracking().SingleOrDefaultAsync(p => db.Set<ProblemTicket>().Any(l => l.Ticket == id && l.Problem == p.Id), stop);
        var may = !tied && me.Contact is null && await hand.Of(ticket, stop) is { } about && work.May(about.Customer, Right.Create);
        return problem is null && !may ? null : new ProblemOfTicketModel(id, problem is null ? null : (await Rows([problem], stop))[0], may);
    }

    static IQueryable<KnownTicket> Short(IQueryable<Ticket> tickets) => tickets.Select(t => new KnownTicket(t.Id, t.Number, t.Summary, t.State, t.Priority, t.OpenedAt, t.Device));
}
