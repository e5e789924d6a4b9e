// The feed of events: everything that the caller may see, in the order of the log, from a cursor on.
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Notify;
using Steward.Platform.Events;
using Steward.Platform.Live;
using Steward.Platform.Secrets;
using Steward.Platform.Web;

namespace Steward.Outlets.Feed;

/// <param name="Id">The same as a webhook's webhook-id of this event.</param>
/// <param name="Timestamp">When it happened; <paramref name="RecordedAt"/> when it was written down, which is what the feed goes by.</param>
/// <param name="Page">Where people read about the record; <paramref name="Api"/> where programs do.</param>
public sealed record ToldEvent(string Id, string Type, DateTimeOffset Timestamp, DateTimeOffset RecordedAt, CustomerId? Customer, Guid Subject, string Page, string Api, JsonNode Data);

/// <param name="Next">Where to go on, also when there is nothing yet.</param>
/// <param name="More">Whether there is more already; a part may be empty although there is.</param>
public sealed record EventPart(IReadOnlyList<ToldEvent> Events, string Next, bool More);

/// <summary>The cursor leads to nothing in this log: what followed it is no longer kept, or the database was restored to an earlier state.</summary>
sealed record CursorTooOld() : Refusal("OUT-110") { public override int Status => 410; }

/// <summary>
/// Positions are given in the order of the commits (on PostgreSQL under the lock on the audit's head, which is held until the commit is done), so whoever has come to a position has missed
/// none before it, on any number of nodes. The cursor is sealed: positions would tell how much happens at all customers together. It names a piece of news and when it was written down,
/// so that it is noticed when that piece is no longer there, or is another one.
/// </summary>
sealed class EventFeed(StewardDb db, Me me, NewsCatalogue catalogue, IEnumerable<LiveTopic> topics, IServiceProvider services, Mailroom links, SecretBox box)
{
    public const int Usual = 100, Most = 500;
    /// <summary>The cursor of whoever begins now.</summary>
    public const string Latest = "latest";

    const string Purpose = "event-feed";
    const int Stretch = 5000, Stretches = 4;

    readonly Dictionary<string, LiveTopic> topics = topics.ToDictionary(t => t.Name);

    public async Task<Result<EventPart>> After(string? cursor, string? kind, int limit, CancellationToken stop)
    {
        long at = 0, end;
        using (db.Work.AmongAll())
        {
            end = await EventLog.End(db, stop);
            if (cursor == Latest) at = end;
            else if (!string.IsNullOrEmpty(cursor))
            {
                if (Read(cursor) is not { } mark) return new BadField("after", "field.unreadable");
                if (mark.Position > 0 && await RecordedAt(mark.Position, stop) != mark.RecordedAt) return new CursorTooOld();
                at = mark.Position;
            }
        }
        var events = new List<ToldEvent>();
        for (var stretch = 0; stretch < Stretches && at < end && events.Count < limit; stretch++) at = await Take(events, kind, at, Math.Min(end, at + Stretch), limit, stop);
        return new EventPart(events, await CursorOf(at, stop), at < end);
    }

    /// <summary>Takes what the caller may see within (from, until] and answers how far it has come.</summary>
    async Task<long> Take(List<ToldEvent> events, string? kind, long from, long until, int limit, CancellationToken stop)
    {
        var rows = db.Set<EventRow>().AsNoTracking().Where(e => e.Position > from && e.Position <= until && catalogue.Kinds.Contains(e.Kind));
        if (!me.Scope.All)
        {
            // The log of the platform carries no tenant filter of its own.
            var own = me.Scope.Tenants.Select(t => (CustomerId?)t).ToList();
            // What belongs to no customer is for whoever may read its record.
            rows = rows.Where(e => e.Customer == null || own.Contains(e.Customer));
        }
        var found = await rows.OrderBy(e => e.Position).Take(Most).ToListAsync(stop);
        var told = found.Select(catalogue.Read).OfType<ToldNews>().Where(t => (t.Row.Customer is not null || t.As.ForAll || me.Scope.All) && (me.Contact is null || !t.As.Internal) && (kind is null || t.As.Name == kind)).ToList();
        var readable = new HashSet<(string, Guid)>();
        foreach (var of in told.GroupBy(t => t.As.Topic))
            foreach (var id in await topics[of.Key].Readable(services, [.. of.Select(t => t.Row.Subject).Distinct()], stop)) readable.Add((of.Key, id));
        foreach (var one in told.Where(t => readable.Contains((t.As.Topic, t.Row.Subject))))
        {
            events.Add(Told(one));
            if (events.Count == limit) return one.Row.Position;
        }
        return found.Count == Most ? found[^1].Position : until;
    }

    ToldEvent Told(ToldNews news)
    {
        var path = string.Format(CultureInfo.InvariantCulture, news.As.Path, news.Row.Subject);
        return new(catalogue.IdOf(news.Row.Position), news.As.Name, news.Row.OccurredAt, news.Row.RecordedAt, news.Row.Customer, news.Row.Subject, links.Link(path), links.Link("/api/v1" + path), news.Data);
    }

    async Task<long?> RecordedAt(long position, CancellationToken stop) =>
        (await db.Set<EventRow>().Where(e => e.Position == position).Select(e => (DateTimeOffset?)e.RecordedAt).SingleOrDefaultAsync(stop))?.ToUnixTimeMilliseconds();

    async Task<string> CursorOf(long at, CancellationToken stop)
    {
        using var all = db.Work.AmongAll();
        // The end of a stretch may be a number that no piece has: one whose commit failed.
        var there = await db.Set<EventRow>().Where(e => e.Position <= at).OrderByDescending(e => e.Position).Select(e => new { e.Position, e.RecordedAt }).FirstOrDefaultAsync(stop);
        return Base64Url.EncodeToString(Encoding.ASCII.GetBytes(box.Seal(Purpose, FormattableString.Invariant($"{there?.Position ?? 0}.{there?.RecordedAt.ToUnixTimeMilliseconds() ?? 0}"))));
    }

    (long Position, long RecordedAt)? Read(string cursor)
    {
        try
        {
            return box.Open(Purpose, Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor))).Split('.') is [var position, var at] ? (long.Parse(position, CultureInfo.InvariantCulture), long.Parse(at, CultureInfo.InvariantCulture)) : null;
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException or ArgumentException or OverflowException) { return null; }
    }
}
