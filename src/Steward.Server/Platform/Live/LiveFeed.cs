// Follows the log of news for the pages that are open on this node, whichever node wrote it.
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Events;
using Steward.Platform.Secrets;
using Steward.Platform.Sweeps;

namespace Steward.Platform.Live;

/// <summary>
/// Reads the log at once when something is committed here, and every second for what other nodes write. The latest changes stay in memory: whoever asks for what came
/// after a position that lies further back is told of a gap, and shows everything anew.
/// </summary>
public sealed partial class LiveFeed : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    /// <summary>Between two readings, however much is written; of the machine's time, not the world's.</summary>
    static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);
    const int AtOnce = 1000, Kept = 5000;
    const string Purpose = "live";

    readonly IServiceScopeFactory scopes;
    readonly Bell bell;
    readonly SecretBox box;
    readonly TimeProvider time;
    readonly ILogger<LiveFeed> log;
    readonly ILookup<string, string> topicsOf;

    readonly Lock gate = new();
    readonly Queue<Change> changes = new();
    TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    long from = -1, position = -1;

    internal LiveFeed(IServiceScopeFactory scopes, IEnumerable<LiveTopic> topics, Bell bell, SecretBox box, TimeProvider time, ILogger<LiveFeed> log)
    {
        (this.scopes, this.bell, this.box, this.time, this.log) = (scopes, bell, box, time, log);
        topicsOf = topics.SelectMany(t => t.Kinds.Select(k => (Kind: k.Name, t.Name))).ToLookup(t => t.Kind, t => t.Name);
    }

    /// <summary>Done at the next change. Taken before looking, so that what comes while one looks is not missed.</summary>
    internal Task Moved { get { lock (gate) return moved.Task; } }

    /// <summary>How far this node has read, for a page to take along. Sealed: it would tell how much happens at all customers together.</summary>
    public string Mark { get { lock (gate) return MarkOf(position); } }

    internal string MarkOf(long at) => box.Seal(Purpose, at.ToString(CultureInfo.InvariantCulture));

    /// <summary>Null for what is no mark of ours.</summary>
    internal long? Read(string? mark)
    {
        if (string.IsNullOrEmpty(mark)) return null;
        try { return long.Parse(box.Open(Purpose, mark), CultureInfo.InvariantCulture); }
        catch (Exception fault) when (fault is CryptographicException or FormatException or ArgumentException or OverflowException) { return null; }
    }

    /// <summary>What changed after <paramref name="after"/> (null: nothing, for who begins now), how far that is, and whether it is not all.</summary>
    internal (IReadOnlyList<Change> Changes, long Position, bool Gap) After(long? after)
    {
        lock (gate) return after is not { } at ? ([], position, false) : at < from ? ([], position, true) : ([.. changes.Where(c => c.Position > at)], Math.Max(at, position), false);
    }

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (ring, more) = (bell.NextOfAny, false);
            try { more = await ReadOn(stop); }
            catch (Exception) when (stop.IsCancellationRequested) { return; }
            catch (Exception fault) { Failed(fault); }
            if (more) continue;
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny(Task.Delay(Every, time, waiting.Token), ring);
            await waiting.CancelAsync();
            await Task.Delay(Breath, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task<bool> ReadOn(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Work>().Scope = TenantScope.Everyone;
        var db = scope.ServiceProvider.GetRequiredService<StewardDb>();
        // The last thousand are read at the start, so that pages that come over from a node which is restarted miss nothing.
        var at = position >= 0 ? position : Math.Max(0, (await db.Set<EventRow>().MaxAsync(e => (long?)e.Position, stop) ?? 0) - AtOnce);
        var rows = await db.Set<EventRow>().AsNoTracking().Where(e => e.Position > at).OrderBy(e => e.Position).Take(AtOnce).Select(e => new { e.Position, e.Kind, e.Subject, e.Customer }).ToListAsync(stop);
        TaskCompletionSource told;
        lock (gate)
        {
            if (position < 0) from = position = at;
            if (rows.Count == 0) return false;
            foreach (var row in rows)
                foreach (var topic in topicsOf[row.Kind])
                    changes.Enqueue(new(row.Position, topic, row.Subject, row.Customer));
            while (changes.Count > Kept) from = changes.Dequeue().Position;
            position = rows[^1].Position;
            (told, moved) = (moved, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        told.SetResult();
        return rows.Count == AtOnce;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The log of news could not be followed; open pages are not told until it can")]
    partial void Failed(Exception failure);
}
