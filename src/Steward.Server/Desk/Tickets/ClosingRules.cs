// After resolving: remind the user once, then close after five working days of silence (incident process, §4.2).
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Surveys;
using Steward.Platform.Sweeps;
using Steward.Sla;

namespace Steward.Desk.Tickets;

sealed class ClosingRules(SlaClocks clocks)
{
    const int RemindAfterDays = 2, CloseAfterDays = 5;

    /// <summary>When silence is next looked at: after two working days a second notice, after five the ticket is closed.</summary>
    public async Task<DateTimeOffset?> NextDuty(Ticket ticket, int notices, CancellationToken stop) =>
        ticket.ResolvedAt is { } resolved ? (await Business(ticket, stop)).WorkingDaysAfter(resolved, notices < 2 ? RemindAfterDays : CloseAfterDays) : null;

    public async Task<DateTimeOffset?> ReopenUntil(Ticket ticket, CancellationToken stop) =>
        ticket.ResolvedAt is { } resolved && await clocks.Facts(ticket.Id.Value, stop) is { } known
            ? SlaClock.ReopenUntil(known.Agreement, await clocks.Calendar(known.Agreement.Calendars.Business, stop), resolved) : null;

    /// <summary>Until when something is due that has one working day.</summary>
    public async Task<DateTimeOffset> WorkingDayAfter(Ticket ticket, DateTimeOffset from, CancellationToken stop) => (await Business(ticket, stop)).WorkingDaysAfter(from, 1);

    async Task<ServiceCalendar> Business(Ticket ticket, CancellationToken stop) =>
        await clocks.Calendar((await clocks.Facts(ticket.Id.Value, stop))?.Agreement.Calendars.Business ?? CalendarPresets.FiveByEight.Ref, stop);
}

sealed class ClosingSweep(StewardDb db, TicketWork work, ClosingRules rules, Invitations invitations, Me me) : ISweep
{
    public string Name => "desk-closing";
    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var due = await db.Set<Ticket>().AsNoTracking().Where(t => t.NextDuty <= now).OrderBy(t => t.NextDuty).Select(t => t.Id).Take(50).ToListAsync(stop);
        var done = 0;
        foreach (var id in due)
        {
            db.ChangeTracker.Clear();
            var ticket = await db.Set<Ticket>().SingleAsync(t => t.Id == id, stop);
            if (ticket.State != TicketState.Resolved || ticket.NextDuty is null || ticket.NextDuty > now) continue;
            if (ticket.Notices < 2)
            {
                ticket.Notices = 2;
                ticket.NextDuty = await rules.NextDuty(ticket, 2, stop);
                work.Write(ticket, EntryKind.Duty, "", visible: true, "RemindToConfirm");
                await work.Notify(ticket, "reminded", stop);
                // The row's version makes this a compare-and-set: a second node is refused and passes on.
                if ((await work.Commit(stop)).Refusal is null) done++;
                continue;
            }
            (ticket.ClosedAt, ticket.NextDuty) = (now, null);
            var news = work.Move(ticket, new("CloseAfterSilence", [TicketState.Resolved], TicketState.Closed, "X"));
            await work.Tell(ticket, stop, [new ClockFact.Closed(now, now)]);
            await work.Notify(ticket, "closed", stop);
            await invitations.Ask(ticket, work, now, stop);
            if ((await work.Commit(stop, news)).Refusal is null) done++;
        }
        return done;
    }
}
