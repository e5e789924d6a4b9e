// What the pages of service sheets show: a list by its address, one sheet, those of a ticket, and whether all of them are whole.
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Sheets;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Files;
using Steward.Platform.Search;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Pages;

/// <summary>Tabs above the list of sheets.</summary>
public enum SheetGroup { All, Writing, ToSign, Refused, Signed, Voided }

public sealed record SheetRow(SheetId Id, string Number, SheetState State, SheetKind Kind, string Summary, TicketId Ticket, string? TicketNumber, string? CustomerName, string EngineerName, DateTimeOffset OpenedAt, DateTimeOffset? ArrivedAt, DateTimeOffset? DepartedAt, SheetOpinion? Opinion);

public sealed record SheetList(IReadOnlyList<SheetRow> Items, string? Previous, string? Next, int Count, bool CountIsFloor, SheetGroup Group, string? Words, CustomerId? Customer, StaffId? Engineer, string? From, string? To)
{
    [JsonIgnore] public IReadOnlyList<Option> Customers { get; init; } = [];
    [JsonIgnore] public IReadOnlyList<Option> Engineers { get; init; } = [];
    [JsonIgnore] public bool MayCheck { get; init; }
}

public sealed record SheetFile(Guid Id, string Name, long Bytes, string Sha256);

/// <summary><paramref name="Fault"/> is why the sheet is not as it was signed, by the key of its words; null where it is.</summary>
public sealed record SheetView(ServiceSheet Sheet, string TicketNumber, string? Customer, string? Requester, string? Phone, string Place, bool ArrivalCounts, string? Fault, IReadOnlyList<SheetFile> Photos, IReadOnlyList<CaseEntry> Story, IReadOnlyCollection<string> May);

/// <summary>On the page of a ticket: its sheets, and whether one may be opened.</summary>
public sealed record SheetsOfTicketModel(TicketId Ticket, IReadOnlyList<SheetRow> Sheets, bool MayOpen);

public sealed record SheetCheck(int Sheets, IReadOnlyList<SheetFault> Faults, DateTimeOffset At);

sealed class SheetQueries(StewardDb db, SheetWork work, SheetSeal seal, TicketWork tickets, TicketAtHand hand, PeopleBook people, Me me)
{
    const int PageOf = 50, MostHits = 500;
    static readonly Sorting<ServiceSheet, DateTimeOffset, SheetId> ByAge = new("opened", s => s.OpenedAt, s => s.Id);

    public async Task<SheetList> Many(QueryValues values, CancellationToken stop)
    {
        var (group, words, customer, engineer) = (values.Choice<SheetGroup>("group") ?? SheetGroup.All, values.Text("q"), values.Id<CustomerId>("customer"), values.Id<StaffId>("engineer"));
        var (from, to) = (values.Day("from"), values.EndOfDay("to"));
        var rows = OfGroup(work.Visible.AsNoTracking(), group);
        if (customer is { } only) rows = rows.Where(s => s.Customer == only);
        if (engineer is { } by) rows = rows.Where(s => s.Engineer == by);
        if (from is { } start) rows = rows.Where(s => s.OpenedAt >= start);
        if (to is { } end) rows = rows.Where(s => s.OpenedAt < end);
        if (words is not null)
        {
            var found = (await SearchIndex.Find(db, words, ["Sheet"], MostHits, null, stop)).ConvertAll(h => SheetId.From(h.Subject));
            rows = rows.Where(s => found.Contains(s.Id));
        }
        var part = await ByAge.Take(rows, s => s, descending: true, values, PageOf, stop);
        var total = await Total.Of(rows, values.Is("count", "exact"), stop);
        var staff = me.Contact is null ? await people.Staff.AsNoTracking().Where(s => s.Active).OrderBy(s => s.Name).Take(500).Select(s => new { s.Id, s.Name }).ToListAsync(stop) : [];
        return new(await Rows(part.Items, stop), part.Previous, part.Next, total.Count, total.IsFloor, group, words, customer, engineer, values.Text("from"), values.Text("to"))
        {
            Customers = (await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Take(500).Select(c => new { c.Id, c.Name }).ToListAsync(stop)).ConvertAll(c => new Option(c.Id.ToString(), c.Name)),
            Engineers = staff.ConvertAll(s => new Option(s.Id.ToString(), s.Name)), MayCheck = me.Contact is null,
        };
    }

    static IQueryable<ServiceSheet> OfGroup(IQueryable<ServiceSheet> sheets, SheetGroup group)
    {
        SheetState[] states = group switch
        {
            SheetGroup.All => [],
            SheetGroup.Writing => [SheetState.Open],
            SheetGroup.ToSign => [SheetState.Done],
            SheetGroup.Refused => [SheetState.RefusedToSign],
            SheetGroup.Signed => [SheetState.Signed, SheetState.Archived],
            SheetGroup.Voided => [SheetState.Voided],
        };
        return states.Length == 0 ? sheets : sheets.Where(s => states.Contains(s.State));
    }

    async Task<IReadOnlyList<SheetRow>> Rows(IReadOnlyList<ServiceSheet> sheets, CancellationToken stop)
    {
        var (owners, about) = (sheets.Select(s => s.Customer).Distinct().ToList(), sheets.Select(s => s.Ticket).Distinct().ToList());
        var customers = await people.Customers.AsNoTracking().Where(c => owners.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var numbers = await db.Set<Ticket>().AsNoTracking().Where(t => about.Contains(t.Id)).Select(t => new { t.Id, t.Number }).ToDictionaryAsync(t => t.Id, t => t.Number, stop);
        return [.. sheets.Select(s => new SheetRow(s.Id, s.Number, s.State, s.Kind, s.Summary, s.Ticket, numbers.GetValueOrDefault(s.Ticket), customers.GetValueOrDefault(s.Customer), s.EngineerName, s.OpenedAt, s.ArrivedAt, s.DepartedAt, s.Opinion))];
    }

    public Task<ServiceSheet?> Find(SheetId id, CancellationToken stop) => work.Visible.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, stop);

    public async Task<SheetView?> Of(SheetId id, CancellationToken stop)
    {
        if (await Find(id, stop) is not { } sheet) return null;
        var ticket = await db.Set<Ticket>().AsNoTracking().SingleAsync(t => t.Id == sheet.Ticket, stop);
        var asker = ticket.Requester is { } requester ? await people.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == requester, stop) : null;
        return new(sheet, ticket.Number, await people.Customers.Where(c => c.Id == sheet.Customer).Select(c => c.Name).SingleOrDefaultAsync(stop), asker?.Name, asker?.Phone, ticket.Place.Length > 0 ? ticket.Place : asker?.Place ?? "",
            ticket.Kind == TicketKind.Incident && ticket.IsOpen, await seal.Fault(sheet, stop), (await work.Photos(sheet, stop)).ConvertAll(f => new SheetFile(f.Id.Value, f.Name, f.Bytes, f.Sha256)), await work.Story(id, stop), work.StepsOf(sheet, ticket));
    }

    public async Task<StoredFile?> FileOf(SheetId id, FileId file, CancellationToken stop) =>
        await Find(id, stop) is null ? null : await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == file && f.Subject == id.Value, stop);

    public async Task<object?> OfTicket(TicketId id, CancellationToken stop)
    {
        if (await hand.Of(id.Value, stop) is not { } ticket) return null;
        var sheets = !(await hand.Hangs(id, stop)).Sheets ? [] : await Rows(await work.Visible.AsNoTracking().Where(s => s.Ticket == id).OrderByDescending(s => s.OpenedAt).Take(50).ToListAsync(stop), stop);
        var may = me.Contact is null && tickets.May(ticket, Right.Work) && ticket.State is not (TicketState.Closed or TicketState.Cancelled or TicketState.Rejected or TicketState.PendingApproval);
        return sheets.Count == 0 && !may ? null : new SheetsOfTicketModel(id, sheets, may);
    }

    /// <summary>For people of the provider: a customer's people, who see a part, would be told of holes where there are none.</summary>
    public async Task<SheetCheck?> Check(CancellationToken stop)
    {
        if (me.Contact is not null) return null;
        var (sheets, faults) = await seal.Check(stop);
        return new(sheets, faults, work.Now);
    }
}
