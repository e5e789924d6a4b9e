// The ticket whose page is put together: read once, with what hangs on it, for all the parts that the page is made of.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Effort;
using Steward.Desk.Escalations;
using Steward.Desk.Reminders;
using Steward.Desk.Tickets;
using Steward.Knowledge;

namespace Steward.Desk.Pages;

/// <summary>Which records there are about one ticket; a part of its page that has none asks no further.</summary>
sealed record Hanging(bool Told, bool Major, bool Articles, bool Sheets, bool Problem, bool Changes, bool Links, bool Watchers, bool Time, bool Reminders, bool Replies, bool Assets);

/// <summary>For one request, and for reading only. Verbs load their tickets by <see cref="TicketWork"/>.</summary>
sealed class TicketAtHand(StewardDb db, Me me)
{
    Ticket? ticket;
    (TicketId Of, Hanging What)? hanging;

    /// <summary>The reader may see it: whoever puts the page together has made sure.</summary>
    public void Take(Ticket seen) => ticket = seen;

    /// <summary>The ticket, if the reader may see it.</summary>
    public async ValueTask<Ticket?> Of(Guid id, CancellationToken stop)
    {
        if (ticket?.Id.Value == id) return ticket;
        var wanted = TicketId.From(id);
        return await db.Set<Ticket>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == wanted, stop) is { } found && Visible.To(me, found) ? ticket = found : null;
    }

    public async ValueTask<Hanging> Hangs(TicketId id, CancellationToken stop)
    {
        if (hanging is not { } known || known.Of != id) hanging = known = (id, await What.In(db)(db, id, id.Value, stop));
        return known.What;
    }

    static readonly KnownQuery<Func<StewardDb, TicketId, Guid, CancellationToken, Task<Hanging>>> What = new(() =>
        EF.CompileAsyncQuery((StewardDb db, TicketId id, Guid subject, CancellationToken stop) => db.Set<Ticket>().Where(t => t.Id == id).Select(t => new Hanging(
            db.Set<ToldLevel>().Any(x => x.Ticket == id),
            db.Set<MajorIncident>().Any(x => x.Ticket == id),
            db.Set<ArticleUse>().Any(x => x.Subject == subject),
            db.Set<ServiceSheet>().Any(x => x.Ticket == id),
            db.Set<ProblemTicket>().Any(x => x.Ticket == id),
            db.Set<ChangeTicket>().Any(x => x.Ticket == id),
            db.Set<TicketLink>().Any(x => x.Ticket == id) || db.Set<TicketLink>().Any(x => x.Other == id),
            db.Set<TicketWatcher>().Any(x => x.Ticket == id),
            db.Set<TimeEntry>().Any(x => x.Ticket == id),
            db.Set<Reminder>().Any(x => x.Ticket == id),
            db.Set<Replies.WaitingReply>().Any(x => x.Ticket == id),
            db.Set<TicketAsset>().Any(x => x.Ticket == id))).Single()));
}
