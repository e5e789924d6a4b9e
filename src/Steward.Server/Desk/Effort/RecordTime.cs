// Writes down time spent on a ticket, by hand or by a watch, and takes an entry back by another against it.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.Platform.Web;

namespace Steward.Desk.Effort;

/// <summary><paramref name="OccurredAt"/> is when the work was over; now, if left out.</summary>
public sealed record RecordTime(TicketId Ticket, [property: Range(1, 1440)] int Minutes, EffortKind Kind = EffortKind.Remote, [property: StringLength(400)] string Text = "", DateTimeOffset? OccurredAt = null);
public sealed record TakeBackTime(TicketId Ticket, TimeEntryId Entry, [property: Required, StringLength(400)] string Text);
public sealed record StartWatch(TicketId Ticket);
/// <summary>What it shows, rounded up to a whole minute, becomes an entry; one that runs for over a day was forgotten and is written down by hand.</summary>
public sealed record StopWatch(TicketId Ticket, EffortKind Kind = EffortKind.Remote, [property: StringLength(400)] string Text = "");

sealed record WatchRuns() : Refusal("DESK-613");
sealed record NoWatch() : Refusal("DESK-614");
sealed record TakenBackAlready() : Refusal("DESK-615");
sealed record WatchForgotten() : Refusal("DESK-616");

sealed class TimeKeeper(StewardDb db, TicketWork work, Me me, IdSource ids)
{
    /// <summary>Time may be written down as long as words may.</summary>
    public async Task<Result<Ticket>> Load(TicketId id, string verb, CancellationToken stop)
    {
        if (!(await work.Load(id, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        return work.Step(ticket, nameof(AddNote)).TryGet(out _, out _) ? ticket : new StepNotAllowed(verb, ticket.State);
    }

    /// <summary>Adds to the unit of work; the ticket's sum goes along in the same commit.</summary>
    public TimeEntry Add(Ticket ticket, int minutes, EffortKind kind, string text, DateTimeOffset at, TimeEntryId? takesBack = null)
    {
        var entry = new TimeEntry { Id = ids.New<TimeEntryId>(work.Now), Ticket = ticket.Id, Customer = ticket.Customer, Account = me.Id, By = me.Signed, Kind = kind, Minutes = minutes, OccurredAt = at, RecordedAt = work.Now, Text = text.Trim(), TakesBack = takesBack };
        db.Add(entry);
        ticket.MinutesSpent += minutes;
        return entry;
    }
}

sealed class RecordTimeHandler(TimeKeeper keeper, TicketWork work) : IVerb<RecordTime, TimeEntryId>
{
    public async Task<Result<TimeEntryId>> Handle(RecordTime ask, CancellationToken stop)
    {
        if (!(await keeper.Load(ask.Ticket, nameof(RecordTime), stop)).TryGet(out var ticket, out var refusal)) return refusal;
        var at = ask.OccurredAt ?? work.Now;
        if (at > work.Now || at < ticket.OpenedAt) return new BadInput([new("occurredAt", "DESK-102")]);
        var entry = keeper.Add(ticket, ask.Minutes, ask.Kind, ask.Text, at);
        return (await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, false, work.Now))).Refusal is { } no ? no : entry.Id;
    }
}

sealed class TakeBackTimeHandler(StewardDb db, TimeKeeper keeper, TicketWork work, Me me) : IVerb<TakeBackTime, TimeEntryId>
{
    public async Task<Result<TimeEntryId>> Handle(TakeBackTime ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (await db.Set<TimeEntry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == ask.Entry && e.Ticket == ask.Ticket, stop) is not { } wrong) return new NotFound();
        // One's own; another's only by whoever answers for the service.
        if (!me.IsMe(wrong.Account) && !work.May(ticket, Right.Approve)) return new NotAllowed();
        if (wrong.TakesBack is not null || await db.Set<TimeEntry>().AnyAsync(e => e.TakesBack == wrong.Id, stop)) return new TakenBackAlready();
        var entry = keeper.Add(ticket, -wrong.Minutes, wrong.Kind, ask.Text, wrong.OccurredAt, wrong.Id);
        return (await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, false, work.Now))).Refusal is { } no ? no : entry.Id;
    }
}

sealed class StartWatchHandler(StewardDb db, TimeKeeper keeper, TicketWork work, Me me) : IVerb<StartWatch, Done>
{
    public async Task<Result<Done>> Handle(StartWatch ask, CancellationToken stop)
    {
        if (!(await keeper.Load(ask.Ticket, nameof(StartWatch), stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (await db.Set<RunningWatch>().AnyAsync(w => w.Account == me.Id && w.Ticket == ticket.Id, stop)) return new WatchRuns();
        db.Add(new RunningWatch { Account = me.Id, Ticket = ticket.Id, Customer = ticket.Customer, Since = work.Now });
        return await db.TryCommit(stop);
    }
}

sealed class StopWatchHandler(StewardDb db, TimeKeeper keeper, TicketWork work, Me me) : IVerb<StopWatch, Done>
{
    public async Task<Result<Done>> Handle(StopWatch ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (await db.Set<RunningWatch>().SingleOrDefaultAsync(w => w.Account == me.Id && w.Ticket == ticket.Id, stop) is not { } watch) return new NoWatch();
        db.Remove(watch);
        var minutes = Minutes(work.Now - watch.Since);
        if (minutes > 1440)
        {
            await db.TryCommit(stop);
            return new WatchForgotten();
        }
        keeper.Add(ticket, minutes, ask.Kind, ask.Text, work.Now);
        return await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, false, work.Now));
    }

    internal static int Minutes(TimeSpan ran) => Math.Max(1, (int)Math.Ceiling(ran.TotalMinutes));
}
