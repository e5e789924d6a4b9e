// What the pages of Alerting show, cut to what the reader may see.
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Alerting.Notices;
using Steward.Alerting.Routing;
using Steward.Desk;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;

namespace Steward.Alerting.Pages;

public enum AlertView { Open, Covered, Over, All }

public sealed record AlertFilter(AlertView View, string? Words, CustomerId? Customer, Severity? Severity, AlertSource? Source)
{
    public static AlertFilter Read(QueryValues values) =>
        new(values.Choice<AlertView>("view") ?? AlertView.Open, values.Text("q"), values.Id<CustomerId>("customer"), values.Choice<Severity>("severity"), values.Choice<AlertSource>("source"));
}

public sealed record AlertRow(
    AlertId Id, CustomerId Customer, string? CustomerName, string Summary, string Name, Severity Severity, AlertSource Source, AlertState State, Cover Cover, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, int Sights,
    Guid? Ticket, string? TicketNumber, string AckedBy);

public sealed record AlertsModel(AlertFilter Filter, IReadOnlyList<AlertRow> Items, string? Previous, string? Next, int Total, bool TotalIsFloor, IReadOnlyList<Option> Customers);

public sealed record StepLine(DateTimeOffset At, StageName Stage, string Text, bool Held, string? Href);

public sealed record AlertPageModel(
    AlertRow Row, string Description, string Link, IReadOnlyDictionary<string, string> Labels, DateTimeOffset LastSeenAt, DateTimeOffset? AckedAt, string AckComment, string? CoverText, DateTimeOffset? LookAt, string? AboutHref,
    string Matchers, IReadOnlyList<StepLine> Story, bool MayWork);

public sealed record SilenceRow(SilenceId Id, string CustomerName, string Matchers, string Author, string Reason, DateTimeOffset From, DateTimeOffset Until, CoverState State, Guid? Ticket, string? TicketNumber, int Hits);
public sealed record WindowRow(WindowId Id, string CustomerName, string? SiteName, string Matchers, string Author, string Reason, DateTimeOffset From, DateTimeOffset Until, CoverState State, int Hits);
public sealed record SilencesModel(bool WithExpired, IReadOnlyList<SilenceRow> Silences, IReadOnlyList<WindowRow> Windows, IReadOnlyList<Option> Customers, IReadOnlyList<Option> Sites, bool MayWork);

public sealed record TriedWay(string Receiver, string Path, string GroupBy, TimeSpan Wait, TimeSpan Interval, TimeSpan Repeat, bool MutedNow, IReadOnlyList<string> Addresses);
public sealed record RoutesVersionRow(int Number, string Author, DateTimeOffset SavedAt, string Comment);
public sealed record RoutesModel(int Number, string Text, IReadOnlyList<string> LeftOut, IReadOnlyList<RoutesVersionRow> Versions, string? Try, bool TryIsUnreadable, IReadOnlyList<TriedWay> Ways, bool MayChange);

/// <summary>Alerts of a ticket or a check, as a part of its page.</summary>
public sealed record AlertsOfModel(IReadOnlyList<AlertRow> Rows, string All);

sealed class AlertQueries(StewardDb db, AlertInbox inbox, ServiceDesk desk, PeopleBook people, RouteBook routes, Receivers receivers, Me me, TimeProvider time)
{
    public const int PageSize = 50;

    static readonly Sorting<Alert, DateTimeOffset, AlertId> ByStart = new("started", a => a.StartsAt, a => a.Id);

    public async Task<AlertsModel> List(QueryValues values, CancellationToken stop)
    {
        var f = AlertFilter.Read(values);
        var alerts = inbox.Seen;
        if (f.View is AlertView.Open or AlertView.Covered) alerts = alerts.Where(a => a.State == AlertState.Firing);
        if (f.View == AlertView.Covered) alerts = alerts.Where(a => a.Cover != Cover.None);
        if (f.View == AlertView.Over) alerts = alerts.Where(a => a.State == AlertState.Over);
        if (f.Customer is { } customer) alerts = alerts.Where(a => a.Customer == customer);
        if (f.Severity is { } severity) alerts = alerts.Where(a => a.Severity == severity);
        if (f.Source is { } source) alerts = alerts.Where(a => a.Source == source);
        if (f.Words is { } words) alerts = alerts.Where(a => a.Summary.Contains(words) || a.Name.Contains(words));
        var part = await ByStart.Take(alerts, Show(), descending: true, values, PageSize, stop);
        var total = await Total.Of(alerts, values.Is("count", "exact"), stop);
        return new(f, part.Items, part.Previous, part.Next, total.Count, total.IsFloor, await Customers(stop));
    }

    public async Task<AlertPageModel?> One(AlertId id, CancellationToken stop)
    {
        if (await inbox.Seen.SingleOrDefaultAsync(a => a.Id == id, stop) is not { } alert) return null;
        var row = await inbox.Alerts.Where(a => a.Id == id).Select(Show()).SingleAsync(stop);
        var steps = await db.Set<AlertStep>().AsNoTracking().Where(s => s.Alert == id).OrderBy(s => s.Number).Take(500).ToListAsync(stop);
        return new(row, alert.Description, alert.Link, alert.Labels, alert.LastSeenAt, alert.AckedAt, alert.AckComment,
            alert.Cover == Cover.None || !alert.IsOpen ? null : steps.LastOrDefault(s => s.Held) is { } held ? Said(held) : Texts.Name(alert.Cover), alert.LookAt,
            alert.About == Guid.Empty ? null : alert.Source == AlertSource.Probe ? $"/probes/{alert.About}" : $"/status/{alert.About}",
            string.Join(", ", alert.Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => new Matcher(l.Key, MatchKind.Equal, l.Value))),
            [.. steps.Select(s => new StepLine(s.At, s.Stage, Said(s), s.Held, Href(s)))], me.Can(Thing.Alert, Right.Work, Silences.AlertWork.PlaceOf(alert)));
    }

    static string Said(AlertStep step) => Texts.T(step.Words, [.. step.Args]);

    static string? Href(AlertStep step) => step.By == Guid.Empty ? null : step.Stage switch
    {
        StageName.Maintenance or StageName.Silence => $"/silences?expired=true#{step.By}",
        StageName.Inhibit => $"/alerts/{step.By}",
        StageName.Raise => $"/tickets/{step.By}",
        _ => null,
    };

    public async Task<SilencesModel> Silenced(bool withExpired, CancellationToken stop)
    {
        var now = time.Now();
        var names = await people.Customers.AsNoTracking().ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var sites = await people.Sites.AsNoTracking().OrderBy(s => s.Id).ToListAsync(stop);
        var silences = (await db.Set<Silence>().AsNoTracking().Where(s => withExpired || s.Until > now).OrderByDescending(s => s.From).Take(200).ToListAsync(stop)).FindAll(s => Sees(s.Customer, null));
        var windows = (await db.Set<MaintenanceWindow>().AsNoTracking().Where(w => withExpired || w.Until > now).OrderByDescending(w => w.From).Take(200).ToListAsync(stop)).FindAll(w => Sees(w.Customer, w.Site));
        var covers = silences.Select(s => s.Id.Value).Concat(windows.Select(w => w.Id.Value)).ToList();
        var hits = await db.Set<AlertStep>().AsNoTracking().Where(s => covers.Contains(s.By) && s.Held).GroupBy(s => s.By).Select(g => new { g.Key, Alerts = g.Select(s => s.Alert).Distinct().Count() }).ToDictionaryAsync(g => g.Key, g => g.Alerts, stop);
        var tickets = silences.Select(s => s.Ticket).OfType<Guid>().Select(TicketId.From).ToList();
        var numbers = await desk.Tickets.Where(t => tickets.Contains(t.Id)).ToDictionaryAsync(t => t.Id.Value, t => t.Number, stop);
        return new(withExpired,
            [.. silences.Select(s => new SilenceRow(s.Id, names.GetValueOrDefault(s.Customer, ""), s.Matchers, s.Author, s.Reason, s.From, s.Until, s.StateAt(now), s.Ticket, s.Ticket is { } t ? numbers.GetValueOrDefault(t) : null, hits.GetValueOrDefault(s.Id.Value)))],
            [.. windows.Select(w => new WindowRow(w.Id, names.GetValueOrDefault(w.Customer, ""), w.Site is { } site ? sites.Find(x => x.Id.Value == site)?.Name : null, w.Matchers, w.Author, w.Reason, w.From, w.Until, w.StateAt(now), hits.GetValueOrDefault(w.Id.Value)))],
            await Customers(stop), [.. sites.Select(s => new Option(s.Id.ToString(), s.Name, names.GetValueOrDefault(s.Customer)))], me.Can(Thing.Alert, Right.Work));
    }

    public async Task<RoutesModel> Routes(string? labels, CancellationToken stop)
    {
        var current = await routes.Current(stop);
        var versions = await db.Set<RouteVersion>().AsNoTracking().OrderByDescending(v => v.Number).Take(30).Select(v => new RoutesVersionRow(v.Number, v.Author, v.SavedAt, v.Comment)).ToListAsync(stop);
        var ways = new List<TriedWay>();
        var read = string.IsNullOrWhiteSpace(labels) ? null : Matcher.ReadAll(labels);
        var unreadable = !string.IsNullOrWhiteSpace(labels) && (read is null || read.Any(m => m.Kind != MatchKind.Equal));
        if (read is not null && !unreadable)
            foreach (var way in current.File.Root.Of(read.DistinctBy(m => m.Label).ToDictionary(m => m.Label, m => m.Value)))
                ways.Add(new(way.Receiver, way.Path, way.Grouping.Each ? "..." : string.Join(", ", way.Grouping.By), way.Grouping.Wait, way.Grouping.Interval, way.Grouping.Repeat,
                    current.File.IsMuted(way.MutedDuring, way.ActiveDuring, time.Now()), [.. (await receivers.Of(current.File, way.Receiver, true, stop)).Select(a => a.Email)]));
        return new(current.Number, current.Text, current.File.LeftOut, versions, labels, unreadable, ways, me.Reaches(Thing.Alert, Right.Approve, "provider"));
    }

    /// <summary>Most tickets come of no alert: that is asked first, and cheaply.</summary>
    public async Task<AlertsOfModel?> OfTicket(Guid ticket, CancellationToken stop) => await AnyOfTicket.In(db)(db, ticket, stop) ? await Of(a => a.Ticket == ticket, $"/alerts?view=All", stop) : null;

    static readonly KnownQuery<Func<StewardDb, Guid, CancellationToken, Task<bool>>> AnyOfTicket = new(() => EF.CompileAsyncQuery((StewardDb db, Guid ticket, CancellationToken stop) => db.Set<Alert>().Any(a => a.Ticket == ticket)));

    public async Task<AlertsOfModel?> OfCheck(Guid check, CancellationToken stop) => await Of(a => a.About == check, $"/alerts?view=All", stop);

    async Task<AlertsOfModel?> Of(Expression<Func<Alert, bool>> which, string all, CancellationToken stop)
    {
        if (!me.Can(Thing.Alert, Right.Read)) return null;
        var rows = await inbox.Seen.Where(which).OrderByDescending(a => a.StartsAt).Take(10).Select(Show()).ToListAsync(stop);
        return rows.Count == 0 ? null : new(rows, all);
    }

    bool Sees(CustomerId customer, Guid? site) => me.Can(Thing.Alert, Right.Read, new(customer, site is { } s ? SiteId.From(s) : null));

    async Task<IReadOnlyList<Option>> Customers(CancellationToken stop) =>
        (await people.Customers.AsNoTracking().OrderBy(c => c.Name).Select(c => new { c.Id, c.Name }).Take(500).ToListAsync(stop)).ConvertAll(c => new Option(c.Id.ToString(), c.Name));

    Expression<Func<Alert, AlertRow>> Show() => a => new AlertRow(a.Id, a.Customer, people.Customers.Where(c => c.Id == a.Customer).Select(c => c.Name).FirstOrDefault(), a.Summary, a.Name, a.Severity, a.Source, a.State, a.Cover, a.StartsAt, a.EndsAt,
        a.Sights, a.Ticket, desk.Tickets.Where(t => (Guid)(object)t.Id == a.Ticket).Select(t => t.Number).FirstOrDefault(), a.AckedBy);
}
