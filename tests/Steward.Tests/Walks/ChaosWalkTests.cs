// One day at a site twice: undisturbed, and with everything going wrong in turn. After healing both say the same; nothing is lost, nothing is double, nobody calls up what he did not see.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Monitoring;
using Steward.Monitoring.Metrics;
using Steward.Monitoring.Checks;
using Steward.Platform.Data;
using Steward.Platform.Events;
using Steward.Probes;
using Steward.Protocol;
using Steward.Sla;
using Xunit;

namespace Steward.Walks;

/// <summary>
/// The path of the data is the real one: batches by HTTP, news, stages, groups, on each database, swept by two nodes at once. Only waiting is done by a clock of the test's. Processes that are
/// killed for good are in <see cref="KillTests"/>, <see cref="ProbeWalkTests"/> and <see cref="TwoNodesTests"/>.
/// </summary>
public sealed class ChaosWalkTests
{
    static readonly TimeSpan Look = TimeSpan.FromMinutes(1);
    const int Minutes = 6 * 60;

    /// <summary>Minutes of the day at which the two services do not answer, [from, to). The line is cut from 140 to 280: one outage begins before, one after, some pass within.</summary>
    static readonly (int From, int To)[][] Outages = [[(40, 52), (130, 150), (190, 205), (270, 290), (330, 335)], [(45, 47), (160, 161), (200, 260), (300, 310)]];

    static readonly string[] Names = ["核心网关", "业务系统"];

    /// <summary>Each check is told of for itself, so that the days can be compared outage by outage.</summary>
    const string Routes = """
        route:
          receiver: duty
          group_by: ['...']
          group_wait: 0s
          group_interval: 1m
          repeat_interval: 12h
        receivers:
        - name: duty
          email_configs: [{to: duty@example.com, send_resolved: true}]
        inhibit_rules:
        - source_matchers: [alertname="ProbeSilent"]
          target_matchers: [alertname="CheckBlind"]
          equal: [probe]

        """;

    /// <summary>What a day leaves behind.</summary>
    sealed record Day(IReadOnlyList<string> Samples, IReadOnlyList<string> Ledgers, IReadOnlyList<string> Outages, IReadOnlyList<string> Tickets, IReadOnlyList<string> Ends, IReadOnlyList<string> Begins, int Silences, int Blind, int SeesAgain, IReadOnlyList<string> Clocks);

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_day_on_which_everything_goes_wrong_leaves_what_a_quiet_day_leaves(Engine engine)
    {
        var (quiet, wild) = (await Live(engine, disturbed: false), await Live(engine, disturbed: true));
        Assert.Equal(2 * Minutes + 2 * Outages.Sum(o => o.Length), quiet.Samples.Count);
        Assert.Equal(Outages.Sum(o => o.Length), quiet.Outages.Count);
        Assert.Equal(quiet.Samples, wild.Samples);
        Assert.Equal(quiet.Ledgers, wild.Ledgers);
        Assert.Equal(quiet.Outages, wild.Outages);
        Assert.Equal(quiet.Tickets, wild.Tickets);
        // Everybody hears of the end of every outage once; of its beginning too, if anybody could know while it lasted.
        Assert.Equal(quiet.Outages, quiet.Ends);
        Assert.Equal(quiet.Ends, wild.Ends);
        Assert.Equal(quiet.Outages, quiet.Begins);
        Assert.Equal(wild.Begins.Distinct(), wild.Begins);
        Assert.Equal(3, quiet.Begins.Except(wild.Begins).Count()); // those that came and went within the cut
        Assert.Equal((0, 1), (quiet.Silences, wild.Silences));
        // Clocks of tickets that somebody had before the line was cut, and before the clock jumped: told once, at the same moments.
        Assert.Contains(quiet.Clocks, c => c.Contains("late", StringComparison.Ordinal));
        Assert.Equal(quiet.Clocks.Distinct(), quiet.Clocks);
        Assert.Equal(quiet.Clocks, wild.Clocks);
        // Each of them is blind once for the line, however many batches the backlog comes in, not once for the clock, and once when the day is over and nobody looks any more.
        Assert.Equal((2, 0, 4, 2), (quiet.Blind, quiet.SeesAgain, wild.Blind, wild.SeesAgain));
    }

    static async Task<Day> Live(Engine engine, bool disturbed)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using (var manager = await Signals.In(server, Company.UserOf(Role.SvcMgr)))
            await manager.Do("alert-routes", new { text = Routes });
        using var engineer = await Signals.In(server, Company.UserOf(Role.L2));
        var (probe, line) = await Line.Enrolled(server, company.Site);
        using var closingLine = line;
        var checks = new List<Guid>();
        foreach (var name in Names)
            checks.Add(await engineer.Make("checks", new
            {
                customer = company.Customer, site = company.Site, name, kind = "Tcp", target = "gateway.example", port = 443, contract = company.Contract, probe, intervalSeconds = (int)Look.TotalSeconds, timeoutMs = 1000, confirmations = 2,
            }));
        var start = server.Time.GetUtcNow();
        var (spool, taken) = (new List<CheckResult>(), 0L);

        await using var other = disturbed ? server.Node() : null;

        async Task Sweep()
        {
            // Both nodes fall upon every duty at once; each may be done once only.
            foreach (var duty in new[] { "probe-silence", "monitoring-blind", "news", "alerts", "alert-groups", "sla-clocks" })
                if (disturbed) await Task.WhenAll(server.Sweep(duty), server.Sweep(duty, other!.Services));
                else await server.Sweep(duty);
        }
        for (var minute = 1; minute <= Minutes; minute++)
        {
            var cut = disturbed && minute is >= 140 and < 280;
            for (var half = 0; half < 2; half++)
            {
                server.Time.Advance(Look / 2);
                if (!cut) using (await line.Work()) { }
                await Sweep();
            }
            var at = start + minute * Look;
            foreach (var (check, outages) in checks.Zip(Outages)) spool.AddRange(Seen(check, at.AddSeconds(-2), outages.Any(o => minute >= o.From && minute < o.To), outages.Any(o => minute == o.From)));

            if (cut) continue;
            if (disturbed && minute is 48 or 320) await Jump(server, TimeSpan.FromHours(1), Sweep);
            if (disturbed && minute is 323) await Jump(server, TimeSpan.FromHours(-1), Sweep);
            if (disturbed && minute % 7 == 0 && engine == Engine.Postgres) await CutOff(server);
            // A batch whose acknowledgement is lost comes again, with what was seen since.
            var lost = disturbed && minute % 5 == 0;
            for (var first = 0; first < spool.Count; first += 100)
            {
                var batch = spool.Skip(first).Take(100).ToList();
                var sent = new Batch(taken + first + batch.Count, server.Time.GetUtcNow(), batch);
                for (var tries = 0; ; tries++)
                {
                    var code = await line.Send(sent);
                    if (code == System.Net.HttpStatusCode.OK) break;
                    Assert.True(disturbed && tries < 20, $"minute {minute}: {code}");
                }
                if (disturbed && minute % 3 == 0) Assert.Equal(System.Net.HttpStatusCode.OK, await line.Send(sent));
                await Sweep();
            }
            if (lost) continue;
            taken += spool.Count;
            spool.Clear();
        }
        for (var i = 0; i < 20; i++)
        {
            server.Time.Advance(Look / 2);
            using (await line.Work()) { }
            await Sweep();
        }

        var silent = (await engineer.Listed("view=All")).Count(a => a.Text("name") == CheckAlerts.Silent);
        var names = checks.Zip(Names).ToDictionary(c => c.First, c => c.Second);
        return await server.As(async s =>
        {
            var (db, watch) = (s.GetRequiredService<StewardDb>(), s.GetRequiredService<Watch>());
            string Minute(DateTimeOffset moment) => $"{(moment - start).TotalSeconds:0.0}";
            var samples = (await db.Set<IntakeRow>().AsNoTracking().ToListAsync()).SelectMany(r => r.Read().Samples).Select(r => $"{names[r.Check.Value]} {Minute(r.At)} {r.Outcome}").Order(StringComparer.Ordinal).ToList();
            var ledgers = new List<string>();
            foreach (var check in await watch.Checks.OrderBy(c => c.Id).ToListAsync())
            {
                // Until the last look: what comes after it is the test's own waiting.
                var reading = await watch.LedgerOf(check, new Interval(start.AddMinutes(1), start + Minutes * Look), start + Minutes * Look, default);
                ledgers.Add($"{check.Name}: {string.Join(", ", Enum.GetValues<LedgerKind>().Select(k => $"{k} {reading.SecondsOf(k)}"))}");
            }
            var alerts = await db.Set<Alert>().AsNoTracking().Where(a => a.Name == CheckAlerts.Down).ToListAsync();
            var said = alerts.ToDictionary(a => a.Id, a => $"{names[a.About]} {Minute(a.StartsAt)} to {(a.EndsAt is { } end ? Minute(end) : "?")}");
            var steps = await db.Set<AlertStep>().AsNoTracking().Where(p => p.Stage == StageName.Notify).ToListAsync();
            List<string> Told(string words) => [.. steps.Where(p => p.Words == words && said.ContainsKey(p.Alert)).Select(p => said[p.Alert]).Order(StringComparer.Ordinal)];
            var tickets = (await server.Tickets()).Where(t => !t.Summary.Contains("探针")).Select(t => $"{t.Summary} {t.State}").Order(StringComparer.Ordinal).ToList();
            var subjects = (await server.Tickets()).Where(t => !t.Summary.Contains("探针")).ToDictionary(t => t.Id.Value, t => t.Summary);
            var clocks = new List<string>();
            foreach (var told in await db.Set<EventRow>().AsNoTracking().Where(e => e.Kind == nameof(ClockBreached) || e.Kind == nameof(ClockWarned)).ToListAsync())
                if (subjects.TryGetValue(told.Subject, out var of))
                    clocks.Add($"{of} {(told.Kind == nameof(ClockBreached) ? "late" : "warned")} {Minute(told.OccurredAt)} {System.Text.Json.Nodes.JsonNode.Parse(told.Body)!["kind"]} {System.Text.Json.Nodes.JsonNode.Parse(told.Body)!["share"]}");
            clocks.Sort(StringComparer.Ordinal);
            Task<int> News(string kind) => db.Set<EventRow>().CountAsync(e => e.Kind == kind);
            return new Day(samples, ledgers, [.. said.Values.Order(StringComparer.Ordinal)], tickets, Told("Alerting.Step.ToldOver"), Told("Alerting.Step.Told"), silent, await News(nameof(WentBlind)), await News(nameof(SeesAgain)), clocks);
        });
    }

    /// <summary>A look, and on a first failure the quick confirmations behind it.</summary>
    static IEnumerable<CheckResult> Seen(Guid check, DateTimeOffset at, bool down, bool first)
    {
        for (var i = 0; i <= (first ? 2 : 0); i++)
            yield return new(check, at.AddMilliseconds(300 * i), down ? Outcome.Down : Outcome.Up, 12.5, down ? "connection refused" : "", null, Confirming: i > 0);
    }

    /// <summary>The server's clock is wrong for a while, and right again.</summary>
    static async Task Jump(TestServer server, TimeSpan by, Func<Task> sweep)
    {
        server.Time.Jump(by);
        await sweep();
        await sweep();
        server.Time.Jump(-by);
        await sweep();
    }

    /// <summary>The database server ends every connection, as one does that restarts.</summary>
    static async Task CutOff(TestServer server) =>
        await Postgres.Run($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{new NpgsqlConnectionStringBuilder(server.Connection).Database}' and pid <> pg_backend_pid()");
}
