// What the pages of complaints show: a list by its address, one complaint with its deadlines and its story, and the form for a new one.
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Complaints;
using Steward.People;
using Steward.Platform.Search;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Pages;

/// <summary>Tabs above the list of complaints.</summary>
public enum ComplaintGroup { Open, Late, Over, All }

public sealed record ComplaintRow(ComplaintId Id, string Number, string Summary, ComplaintState State, ComplaintLevel Level, bool? Justified, string? CustomerName, DateTimeOffset OpenedAt, DateTimeOffset? Due);

public sealed record ComplaintList(IReadOnlyList<ComplaintRow> Items, string? Previous, string? Next, int Count, bool CountIsFloor, ComplaintGroup Group, string? Words)
{
    [JsonIgnore] public bool MayOpen { get; init; }
}

public sealed record ComplaintView(Complaint Complaint, string? Customer, string? Complainant, KnownTicket? Ticket, string? About, IReadOnlyList<CaseEntry> Story, IReadOnlyCollection<string> May);

/// <summary>The form for a new complaint: users of the customer complain themselves, the desk for others.</summary>
public sealed record NewComplaintModel(bool ForOthers, KnownTicket? Ticket)
{
    [JsonIgnore] public IReadOnlyList<Option> Customers { get; init; } = [];
    [JsonIgnore] public IReadOnlyList<Option> Staff { get; init; } = [];
    /// <summary>The caller's newest tickets, of which one may be what it is about.</summary>
    [JsonIgnore] public IReadOnlyList<Option> Tickets { get; init; } = [];
}

sealed class ComplaintQueries(StewardDb db, ComplaintWork work, ServiceDesk desk, PeopleBook people, Me me)
{
    static readonly Sorting<Complaint, DateTimeOffset, ComplaintId> ByAge = new("opened", c => c.OpenedAt, c => c.Id);

    public async Task<ComplaintList> Many(QueryValues values, CancellationToken stop)
    {
        var (group, words) = (values.Choice<ComplaintGroup>("group") ?? ComplaintGroup.Open, values.Text("q"));
        var now = work.Now;
        var rows = work.Visible.AsNoTracking();
        rows = group switch
        {
            ComplaintGroup.Open => rows.Where(c => c.State != ComplaintState.Closed && c.State != ComplaintState.Withdrawn),
            ComplaintGroup.Late => rows.Where(c => c.State == ComplaintState.Received && c.AcknowledgeDue < now || c.State == ComplaintState.Investigating && c.RepliedAt == null && c.ReplyDue < now
                || (c.State == ComplaintState.Investigating || c.State == ComplaintState.Proposed) && c.SettleDue < now || c.State == ComplaintState.Settled && c.VerifyDue < now),
            ComplaintGroup.Over => rows.Where(c => c.State == ComplaintState.Closed || c.State == ComplaintState.Withdrawn),
            ComplaintGroup.All => rows,
        };
        if (words is not null)
        {
            var found = (await SearchIndex.Find(db, words, [work.Kind.Name, ComplaintWork.Guarded], 500, null, stop)).ConvertAll(h => ComplaintId.From(h.Subject));
            rows = rows.Where(c => found.Contains(c.Id));
        }
        var part = await ByAge.Take(rows, c => c, descending: true, values, 50, stop);
        var total = await Total.Of(rows, values.Is("count", "exact"), stop);
        var owners = part.Items.Select(c => c.Customer).Distinct().ToList();
        var customers = await people.Customers.AsNoTracking().Where(c => owners.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        return new([.. part.Items.Select(c => new ComplaintRow(c.Id, c.Number, c.Summary, c.State, c.Level, c.Justified, customers.GetValueOrDefault(c.Customer), c.OpenedAt, c.Due))],
            part.Previous, part.Next, total.Count, total.IsFloor, group, words) { MayOpen = me.Can(Thing.Complaint, Right.Create) };
    }

    public async Task<ComplaintView?> Of(ComplaintId id, CancellationToken stop)
    {
        if (await work.Visible.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, stop) is not { } complaint) return null;
        return new(complaint, await people.Customers.Where(c => c.Id == complaint.Customer).Select(c => c.Name).SingleOrDefaultAsync(stop),
            complaint.Complainant is { } by ? await people.Contacts.Where(c => c.Id == by).Select(c => c.Name).SingleOrDefaultAsync(stop) : null,
            complaint.Ticket is { } ticket ? await Short(desk.Tickets.Where(t => t.Id == ticket)).SingleOrDefaultAsync(stop) : null,
            // The customer's people are not told a name that the desk wrote down.
            complaint.About is { } about && me.Contact is null ? await people.Staff.Where(s => s.Id == about).Select(s => s.Name).SingleOrDefaultAsync(stop) : null,
            await work.Story(id, stop), work.Steps(complaint));
    }

    public async Task<NewComplaintModel?> New(QueryValues values, CancellationToken stop)
    {
        var others = me.Contact is null;
        var ticket = values.Id<TicketId>("ticket") is { } id ? await Short(desk.Tickets.Where(t => t.Id == id)).SingleOrDefaultAsync(stop) : null;
        var mine = others ? [] : await Short(desk.Tickets.Where(t => t.Requester == me.Contact).OrderByDescending(t => t.OpenedAt)).Take(20).ToListAsync(stop);
        return new(others, ticket)
        {
            Customers = others ? (await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Take(500).Select(c => new { c.Id, c.Name }).ToListAsync(stop)).ConvertAll(c => new Option(c.Id.ToString(), c.Name)) : [],
            Staff = others ? (await people.Staff.AsNoTracking().Where(s => s.Active && s.Id != me.Staff).OrderBy(s => s.Name).Take(500).Select(s => new { s.Id, s.Name }).ToListAsync(stop)).ConvertAll(s => new Option(s.Id.ToString(), s.Name)) : [],
            Tickets = mine.ConvertAll(t => new Option(t.Id.ToString(), $"{t.Number} {t.Summary}")),
        };
    }

    static IQueryable<KnownTicket> Short(IQueryable<Ticket> tickets) => tickets.Select(t => new KnownTicket(t.Id, t.Number, t.Summary, t.State, t.Priority, t.OpenedAt, t.Device));
}
