// Finds tickets for a list, a file or a program: one query for the page, one for its clocks.
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Fields;
using Steward.Platform.Search;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;
using Steward.Sla;

namespace Steward.Desk.Pages;

/// <summary>A clock as the list shows it; <see cref="Due"/> is only where it would fall while <see cref="Projected"/>.</summary>
public sealed record TicketClock(ClockKind Kind, Verdict Verdict, ClockPhase Phase, DateTimeOffset? Due, bool Projected, bool Provisional, long? BudgetSeconds, long UsedSeconds, long GrossSeconds)
{
    /// <summary>From three quarters of the budget on, a promise is in danger: the second step of the ladder.</summary>
    public Light Light(DateTimeOffset now) => this switch
    {
        { Verdict: Verdict.Breached } => Platform.Web.Components.Light.Red,
        { Verdict: Verdict.Met } => Platform.Web.Components.Light.Green,
        { Verdict: Verdict.NotMeasured } => Platform.Web.Components.Light.Blind,
        { Projected: false } when Due < now => Platform.Web.Components.Light.Red,
        { BudgetSeconds: { } budget } when UsedSeconds * 4 >= budget * 3 => Platform.Web.Components.Light.Amber,
        _ => Platform.Web.Components.Light.Green,
    };

    public bool Runs => Phase is ClockPhase.Running or ClockPhase.Paused;
}

public sealed record TicketRow
{
    public required TicketId Id { get; init; }
    public required string Number { get; init; }
    public required string Summary { get; init; }
    public required TicketState State { get; init; }
    public required TicketKind Kind { get; init; }
    public required Priority Priority { get; init; }
    public required Channel Channel { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public required CustomerId Customer { get; init; }
    public string? CustomerName { get; init; }
    public string? Requester { get; init; }
    public string? Department { get; init; }
    public string? Service { get; init; }
    public string? Team { get; init; }
    public string? Assignee { get; init; }
    public string Category { get; init; } = "";
    public string Place { get; init; } = "";
    public string Device { get; init; } = "";
    public string Cause { get; init; } = "";
    public int Reopened { get; init; }
    public int Urged { get; init; }
    public string Source { get; init; } = "";
    public string SourceNumber { get; init; } = "";
    public IReadOnlyList<TicketClock> Clocks { get; init; } = [];
    /// <summary>Answers to custom fields by their keys, for programs.</summary>
    public System.Text.Json.Nodes.JsonObject? Fields { get; init; }
    /// <summary>The same for people.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public IReadOnlyList<Answer> Answers { get; init; } = [];

    public TicketClock? Clock(ClockKind kind) => Clocks.FirstOrDefault(c => c.Kind == kind);

    /// <summary>The next deadline that can still be kept.</summary>
    public TicketClock? Next(DateTimeOffset now) => Clocks.Where(c => c.Runs && c.Due is not null && c.Light(now) != Light.Red).MinBy(c => c.Due);

    /// <summary>Running clocks that are too late, but for the one that is shown anyway.</summary>
    public IEnumerable<TicketClock> Late(DateTimeOffset now, TicketClock? shown) => Clocks.Where(c => c.Runs && c != shown && c.Light(now) == Light.Red);

    /// <summary>The worst light among the clocks that still run.</summary>
    public Light? Worst(DateTimeOffset now) => Clocks.Where(c => c.Runs).Select(c => c.Light(now)).Where(l => l is Light.Red or Light.Amber).OrderByDescending(l => l).Cast<Light?>().FirstOrDefault();
}

/// <summary>A part of the list, how long it is, and whether the words were cut short.</summary>
public sealed record TicketList(TicketFilter Filter, Part<TicketRow> Part, Total Total, bool WordsWereCut);

public sealed class TicketLists(ServiceDesk desk, SlaClocks clocks, PeopleBook people, ContractBook contracts, FieldBook fields, StewardDb db, Me me, TimeProvider time)
{
    public const int PageSize = 50;
    /// <summary>A search takes its newest hits; who needs more gives more words.</summary>
    const int MostHits = 500;

    sealed class Listed
    {
        public required Ticket Ticket { get; init; }
        public DateTimeOffset? Due { get; init; }
    }

    static readonly Sorting<Listed>[] Sortings =
    [
        new Sorting<Listed, DateTimeOffset, TicketId>("opened", l => l.Ticket.OpenedAt, l => l.Ticket.Id),
        new Sorting<Listed, DateTimeOffset?, TicketId>("due", l => l.Due, l => l.Ticket.Id),
        new Sorting<Listed, Priority, TicketId>("priority", l => l.Ticket.Priority, l => l.Ticket.Id),
    ];

    /// <summary>An end user sees their own tickets and nothing else, so has other needs than the desk.</summary>
    public bool OwnOnly => me.Giving(Thing.Incident, Right.Read).All(g => !g.Wide);

    public TicketFilter Read(QueryValues values) => TicketFilter.Read(values, OwnOnly ? TicketGroup.All : TicketGroup.Open);

    /// <summary>A part of the list: what its page shows of a ticket, or the <paramref name="whole"/> row.</summary>
    /// <param name="answers">Whether answers to custom fields are shown.</param>
    public async Task<TicketList> Page(TicketFilter filter, QueryValues values, int size, bool whole, CancellationToken stop, bool answers = false)
    {
        var (tickets, cut) = await Query(filter, stop);
        var rows = Sorted(tickets, filter);
        var part = await SortingOf(filter).Take(rows, whole ? Whole() : Glance(), filter.Sort[0] == '-', values, size, stop);
        var exactly = values.Is("count", "exact");
        var total = filter.IsAllByDue && me.ReadsEveryTicket() ? await Total.Of(DueOf(filter, tickets), exactly, stop) : await Total.Of(rows, exactly, stop);
        return new(filter, part with { Items = await WithAnswers(await WithClocks(part.Items, stop), whole || answers, stop) }, total, cut);
    }

    /// <summary>The whole filtered list up to the export's limit, read in parts so that nothing is held.</summary>
    public async IAsyncEnumerable<TicketRow> All(TicketFilter filter, [EnumeratorCancellation] CancellationToken stop)
    {
        var rows = Sorted((await Query(filter, stop)).Tickets, filter);
        Cursor? after = null;
        for (var left = Export.MostRows; left > 0;)
        {
            var part = await SortingOf(filter).Take(rows, Whole(), filter.Sort[0] == '-', after, null, Math.Min(left, 1000), stop);
            foreach (var row in await WithAnswers(await WithClocks(part.Items, stop), true, stop)) yield return row;
            if (part.Next is null) yield break;
            left -= part.Items.Count;
            after = Cursor.From(part.Next);
        }
    }

    /// <summary>How many the filter finds, counted no further than <paramref name="most"/>.</summary>
    public async Task<int> CountUpTo(TicketFilter filter, int most, CancellationToken stop) => await (await Query(filter with { Sort = "-opened" }, stop)).Tickets.Take(most).CountAsync(stop);

    /// <summary>The first of what the filter finds, in its order.</summary>
    public async Task<List<TicketId>> Ids(TicketFilter filter, int most, CancellationToken stop)
    {
        var rows = Sorted((await Query(filter, stop)).Tickets, filter);
        return [.. (await SortingOf(filter).Take(rows, l => l.Ticket.Id, filter.Sort[0] == '-', null, null, most, stop)).Items];
    }

    public async Task<TicketChoices> Choices(TicketFilter filter, TimeZoneInfo zone, CancellationToken stop)
    {
        if (OwnOnly) return new([], [], [], null, zone);
        var listed = await fields.Listed(TicketFields.Both, me.Contact is not null, stop);
        return new(await Options(CustomersByName), await Options(TeamsByLine), await Options(StaffByName),
            filter.Requester is { } id ? await people.Contacts.Where(c => c.Id == id).Select(c => c.Name).FirstOrDefaultAsync(stop) : null, zone) { Fields = listed, Known = await fields.Named(listed, filter.Fields, stop) };

        async Task<IReadOnlyList<Option>> Options(KnownQuery<Func<StewardDb, IAsyncEnumerable<Choice>>> query)
        {
            var options = new List<Option>();
            await foreach (var choice in query.In(db)(db).WithCancellation(stop)) options.Add(new(choice.Id.ToString(), choice.Name));
            return options;
        }
    }

    sealed record Choice(Guid Id, string Name);

    static readonly KnownQuery<Func<StewardDb, IAsyncEnumerable<Choice>>> CustomersByName = new(() =>
        EF.CompileAsyncQuery((StewardDb db) => db.Set<Customer>().OrderBy(c => c.Name).Select(c => new Choice(c.Id.Value, c.Name)).Take(500)));
    static readonly KnownQuery<Func<StewardDb, IAsyncEnumerable<Choice>>> TeamsByLine = new(() =>
        EF.CompileAsyncQuery((StewardDb db) => db.Set<Team>().Where(t => t.Active).OrderBy(t => t.Line).ThenBy(t => t.Name).Select(t => new Choice(t.Id.Value, t.Name)).Take(200)));
    static readonly KnownQuery<Func<StewardDb, IAsyncEnumerable<Choice>>> StaffByName = new(() =>
        EF.CompileAsyncQuery((StewardDb db) => db.Set<Staff>().Where(s => s.Active).OrderBy(s => s.Name).Select(s => new Choice(s.Id.Value, s.Name)).Take(500)));

    static Sorting<Listed> SortingOf(TicketFilter filter) => Sortings.First(s => s.Name == filter.Sort.TrimStart('-'));

    async Task<(IQueryable<Ticket> Tickets, bool Cut)> Query(TicketFilter f, CancellationToken stop)
    {
        var (tickets, now, mine) = (OfGroup(desk.Tickets, f.Group), time.Now(), me.Staff);
        var cut = false;
        if (f.Group == TicketGroup.Mine) tickets = tickets.Where(t => mine != null && t.Assignee == mine);
        if (f.Group is TicketGroup.Team or TicketGroup.Supplier)
        {
            var teams = await people.GroupsOf(mine, stop);
            tickets = tickets.Where(t => teams.Contains(t.Team));
        }
        // An id and the clock's subject are one value of two types; the detour by object is how EF Core is told so.
        // By due date the clocks lead to the tickets (Sorted).
        if (f.Group == TicketGroup.Overdue && f.Sort is not ("due" or "-due"))
        {
            var late = clocks.Late(now).Select(c => (TicketId)(object)c.Subject);
            tickets = tickets.Where(t => late.Contains(t.Id));
        }
        if (f.Words is { } words)
        {
            var hits = await SearchIndex.Find(db, words, ["Incident"], MostHits, null, stop);
            cut = hits.Count == MostHits;
            var found = hits.ConvertAll(h => TicketId.From(h.Subject));
            tickets = tickets.Where(t => found.Contains(t.Id));
        }
        if (f.Kind is { } kind) tickets = kind == TicketKind.Request ? tickets.Where(t => t.Item != null) : tickets.Where(t => t.Item == null);
        if (f.Customer is { } customer) tickets = tickets.Where(t => t.Customer == customer);
        if (f.Priority is { } priority) tickets = tickets.Where(t => t.Priority == priority);
        if (f.Team is { } team) tickets = tickets.Where(t => t.Team == team);
        if (f.Assignee is { } assignee) tickets = tickets.Where(t => t.Assignee == assignee);
        if (f.Category is { } category) tickets = tickets.Where(t => t.Category == category);
        if (f.Channel is { } channel) tickets = tickets.Where(t => t.Channel == channel);
        if (f.Requester is { } requester) tickets = tickets.Where(t => t.Requester == requester);
        if (f.From is { } from) tickets = tickets.Where(t => t.OpenedAt >= from);
        if (f.Until is { } until) tickets = tickets.Where(t => t.OpenedAt < until);
        if (f.Source is { } source) tickets = tickets.Where(t => t.Source == source);
        foreach (var by in f.Fields)
        {
            if (await fields.With(TicketFields.Both, by, me.Contact is not null, stop) is { } answered) tickets = tickets.Where(t => answered.Contains((Guid)(object)t.Id));
            else tickets = tickets.Where(_ => false);
        }
        return (tickets, cut);
    }

    /// <summary>
    /// By due date those that have one: live clocks along the index of their dates, merged with the few tickets that are open again while their clock stays stopped. With the id's detour on the
    /// clock's side the database looks each ticket up. What is overdue stands by whatever of it was due first.
    /// </summary>
    IQueryable<Listed> Sorted(IQueryable<Ticket> tickets, TicketFilter f)
    {
        if (f.Sort is not ("due" or "-due")) return tickets.Select(t => new Listed { Ticket = t });
        if (f.Group == TicketGroup.Overdue)
        {
            var late = clocks.FirstLate(time.Now());
            return Of(late.Past).Concat(Of(late.Broken));
        }
        return Of(clocks.Live.Where(c => c.Kind == ClockKind.Resolution && c.Due != null)).Concat(Again(tickets));

        IQueryable<Listed> Of(IQueryable<ClockRow> some) => from c in some join t in tickets on (TicketId)(object)c.Subject equals t.Id select new Listed { Ticket = t, Due = c.Due };
    }

    IQueryable<Listed> Again(IQueryable<Ticket> tickets) =>
        from t in tickets where t.Reopened > 0
        join c in clocks.All.Where(c => c.Kind == ClockKind.Resolution && c.Due != null && c.Phase != ClockPhase.Running && c.Phase != ClockPhase.Paused) on (Guid)(object)t.Id equals c.Subject
        select new Listed { Ticket = t, Due = c.Due };

    /// <summary>What stands in the list of all open or overdue tickets by due date, to be counted along the index of clocks: one that runs or waits is that of an open ticket, and none need be looked up.</summary>
    IQueryable<Guid> DueOf(TicketFilter f, IQueryable<Ticket> tickets)
    {
        var live = f.Group == TicketGroup.Overdue ? clocks.Late(time.Now()) : clocks.Live.Where(c => c.Kind == ClockKind.Resolution && c.Due != null);
        if (f.Customer is { } customer) live = live.Where(c => c.Customer == customer);
        return f.Group == TicketGroup.Overdue ? live.Select(c => c.Subject).Distinct() : live.Select(c => c.Subject).Concat(Again(tickets).Select(l => (Guid)(object)l.Ticket.Id));
    }

    static IQueryable<Ticket> OfGroup(IQueryable<Ticket> tickets, TicketGroup group) => group switch
    {
        TicketGroup.All => tickets,
        TicketGroup.Open => tickets.Where(t => TicketStates.Open.Contains(t.State)),
        TicketGroup.Waiting => tickets.Where(t => TicketStates.Waiting.Contains(t.State)),
        TicketGroup.Supplier => tickets.Where(t => t.State == TicketState.PendingSupplier),
        TicketGroup.Resolved => tickets.Where(t => t.State == TicketState.Resolved),
        TicketGroup.Closed => tickets.Where(t => TicketStates.Ended.Contains(t.State)),
        TicketGroup.Unassigned => tickets.InWork().Where(t => t.Assignee == null),
        TicketGroup.Mine or TicketGroup.Team or TicketGroup.Overdue => tickets.InWork(),
    };

    /// <summary>What the page of the list shows: half the columns, half the names to look up.</summary>
    Expression<Func<Listed, TicketRow>> Glance() => l => new TicketRow
    {
        Id = l.Ticket.Id, Number = l.Ticket.Number, Summary = l.Ticket.Summary, State = l.Ticket.State, Kind = l.Ticket.Item == null ? TicketKind.Incident : TicketKind.Request, Priority = l.Ticket.Priority, Channel = l.Ticket.Channel,
        OpenedAt = l.Ticket.OpenedAt, Customer = l.Ticket.Customer, Reopened = l.Ticket.Reopened, Urged = l.Ticket.Urged, Category = l.Ticket.Category, Place = l.Ticket.Place, Device = l.Ticket.Device,
        CustomerName = people.Customers.Where(c => c.Id == l.Ticket.Customer).Select(c => c.Name).FirstOrDefault(),
        Requester = people.Contacts.Where(c => c.Id == l.Ticket.Requester).Select(c => c.Name).FirstOrDefault(),
        Team = people.Teams.Where(t => t.Id == l.Ticket.Team).Select(t => t.Name).FirstOrDefault(),
        Assignee = people.Staff.Where(s => s.Id == l.Ticket.Assignee).Select(s => s.Name).FirstOrDefault(),
    };

    Expression<Func<Listed, TicketRow>> Whole() => l => new TicketRow
    {
        Id = l.Ticket.Id, Number = l.Ticket.Number, Summary = l.Ticket.Summary, State = l.Ticket.State, Kind = l.Ticket.Item == null ? TicketKind.Incident : TicketKind.Request, Priority = l.Ticket.Priority, Channel = l.Ticket.Channel,
        OpenedAt = l.Ticket.OpenedAt, ResolvedAt = l.Ticket.ResolvedAt, ClosedAt = l.Ticket.ClosedAt, Customer = l.Ticket.Customer,
        CustomerName = people.Customers.Where(c => c.Id == l.Ticket.Customer).Select(c => c.Name).FirstOrDefault(),
        Requester = people.Contacts.Where(c => c.Id == l.Ticket.Requester).Select(c => c.Name).FirstOrDefault(),
        Department = people.Contacts.Where(c => c.Id == l.Ticket.Requester).Select(c => c.Department).FirstOrDefault(),
        Service = contracts.Services.Where(s => s.Id == l.Ticket.Service).Select(s => s.Name).FirstOrDefault(),
        Team = people.Teams.Where(t => t.Id == l.Ticket.Team).Select(t => t.Name).FirstOrDefault(),
        Assignee = people.Staff.Where(s => s.Id == l.Ticket.Assignee).Select(s => s.Name).FirstOrDefault(),
        Category = l.Ticket.Category, Place = l.Ticket.Place, Device = l.Ticket.Device, Cause = l.Ticket.Cause, Reopened = l.Ticket.Reopened, Urged = l.Ticket.Urged,
        Source = l.Ticket.Source, SourceNumber = l.Ticket.SourceNumber,
    };

    async Task<IReadOnlyList<TicketRow>> WithClocks(IReadOnlyList<TicketRow> rows, CancellationToken stop)
    {
        if (rows.Count == 0) return rows;
        var stored = new List<(Guid Subject, TicketClock Clock)>();
        await foreach (var (subject, clock) in ClocksOf.In(db)(db, [.. rows.Select(r => r.Id.Value)]).WithCancellation(stop)) stored.Add((subject, clock));
        var of = stored.ToLookup(c => c.Subject, c => c.Clock);
        return [.. rows.Select(r => r with { Clocks = [.. of[r.Id.Value].OrderBy(c => c.Kind)] })];
    }

    async Task<IReadOnlyList<TicketRow>> WithAnswers(IReadOnlyList<TicketRow> rows, bool wanted, CancellationToken stop)
    {
        if (rows.Count == 0 || !wanted) return rows;
        var of = await fields.AnswersOf([.. rows.Select(r => r.Id.Value)], me.Contact is not null, stop);
        return of.Count == 0 ? rows : [.. rows.Select(r => of.GetValueOrDefault(r.Id.Value) is { } answers ? r with { Answers = answers, Fields = FieldValues.Json(answers) } : r)];
    }

    sealed record Stored(Guid Subject, TicketClock Clock);

    /// <summary>Only what a list shows of a clock: half of a row's columns.</summary>
    static readonly KnownQuery<Func<StewardDb, Guid[], IAsyncEnumerable<Stored>>> ClocksOf = new(() =>
        EF.CompileAsyncQuery((StewardDb db, Guid[] subjects) => db.Set<ClockRow>().AsNoTracking().Where(c => subjects.Contains(c.Subject))
            .Select(c => new Stored(c.Subject, new TicketClock(c.Kind, c.Verdict, c.Phase, c.Due, c.DueIsProjected, c.Provisional, c.BudgetSeconds, c.UsedSeconds, c.GrossSeconds)))));
}
