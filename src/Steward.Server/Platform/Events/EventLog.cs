// The log of news: appended in commit order, read by position, so that a reader that fell asleep misses nothing and reads nothing twice.
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Steward.Platform.Events;

sealed class EventRow
{
    public long Position { get; init; }
    public required string Kind { get; init; }
    public Guid Subject { get; init; }
    public TenantId? Customer { get; init; }
    public DateTimeOffset OccurredAt { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public required string Body { get; init; }
}

/// <summary>How far a named reader has come.</summary>
sealed class EventReaderRow : Audit.INotAudited
{
    public required string Name { get; init; }
    public long Position { get; set; }
}

/// <summary>A piece that a reader stumbled over: set aside, so that what lies behind it is heard, and offered again until the reader takes it.</summary>
sealed class MissedNews : Audit.INotAudited
{
    public required string Ear { get; init; }
    public long Position { get; init; }
    public int Tries { get; set; } = 1;
    public DateTimeOffset NextTry { get; set; }
    public required string Fault { get; set; }
}

static class EventLog
{
    /// <summary>The position of the newest piece; whatever is committed later lies behind it.</summary>
    public static async Task<long> End(StewardDb db, CancellationToken stop) => await db.Set<EventRow>().MaxAsync(e => (long?)e.Position, stop) ?? 0;

    public static Task AppendMany(StewardDb db, IReadOnlyList<INews> news, DateTimeOffset now, CancellationToken stop) =>
        BulkWriter.Insert(db, [.. news.Select(one => new EventRow
        {
            Kind = one.GetType().Name, Subject = one.Subject, Customer = one.Customer, OccurredAt = one.OccurredAt, RecordedAt = now,
            Body = JsonSerializer.Serialize(one, one.GetType(), Web.Json.Options),
        })], stop);

    public static async Task Append(StewardDb db, IReadOnlyList<INews> news, DateTimeOffset now, CancellationToken stop)
    {
        foreach (var one in news)
            await db.Execute(
                "insert into platform_event (kind, subject, customer, occurred_at, recorded_at, body) values (@p0, @p1, @p2, @p3, @p4, @p5)",
                stop, one.GetType().Name, one.Subject, one.Customer?.Value, one.OccurredAt, now, JsonSerializer.Serialize(one, one.GetType(), Web.Json.Options));
    }
}
