// Sends the number and hash of the audit log's last line out of the house by mail, once a day: whoever keeps the mails can prove later that the log was not shortened or written anew.
using Microsoft.EntityFrameworkCore;
using Steward.Notify;
using Steward.Platform.Audit;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;

namespace Steward.Access.Auditing;

sealed class AnchorMails(StewardDb db, Mailroom mails, StewardSettings settings) : ISweep
{
    public string Name => "audit-anchor-mail";
    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        if (settings.Audit.AnchorMail is not { Length: > 0 } to) return 0;
        // By the day in UTC, as in the syslog; the key keeps two nodes from writing twice.
        var key = $"audit-anchor-{now.UtcDateTime:yyyyMMdd}";
        if (await db.Set<Mail>().AnyAsync(m => m.Key == key, stop)) return 0;
        var head = await db.Set<AuditHeadRow>().AsNoTracking().SingleAsync(stop);
        if (head.Sequence == 0) return 0;
        // About the installation, which is no customer's.
        mails.Post(default, Guid.Empty, new(to, to), "audit-anchor", key, now, head.Sequence, Convert.ToHexStringLower(head.Hash), mails.Link("/audit"));
        return (await db.TryCommit(stop)).Refusal is null ? 1 : 0;
    }
}
