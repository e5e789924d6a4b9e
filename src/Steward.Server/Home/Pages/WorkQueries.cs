// The home of agents and engineers: what to do next, and what is about to be missed.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk;
using Steward.People;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Home.Pages;

/// <summary>Counts stop at <see cref="MostCounted"/>, so that a home costs the same however much has piled up; one more says that there are more.</summary>
public sealed record WorkHome(
    int Mine, int Unassigned, int AtRisk, int Breached, int Waiting, int WaitingForUsers, int OpenedToday, int ResolvedToday,
    IReadOnlyList<TicketLine> MyWork, IReadOnlyList<TicketLine> NextToBreak, IReadOnlyList<TicketLine> Nobodys, bool MayOpen, bool IsStaff,
    int MailsWaiting, DateTimeOffset? OldestMail)
{
    public const int MostCounted = 10_000;

    public static string Shown(int count) => count > MostCounted ? $"{Platform.Web.Components.Format.Count(MostCounted)}+" : Platform.Web.Components.Format.Count(count);
}

sealed class WorkQueries(ServiceDesk desk, MailWatch mailIn, SlaClocks clocks, PeopleBook people, TicketLines lines, Viewer viewer, Me me, TimeProvider time)
{
    static readonly TimeSpan Soon = TimeSpan.FromHours(2);

    public async Task<WorkHome> Of(CancellationToken stop)
    {
        var (now, mine) = (time.Now(), me.Staff);
        var open = desk.Tickets.InWork();
        var waiting = desk.Tickets.Where(t => TicketStates.Waiting.Contains(t.State) && t.State != TicketState.PendingApproval);
        Task<int> Count<TRow>(IQueryable<TRow> rows) => rows.Take(WorkHome.MostCounted + 1).CountAsync(stop);
        var breached = await Count(desk.Late(now));
        var soon = now + Soon;
        // An id and the clock's subject are one value of two types; the detour by object is how EF Core is told so.
        var risky = await (from c in clocks.Live
                           where c.Verdict == Verdict.Running && c.Phase == ClockPhase.Running && c.Due >= now && c.Due < soon
                           join t in open on (TicketId)(object)c.Subject equals t.Id
                           orderby c.Due
                           select t).Take(200).ToListAsync(stop);
        var atRisk = risky.DistinctBy(t => t.Id).ToList();
        var my = mine is null ? [] : await open.Where(t => t.Assignee == mine).OrderByDescending(t => t.OpenedAt).Take(100).ToListAsync(stop);
        var nobodys = await open.Where(t => t.Assignee == null).OrderBy(t => t.Priority).ThenBy(t => t.Id).Take(8).ToListAsync(stop);
        var all = (await lines.Of([.. my.Concat(atRisk.Take(6)).Concat(nobodys).DistinctBy(t => t.Id)], stop)).ToDictionary(l => l.Id);
        var today = Today(now);
        // Only whoever may judge them is told of mails in quarantine.
        var mails = me.Can(Thing.Incident, Right.Create, default) ? await mailIn.Waiting(stop) : default;
        return new(
            mine is null ? 0 : await Count(open.Where(t => t.Assignee == mine)), await Count(open.Where(t => t.Assignee == null)), atRisk.Count, breached,
            await Count(waiting), await Count(waiting.Where(t => t.State == TicketState.PendingUser)),
            await desk.Tickets.CountAsync(t => t.OpenedAt >= today, stop), await ResolvedSince(today, stop),
            [.. my.Select(t => all[t.Id]).OrderBy(l => l.State == TicketState.PendingUser).ThenBy(l => l.Due ?? DateTimeOffset.MaxValue).Take(10)],
            [.. atRisk.Take(6).Select(t => all[t.Id])], [.. nobodys.Select(t => all[t.Id])],
            me.Can(Thing.Incident, Right.Create), mine is not null, mails.Count, mails.Oldest);
    }

    /// <summary>The start of the reader's day.</summary>
    DateTimeOffset Today(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, viewer.Zone).Date;
        return new DateTimeOffset(local, viewer.Zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>Read from the stories, which are indexed by time, and not from the tickets, of which most are old.</summary>
    async Task<int> ResolvedSince(DateTimeOffset today, CancellationToken stop)
    {
        var customers = await people.Customers.Select(c => c.Id).ToListAsync(stop);
        return await desk.Entries.Where(e => customers.Contains(e.Customer) && e.Kind == EntryKind.Step && e.OccurredAt >= today && e.To == TicketState.Resolved && e.From != TicketState.Resolved)
            .Select(e => e.Ticket).Distinct().CountAsync(stop);
    }
}
