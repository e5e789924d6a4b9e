// The door of Desk: tickets for those above, and the way in for another desk's history.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.Desk.Announcements;
using Steward.Desk.History;
using Steward.Desk.Process;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Audit;
using Steward.Platform.Events;
using Steward.Platform.Numbers;
using Steward.Platform.Search;
using Steward.Sla;

namespace Steward.Desk;

/// <summary>
/// Trouble that a machine found. The same <paramref name="Key"/> is the same trouble. <paramref name="Note"/> goes into the ticket's story, also when the trouble is back.
/// Without a contract the only one in force for the customer promises; where there are none or several, nothing is promised.
/// </summary>
public sealed record Incident(CustomerId Customer, string Key, string Summary, string Description, string Note, Impact Impact, Urgency Urgency, SiteId? Site = null, ContractId? Contract = null, ServiceId? Service = null,
    ServiceMode Mode = ServiceMode.FullTimeRemote, string Device = "");

/// <summary>The ticket of the trouble. A fresh one gets its number in the commit. The news belong to that commit.</summary>
public sealed record RaisedIncident(TicketId Ticket, string Number, bool Fresh, IReadOnlyList<INews> News);

public sealed class ServiceDesk(StewardDb db, SlaClocks clocks, Me me, IdSource ids, TimeProvider time, IServiceProvider services)
{
    readonly Incidents incidents = services.GetRequiredService<Incidents>();


    /// <summary>The tickets that the caller may read, to filter and count in the database.</summary>
    public IQueryable<Ticket> Tickets => db.Set<Ticket>().AsNoTracking().VisibleTo(me);

    /// <summary>The tickets in work of which something is late, each once, to be counted. A clock runs and waits on nothing but work: for whoever reads every ticket none need be looked up.</summary>
    public IQueryable<Guid> Late(DateTimeOffset at)
    {
        var late = clocks.Late(at);
        if (me.ReadsEveryTicket()) return late.Select(c => c.Subject).Distinct();
        // An id and the clock's subject are one value of two types; the detour by object is how EF Core is told so.
        return (from c in late join t in Tickets.InWork() on (TicketId)(object)c.Subject equals t.Id select c.Subject).Distinct();
    }

    /// <summary>The service sheets of the tenants, to count and to go on with.</summary>
    public IQueryable<ServiceSheet> Sheets => db.Set<ServiceSheet>().AsNoTracking();

    /// <summary>The order in which somebody means to go on that day; empty where none was said.</summary>
    public async Task<IReadOnlyList<TicketId>> RouteOf(StaffId staff, DateOnly day, CancellationToken stop) =>
        (await db.Set<Desk.Sheets.RouteOfDay>().AsNoTracking().Where(r => r.Staff == staff && r.Day == day).Select(r => r.Tickets).SingleOrDefaultAsync(stop) ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => TicketId.From(Guid.Parse(id))).ToList();

    /// <summary>Which assets the tenant's tickets are about.</summary>
    public IQueryable<TicketAsset> Concerned => db.Set<TicketAsset>().AsNoTracking();

    /// <summary>The assets that a ticket is about, the first named first.</summary>
    public async Task<List<AssetId>> AssetsOf(TicketId ticket, CancellationToken stop)
    {
        var named = new List<AssetId>();
        await foreach (var asset in Named.In(db)(db, ticket).WithCancellation(stop)) named.Add(asset);
        return named;
    }

    static readonly KnownQuery<Func<StewardDb, TicketId, IAsyncEnumerable<AssetId>>> Named = new(() =>
        EF.CompileAsyncQuery((StewardDb db, TicketId ticket) => db.Set<TicketAsset>().AsNoTracking().Where(c => c.Ticket == ticket).OrderBy(c => c.Since).Select(c => c.Asset)));

    /// <summary>The stories of the tenant's tickets.</summary>
    public IQueryable<TicketEntry> Entries => db.Set<TicketEntry>().AsNoTracking();

    /// <summary>What the caller may do with a ticket of theirs next, by the verb's name, in the order in which it is usually done.</summary>
    public IReadOnlyList<string> StepsOf(Ticket ticket) => !me.Can(Thing.Incident, Right.Work, ticket.Where()) ? []
        : [.. WorkSteps.Where(verb => ticket.Process().Step(ticket.State, verb) is not null)];

    static readonly string[] WorkSteps = ["AcceptTicket", "StartWork", "ResumeTicket", "ArriveOnSite", "ResolveTicket"];

    /// <summary>A ticket for the trouble: a new one with running clocks, or the one that lives under its key, with a note or opened again.</summary>
    public Task<RaisedIncident> OpenIncident(Incident trouble, DateTimeOffset now, CancellationToken stop) => incidents.Open(trouble, now, stop);

    /// <summary>The trouble is over: a note, and where <paramref name="resolve"/> says so the ticket is solved by it.</summary>
    public Task<IReadOnlyList<INews>> IncidentIsOver(TicketId ticket, string note, bool resolve, DateTimeOffset now, CancellationToken stop) => incidents.Over(ticket, note, resolve, now, stop);

    /// <summary>What users of a customer should know now without asking: running major incidents first, then planned outages and other news.</summary>
    public Task<List<Announcement>> AnnouncementsFor(CustomerId customer, SiteId? site, DateTimeOffset now, CancellationToken stop) => services.GetRequiredService<AnnouncementBoard>().Now(customer, site, now, stop);

    /// <summary>A remark for those who work on the ticket; null when it is closed.</summary>
    public Task<INews?> NoteOn(TicketId ticket, string text, CancellationToken stop) => incidents.Note(ticket, text, stop);

    /// <summary>
    /// Records a batch of another desk's tickets: same tickets, stories, clocks, audit and events as live work, nothing sent outside.
    /// A ticket that is already there stays as it is. The only door that commits: a batch is one transaction.
    /// </summary>
    public async Task<HistoryRecorded> RecordHistory(HistoryOf of, IReadOnlyList<HistoricTicket> past, CancellationToken stop)
    {
        var now = time.Now();
        var numbers = past.Select(p => p.SourceNumber).ToList();
        var known = (await db.Set<Ticket>().Where(t => t.Customer == of.Customer && t.Source == of.Source && numbers.Contains(t.SourceNumber)).Select(t => t.SourceNumber).ToListAsync(stop)).ToHashSet();
        var customer = await db.Set<Customer>().AsNoTracking().SingleAsync(c => c.Id == of.Customer, stop);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(customer.Zone);
        var fresh = past.Where(p => !known.Contains(p.SourceNumber)).Select(p => HistoryReader.Read(p, of, ids, now)).ToList();
        var judged = new List<HistoricClocks>();
        foreach (var one in fresh) judged.Add(await clocks.Judge(of.Customer, of.Contract.Value, one.Ticket.Id.Value, of.Agreement, one.Facts, now, stop));
        if (fresh.Count == 0) return new(0, 0, known.Count, 0);
        await db.CommitBulk(async () =>
        {
            foreach (var day in fresh.GroupBy(f => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(f.Ticket.OpenedAt, zone).DateTime)))
            {
                var series = FormattableString.Invariant($"INC-{customer.ShortName}-{day.Key:yyyyMMdd}");
                var number = await NumberSeries.Next(db, series, day.Count(), stop);
                foreach (var one in day) one.Ticket.Number = FormattableString.Invariant($"{series}-{number++:0000}");
            }
            await BulkWriter.Insert(db, fresh.ConvertAll(f => f.Ticket), stop);
            await BulkWriter.Insert(db, [.. fresh.SelectMany(f => f.Story)], stop);
            await BulkWriter.Insert(db, [.. fresh.SelectMany(f => f.Lines)], stop);
            await clocks.WriteHistory(judged, stop);
            return ([.. fresh.SelectMany(f => Audit(f, now))], [.. fresh.SelectMany(f => f.News)], [.. fresh.Select(f => Search(f.Ticket))]);
        }, stop);
        return new(fresh.Count, past.Where(p => !known.Contains(p.SourceNumber)).Sum(p => p.Steps.Count), known.Count, fresh.Sum(f => f.Ticket.Nonconforming));
    }

    /// <summary>Keeps rows of which nobody knows when they were; those of a number that is known already stay as they are. A batch is one transaction; answers how many are new.</summary>
    public async Task<int> RecordUndated(CustomerId customer, IReadOnlyList<HistoryLine> lines, CancellationToken stop)
    {
        var numbers = lines.Select(l => l.Number).ToList();
        var known = (await db.Set<HistoryLine>().Where(l => l.Customer == customer && l.Form == HistoryForm.Undated && numbers.Contains(l.Number)).Select(l => l.Number).ToListAsync(stop)).ToHashSet();
        var fresh = lines.Where(l => !known.Contains(l.Number)).ToList();
        if (fresh.Count == 0) return 0;
        var now = time.Now();
        await db.CommitBulk(async () =>
        {
            await BulkWriter.Insert(db, fresh, stop);
            var what = System.Text.Json.JsonSerializer.Serialize(new { Rows = fresh.Count, First = fresh[0].Line, Last = fresh[^1].Line }, Platform.Web.Json.Options);
            return ([new AuditLine(now, now, db.Work.Actor.Id, db.Work.Actor.Name, null, customer, "RecordHistory", "desk_history_line", fresh[0].Id.Value, what, db.Work.Trace)], [], []);
        }, stop);
        return fresh.Count;
    }

    IEnumerable<AuditLine> Audit(ImportedTicket one, DateTimeOffset now) => one.Story.Select(entry => new AuditLine(
        now, entry.OccurredAt, db.Work.Actor.Id, db.Work.Actor.Name, null, one.Ticket.Customer, "RecordHistory", "desk_ticket", one.Ticket.Id.Value,
        System.Text.Json.JsonSerializer.Serialize(new { one.Ticket.Source, one.Ticket.SourceNumber, entry.By, entry.Verb, State = new[] { entry.From, entry.To }, entry.Text }, Platform.Web.Json.Options), db.Work.Trace));

    static SearchEntry Search(Ticket ticket) =>
        new("Incident", ticket.Id.Value, ticket.Customer, $"{ticket.Number} {ticket.Summary}", $"{ticket.SourceNumber} {ticket.Category} {ticket.Place} {ticket.Device}", $"/tickets/{ticket.Id}", ticket.OpenedAt);
}
