// What the pages of major incidents show: the list, the room of one, its card on the ticket, and the announcements of the portal.
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Announcements;
using Steward.Desk.Majors;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Search;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;
using Steward.Sla;

namespace Steward.Desk.Pages;

/// <summary>Tabs above the list of major incidents.</summary>
public enum MajorGroup { Running, ToReview, Over, All }

public sealed record MajorRow(MajorId Id, string Number, string Summary, MajorState State, MajorTrigger Trigger, string? CustomerName, DateTimeOffset OpenedAt, DateTimeOffset? RestoredAt, DateTimeOffset? NextNotice, int LateNotices);

public sealed record MajorList(IReadOnlyList<MajorRow> Items, string? Previous, string? Next, int Count, bool CountIsFloor, MajorGroup Group, string? Words);

/// <summary>The room: who does what, until when the next word is promised, and all that happened.</summary>
public sealed record MajorView(MajorIncident Major, string? Customer, KnownTicket? Ticket, string? Commander, string? TechnicalLead, string? Scribe, string? Communications, IReadOnlyList<CaseEntry> Story, IReadOnlyCollection<string> May)
{
    [JsonIgnore] public IReadOnlyList<Option> Staff { get; init; } = [];
}

/// <summary>On the page of a ticket: its major incident, or that it may become one.</summary>
public sealed record MajorOfTicketModel(TicketId Ticket, MajorRow? Major, bool MayDeclare, bool Urgent);

public sealed record AnnouncementRow(AnnouncementId Id, AnnouncementKind Kind, string Title, string Text, string? CustomerName, string? Site, DateTimeOffset From, DateTimeOffset? Until, string By, bool MayWithdraw);

public sealed record AnnouncementList(IReadOnlyList<AnnouncementRow> Items, bool MayAnnounce)
{
    [JsonIgnore] public IReadOnlyList<Option> Customers { get; init; } = [];
}

sealed class MajorQueries(StewardDb db, MajorWork work, TicketWork tickets, TicketAtHand hand, ServiceDesk desk, PeopleBook people, Me me)
{
    static readonly Sorting<MajorIncident, DateTimeOffset, MajorId> ByAge = new("declared", m => m.OpenedAt, m => m.Id);

    public async Task<MajorList> Many(QueryValues values, CancellationToken stop)
    {
        var (group, words) = (values.Choice<MajorGroup>("group") ?? MajorGroup.Running, values.Text("q"));
        var rows = group switch
        {
            MajorGroup.Running => work.Visible.AsNoTracking().Where(m => m.State == MajorState.Declared || m.State == MajorState.Managing),
            MajorGroup.ToReview => work.Visible.AsNoTracking().Where(m => m.State == MajorState.Restored),
            MajorGroup.Over => work.Visible.AsNoTracking().Where(m => m.State == MajorState.Reviewed || m.State == MajorState.Closed),
            MajorGroup.All => work.Visible.AsNoTracking(),
        };
        if (words is not null)
        {
            var found = (await SearchIndex.Find(db, words, [MajorWork.Found], 500, null, stop)).ConvertAll(h => MajorId.From(h.Subject));
            rows = rows.Where(m => found.Contains(m.Id));
        }
        var part = await ByAge.Take(rows, m => m, descending: true, values, 50, stop);
        var total = await Total.Of(rows, values.Is("count", "exact"), stop);
        return new(await Rows(part.Items, stop), part.Previous, part.Next, total.Count, total.IsFloor, group, words);
    }

    async Task<IReadOnlyList<MajorRow>> Rows(IReadOnlyList<MajorIncident> majors, CancellationToken stop)
    {
        var owners = majors.Select(m => m.Customer).Distinct().ToList();
        var customers = await people.Customers.AsNoTracking().Where(c => owners.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        return [.. majors.Select(m => new MajorRow(m.Id, m.Number, m.Summary, m.State, m.Trigger, customers.GetValueOrDefault(m.Customer), m.OpenedAt, m.RestoredAt, m.NextNotice, m.LateNotices))];
    }

    public async Task<MajorView?> Of(MajorId id, CancellationToken stop)
    {
        if (await work.Visible.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, stop) is not { } major) return null;
        var named = new[] { major.Commander, major.TechnicalLead, major.Scribe, major.Communications }.OfType<StaffId>().Distinct().ToList();
        var names = await people.Staff.AsNoTracking().Where(s => named.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, stop);
        string? Of(StaffId? who) => who is { } s ? names.GetValueOrDefault(s) : null;
        var may = work.Steps(major);
        return new(major, await people.Customers.Where(c => c.Id == major.Customer).Select(c => c.Name).SingleOrDefaultAsync(stop),
            await desk.Tickets.Where(t => t.Id == major.Ticket).Select(t => new KnownTicket(t.Id, t.Number, t.Summary, t.State, t.Priority, t.OpenedAt, t.Device)).SingleOrDefaultAsync(stop),
            Of(major.Commander), Of(major.TechnicalLead), Of(major.Scribe), Of(major.Communications), await work.Story(id, stop), may)
        {
            Staff = may.Contains("AppointMajor") ? (await people.Staff.AsNoTracking().Where(s => s.Active).OrderBy(s => s.Name).Take(500).Select(s => new { s.Id, s.Name, s.Position }).ToListAsync(stop)).ConvertAll(s => new Option(s.Id.ToString(), s.Name, s.Position.Length > 0 ? s.Position : null)) : [],
        };
    }

    /// <summary>For the ticket's page; nothing where there is nothing to say or do.</summary>
    public async Task<object?> OfTicket(Guid ticket, CancellationToken stop)
    {
        var id = TicketId.From(ticket);
        var major = !(await hand.Hangs(id, stop)).Major ? null : await work.Visible.AsNoTracking().Where(m => m.Ticket == id).OrderByDescending(m => m.OpenedAt).FirstOrDefaultAsync(stop);
        var about = major is null or { State: MajorState.Closed } ? await hand.Of(ticket, stop) : null;
        var may = about is { IsOpen: true, Kind: TicketKind.Incident } && (tickets.May(about, Right.Work) || me.Is(Role.SecEng));
        return major is null && !may ? null : new MajorOfTicketModel(id, major is null ? null : (await Rows([major], stop))[0], may, about?.Priority == Priority.P1);
    }
}

sealed class AnnouncementQueries(StewardDb db, PeopleBook people, Me me, TimeProvider time)
{
    /// <summary>What stands or is to come, the newest first.</summary>
    public async Task<AnnouncementList> Standing(CancellationToken stop)
    {
        var now = time.Now();
        var rows = await db.Set<Announcement>().AsNoTracking().Where(a => a.Until == null || a.Until > now).OrderByDescending(a => a.From).ThenBy(a => a.Id).Take(200).ToListAsync(stop);
        var (owners, places) = (rows.Select(a => a.Customer).Distinct().ToList(), rows.Select(a => a.Site).OfType<SiteId>().Distinct().ToList());
        var customers = await people.Customers.AsNoTracking().Where(c => owners.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var sites = await people.Sites.AsNoTracking().Where(s => places.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, stop);
        var mine = owners.Where(c => me.Can(Thing.Incident, Right.Approve, new Place(c))).ToHashSet();
        return new([.. rows.Where(a => me.Can(Thing.Incident, Right.Read, new Place(a.Customer), "own")).Select(a => new AnnouncementRow(a.Id, a.Kind, a.Title, a.Text, customers.GetValueOrDefault(a.Customer), a.Site is { } s ? sites.GetValueOrDefault(s) : null, a.From, a.Until, a.By, mine.Contains(a.Customer)))],
            me.Can(Thing.Incident, Right.Approve))
        {
            Customers = me.Can(Thing.Incident, Right.Approve) ? (await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Take(500).Select(c => new { c.Id, c.Name }).ToListAsync(stop)).ConvertAll(c => new Option(c.Id.ToString(), c.Name)) : [],
        };
    }
}
