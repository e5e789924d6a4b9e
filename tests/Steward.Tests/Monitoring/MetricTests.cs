// Samples from the intake to the store and back: each once, whatever dies on the way, in both kinds of store.
using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Fixtures;
using Steward.Monitoring.Checks;
using Steward.Monitoring.Metrics;
using Steward.Platform.Data;
using Steward.Platform.Settings;
using Steward.Protocol;
using Xunit;

namespace Steward.Monitoring;

public sealed class MetricTests
{
    static readonly DateTimeOffset Start = new(2026, 3, 31, 23, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan Ten = TimeSpan.FromMinutes(10);
    static readonly CheckId Gate = CheckId.From(Guid.Parse("01900000-0000-7000-8000-000000000001")), Other = CheckId.From(Guid.Parse("01900000-0000-7000-8000-000000000002"));
    static readonly TenantId Customer = TenantId.From(Guid.Parse("01900000-0000-7000-8000-0000000000cc"));

    public static TheoryData<string> Stores => ["DuckDB", "VictoriaMetrics"];

    [Theory, MemberData(nameof(Stores))]
    public async Task Two_hours_over_the_end_of_a_month_come_back_as_they_were(string kind)
    {
        await using var store = await StoreOf(kind);
        // A sample every 20 s over two hours; every seventh fails; the other check must not be seen.
        var batch = Enumerable.Range(0, 360).SelectMany(i => new[]
        {
            new Sample(Gate, Start.AddSeconds(20 * i), i % 7 == 6 ? Outcome.Down : Outcome.Up, 1 + i % 5),
            new Sample(Other, Start.AddSeconds(20 * i), Outcome.Up, 900),
        }).ToList();
        var batches = batch.Chunk(100).Select((part, i) => new Intake(i + 1, Customer, part)).ToList();
        foreach (var some in batches.Chunk(3)) await store.Of.Keep(some, default);
        // The same again, as after a server that died before its intake was told.
        foreach (var some in batches.Chunk(2)) await store.Of.Keep(some, default);
        await store.Of.Forget(batches, default);

        var read = await store.Read(Gate, Start, Start.AddHours(2), Ten);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => Start + i * Ten), read.Select(s => s.At));
        var mine = batch.Where(s => s.Check == Gate).ToLookup(s => MetricStore.Floor(s.At, Ten));
        foreach (var stretch in read)
        {
            var up = mine[stretch.At].Where(s => s.Outcome == Outcome.Up).Select(s => s.Ms).ToList();
            Assert.Equal((up.Count, 30 - up.Count), (stretch.Answered, stretch.Failed));
            Assert.Equal(up.Average(), stretch.MeanMs!.Value, 6);
            Assert.Equal(up.Max(), stretch.MaxMs);
        }
        // A stretch that lies in both months is one.
        Assert.Equal(360, Assert.Single(await store.Read(Gate, Start.AddHours(-23), Start.AddHours(25), TimeSpan.FromDays(3000))) is { } all ? all.Answered + all.Failed : 0);
        var means = await store.Of.Means(Start, Start.AddHours(2), default);
        Assert.Equal([(Gate, 360), (Other, 360)], means.OrderBy(m => m.Key.Value).Select(m => (m.Key, m.Value.Answered + m.Value.Failed)));
        Assert.Equal(900, means[Other].MeanMs);
        Assert.Empty(await store.Of.Read(CheckId.From(Guid.Parse("01900000-0000-7000-8000-000000000009")), Start, Start.AddHours(2), Ten, default));
    }

    [Fact]
    public async Task Putting_samples_in_order_changes_no_answer_and_what_comes_late_finds_its_place()
    {
        const int Chunk = 40_000;
        var folder = Scratch();
        var (count, start) = (Chunk * 3 / 2, Start.AddDays(-10));
        using (var store = new DuckStore(folder, Chunk))
        {
            // A chunk and a half over three days, of two checks in turn.
            var every = TimeSpan.FromDays(3) / count;
            Sample At(int i) => new(i % 2 == 0 ? Gate : Other, start + i * every, i % 11 == 0 ? Outcome.Down : Outcome.Up, i % 100);
            await store.Keep([new Intake(1, Customer, [.. Enumerable.Range(0, count).Select(At)])], default);
            async Task<string> Everything() => string.Join('\n', [
                .. await store.Read(Gate, start, start.AddDays(4), TimeSpan.FromHours(1), default), .. await store.Read(Other, start.AddHours(5), start.AddHours(29), Ten, default),
                .. (await store.Means(start, start.AddDays(4), default)).OrderBy(m => m.Key.Value).Select(m => m.Value)]);
            var before = await Everything();

            // What the month in hand has beyond a full chunk lies as it came.
            Assert.True(await store.Tidy(start, default));
            Assert.False(await store.Tidy(start, default));
            Assert.Equal(before, await Everything());
            Assert.True(await store.Tidy(start.AddDays(20), default));
            Assert.False(await store.Tidy(start.AddDays(20), default));
            Assert.Equal(before, await Everything());

            // A batch that came late, and the same once more.
            for (var i = 0; i < 2; i++) await store.Keep([new Intake(2, Customer, [At(0), At(1)])], default);
            Assert.True(await store.Tidy(start.AddDays(21), default));
        }
        using (var store = new DuckStore(folder)) Assert.Equal(count + 2, (await store.Means(start, start.AddDays(4), default)).Values.Sum(s => s.Answered + s.Failed));
        Directory.Delete(folder.Path, true);
    }

    [Fact]
    public async Task What_version_0_1_remembered_of_single_samples_keeps_no_batch_out()
    {
        var folder = Scratch();
        Directory.CreateDirectory(folder.Metrics);
        await using (var old = new DuckDB.NET.Data.DuckDBConnection($"DataSource={Path.Combine(folder.Metrics, "2026-03.duckdb")}"))
        {
            await old.OpenAsync();
            await using var command = old.CreateCommand();
            command.CommandText = "create table kept (position bigint); insert into kept select * from range(1, 1000)";
            await command.ExecuteNonQueryAsync();
        }
        using (var store = new DuckStore(folder))
        {
            await store.Keep([new Intake(7, Customer, [new(Gate, Start, Outcome.Up, 1)])], default);
            Assert.Equal(1, Assert.Single(await store.Read(Gate, Start, Start.AddHours(1), Ten, default)).Answered);
        }
        Directory.Delete(folder.Path, true);
    }

    [Fact]
    public async Task A_month_that_is_over_its_time_is_thrown_away_whole()
    {
        var folder = Scratch();
        using (var store = new DuckStore(folder))
        {
            await store.Keep([new Intake(1, Customer, [new(Gate, Start, Outcome.Up, 1), new(Gate, Start.AddHours(2), Outcome.Up, 1)])], default);
            await store.Drop(Start.AddHours(2), default);
            Assert.Equal(["2026-04.duckdb"], Directory.GetFiles(folder.Metrics, "*.duckdb").Select(Path.GetFileName));
            Assert.Single(await store.Read(Gate, Start.AddDays(-40), Start.AddDays(40), Ten, default));
        }
        Directory.Delete(folder.Path, true);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_graph_shows_what_is_stored_and_what_still_waits(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var engineer = await WatchTests.In(server, Company.UserOf(Access.Role.L2));
        var check = await WatchTests.Add(engineer, company);
        await WatchTests.Hear(server, company, check, (10, Outcome.Up), (20, Outcome.Down));
        Assert.Equal(2, (await server.Waiting()).Count);
        await Sweep(server);
        Assert.Empty(await server.Waiting());
        await WatchTests.Hear(server, company, check, (30, Outcome.Up), (40, Outcome.Up));
        server.Time.Advance(TimeSpan.FromMinutes(1));
        var graph = (await engineer.Get($"status/{check}"))["graph"]!["stretches"]!.AsArray();
        Assert.Equal((3, 1), (graph.Sum(s => s!["answered"]!.GetValue<int>()), graph.Sum(s => s!["failed"]!.GetValue<int>())));
        var now = server.Time.GetUtcNow();
        var minutes = (await engineer.Get($"checks/{check}/samples?from={now.AddHours(-1):O}&to={now:O}&step=60".Replace("+", "%2B"))).AsArray();
        Assert.Equal((3, 1), (minutes.Sum(s => s!["answered"]!.GetValue<int>()), minutes.Sum(s => s!["failed"]!.GetValue<int>())));
        using var senseless = await engineer.Http.GetAsync($"/api/v1/checks/{check}/samples?from={now:O}&to={now:O}&step=60".Replace("+", "%2B"));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, senseless.StatusCode);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_version_0_1_left_waiting_goes_into_the_store(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var engineer = await WatchTests.In(server, Company.UserOf(Access.Role.L2));
        var check = await WatchTests.Add(engineer, company);
        await server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            db.AddRange(Enumerable.Range(0, 7).Select(i => new SampleRow { Check = CheckId.From(check), Customer = TenantId.From(company.Customer), At = server.Time.GetUtcNow().AddSeconds(i), Outcome = i == 3 ? Outcome.Down : Outcome.Up, Ms = 2 }));
            await db.Commit(default);
        });
        while (await Sweep(server) > 0) { }
        Assert.Empty(await server.Waiting());
        server.Time.Advance(TimeSpan.FromMinutes(1));
        var graph = (await engineer.Get($"status/{check}"))["graph"]!["stretches"]!.AsArray();
        Assert.Equal((6, 1), (graph.Sum(s => s!["answered"]!.GetValue<int>()), graph.Sum(s => s!["failed"]!.GetValue<int>())));
    }

    [Fact]
    public async Task Killed_again_and_again_while_samples_move_each_is_stored_once()
    {
        const int samples = 1_200_000;
        var (server, company) = await TestServer.WithCompany(Engine.Sqlite);
        var customer = TenantId.From(company.Customer);
        await server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            await db.CommitBulk(async () =>
            {
                foreach (var part in Enumerable.Range(0, samples).Select(i => new Sample(i % 2 == 0 ? Gate : Other, Start.AddMilliseconds(10 * i), Outcome.Up, i)).Chunk(1000))
                    await BulkWriter.Insert(db, [IntakeRow.Of(customer, part)], default);
                return ([], [], []);
            }, default);
            return 0;
        });
        var folder = new DataFolder(server.Folder.Path);
        await server.CloseAndKeep();
        var (dice, rounds) = (new Random(7), 0);
        for (var left = samples; left > 0; rounds++)
        {
            await using var running = await ServerProcess.Start(folder.Path);
            await Task.Delay(rounds == 0 ? 0 : rounds < 6 ? dice.Next(0, 700) : 5_000);
            await running.Kill();
            await using var reading = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.SqliteFile};Pooling=False");
            await reading.OpenAsync();
            await using var count = reading.CreateCommand();
            count.CommandText = "select coalesce(sum(length(samples)), 0) / 28 from monitoring_intake";
            left = Convert.ToInt32(await count.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(rounds < 20, $"{left} samples are still not stored");
        }
        using (var store = new DuckStore(folder))
            foreach (var (check, first) in new[] { (Gate, 0), (Other, 1) })
            {
                var all = await store.Read(check, Start, Start.AddDays(1), TimeSpan.FromSeconds(1), default);
                Assert.Equal(samples / 2, all.Sum(s => s.Answered));
                Assert.Equal(Enumerable.Range(0, samples / 2).Sum(i => (double)(2 * i + first)), all.Sum(s => s.MeanMs!.Value * s.Answered), 0);
            }
        Assert.True(rounds > 1, "the samples were moved before the first blow: this was no trial");
        Directory.Delete(folder.Path, true);
    }

    static Task<int> Sweep(TestServer server) => server.As(s => s.GetServices<Platform.Sweeps.ISweep>().OfType<MetricSweep>().Single().RunOnce(server.Time.GetUtcNow(), default));

    static DataFolder Scratch() => new(Directory.CreateTempSubdirectory("steward-metrics-").FullName);

    /// <summary>A store to try, and what goes when it is done with.</summary>
    sealed class Trial(MetricStore of, Func<Task> close, bool eventually) : IAsyncDisposable
    {
        public MetricStore Of => of;

        /// <summary>VictoriaMetrics shows what it took after some seconds: read until it shows something and nothing more comes.</summary>
        public async Task<IReadOnlyList<Stretch>> Read(CheckId check, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
        {
            var before = await of.Read(check, from, to, step, default);
            for (var (still, tries) = (0, 0); eventually && still < 5 && tries < 120; tries++)
            {
                await Task.Delay(500);
                var now = await of.Read(check, from, to, step, default);
                still = now.Count > 0 && now.SequenceEqual(before) ? still + 1 : 0;
                before = now;
            }
            return before;
        }

        public ValueTask DisposeAsync() => new(close());
    }

    static async Task<Trial> StoreOf(string kind)
    {
        var folder = Scratch();
        if (kind == "DuckDB")
        {
            var store = new DuckStore(folder);
            return new(store, () => { store.Dispose(); Directory.Delete(folder.Path, true); return Task.CompletedTask; }, false);
        }
        var port = ServerProcess.FreePort();
        var server = Process.Start(new ProcessStartInfo("victoria-metrics", [$"-storageDataPath={folder.Path}/vm", $"-httpListenAddr=127.0.0.1:{port}", "-retentionPeriod=100y", "-dedup.minScrapeInterval=1ms", "-search.latencyOffset=0s"]) { RedirectStandardError = true })!;
        server.ErrorDataReceived += (_, _) => { };
        server.BeginErrorReadLine();
        var http = new HttpClient();
        for (var i = 0; ; i++)
            try
            {
                (await http.GetAsync($"http://127.0.0.1:{port}/health")).EnsureSuccessStatusCode();
                break;
            }
            catch (HttpRequestException) when (i < 200 && !server.HasExited) { await Task.Delay(50); }
        return new(new PrometheusStore(http, new() { Monitoring = new() { MetricsUrl = $"http://127.0.0.1:{port}" } }), async () =>
        {
            server.Kill();
            await server.WaitForExitAsync();
            http.Dispose();
            Directory.Delete(folder.Path, true);
        }, true);
    }
}
