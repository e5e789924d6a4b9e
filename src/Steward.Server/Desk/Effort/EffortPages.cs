// Time on the ticket's page, the list of all entries that the reader may see, and its export.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Pages;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;
using Format = Steward.Platform.Web.Components.Format;

namespace Steward.Desk.Effort;

/// <param name="Mine">Since when the reader's own watch runs.</param>
public sealed record EffortModel(TicketId Ticket, int Minutes, IReadOnlyList<EffortRow> Entries, DateTimeOffset? Mine, bool MayRecord);

public sealed record EffortRow(TimeEntryId Id, TicketId Ticket, string Number, string Summary, string? Customer, string By, EffortKind Kind, int Minutes, DateTimeOffset OccurredAt, string Text, bool TakenBack, bool MayTakeBack);

public sealed record EffortList(IReadOnlyList<EffortRow> Rows, bool ThereAreMore, int Minutes, DateTimeOffset From, DateTimeOffset Until);

sealed class EffortQueries(StewardDb db, ServiceDesk desk, TicketWork work, TicketAtHand hand, PeopleBook people, Viewer viewer, Me me)
{
    const int Most = 500;

    public async Task<object?> OfTicket(Guid ticket, CancellationToken stop)
    {
        var id = TicketId.From(ticket);
        if (me.Contact is not null || await hand.Of(ticket, stop) is not { } found || !work.May(found, Right.Read)) return null;
        var (account, manager) = (me.Id, work.May(found, Right.Approve));
        var may = work.May(found, Right.Work);
        var entries = !(await hand.Hangs(id, stop)).Time ? [] : await Rows(db.Set<TimeEntry>().AsNoTracking().Where(e => e.Ticket == id)).Take(50).ToListAsync(stop);
        var watch = await db.Set<RunningWatch>().Where(w => w.Account == account && w.Ticket == id).Select(w => (DateTimeOffset?)w.Since).SingleOrDefaultAsync(stop);
        if (entries.Count == 0 && found.MinutesSpent == 0 && !may) return null;
        var own = entries.Count == 0 ? [] : (await db.Set<TimeEntry>().Where(e => e.Ticket == id && e.Account == account).Select(e => e.Id).ToListAsync(stop)).ToHashSet();
        return new EffortModel(id, found.MinutesSpent, entries.ConvertAll(e => e with { MayTakeBack = may && !e.TakenBack && e.Minutes > 0 && (manager || own.Contains(e.Id)) }), watch, may && found.State is not (TicketState.Closed or TicketState.Cancelled or TicketState.Rejected));
    }

    public async Task<EffortList> Many(QueryValues values, CancellationToken stop)
    {
        var (from, until) = Span(values);
        var entries = Within(from, until);
        var rows = await Rows(entries).Take(Most + 1).ToListAsync(stop);
        return new([.. rows.Take(Most)], rows.Count > Most, await entries.SumAsync(e => e.Minutes, stop), from, until);
    }

    public IAsyncEnumerable<EffortRow> All(QueryValues values)
    {
        var (from, until) = Span(values);
        return Rows(Within(from, until)).Take(Export.MostRows).AsAsyncEnumerable();
    }

    /// <summary>The days asked for, or else the last thirty.</summary>
    (DateTimeOffset From, DateTimeOffset Until) Span(QueryValues values) => (values.Day("from") ?? Midnight(work.Now.AddDays(-30)), values.EndOfDay("to") ?? work.Now);

    DateTimeOffset Midnight(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, viewer.Zone).Date;
        return new DateTimeOffset(local, viewer.Zone.GetUtcOffset(local)).ToUniversalTime();
    }

    IQueryable<TimeEntry> Within(DateTimeOffset from, DateTimeOffset until) =>
        db.Set<TimeEntry>().AsNoTracking().Where(e => e.OccurredAt >= from && e.OccurredAt < until && desk.Tickets.Any(t => t.Id == e.Ticket));

    IQueryable<EffortRow> Rows(IQueryable<TimeEntry> entries) =>
        from e in entries
        join t in desk.Tickets on e.Ticket equals t.Id
        orderby e.OccurredAt descending, e.Id descending
        select new EffortRow(e.Id, t.Id, t.Number, t.Summary, people.Customers.Where(c => c.Id == e.Customer).Select(c => c.Name).FirstOrDefault(), e.By, e.Kind, e.Minutes, e.OccurredAt, e.Text, db.Set<TimeEntry>().Any(x => x.TakesBack == e.Id), false);
}

static class EffortPages
{
    static readonly string Read = Needs.OfStaff(Thing.Incident, Right.Read), Work = Needs.OfStaff(Thing.Incident, Right.Work);

    public static void Add(IServiceCollection services) => services.AddScoped<TimeKeeper>().AddScoped<EffortQueries>().AddSingleton(new AuditSubject("desk_time_entry", "/tickets/{0}", "Ticket"))
        .AddSlot<EffortCard>(PageSlot.Ticket, 70, (s, ticket, stop) => s.GetRequiredService<EffortQueries>().OfTicket(ticket, stop))
        .AddNav(new NavEntry("Nav.Tools", "Effort.Many", "/effort", "hourglass", Read, 163));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<EffortPage, EffortList>("/effort", Read, "Effort", (HttpContext http, EffortQueries effort, CancellationToken stop) => effort.Many(QueryValues.Of(http), stop));
        routes.MapGet("/effort/export", (HttpContext http, string format, EffortQueries effort, Viewer viewer, TimeProvider time, CancellationToken stop) =>
            Export.Of(format, $"effort-{Format.Date(time.Now(), viewer.Zone)}", Columns, effort.All(QueryValues.Of(http)), viewer.Zone, stop)).RequireAuthorization(Read).ExcludeFromDescription();
        routes.Verb<RecordTime, TimeEntryId, RecordTimeHandler>("tickets/{ticket}/time", Work, DeskPages.OnTicket<RecordTime, TimeEntryId>(a => a.Ticket));
        routes.Verb<TakeBackTime, TimeEntryId, TakeBackTimeHandler>("tickets/{ticket}/time/{entry}/take-back", Work, DeskPages.OnTicket<TakeBackTime, TimeEntryId>(a => a.Ticket));
        routes.Verb<StartWatch, Done, StartWatchHandler>("tickets/{ticket}/watch/start", Work, DeskPages.OnTicket<StartWatch>(a => a.Ticket));
        routes.Verb<StopWatch, Done, StopWatchHandler>("tickets/{ticket}/watch/stop", Work, DeskPages.OnTicket<StopWatch>(a => a.Ticket));
    }

    static IReadOnlyList<ExportColumn<EffortRow>> Columns =>
    [
        new(Texts.T("Effort.At"), e => e.OccurredAt, 20), new(Texts.T("Desk.Number"), e => e.Number, 26), new(Texts.T("Desk.Summary"), e => e.Summary, 40), new(Texts.T("Desk.Customer"), e => e.Customer, 24),
        new(Texts.T("Effort.By"), e => e.By), new(Texts.T("Effort.Kind"), e => Texts.Name(e.Kind)), new(Texts.T("Effort.Minutes"), e => e.Minutes, 10), new(Texts.T("Effort.Text"), e => e.Text, 30),
    ];
}
