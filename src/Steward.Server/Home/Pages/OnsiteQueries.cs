// The home of the engineer on site: what is mine by the next deadline, whom to call and where to go, and what calls at the sites where I am.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Alerting;
using Steward.Desk;
using Steward.People;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Home.Pages;

/// <summary>The sheet of a visit or remote job that somebody is writing.</summary>
public sealed record OpenSheetLine(SheetId Id, string Number, DateTimeOffset? ArrivedAt);

/// <summary>A ticket in hand. <paramref name="Today"/>: it belongs to today's route. <paramref name="Steps"/> are what may be done with it now, by the verb's name, the usual next one first.</summary>
public sealed record Job(TicketLine Line, string? Requester, string? Phone, bool Vip, string? Site, string Address, string Place, string Device, IReadOnlyList<string> Steps, OpenSheetLine? Sheet, bool Today);

public sealed record SiteAlert(AlertId Id, Severity Severity, string Summary, string? Site, DateTimeOffset Since);
public sealed record OnsiteHome(IReadOnlyList<Job> Jobs, int InAll, int Unassigned, int Late, IReadOnlyList<SiteAlert> Alerts, bool MayOpen, bool IsStaff);

sealed class OnsiteQueries(ServiceDesk desk, SlaClocks clocks, PeopleBook people, AlertInbox inbox, TicketLines lines, Viewer viewer, TimeProvider time, Me me)
{
    const int Most = 20, MostAlerts = 5;

    public async Task<OnsiteHome> Of(CancellationToken stop)
    {
        var mine = me.Staff;
        var tickets = mine is null ? [] : await desk.Tickets.InWork().Where(t => t.Assignee == mine).OrderByDescending(t => t.OpenedAt).Take(100).ToListAsync(stop);
        var told = (await lines.Of(tickets, stop)).Zip(tickets).OrderBy(t => t.Second.IsPaused).ThenBy(t => t.First.Due ?? DateTimeOffset.MaxValue).ThenBy(t => t.First.Priority).ToList();
        var askers = tickets.Select(t => t.Requester).OfType<ContactId>().Distinct().ToList();
        var requesters = await people.Contacts.AsNoTracking().Where(c => askers.Contains(c.Id)).ToDictionaryAsync(c => c.Id, stop);
        var at = tickets.Select(t => t.Site ?? (t.Requester is { } r ? requesters.GetValueOrDefault(r)?.Site : null)).OfType<SiteId>().Concat(me.Grants.Select(g => g.Site).OfType<SiteId>()).Distinct().ToList();
        var sites = await people.Sites.AsNoTracking().Where(s => at.Contains(s.Id)).ToDictionaryAsync(s => s.Id, stop);
        var subjects = tickets.Select(t => t.Id.Value).ToList();
        // Only where an arrival is promised and still to come does anybody wait for one.
        var awaited = (await clocks.All.Where(c => subjects.Contains(c.Subject) && c.Kind == ClockKind.Arrival && c.StoppedAt == null).Select(c => c.Subject).ToListAsync(stop)).ToHashSet();
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.Now(), viewer.Zone).DateTime);
        var writing = mine is null ? [] : await desk.Sheets.Where(s => s.Engineer == mine && s.State == SheetState.Open).Select(s => new { s.Ticket, Line = new OpenSheetLine(s.Id, s.Number, s.ArrivedAt) }).ToListAsync(stop);
        var sheetOf = writing.GroupBy(w => w.Ticket).ToDictionary(g => g.Key, g => g.First().Line);
        var wanted = mine is { } self ? (await desk.RouteOf(self, today, stop)).Select((t, i) => (t, i)).ToDictionary(t => t.t, t => t.i) : [];
        told = [.. Route(told, t => (t.First.Id, SiteOf(t.Second), t.First.Due, IsToday(t.Second), t.Second.IsPaused), wanted)];
        return new([.. told.Take(Most).Select(t => JobOf(t.First, t.Second))], told.Count,
            await desk.Tickets.InWork().CountAsync(t => t.Assignee == null, stop), told.Count(t => t.First.Breached), await Alerts(sites, stop), me.Can(Thing.Incident, Right.Create), mine is not null);

        SiteId? SiteOf(Ticket ticket) => ticket.Site ?? (ticket.Requester is { } r ? requesters.GetValueOrDefault(r)?.Site : null);

        // What waits for somebody is not gone to; where somebody is already stays on the route.
        bool IsToday(Ticket ticket) => !ticket.IsPaused || sheetOf.ContainsKey(ticket.Id);

        Job JobOf(TicketLine line, Ticket ticket)
        {
            var asker = ticket.Requester is { } r ? requesters.GetValueOrDefault(r) : null;
            var site = SiteOf(ticket) is { } id ? sites.GetValueOrDefault(id) : null;
            return new(line, asker?.Name, asker?.Phone is { Length: > 0 } phone ? phone : null, asker?.Vip == true, site?.Name, site?.Address ?? "", ticket.Place.Length > 0 ? ticket.Place : asker?.Place ?? "", ticket.Device,
                [.. desk.StepsOf(ticket).Where(s => s != "ArriveOnSite" || awaited.Contains(ticket.Id.Value))], sheetOf.GetValueOrDefault(ticket.Id), IsToday(ticket));
        }
    }

    /// <summary>Today's before the rest; as somebody put them, and what they said nothing of by site, the site with the most urgent first, and within it by deadline.</summary>
    internal static IEnumerable<T> Route<T>(IReadOnlyList<T> inHand, Func<T, (TicketId Id, SiteId? Site, DateTimeOffset? Due, bool Today, bool Paused)> of, IReadOnlyDictionary<TicketId, int> wanted)
    {
        var urgent = inHand.GroupBy(t => (of(t).Today, of(t).Site)).ToDictionary(g => g.Key, g => g.Min(t => of(t).Due ?? DateTimeOffset.MaxValue));
        return inHand.OrderBy(t => !of(t).Today).ThenBy(t => of(t).Paused).ThenBy(t => wanted.TryGetValue(of(t).Id, out var place) ? place : int.MaxValue)
            .ThenBy(t => urgent[(of(t).Today, of(t).Site)]).ThenBy(t => of(t).Site?.Value).ThenBy(t => of(t).Due ?? DateTimeOffset.MaxValue);
    }

    async Task<List<SiteAlert>> Alerts(Dictionary<SiteId, Site> sites, CancellationToken stop)
    {
        var firing = inbox.Seen.Where(a => a.State == AlertState.Firing && a.Cover == Cover.None);
        // Who has work nowhere in particular, and is bound to no site, looks at all.
        var here = sites.Keys.Select(s => (Guid?)s.Value).ToList();
        if (here.Count > 0) firing = firing.Where(a => here.Contains(a.Site));
        var found = new List<Alert>();
        foreach (var severity in Enum.GetValues<Severity>())
            if (found.Count < MostAlerts) found.AddRange(await firing.Where(a => a.Severity == severity).OrderByDescending(a => a.StartsAt).Take(MostAlerts - found.Count).ToListAsync(stop));
        return found.ConvertAll(a => new SiteAlert(a.Id, a.Severity, a.Summary, a.Site is { } site ? sites.GetValueOrDefault(SiteId.From(site))?.Name : null, a.StartsAt));
    }
}
