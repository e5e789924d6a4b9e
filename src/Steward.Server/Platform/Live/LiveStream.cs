// One open page's stream of server-sent events: which records changed, and nothing about them.
using System.Collections.Concurrent;
using Steward.Platform.Settings;

namespace Steward.Platform.Live;

/// <summary>Who listens: <paramref name="Seat"/> is what streams are counted by; <paramref name="Enter"/> makes a scope theirs as they are now and answers false once they may not listen any more.</summary>
public sealed record LiveReader(Guid Seat, Func<IServiceProvider, CancellationToken, Task<bool>> Enter);

public sealed class LiveStream
{
    /// <summary>Proxies close what is silent for long, and whoever was signed out is found out at this rhythm.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);
    /// <summary>A page need not hear more often, however much happens.</summary>
    static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(300);

    readonly ConcurrentDictionary<Guid, int> seats = new();
    readonly LiveFeed feed;
    readonly IReadOnlyList<LiveTopic> topics;
    readonly IServiceScopeFactory scopes;
    readonly IHostApplicationLifetime life;
    readonly StewardSettings settings;
    readonly TimeProvider time;

    public LiveStream(LiveFeed feed, IEnumerable<LiveTopic> topics, IServiceScopeFactory scopes, IHostApplicationLifetime life, StewardSettings settings, TimeProvider time) =>
        (this.feed, this.topics, this.scopes, this.life, this.settings, this.time) = (feed, [.. topics], scopes, life, settings, time);

    /// <summary>Streams to the page until it is closed, its reader may not listen any more, or the server stops; then browsers come back by themselves, to another node if need be.</summary>
    /// <param name="asked">As the page's address names them, parted by blanks.</param>
    /// <param name="after">The mark that the page was drawn with; a browser that comes back says itself how far it came.</param>
    public async Task<IResult> Open(HttpContext http, LiveReader reader, string? asked, string? after)
    {
        var named = (asked ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var watched = named.Select(Watched.Read).OfType<Watched>().Where(w => topics.Any(t => t.Name == w.Topic)).Distinct().ToList();
        if (watched.Count == 0 || watched.Count > Watched.Most || watched.Count < named.Length) return Results.BadRequest();
        if (seats.AddOrUpdate(reader.Seat, 1, (_, taken) => taken + 1) > settings.Rate.StreamsPerUser)
        {
            Leave(reader.Seat);
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }
        var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
        try { await Run(http, reader, watched, feed.Read(http.Request.Headers["Last-Event-ID"]) ?? feed.Read(after), ends.Token); }
        catch (OperationCanceledException) when (ends.IsCancellationRequested) { }
        finally
        {
            Leave(reader.Seat);
            ends.Dispose();
        }
        return Results.Empty;
    }

    void Leave(Guid seat)
    {
        if (seats.AddOrUpdate(seat, 0, (_, taken) => taken - 1) <= 0) seats.TryRemove(KeyValuePair.Create(seat, 0));
    }

    async Task Run(HttpContext http, LiveReader reader, IReadOnlyList<Watched> watched, long? position, CancellationToken stop)
    {
        var response = http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // nginx would keep events until it has a page full of them.
        response.Headers["X-Accel-Buffering"] = "no";
        await response.WriteAsync("retry: 3000\n\n", stop);
        while (true)
        {
            var moved = feed.Moved;
            var (changes, newest, gap) = feed.After(position);
            var wanted = changes.Where(c => watched.Any(w => w.Takes(c))).ToList();
            await using (var scope = scopes.CreateAsyncScope())
            {
                if (!await reader.Enter(scope.ServiceProvider, stop)) return;
                if (gap) await response.WriteAsync($"id: {feed.MarkOf(newest)}\nevent: reload\ndata: -\n\n", stop);
                foreach (var (topic, record) in await Readable(scope.ServiceProvider, wanted, stop))
                    await response.WriteAsync($"id: {feed.MarkOf(newest)}\nevent: changed\ndata: {topic} {record}\n\n", stop);
            }
            // Without data it is no event for the page, but a sign of life for whatever lies between, and how far the browser has come.
            await response.WriteAsync($"id: {feed.MarkOf(newest)}\n\n", stop);
            await response.Body.FlushAsync(stop);
            position = newest;
            if (wanted.Count > 0) await Task.Delay(Breath, stop);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny(Task.Delay(Beat, time, waiting.Token), Wanted(moved, watched, newest, waiting.Token));
            // Whoever's clock or commit woke this goes its own way.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            await waiting.CancelAsync();
            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Done when something that the page watches changed: what others watch wakes nobody.</summary>
    async Task Wanted(Task moved, IReadOnlyList<Watched> watched, long position, CancellationToken stop)
    {
        while (true)
        {
            await moved.WaitAsync(stop);
            moved = feed.Moved;
            var (changes, _, gap) = feed.After(position);
            if (gap || changes.Any(c => watched.Any(w => w.Takes(c)))) return;
        }
    }

    async Task<IReadOnlyList<(string Topic, Guid Record)>> Readable(IServiceProvider services, IReadOnlyList<Change> wanted, CancellationToken stop)
    {
        var tenants = services.GetRequiredService<Work>().Scope;
        var told = new List<(string, Guid)>();
        foreach (var topic in wanted.Where(c => c.Customer is { } customer ? tenants.Covers(customer) : tenants.All).GroupBy(c => c.Topic, c => c.Record))
            told.AddRange((await topics.First(t => t.Name == topic.Key).Readable(services, [.. topic.Distinct()], stop)).Select(record => (topic.Key, record)));
        return told;
    }
}
