// What the pages of changes show: the list, one change with all that hangs on it, the board's agenda, the calendar, and the models.
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Desk.Changes;
using Steward.People;
using Steward.Platform.Approvals;
using Steward.Platform.Search;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Pages;

/// <summary>Tabs above the list of changes.</summary>
public enum ChangeGroup { Open, Mine, Asked, Planned, Running, Review, Owing, Over, All }

public sealed record ChangeRow(ChangeId Id, string Number, string Summary, ChangeState State, ChangeKind Kind, ChangeRisk? Risk, string? CustomerName, string? Implementer, DateTimeOffset? WindowFrom, DateTimeOffset? WindowTo, DateTimeOffset OpenedAt, bool Unauthorised);

public sealed record ChangeList(IReadOnlyList<ChangeRow> Items, string? Previous, string? Next, int Count, bool CountIsFloor, ChangeGroup Group, string? Words, CustomerId? Customer)
{
    [JsonIgnore] public IReadOnlyList<Option> Customers { get; init; } = [];
    [JsonIgnore] public bool MayOpen { get; init; }
}

/// <summary>A seat of the newest round, or of the one to come (<paramref name="State"/> null): who sits there, what was said, and how it stands.</summary>
public sealed record SeatLine(ChangeSeat Seat, ApprovalState? State, int Needed, IReadOnlyList<ApprovalWord> Said, IReadOnlyList<string> StillToSpeak)
{
    public int Agreed => Said.Count(s => s.Agree);
    /// <summary>So many more must agree than there are left to ask.</summary>
    public bool TooFew => State is null or ApprovalState.Waiting && Agreed + StillToSpeak.Count < Needed;
}
public sealed record TouchedAsset(AssetId Id, string Tag, string Name, AssetKind Kind);
public sealed record TiedTicket(TicketId Id, string Number, string Summary, TicketState State, DateTimeOffset OpenedAt, ChangeTie Tie);

public sealed record ChangeView(
    Change Change, string? Customer, string? Requester, string? Implementer, string? Model, string? Problem, IReadOnlyList<TouchedAsset> Assets, IReadOnlyList<ChangeStep> Steps, IReadOnlyList<TiedTicket> Tickets,
    IReadOnlyList<KnownCollision> Collisions, IReadOnlyList<string> Missing, IReadOnlyList<SeatLine> Seats, IReadOnlyList<CaseEntry> Story, IReadOnlyList<ApprovalLine> Approvals, IReadOnlyCollection<string> May)
{
    [JsonIgnore] public IReadOnlyList<Option> Choices { get; init; } = [];
    [JsonIgnore] public IReadOnlyList<Option> Staff { get; init; } = [];
    [JsonIgnore] public IReadOnlyList<PhoneVoice> Voices { get; init; } = [];
    [JsonIgnore] public DateTimeOffset Now { get; init; }
}

/// <summary>The form for a new change, perhaps behind a ticket or a problem.</summary>
public sealed record NewChangeModel(KnownTicket? Ticket, ProblemId? Problem, string? ProblemNumber, CustomerId? Customer)
{
    [JsonIgnore] public IReadOnlyList<Option> Customers { get; init; } = [];
    [JsonIgnore] public IReadOnlyList<Option> Requesters { get; init; } = [];
    [JsonIgnore] public IReadOnlyList<Option> Assets { get; init; } = [];
}

public sealed record AgendaItem(ChangeRow Row, string Reason, string BackoutPlan, IReadOnlyList<string> Assets, IReadOnlyList<string> Collisions, IReadOnlyList<SeatLine> Seats);
public sealed record AgendaView(IReadOnlyList<AgendaItem> Items, DateTimeOffset At);

public sealed record FreezeLine(FreezeId Id, string? Customer, DateTimeOffset From, DateTimeOffset Until, string Reason, string By, bool MayEnd);
public sealed record PlanDay(DateOnly Day, bool InMonth, bool Frozen, IReadOnlyList<ChangeRow> Changes);
public sealed record ChangeMonth(DateOnly Month, IReadOnlyList<PlanDay> Days, IReadOnlyList<ChangeRow> Changes, IReadOnlyList<FreezeLine> Freezes)
{
    [JsonIgnore] public IReadOnlyList<Option> Customers { get; init; } = [];
    [JsonIgnore] public bool MayFreeze { get; init; }
}

public sealed record ModelLine(ChangeModel Model, int Runs, bool MayRun);
public sealed record ModelList(IReadOnlyList<ModelLine> Items, bool MaySet)
{
    [JsonIgnore] public IReadOnlyList<Option> Assets { get; init; } = [];
    [JsonIgnore] public IReadOnlyList<Option> Staff { get; init; } = [];
    [JsonIgnore] public StaffId? Me { get; init; }
}

/// <summary>Work that is going on or begins within a day: whoever takes a report should know of it.</summary>
public sealed record RunningChange(ChangeId Id, string Number, string Summary, ChangeState State, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<string> Assets);

/// <summary>On the page of a ticket: the changes that belong to it, those that run on its assets, and those that lately touched them.</summary>
public sealed record ChangesOfTicketModel(TicketId Ticket, string Number, IReadOnlyList<(ChangeRow Row, ChangeTie Tie)> Tied, IReadOnlyList<RunningChange> Running, IReadOnlyList<(ChangeRow Row, bool MayLink)> Suspects, bool MayOpen);

sealed class ChangeQueries(StewardDb db, ChangeWork work, CollisionCheck check, PhoneBook phone, ImpactViews impact, TicketAtHand hand, ServiceDesk desk, AssetBook assets, PeopleBook people, ApprovalDesk approvals, Me me, Viewer viewer)
{
    const int PageOf = 50, MostHits = 500;
    static readonly Sorting<Change, DateTimeOffset, ChangeId> ByAge = new("opened", c => c.OpenedAt, c => c.Id);
    static readonly ChangeState[] Planning = [ChangeState.Draft, ChangeState.Submitted, ChangeState.Assessing];

    public async Task<ChangeList> Many(QueryValues values, CancellationToken stop)
    {
        var (group, words, customer) = (values.Choice<ChangeGroup>("group") ?? ChangeGroup.Open, values.Text("q"), values.Id<CustomerId>("customer"));
        var rows = OfGroup(work.Visible.AsNoTracking(), group);
        if (customer is { } only) rows = rows.Where(c => c.Customer == only);
        if (words is not null)
        {
            var found = (await SearchIndex.Find(db, words, ["Change"], MostHits, null, stop)).ConvertAll(h => ChangeId.From(h.Subject));
            rows = rows.Where(c => found.Contains(c.Id));
        }
        var part = await ByAge.Take(rows, c => c, descending: true, values, PageOf, stop);
        var total = await Total.Of(rows, values.Is("count", "exact"), stop);
        return new(await Rows(part.Items, stop), part.Previous, part.Next, total.Count, total.IsFloor, group, words, customer) { Customers = await Customers(stop), MayOpen = MayOpen };
    }

    bool MayOpen => me.Contact is null && me.Can(Thing.Change, Right.Create);

    IQueryable<Change> OfGroup(IQueryable<Change> changes, ChangeGroup group)
    {
        var (staff, mine) = (me.Staff, me.Id.Value);
        ChangeState[] states = group switch
        {
            ChangeGroup.All or ChangeGroup.Owing => [],
            ChangeGroup.Asked => [ChangeState.PendingApproval],
            ChangeGroup.Planned => [ChangeState.Approved, ChangeState.Scheduled, ChangeState.Implementing],
            ChangeGroup.Running => [ChangeState.Implementing],
            ChangeGroup.Review => ChangeLists.Ended,
            ChangeGroup.Over => ChangeLists.Over,
            ChangeGroup.Open or ChangeGroup.Mine => [.. Enum.GetValues<ChangeState>().Except(ChangeLists.Over)],
        };
        if (states.Length > 0) changes = changes.Where(c => states.Contains(c.State));
        if (group == ChangeGroup.Owing) changes = changes.Owing();
        return group == ChangeGroup.Mine ? changes.Where(c => c.OpenedBy == mine || staff != null && c.Implementer == staff) : changes;
    }

    async Task<IReadOnlyList<ChangeRow>> Rows(IReadOnlyList<Change> changes, CancellationToken stop)
    {
        var (owners, hands) = (changes.Select(c => c.Customer).Distinct().ToList(), changes.Select(c => c.Implementer).OfType<StaffId>().Distinct().ToList());
        var customers = await people.Customers.AsNoTracking().Where(c => owners.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var staff = await people.Staff.AsNoTracking().Where(s => hands.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, stop);
        return [.. changes.Select(c => new ChangeRow(c.Id, c.Number, c.Summary, c.State, c.Kind, c.Risk, customers.GetValueOrDefault(c.Customer), c.Implementer is { } s ? staff.GetValueOrDefault(s) : null, c.WindowFrom, c.WindowTo, c.OpenedAt, c.Unauthorised))];
    }

    async Task<IReadOnlyList<Option>> Customers(CancellationToken stop) =>
        (await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Take(500).Select(c => new { c.Id, c.Name }).ToListAsync(stop)).ConvertAll(c => new Option(c.Id.ToString(), c.Name));

    async Task<IReadOnlyList<Option>> Hands(CancellationToken stop) =>
        (await people.Staff.AsNoTracking().Where(s => s.Active).OrderBy(s => s.Name).Take(1000).Select(s => new { s.Id, s.Name }).ToListAsync(stop)).ConvertAll(s => new Option(s.Id.ToString(), s.Name));

    public async Task<ChangeView?> Of(ChangeId id, CancellationToken stop)
    {
        if (await work.Visible.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, stop) is not { } change) return null;
        var row = (await Rows([change], stop))[0];
        var (touched, steps, collisions) = (await Touched(id, stop), await db.Set<ChangeStep>().AsNoTracking().Where(s => s.Change == id).OrderBy(s => s.Position).ToListAsync(stop), await check.Of(change, stop));
        var planning = Planning.Contains(change.State);
        var papers = change is { PapersDue: not null, PapersAt: null, IsOver: false };
        var missing = planning || papers ? ChangeRules.Faults(change, touched.Count, steps, papers || change.Kind != ChangeKind.Emergency, planning ? work.Now : null).Select(f => f.Sentence).ToList() : [];
        var open = collisions.Any(c => c.Waiver is null);
        var may = work.Steps(change).Where(verb => verb switch
        {
            "RequestApproval" => change.Kind != ChangeKind.Emergency && missing.Count == 0 && !open,
            "CallEcab" => change.Kind == ChangeKind.Emergency && missing.Count == 0 && !open,
            "SubmitChange" => change.Reason.Length > 0,
            "ScheduleChange" => !open,
            "StartChange" => !open && change.WindowFrom <= work.Now && work.Now < change.WindowTo,
            "FinishChange" => steps.All(s => s.DoneAt is not null),
            "CloseChange" => (change.State == ChangeState.Pir || !ChangeRules.MustBeReviewed(change)) && !papers,
            "CompletePapers" => papers,
            "ReworkChange" => change.Kind != ChangeKind.Standard,
            "ApproveChange" or "LapseApproval" or "LapseStandard" => false,
            _ => true,
        }).ToHashSet();
        var asked = await approvals.On(id.Value, stop);
        var voices = change is { Kind: ChangeKind.Emergency, State: ChangeState.PendingApproval } && me.Can(Thing.Change, Right.Confirm, new Place(change.Customer)) ? (await phone.Of(change, stop)).FindAll(p => !me.IsMe(p.Account)) : [];
        if (voices.Count > 0) may.Add(nameof(RecordPhoneWord));
        return new(change, row.CustomerName, await people.Contacts.Where(c => c.Id == change.Requester).Select(c => c.Name).SingleOrDefaultAsync(stop), row.Implementer,
            await db.Set<ChangeModel>().Where(m => m.Id == change.FromModel).Select(m => m.Name).SingleOrDefaultAsync(stop),
            me.Can(Thing.Problem, Right.Read) ? await db.Set<Problem>().Where(p => p.Id == change.Problem).Select(p => p.Number).SingleOrDefaultAsync(stop) : null, touched, steps, await Tickets(id, stop), collisions, missing,
            await Seats(change, stop), await work.Story(id, stop), me.Contact is null ? asked : [.. asked.Where(a => a.MayDecide)], may)
        {
            Choices = planning && may.Contains("PlanChange") ? await impact.Choices(change.Customer, [.. touched.Select(t => t.Id)], stop) : [],
            Staff = planning && may.Contains("PlanChange") ? await Hands(stop) : [], Voices = voices, Now = work.Now,
        };
    }

    /// <summary>The plan's own page is there while it may be written.</summary>
    public async Task<ChangeView?> ToEdit(ChangeId id, CancellationToken stop) => await Of(id, stop) is { } view && view.May.Contains("PlanChange") ? view : null;

    Task<List<TouchedAsset>> Touched(ChangeId id, CancellationToken stop) =>
        (from l in db.Set<ChangeAsset>().Where(l => l.Change == id) join a in db.Set<Asset>() on l.Asset equals a.Id orderby l.Since, a.Id select new TouchedAsset(a.Id, a.Tag, a.Name, a.Kind)).AsNoTracking().ToListAsync(stop);

    async Task<List<TiedTicket>> Tickets(ChangeId id, CancellationToken stop)
    {
        var ties = await db.Set<ChangeTicket>().AsNoTracking().Where(l => l.Change == id).ToDictionaryAsync(l => l.Ticket, l => l.Tie, stop);
        var named = ties.Keys.ToList();
        return (await desk.Tickets.Where(t => named.Contains(t.Id)).OrderBy(t => t.OpenedAt).Select(t => new { t.Id, t.Number, t.Summary, t.State, t.OpenedAt }).ToListAsync(stop)).ConvertAll(t => new TiedTicket(t.Id, t.Number, t.Summary, t.State, t.OpenedAt, ties[t.Id]));
    }

    async Task<IReadOnlyList<SeatLine>> Seats(Change change, CancellationToken stop)
    {
        var members = change.State is ChangeState.PendingApproval || Planning.Contains(change.State) ? await SeatMembers.Of(db, change, work.Now, stop) : [];
        if (change.AskedAt is not { } round || Planning.Contains(change.State))
            return change.IsOver ? [] : [.. ChangeRules.Seats(change).Select(s => new SeatLine(s, null, ChangeRules.WordsNeeded(s), [], [.. members.Where(m => m.Seat == s).Select(m => m.Name)]))];
        var asked = await db.Set<Approval>().AsNoTracking().Where(a => a.Kind == ChangeApproval.Kind && a.Subject == change.Id.Value && a.AskedAt >= round).ToListAsync(stop);
        var ids = asked.ConvertAll(a => a.Id);
        var votes = await db.Set<ApprovalVote>().AsNoTracking().Where(v => ids.Contains(v.Approval)).OrderBy(v => v.At).ThenBy(v => v.Id).ToListAsync(stop);
        var said = votes.ToLookup(v => v.Approval, v => new ApprovalWord(v.ByName, v.Agree, v.Reason, v.At));
        // Each seat is another person: whoever has spoken, also in somebody's place, speaks on no other.
        var spoken = votes.SelectMany(v => new[] { v.By, v.InPlaceOf ?? v.By }).ToHashSet();
        return [.. asked.Select(a => (Approval: a, Seat: Enum.Parse<ChangeSeat>(a.Key))).OrderBy(a => a.Seat).Select(a => new SeatLine(a.Seat, a.Approval.State, a.Approval.Needed, [.. said[a.Approval.Id]],
            [.. members.Where(m => m.Seat == a.Seat && a.Approval.State == ApprovalState.Waiting && !spoken.Contains(m.Account.Value)).Select(m => m.Name)]))];
    }

    public async Task<NewChangeModel> New(QueryValues values, CancellationToken stop)
    {
        var ticket = values.Id<TicketId>("ticket") is { } id ? await desk.Tickets.Where(t => t.Id == id).Select(t => new { t.Customer, Known = new KnownTicket(t.Id, t.Number, t.Summary, t.State, t.Priority, t.OpenedAt, t.Device) }).SingleOrDefaultAsync(stop) : null;
        var wanted = values.Id<ProblemId>("problem");
        var problem = wanted is not null && me.Can(Thing.Problem, Right.Read) ? await db.Set<Problem>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == wanted, stop) : null;
        if (problem is not null && !me.Can(Thing.Problem, Right.Read, new Place(problem.Customer))) problem = null;
        var customers = await Customers(stop);
        var customer = ticket?.Customer ?? problem?.Customer ?? values.Id<CustomerId>("customer") ?? (customers.Count == 1 ? CustomerId.From(Guid.Parse(customers[0].Value)) : null);
        return new(ticket?.Known, problem?.Id, problem?.Number, customer)
        {
            Customers = customers,
            Requesters = customer is null || me.Contact is not null ? [] : (await people.Contacts.AsNoTracking().Where(c => c.Customer == customer && c.Active).OrderBy(c => c.Name).Take(1000).Select(c => new { c.Id, c.Name, c.Department }).ToListAsync(stop))
                .ConvertAll(c => new Option(c.Id.ToString(), c.Department.Length > 0 ? $"{c.Name} · {c.Department}" : c.Name)),
            Assets = customer is { } of && me.Contact is null ? await impact.Choices(of, [], stop) : [],
        };
    }

    /// <summary>What waits for the board, by window, as it stands now.</summary>
    public async Task<AgendaView> Agenda(CancellationToken stop)
    {
        var waiting = await work.Visible.AsNoTracking().Where(c => c.State == ChangeState.PendingApproval && (c.Kind == ChangeKind.Significant || c.Kind == ChangeKind.Major)).OrderBy(c => c.WindowFrom).ThenBy(c => c.Id).Take(100).ToListAsync(stop);
        var rows = await Rows(waiting, stop);
        var items = new List<AgendaItem>();
        foreach (var (change, row) in waiting.Zip(rows))
            items.Add(new(row, change.Reason, change.BackoutPlan, [.. (await Touched(change.Id, stop)).Select(t => $"{t.Name} · {t.Tag}")],
                [.. (await check.Of(change, stop)).Select(c => c.Waiver is { } w ? $"{c.Sentence} {Texts.T("Change.Waived", w.ByName, w.Reason)}" : c.Sentence)], await Seats(change, stop)));
        return new(items, work.Now);
    }

    public async Task<ChangeMonth> Calendar(QueryValues values, CancellationToken stop)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(work.Now, viewer.Zone).DateTime);
        var asked = values.Day("month") is { } day ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(day, viewer.Zone).DateTime) : today;
        var month = new DateOnly(asked.Year, asked.Month, 1);
        var first = month.AddDays(-(((int)month.DayOfWeek + 6) % 7));
        var last = month.AddMonths(1).AddDays(-1);
        var end = last.AddDays(7 - ((int)last.DayOfWeek + 6) % 7);
        var (from, to) = (Start(first), Start(end));
        var states = (ChangeState[])[.. ChangeLists.Firm, .. ChangeLists.Ended, ChangeState.Closed];
        var rows = await Rows(await work.Visible.AsNoTracking().Where(c => states.Contains(c.State) && c.WindowFrom < to && c.WindowTo > from).OrderBy(c => c.WindowFrom).ThenBy(c => c.Id).Take(500).ToListAsync(stop), stop);
        var freezes = await check.Freezes(from, to, stop);
        var days = Enumerable.Range(0, end.DayNumber - first.DayNumber).Select(i => first.AddDays(i)).Select(d => new PlanDay(d, d.Month == month.Month, freezes.Exists(f => f.Freeze.From < Start(d.AddDays(1)) && f.Freeze.Until > Start(d)),
            [.. rows.Where(r => r.WindowFrom < Start(d.AddDays(1)) && r.WindowTo > Start(d))]));
        var may = me.Contact is null && me.Can(Thing.Change, Right.Confirm);
        var (monthFrom, monthTo) = (Start(month), Start(month.AddMonths(1)));
        return new(month, [.. days], [.. rows.Where(r => r.WindowFrom < monthTo && r.WindowTo > monthFrom)], [.. freezes.Select(f => new FreezeLine(f.Freeze.Id, f.Customer, f.Freeze.From, f.Freeze.Until, f.Freeze.Reason, f.Freeze.ByName, may && f.Freeze.Until > work.Now && me.Can(Thing.Change, Right.Confirm, new Place(f.Freeze.ForCustomer))))])
        {
            MayFreeze = may, Customers = may ? await Customers(stop) : [],
        };
    }

    DateTimeOffset Start(DateOnly day) => Format.FromLocalInput($"{day:yyyy-MM-dd}T00:00", viewer.Zone)!.Value;

    public async Task<ModelList> Models(CancellationToken stop)
    {
        var models = await db.Set<ChangeModel>().AsNoTracking().OrderByDescending(m => m.Active).ThenBy(m => m.Name).ThenBy(m => m.Id).Take(200).ToListAsync(stop);
        var runs = await work.Visible.Where(c => c.FromModel != null).GroupBy(c => c.FromModel!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        var (all, named) = (me.Giving(Thing.Change, Right.Work).Any(g => g.Wide), me.Can(Thing.Change, Right.Work) && me.Grants.Any(g => me.Can(Thing.Change, Right.Work, new Place(g.Customer, g.Site, g.Contract, g.Team), "standard")));
        var lines = models.ConvertAll(m => new ModelLine(m, runs.GetValueOrDefault(m.Id), m.Active && me.Contact is null && (all || m.ForDesk && named)));
        var may = lines.Exists(l => l.MayRun);
        return new(lines, me.Can(Thing.Change, Right.Confirm, default))
        {
            Assets = may ? (await assets.Assets.Where(a => a.State != AssetState.Retired).OrderBy(a => a.Name).Take(2000).Select(a => new { a.Id, a.Name, a.Tag }).ToListAsync(stop)).ConvertAll(a => new Option(a.Id.ToString(), $"{a.Name} · {a.Tag}")) : [],
            Staff = may ? await Hands(stop) : [], Me = me.Staff,
        };
    }

    public async Task<IReadOnlyList<RunningChange>> Running(CustomerId customer, IReadOnlyCollection<AssetId>? on, CancellationToken stop)
    {
        var soon = work.Now.AddHours(24);
        var running = db.Set<Change>().AsNoTracking().Where(c => c.Customer == customer && (c.State == ChangeState.Implementing || (c.State == ChangeState.Scheduled || c.State == ChangeState.Approved) && c.WindowFrom < soon && c.WindowTo > work.Now));
        if (on is not null) running = running.Where(c => db.Set<ChangeAsset>().Any(a => a.Change == c.Id && on.Contains(a.Asset)));
        var found = await running.OrderBy(c => c.WindowFrom).ThenBy(c => c.Id).Take(8).ToListAsync(stop);
        var lines = new List<RunningChange>();
        foreach (var c in found) lines.Add(new(c.Id, c.Number, c.Summary, c.State, c.WindowFrom!.Value, c.WindowTo!.Value, [.. (await Touched(c.Id, stop)).Select(t => t.Name)]));
        return lines;
    }

    /// <summary>For the ticket's page; nothing for who may not read changes, or where there is nothing to say or do.</summary>
    public async Task<object?> OfTicket(Guid ticket, CancellationToken stop)
    {
        var id = TicketId.From(ticket);
        if (!me.Can(Thing.Change, Right.Read) || me.Contact is not null) return null;
        if (await hand.Of(ticket, stop) is not { } of) return null;
        var hangs = await hand.Hangs(id, stop);
        var ties = !hangs.Changes ? [] : await db.Set<ChangeTicket>().AsNoTracking().Where(l => l.Ticket == id).ToDictionaryAsync(l => l.Change, l => l.Tie, stop);
        var named = ties.Keys.ToList();
        var tied = named.Count == 0 ? [] : await Rows(await work.Visible.AsNoTracking().Where(c => named.Contains(c.Id)).OrderByDescending(c => c.OpenedAt).Take(10).ToListAsync(stop), stop);
        var on = !hangs.Assets ? [] : await desk.AssetsOf(id, stop);
        // What a thing depends on may have been changed as well.
        if (on.Count > 0) on.AddRange(await assets.Dependencies.Where(d => on.Contains(d.Asset)).Select(d => d.On).ToListAsync(stop));
        var since = of.OpenedAt.AddDays(-14);
        var lately = on.Count == 0 ? [] : await work.Visible.AsNoTracking().Where(c => c.StartedAt >= since && c.StartedAt <= of.OpenedAt && !named.Contains(c.Id) && db.Set<ChangeAsset>().Any(a => a.Change == c.Id && on.Contains(a.Asset)))
            .OrderByDescending(c => c.StartedAt).Take(5).ToListAsync(stop);
        var rows = lately.Count == 0 ? [] : await Rows(lately, stop);
        var running = on.Count == 0 ? [] : await Running(of.Customer, on, stop);
        var may = work.May(of.Customer, Right.Create);
        return tied.Count + rows.Count + running.Count == 0 && !may ? null
            : new ChangesOfTicketModel(id, of.Number, [.. tied.Select(r => (r, ties[r.Id]))], running, [.. rows.Zip(lately).Select(p => (p.First, work.Steps(p.Second).Contains("LinkChangeTicket")))], may);
    }
}
