// Forwards the audit log to a syslog receiver: every line at least once, in order, by one node at a time, over the death of either side.
using System.Diagnostics.Metrics;
using System.Security.Authentication;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;

namespace Steward.Platform.Audit.Outside;

/// <summary>How far a receiver has come. Another receiver has a row of its own, and begins with the first line.</summary>
sealed class AuditForwardRow : INotAudited
{
    public required string Receiver { get; init; }
    /// <summary>The last line that was surely taken.</summary>
    public long Sequence { get; set; }
    /// <summary>When the head was last given out; once a day.</summary>
    public DateTimeOffset? HeadAt { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    /// <summary>A node sends until then, or the next try comes then.</summary>
    public DateTimeOffset? NextTry { get; set; }
    public int Tries { get; set; }
    public string Fault { get; set; } = "";
    public DateTimeOffset? FailingSince { get; set; }
}

sealed class AuditForwardTable : IEntityTypeConfiguration<AuditForwardRow>
{
    public void Configure(EntityTypeBuilder<AuditForwardRow> row) => row.ToTable("platform_audit_forward").HasKey(r => r.Receiver);
}

/// <param name="Behind">Lines that the receiver does not have yet, the first of them since <paramref name="Since"/>.</param>
/// <param name="Fault">Why the last try failed; empty when it did not.</param>
public sealed record AuditForwarding(string Receiver, long Behind, DateTimeOffset? Since, string Fault, DateTimeOffset? FailingSince, DateTimeOffset? SentAt);

/// <summary>How forwarding fares, for whoever watches Steward.</summary>
sealed class AuditForwards(StewardDb db, StewardSettings settings)
{
    public string Receiver => $"{settings.Audit.Syslog.Host}:{settings.Audit.Syslog.Port}";

    /// <summary>Null when nothing is forwarded.</summary>
    public async Task<AuditForwarding?> Now(CancellationToken stop)
    {
        if (settings.Audit.Syslog.Host.Length == 0) return null;
        var receiver = Receiver;
        var row = await db.Set<AuditForwardRow>().AsNoTracking().SingleOrDefaultAsync(r => r.Receiver == receiver, stop) ?? new() { Receiver = receiver };
        var (head, next) = (await db.Set<AuditHeadRow>().AsNoTracking().Select(h => h.Sequence).SingleAsync(stop), row.Sequence + 1);
        var since = await db.Set<AuditRow>().AsNoTracking().Where(r => r.Sequence == next).Select(r => (DateTimeOffset?)r.RecordedAt).SingleOrDefaultAsync(stop);
        return new(receiver, Math.Max(0, head - row.Sequence), since, row.Fault, row.FailingSince, row.SentAt);
    }
}

/// <summary>The same as figures.</summary>
sealed class ForwardFigures
{
    long behind;
    int works = 1;

    public ForwardFigures()
    {
        Telemetry.Meter.CreateObservableGauge("steward.audit.syslog.behind", () => new Measurement<long>(Interlocked.Read(ref behind)), null, "Lines of the audit log that the syslog receiver does not have yet");
        Telemetry.Meter.CreateObservableGauge("steward.audit.syslog.works", () => new Measurement<int>(Volatile.Read(ref works)), null, "1 when the syslog receiver took what it was last sent");
    }

    public void Set(long lines, bool good) => (behind, works) = (lines, good ? 1 : 0);
}

sealed partial class AuditForwardSweep(StewardDb db, AuditForwards forwards, SyslogLine line, StewardSettings settings, ForwardFigures figures, ILogger<AuditForwardSweep> log) : ISweep
{
    const int InOne = 2000;

    /// <summary>A batch is over long before its claim is.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(1), Claim = TimeSpan.FromMinutes(2), MostPatience = TimeSpan.FromMinutes(5);

    public string Name => "audit-forward";
    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        if (settings.Audit.Syslog.Host.Length == 0) return 0;
        var receiver = forwards.Receiver;
        if (await db.Set<AuditForwardRow>().AsNoTracking().SingleOrDefaultAsync(r => r.Receiver == receiver, stop) is not { } row)
        {
            db.Add(new AuditForwardRow { Receiver = receiver });
            return (await db.TryCommit(stop)).Refusal is null ? 1 : 0;
        }
        var head = await db.Set<AuditHeadRow>().AsNoTracking().SingleAsync(stop);
        figures.Set(head.Sequence - row.Sequence, row.Fault.Length == 0);
        var daily = head.Sequence > 0 && row.HeadAt?.UtcDateTime.Date != now.UtcDateTime.Date;
        if (row.NextTry > now || head.Sequence <= row.Sequence && !daily) return 0;
        // Claimed as a whole, since lines go in order: another node passes on, and a node that dies gives it back.
        var (mine, until) = (db.Set<AuditForwardRow>().Where(r => r.Receiver == receiver), (DateTimeOffset?)now + Claim);
        if (await db.UpdateNow(mine.Where(r => r.NextTry == row.NextTry && r.Sequence == row.Sequence), s => s.SetProperty(r => r.NextTry, until), stop) == 0) return 0;
        var claimed = mine.Where(r => r.NextTry == until);
        var lines = await db.Set<AuditRow>().AsNoTracking().Where(r => r.Sequence > row.Sequence).OrderBy(r => r.Sequence).Take(InOne).ToListAsync(stop);
        var last = lines is [.., var end] ? new AuditAnchor(end.Sequence, Convert.ToHexStringLower(end.Hash)) : new(head.Sequence, Convert.ToHexStringLower(head.Hash));
        daily &= lines.Count < InOne;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(Longest);
            await line.Send([.. lines.Select(l => SyslogMessage.Of(l, Host, settings.Audit.Syslog.LargestMessage)), .. daily ? [SyslogMessage.OfHead(last, Host, now)] : Array.Empty<byte[]>()], patience.Token);
        }
        catch (Exception fault) when (fault is HttpRequestException or System.Net.Sockets.SocketException or IOException or AuthenticationException or CryptographicException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            var (why, since, next) = (fault is OperationCanceledException ? "timeout" : fault.Message, row.FailingSince ?? now, now + Wait(row.Tries));
            await db.UpdateNow(claimed, s => s.SetProperty(r => r.Fault, why).SetProperty(r => r.FailingSince, since).SetProperty(r => r.Tries, row.Tries + 1).SetProperty(r => r.NextTry, next), stop);
            figures.Set(head.Sequence - row.Sequence, good: false);
            NotTaken(receiver, why);
            return 0;
        }
        var (sequence, at) = (Math.Max(last.Sequence, row.Sequence), daily ? now : row.HeadAt);
        await db.UpdateNow(claimed, s => s.SetProperty(r => r.Sequence, sequence).SetProperty(r => r.HeadAt, at).SetProperty(r => r.SentAt, now).SetProperty(r => r.NextTry, (DateTimeOffset?)null).SetProperty(r => r.Tries, 0)
            .SetProperty(r => r.Fault, "").SetProperty(r => r.FailingSince, (DateTimeOffset?)null), stop);
        figures.Set(Math.Max(0, head.Sequence - sequence), good: true);
        // At once again only for a backlog: what comes one by one goes out together after a moment.
        return lines.Count == InOne ? lines.Count : 0;
    }

    string Host => new Uri(settings.PublicUrl).IdnHost;

    /// <summary>5 s, then twice as long each time, up to five minutes.</summary>
    internal static TimeSpan Wait(int tries) => TimeSpan.FromSeconds(Math.Min(MostPatience.TotalSeconds, 5 * Math.Pow(2, Math.Min(tries, 10))));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The syslog receiver {Receiver} did not take the audit log: {Fault}")]
    partial void NotTaken(string receiver, string fault);
}
