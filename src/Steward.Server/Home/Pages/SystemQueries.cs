// The home of the administrator: whether Steward itself is well. Counts and times only: an administrator of the system sees no business data.
using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk;
using Steward.Notify;
using Steward.Platform.Audit;
using Steward.Platform.Audit.Outside;
using Steward.Platform.Events;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Probes;

namespace Steward.Home.Pages;

public sealed record NodeState(string Name, string Version, DateTimeOffset StartedAt, DateTimeOffset SeenAt, long DiskFree, long DiskBytes, string Faults, bool Gone)
{
    /// <summary>Little is a tenth, or less than two gigabytes.</summary>
    public bool DiskIsLow => DiskFree < Math.Min(DiskBytes / 10, 2L << 30);
}

/// <summary>So many wait, the first since then.</summary>
public sealed record Queue(int Waiting, DateTimeOffset? Oldest);

public sealed record SystemHome(
    IReadOnlyList<NodeState> Nodes, DateTimeOffset? BackupAt, DateTimeOffset? DrillAt, DateTimeOffset? AuditAt, string AuditFault, long AuditLines, Queue News, Queue Mails, int MailsFailed, int MailsHeld, MailFigures MailIn,
    int ProbesHeard, int ProbesSilent, int Accounts, int Locked, int Disabled, string Engine, long? DatabaseBytes, string Runtime, DateTimeOffset Now, AuditForwarding? Forwarding)
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public bool BackupIsOld => BackupAt is null || Now - BackupAt > 2 * Day;
    public bool DrillIsOld => DrillAt is null || Now - DrillAt > 31 * Day;
    public bool AuditIsOld => AuditAt is null || Now - AuditAt > 7 * Day;
    public bool NewsWaitsLong => Now - News.Oldest > TimeSpan.FromMinutes(1);
    public bool MailsWaitLong => Now - Mails.Oldest > TimeSpan.FromMinutes(15);
    public bool MailLiesLong => Now - MailIn.OldestUnread > TimeSpan.FromMinutes(15);
    public bool AuditIsBehind => Forwarding is { } audit && (audit.FailingSince is not null || Now - audit.Since > TimeSpan.FromMinutes(5));
    public bool VersionsDiffer => Nodes.Where(n => !n.Gone).Select(n => n.Version).Distinct().Count() > 1;

    /// <summary>How many things want attention.</summary>
    public int Troubles => new[] { BackupIsOld, DrillIsOld, AuditIsOld, AuditFault.Length > 0, NewsWaitsLong, MailsWaitLong, MailsFailed > 0, MailLiesLong, MailIn.Failing > 0, ProbesSilent > 0, Locked > 0, VersionsDiffer, AuditIsBehind }.Count(t => t)
        + Nodes.Count(n => n.Gone || n.DiskIsLow || n.Faults.Length > 0);
}

sealed class SystemQueries(StewardDb db, Mailroom mails, MailWatch mailIn, ProbeBook probes, IEnumerable<INewsEar> ears, AuditForwards forwards, DataFolder folder, TimeProvider time)
{
    /// <summary>Four times the rhythm in which nodes give a sign of life.</summary>
    static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    public async Task<SystemHome> Of(CancellationToken stop)
    {
        var now = time.Now();
        var nodes = await db.Set<NodeRow>().AsNoTracking().OrderBy(n => n.Name).ToListAsync(stop);
        var verified = nodes.Where(n => n.AuditAt is not null).MaxBy(n => n.AuditAt);
        var (waiting, failed, held) = await mails.Queue(stop);
        var silent = await probes.Contacts.AsNoTracking().GroupBy(c => c.Silent).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        var accounts = db.Set<Account>().AsNoTracking();
        return new(
            nodes.ConvertAll(n => new NodeState(n.Name, n.Version, n.StartedAt, n.SeenAt, n.DiskFree, n.DiskBytes, n.Faults, now - n.SeenAt > Silence)),
            nodes.Max(n => n.BackupAt), nodes.Max(n => n.DrillAt), verified?.AuditAt, verified?.AuditFault ?? "", (await db.Set<AuditHeadRow>().AsNoTracking().SingleAsync(stop)).Sequence,
            await News(stop), new(waiting.Waiting, waiting.Oldest), failed, held, await mailIn.Now(stop), silent.GetValueOrDefault(false), silent.GetValueOrDefault(true),
            await accounts.CountAsync(a => !a.Disabled, stop), await accounts.CountAsync(a => a.LockedUntil > now, stop), await accounts.CountAsync(a => a.Disabled, stop),
            db.Engine.ToString(), File.Exists(folder.SqliteFile) ? new FileInfo(folder.SqliteFile).Length : null, RuntimeInformation.FrameworkDescription, now, await forwards.Now(stop));
    }

    /// <summary>What some room still has to hear.</summary>
    async Task<Queue> News(CancellationToken stop)
    {
        var (count, oldest) = (0, (DateTimeOffset?)null);
        foreach (var ear in ears)
        {
            var (name, kinds) = (ear.Name, ear.Kinds.Select(k => k.Name).ToList());
            var from = await db.Set<EventReaderRow>().AsNoTracking().Where(r => r.Name == name).Select(r => (long?)r.Position).SingleOrDefaultAsync(stop) ?? 0;
            var unheard = db.Set<EventRow>().AsNoTracking().Where(e => e.Position > from && kinds.Contains(e.Kind));
            if (await unheard.OrderBy(e => e.Position).Select(e => (DateTimeOffset?)e.RecordedAt).FirstOrDefaultAsync(stop) is not { } first) continue;
            (count, oldest) = (count + await unheard.CountAsync(stop), oldest is null || first < oldest ? first : oldest);
        }
        return new(count, oldest);
    }
}
