// Tells rooms below whether answers to our mails reach us: a mailbox is fetched.
using Microsoft.EntityFrameworkCore;
using Steward.Notify;

namespace Steward.Desk.Mails.Boxes;

sealed class MailEars(StewardDb db) : IMailEars
{
    public Task<bool> Hear(CancellationToken stop) => db.Set<Mailbox>().AnyAsync(m => m.Active, stop);
}
