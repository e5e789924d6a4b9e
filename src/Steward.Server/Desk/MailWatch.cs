// The door to how mail comes in, for whoever watches Steward: counts and times, no word of any mail.
using Microsoft.EntityFrameworkCore;
using Steward.Desk.Mails;
using Steward.Desk.Mails.Boxes;

namespace Steward.Desk;

/// <param name="Failing">Mailboxes whose last look went wrong.</param>
/// <param name="Unread">Mails that lie on the servers and that nobody has taken, the first since <paramref name="OldestUnread"/>.</param>
/// <param name="Waiting">Mails in quarantine.</param>
public sealed record MailFigures(int Mailboxes, int Failing, int Unread, DateTimeOffset? OldestUnread, int Waiting, DateTimeOffset? OldestWaiting);

public sealed class MailWatch(StewardDb db)
{
    /// <summary>Mails in quarantine, and since when the first of them waits.</summary>
    public async Task<(int Count, DateTimeOffset? Oldest)> Waiting(CancellationToken stop)
    {
        var waiting = db.Set<ReceivedMail>().AsNoTracking().Where(m => m.Fate == MailFate.Waiting);
        return await waiting.CountAsync(stop) is var count && count > 0 ? (count, await waiting.MinAsync(m => (DateTimeOffset?)m.ReceivedAt, stop)) : (0, null);
    }

    public async Task<MailFigures> Now(CancellationToken stop)
    {
        var boxes = await db.Set<MailboxState>().AsNoTracking().Where(s => db.Set<Mailbox>().Any(m => m.Id == s.Mailbox && m.Active)).Select(s => new { s.Fault, s.Unread, s.OldestUnreadAt }).ToListAsync(stop);
        var (waiting, oldest) = await Waiting(stop);
        return new(boxes.Count, boxes.Count(b => b.Fault.Length > 0), boxes.Sum(b => b.Unread), boxes.Min(b => b.OldestUnreadAt), waiting, oldest);
    }
}
