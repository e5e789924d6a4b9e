// A check from its first result to the month's ledger, as people and probes meet it, on both databases.
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Monitoring.Checks;
using Steward.Platform.Data;
using Steward.Platform.Events;
using Steward.Platform.Sweeps;
using Xunit;
using Steward.Protocol;

namespace Steward.Monitoring;

public sealed class WatchTests
{
    internal static readonly Guid Probe = Guid.Parse("11111111-2222-7333-8444-555555555555");

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task An_outage_goes_from_the_first_failure_to_news_board_and_ledger(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var engineer = await In(server, Company.UserOf(Role.L2));
        var check = await Add(engineer, company);
        Assert.Equal("Waiting", Text((await Board(engineer))[0], "look"));
        await Hear(server, company, check, (10, Outcome.Up), (20, Outcome.Down), (21, Outcome.Down));
        Assert.Equal("Failing", Text((await Board(engineer))[0], "look"));
        Assert.Empty(await News(server, check));
        await Hear(server, company, check, (22, Outcome.Down), (30, Outcome.Down));
        // The same batch again, and a result that was long on its way.
        await Hear(server, company, check, (22, Outcome.Down), (30, Outcome.Down), (15, Outcome.Up));
        Assert.Equal(["ServiceWentDown 20"], await News(server, check));
        Assert.Equal("Down", Text((await Board(engineer))[0], "look"));
        await Hear(server, company, check, (45, Outcome.Down), (60, Outcome.Down), (80, Outcome.Up));
        Assert.Equal(["ServiceWentDown 20", "ServiceCameBack 80"], await News(server, check));

        // Seen from a minute later: up 10 s and 60 s, down 60 s, and the first ten seconds nobody knows.
        server.Time.Advance(TimeSpan.FromSeconds(140));
        var page = await engineer.Get($"status/{check}");
        Assert.Equal((70, 60, 130), (page["seconds"]!["Up"]!.GetValue<long>(), page["downSeconds"]!.GetValue<long>(), page["agreedSeconds"]!.GetValue<long>()));
        Assert.Equal(53.85m, page["availabilityPercent"]!.GetValue<decimal>());
        Assert.Equal(page["evidence"]!.AsArray().Sum(s => s!["seconds"]!.GetValue<long>()), page["seconds"]!.AsObject().Sum(s => s.Value!.GetValue<long>()));
        var html = await Page(engineer, $"/status/{check}");
        Assert.Contains("53.85 %", html);
        Assert.Contains("核心网关", await Page(engineer, "/status?look=Up"));
        Assert.DoesNotContain("核心网关", await Page(engineer, "/status?look=Down"));
        // Each result is a sample, also those that turned nothing.
        Assert.Equal(11, (await server.Waiting()).Count);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Silence_is_announced_once_however_many_nodes_look_and_ends_with_the_next_result(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var engineer = await In(server, Company.UserOf(Role.L2));
        var check = await Add(engineer, company);
        await Hear(server, company, check, (10, Outcome.Up));
        server.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(0, await Sweep(server));
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await Task.WhenAll(Sweep(server), Sweep(server), Sweep(server))).Sum());
        Assert.Equal(["WentBlind 10"], await News(server, check));
        Assert.Equal("Blind", Text((await Board(engineer))[0], "look"));
        await Hear(server, company, check, (100, Outcome.Up));
        Assert.Equal(["WentBlind 10", "SeesAgain 100"], await News(server, check));
        server.Time.Advance(TimeSpan.FromSeconds(69));
        var page = await engineer.Get($"status/{check}");
        Assert.Equal((10, 100m), (page["seconds"]!["Up"]!.GetValue<long>(), page["availabilityPercent"]!.GetValue<decimal>()));
    }

    /// <summary>Two probes look at the same; of one of them the results are held up, and it works off its backlog as fast as an overloaded probe does.</summary>
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_backlog_leaves_the_ledger_of_a_punctual_probe_and_is_not_told_as_if_it_were_now(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var signedIn = engineer;
        var (first, punctual) = await Probes.Line.Enrolled(server, company.Site, "探针甲");
        using var hangup = punctual;
        var (second, late) = await Probes.Line.Enrolled(server, company.Site, "探针乙");
        using var hangupToo = late;
        var (prompt, held) = (await Add(engineer, company, first), await Add(engineer, company, second));
        var start = server.Time.GetUtcNow();
        // Every ten seconds a look, but none in steps 40 to 45; down in [20, 26) and [75, 100).
        IEnumerable<CheckResult> Seen(Guid check, int step)
        {
            var down = step is >= 20 and < 26 or >= 75 and < 100;
            for (var i = 0; i <= (step is 20 or 75 ? 2 : 0) && step is < 40 or >= 46; i++)
                yield return new(check, start.AddSeconds(10 * step - 2).AddMilliseconds(300 * i), down ? Outcome.Down : Outcome.Up, 12.5, "", null, Confirming: i > 0);
        }
        async Task Send(Probes.Line line, List<CheckResult> seen, long number)
        {
            using (await line.Work()) { }
            if (seen.Count > 0) Assert.Equal(HttpStatusCode.OK, await line.Send(new(number, server.Time.GetUtcNow(), seen)));
        }
        var (sent, arrived, step) = (new Dictionary<Guid, long> { [prompt] = 0, [held] = 0 }, 0, 0);
        async Task Go(int until)
        {
            while (step < until)
            {
                server.Time.Advance(start.AddSeconds(10 * ++step) - server.Time.GetUtcNow());
                List<CheckResult> seen = [.. Seen(prompt, step)];
                await Send(punctual, seen, sent[prompt] += seen.Count);
                // Held up from step 11 on; from 51 on two looks for each that is added.
                var upTo = step <= 10 ? step : step <= 50 ? 10 : Math.Min(step, 2 * step - 90);
                seen = [.. Enumerable.Range(arrived + 1, upTo - arrived).SelectMany(at => Seen(held, at))];
                arrived = upTo;
                await Send(late, seen, sent[held] += seen.Count);
                foreach (var duty in new[] { "monitoring-blind", "news", "alerts", "alert-groups" }) await server.Sweep(duty);
            }
        }
        async Task<List<JsonNode>> Spans(Guid check) => [.. (await engineer.Get($"status/{check}"))["evidence"]!.AsArray().Select(e => e!)];
        async Task<string> Looks(Guid check) => Text((await Board(engineer)).Single(r => Text(r, "id") == check.ToString()), "look");
        async Task<List<string>> Alerts(Guid check, string view) => await server.As(async s => (await s.GetRequiredService<AlertInbox>().Alerts.Where(a => a.About == check && (view == "All" || a.State == AlertState.Firing)).OrderBy(a => a.StartsAt).ToListAsync()).Select(a => a.Name).ToList());

        await Go(70);
        // Where its evidence ends it is blind, though an outage was seen to come and go meanwhile.
        Assert.Equal(("Blind", start.AddSeconds(498)), (Text((await Spans(held))[^1], "kind"), (await Spans(held))[^1]["from"]!.GetValue<DateTimeOffset>()));
        Assert.Equal("Blind", await Looks(held));
        Assert.Equal([CheckAlerts.Blind], await Alerts(held, "Open"));
        // Evidence of the outage that lasts is there, from more than a minute ago: nobody is called for it.
        await Go(85);
        Assert.Equal(("Down", "Blind"), (await Looks(prompt), await Looks(held)));
        Assert.Equal([CheckAlerts.Blind], await Alerts(held, "Open"));
        await Go(88);
        Assert.Equal("Down", await Looks(held));
        Assert.Equal([CheckAlerts.Down], await Alerts(held, "Open"));
        await Go(110);

        Assert.Equal(["ServiceWentDown 198", "ServiceCameBack 258", "WentBlind 388", "SeesAgain 458", "ServiceWentDown 748", "ServiceCameBack 998"], await News(server, prompt, start));
        Assert.Equal(["WentBlind 98", "ServiceWentDown 198", "ServiceCameBack 258", "SeesAgain 858", "ServiceWentDown 748", "ServiceCameBack 998"], await News(server, held, start));
        foreach (var check in new[] { prompt, held })
        {
            Assert.Equal([CheckAlerts.Blind, CheckAlerts.Down, CheckAlerts.Down], (await Alerts(check, "All")).Order());
            Assert.Empty(await Alerts(check, "Open"));
        }
        static string Said(IEnumerable<JsonNode> spans) => string.Join('\n', spans.Select(s => $"{s["from"]} {s["to"]} {s["kind"]} {s["seconds"]}"));
        Assert.Equal(Said(await Spans(prompt)), Said(await Spans(held)));
        // For all that came late, two facts: that nothing was seen, and that something was.
        async Task<int> Facts(Guid check) => (await server.As(s => s.GetRequiredService<Watch>().Facts(CheckId.From(check), default))).Count;
        Assert.Equal(await Facts(prompt) + 2, await Facts(held));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_check_that_is_paused_amid_its_backlog_was_blind_from_the_end_of_its_evidence(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var engineer = await In(server, Company.UserOf(Role.L2));
        var check = await Add(engineer, company);
        await Hear(server, company, check, (10, Outcome.Up));
        server.Time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(1, await Sweep(server));
        await Hear(server, company, check, (20, Outcome.Up), (30, Outcome.Up));
        await engineer.Do($"checks/{check}/pause", new { reason = "搬迁" });
        server.Time.Advance(TimeSpan.FromSeconds(100));
        await engineer.Do($"checks/{check}/resume");
        await Hear(server, company, check, (210, Outcome.Up));
        server.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal((20 + 10, 100m), ((await engineer.Get($"status/{check}"))["seconds"]!["Up"]!.GetValue<long>(), (await engineer.Get($"status/{check}"))["availabilityPercent"]!.GetValue<decimal>()));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Two_batches_at_once_lose_nothing_and_tell_nothing_twice(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var engineer = await In(server, Company.UserOf(Role.L2));
        var check = await Add(engineer, company);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Hear(server, company, check, (10, Outcome.Up), (20, Outcome.Down), (21, Outcome.Down), (22, Outcome.Down), (30, Outcome.Up))));
        Assert.Equal(["ServiceWentDown 20", "ServiceCameBack 30"], await News(server, check));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_is_done_to_a_check_between_two_batches_of_its_probe_counts_from_the_next_one_on(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var engineer = await In(server, Company.UserOf(Role.L2));
        var (probe, line) = await Probes.Line.Enrolled(server, company.Site);
        using var hangup = line;
        object Asked(Guid? of = null, int confirmations = 2) => new { check = of, customer = company.Customer, site = company.Site, name = "核心网关", kind = "Tcp", target = "gateway.example", port = 443, contract = company.Contract, probe, intervalSeconds = 10, timeoutMs = 1000, confirmations };
        var check = await engineer.Make("checks", Asked());
        var number = 0L;
        async Task Send(params Outcome[] seen)
        {
            server.Time.Advance(TimeSpan.FromSeconds(10));
            var now = server.Time.GetUtcNow();
            number += seen.Length;
            Assert.Equal(HttpStatusCode.OK, await line.Send(new(number, now, [.. seen.Select((o, i) => new CheckResult(check, now.AddSeconds(i - seen.Length), o, 3, "", null, false))])));
        }
        await Send(Outcome.Up);
        await Send(Outcome.Down, Outcome.Down);
        Assert.Equal("Failing", Text((await Board(engineer))[0], "look"));
        // Paused: what the probe still sends is no longer seen.
        await engineer.Do($"checks/{check}/pause", new { reason = "搬迁" });
        await Send(Outcome.Down, Outcome.Down, Outcome.Down);
        Assert.Equal("Paused", Text((await Board(engineer))[0], "look"));
        await engineer.Do($"checks/{check}/resume", new { });
        await Send(Outcome.Up);
        // One confirmation fewer.
        await engineer.Do($"checks/{check}/change", Asked(check, confirmations: 1));
        await Send(Outcome.Down, Outcome.Down);
        Assert.Equal("Down", Text((await Board(engineer))[0], "look"));
        await Send(Outcome.Up);
        await Send(Outcome.Down);
        Assert.Equal("Failing", Text((await Board(engineer))[0], "look"));
        await Send(Outcome.Down, Outcome.Up);
        // Called blind by the sweep, and seen again.
        server.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(1, await Sweep(server));
        await Send(Outcome.Up, Outcome.Up);
        Assert.Equal("Up", Text((await Board(engineer))[0], "look"));
        Assert.Equal(["ServiceWentDown", "ServiceCameBack", "ServiceWentDown", "ServiceCameBack", "WentBlind", "SeesAgain"], (await News(server, check)).Select(n => n.Split(' ')[0]));
        await engineer.Do($"checks/{check}/remove", new { reason = "下线" });
        await Send(Outcome.Down, Outcome.Down);
        Assert.Equal(15, (await server.Waiting()).Count);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Maintenance_is_entered_ahead_and_an_exclusion_needs_somebody_elses_word(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var engineer = await In(server, Company.UserOf(Role.L2));
        using var manager = await In(server, Company.UserOf(Role.SvcMgr));
        var (check, start) = (await Add(engineer, company), TestServer.Start);
        await Hear(server, company, check, (0, Outcome.Up), (20, Outcome.Down), (21, Outcome.Down), (22, Outcome.Down), (40, Outcome.Down), (60, Outcome.Down), (80, Outcome.Down), (100, Outcome.Up));
        Assert.Equal(400, (await engineer.Refused($"checks/{check}/maintenance", new { from = start.AddSeconds(-1), until = start.AddMinutes(5), reason = "换板" })).Status);
        await engineer.Do($"checks/{check}/maintenance", new { from = start.AddSeconds(30), until = start.AddSeconds(50), reason = "换板" });
        server.Time.Advance(TimeSpan.FromSeconds(120));
        Assert.Equal(60, (await engineer.Get($"status/{check}"))["downSeconds"]!.GetValue<long>());

        await engineer.Do($"checks/{check}/exclusions", new { from = start.AddSeconds(50), until = start.AddSeconds(80), reason = "客户机房停电" });
        Assert.Equal(60, (await engineer.Get($"status/{check}"))["downSeconds"]!.GetValue<long>());
        var asked = Assert.Single((await manager.Get("approvals"))["items"]!.AsArray())!;
        Assert.Contains("客户机房停电", await Page(manager, $"/status/{check}"));
        await manager.Do($"approvals/{Text(asked, "id")}/decide", new { agree = true });
        var page = await engineer.Get($"status/{check}");
        Assert.Equal((30, 30, 20), (page["downSeconds"]!.GetValue<long>(), page["seconds"]!["Excluded"]!.GetValue<long>(), page["seconds"]!["Maintenance"]!.GetValue<long>()));
        var excluded = page["evidence"]!.AsArray().Single(s => Text(s!, "kind") == "Excluded")!;
        Assert.Equal(("客户机房停电", "账号 L2", "账号 SvcMgr"), (Text(excluded, "reason"), Text(excluded, "by"), Text(excluded, "approvedBy")));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_paused_check_hears_nothing_and_its_probe_gets_no_order_for_it(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var engineer = await In(server, Company.UserOf(Role.L2));
        var check = await Add(engineer, company);
        Assert.Equal(["gateway.example:443"], await Orders(server));
        await Hear(server, company, check, (10, Outcome.Up));
        await engineer.Do($"checks/{check}/pause", new { reason = "搬迁" });
        Assert.Empty(await Orders(server));
        server.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(0, await Sweep(server));
        await engineer.Do($"checks/{check}/resume");
        await Hear(server, company, check, (610, Outcome.Up));
        Assert.Empty(await News(server, check));
        Assert.Equal("Up", Text((await Board(engineer))[0], "look"));
        await engineer.Do($"checks/{check}/remove", new { reason = "下线" });
        Assert.Empty(await Board(engineer));
        Assert.Equal(404, (await engineer.Refused($"checks/{check}/resume")).Status);
        // Another probe's word about it counts for nothing.
        Assert.Empty(await server.As(s => s.Take(company, Guid.Empty, [Result(check, 700, Outcome.Down)], server.Time.GetUtcNow())));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_promise_board_shows_availability_with_evidence_that_adds_up(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var admin = await In(server, "admin");
        var contract = await admin.Make("contracts", new { company.Customer, name = "2026 机房托管合同", firstDay = "2026-01-01", lastDay = "2026-12-31", price = 1000 });
        await admin.Make($"contracts/{contract}/services", new { name = "网关", nameEn = "Gateway" });
        var clause = await admin.Make($"contracts/{contract}/clauses", new { number = "1.1", text = "可用性不低于 99%", textEn = "Available at least 99 % of the time", measure = "availability", target = 99 });
        await admin.Do($"contracts/{contract}/sign", new { signedBy = "张三" });
        using var manager = await In(server, Company.UserOf(Role.SvcMgr));
        async Task<JsonNode> Promise() => (await manager.Get($"promises?contract={contract}&period=2026-03"))["promises"]![0]!;
        Assert.Equal("NothingToMeasure", Text(await Promise(), "verdict"));

        using var engineer = await In(server, Company.UserOf(Role.L2));
        var check = await Add(engineer, company with { Contract = contract });
        await Hear(server, company, check, (0, Outcome.Up), (20, Outcome.Down), (21, Outcome.Down), (22, Outcome.Down), (40, Outcome.Up), (60, Outcome.Up), (80, Outcome.Up));
        server.Time.Advance(TimeSpan.FromSeconds(100));
        var kept = await Promise();
        Assert.Equal((80, 100), (kept["actual"]!["numerator"]!.GetValue<long>(), kept["actual"]!["denominator"]!.GetValue<long>()));
        var records = (await manager.Get($"promises/{clause}/evidence?period=2026-03"))["records"]!.AsArray();
        Assert.Equal((80, 100), (records.Sum(r => r!["part"]!.GetValue<int>()), records.Sum(r => r!["whole"]!.GetValue<int>())));
        Assert.Contains($"/status/{check}", await Page(manager, $"/promises/{clause}/evidence?period=2026-03"));
        // The next month is another's; what has not come yet counts for nothing.
        server.Time.Advance(TimeSpan.FromDays(40));
        await Sweep(server);
        Assert.Equal((60, 80), ((await Promise())["actual"]!["numerator"]!.GetValue<long>(), (await Promise())["actual"]!["denominator"]!.GetValue<long>()));
    }

    [Fact]
    public async Task The_form_says_what_is_missing_and_readers_add_nothing()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var engineer = await In(server, Company.UserOf(Role.L2));
        Assert.Contains("还没有任何检查", await Page(engineer, "/status"));
        Assert.Equal(400, (await engineer.Refused("checks", new { customer = company.Customer, site = company.Site, name = "x", kind = "Http", url = "ftp://x" })).Status);
        Assert.Equal(404, (await engineer.Refused("checks", new { customer = company.Customer, site = company.Other.Site, name = "x", kind = "Icmp", target = "x.example" })).Status);
        using var head = await In(server, Company.UserOf(Role.CustAdm));
        Assert.Equal(403, (await head.Refused("checks", new { customer = company.Customer, site = company.Site, name = "x", kind = "Icmp", target = "x.example" })).Status);
        using var user = await In(server, Company.UserOf(Role.User));
        Assert.Equal(HttpStatusCode.Forbidden, (await user.Http.GetAsync("/api/v1/status")).StatusCode);
    }

    internal static Task<Guid> Add(Client engineer, Company company, Guid? probe = null) => engineer.Make("checks", new
    {
        customer = company.Customer, site = company.Site, name = "核心网关", kind = "Tcp", target = "gateway.example", port = 443, contract = company.Contract, probe = probe ?? Probe, intervalSeconds = 10, timeoutMs = 1000,
    });

    static CheckResult Result(Guid check, int second, Outcome outcome) => new(check, TestServer.Start.AddSeconds(second), outcome, 12.5, "", null, false);

    /// <summary>As the probe's inlet does it: one unit of work, tried again when another was first. The batch comes when its last result was made, or later.</summary>
    internal static async Task Hear(TestServer server, Company company, Guid check, params (int Second, Outcome Outcome)[] results)
    {
        var received = new[] { server.Time.GetUtcNow(), TestServer.Start.AddSeconds(results.Max(r => r.Second)) }.Max();
        for (var done = false; !done;)
            done = await server.As(async s =>
            {
                var news = await s.Take(company, Probe, [.. results.Select(r => Result(check, r.Second, r.Outcome))], received);
                return (await s.GetRequiredService<StewardDb>().TryCommit(default, [.. news])).Refusal is null;
            });
    }

    static Task<List<string>> News(TestServer server, Guid check, DateTimeOffset? since = null) => server.As(async s =>
        (await s.GetRequiredService<StewardDb>().Set<EventRow>().Where(e => e.Subject == check).OrderBy(e => e.Position).ToListAsync()).Select(e => $"{e.Kind} {(e.OccurredAt - (since ?? TestServer.Start)).TotalSeconds}").ToList());

    static Task<List<string>> Orders(TestServer server) => server.As(async s => (await s.GetRequiredService<Watch>().OrdersOf(Probe, default)).Select(o => $"{o.Target}:{o.Port}").ToList());

    static async Task<int> Sweep(TestServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        (scope.ServiceProvider.GetRequiredService<Work>().Scope, scope.ServiceProvider.GetRequiredService<Work>().Verb) = (TenantScope.Everyone, "BlindSweep");
        return await scope.ServiceProvider.GetServices<ISweep>().Single(x => x.Name == "monitoring-blind").RunOnce(server.Time.GetUtcNow(), default);
    }

    internal static async Task<Client> In(TestServer server, string user)
    {
        var client = server.Client();
        await client.SignIn(user);
        return client;
    }

    static async Task<List<JsonNode>> Board(Client client) => [.. (await client.Get("status"))["groups"]!.AsArray().SelectMany(g => g!["rows"]!.AsArray()).Select(r => r!)];
    static string Text(JsonNode item, string field) => item[field]!.GetValue<string>();
    static async Task<string> Page(Client client, string path) => WebUtility.HtmlDecode(await client.Http.GetStringAsync(path));
}
