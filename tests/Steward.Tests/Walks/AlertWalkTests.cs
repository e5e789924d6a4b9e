// From a result of a probe to the ticket with running clocks and the mail, and back: by Watch, news, stages and groups, on both databases.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Monitoring;
using Steward.Notify;
using Steward.Platform.Data;
using Steward.Probes;
using Steward.Protocol;
using Xunit;

namespace Steward.Walks;

public sealed class AlertWalkTests
{
    static async Task<Guid> Check(TestServer server, Company company, Client engineer, Guid probe, string name = "核心网关") => await engineer.Make("checks", new
    {
        customer = company.Customer, site = company.Site, name, kind = "Tcp", target = "gateway.example", port = 443, contract = company.Contract, probe, intervalSeconds = 10, timeoutMs = 1000,
    });

    /// <summary>The results of one check, a second apart and ending now.</summary>
    static async Task Hear(TestServer server, Company company, Guid probe, Guid check, params Outcome[] seen)
    {
        var now = server.Time.GetUtcNow();
        for (var done = false; !done;)
            done = await server.As(async s =>
            {
                var news = await s.Take(company, probe, [.. seen.Select((o, i) => new CheckResult(check, now.AddSeconds(i + 1 - seen.Length), o, 12.5, o == Outcome.Down ? "connection refused" : "", null, false))], now);
                return (await s.GetRequiredService<StewardDb>().TryCommit(default, [.. news])).Refusal is null;
            });
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_service_that_dies_has_its_ticket_its_clocks_and_its_mail_and_lives_again(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        var probe = Guid.Parse("11111111-2222-7333-8444-555555555555");
        var check = await Check(server, company, engineer, probe);
        server.Time.Advance(TimeSpan.FromSeconds(10));
        await Hear(server, company, probe, check, Outcome.Up);
        server.Time.Advance(TimeSpan.FromSeconds(10));
        await Hear(server, company, probe, check, Outcome.Down, Outcome.Down);
        await server.Pass(0);
        Assert.Empty(await server.Tickets()); // soft: nobody hears of a hiccup
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await Hear(server, company, probe, check, Outcome.Down);
        await using (var second = server.Node())
            await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => server.Sweep("news", i % 2 == 0 ? server.Services : second.Services))));
        var ticket = Assert.Single(await server.Tickets());
        Assert.Equal(("核心网关 中断（总部）", server.Time.GetUtcNow(), company.Contract), (ticket.Summary, ticket.OpenedAt, ticket.Contract!.Value.Value));
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        var clocks = (await agent.Get($"tickets/{ticket.Id}"))["clocks"]!.AsArray();
        Assert.Contains(clocks, c => c!.Text("kind") == "Response" && c!.Text("phase") == "Running");
        Assert.Contains(clocks, c => c!.Text("kind") == "Resolution" && c!.Text("phase") == "Running");
        await server.Pass(0);
        var mail = Assert.Single(await server.Mails(), m => m.Address == "duty@example.com");
        Assert.Contains(ticket.Number, mail.Body);
        Assert.Equal(ticket.Id.Value, mail.About);
        // The pages of ticket and check lead to the alert.
        var alert = Assert.Single(await engineer.Listed()).Text("id");
        Assert.Contains($"/alerts/{alert}", await agent.Page($"/tickets/{ticket.Id}"));
        Assert.Contains($"/alerts/{alert}", await engineer.Page($"/status/{check}"));
        Assert.Contains("connection refused", await engineer.Page($"/alerts/{alert}"));

        server.Time.Advance(TimeSpan.FromMinutes(7));
        await Hear(server, company, probe, check, Outcome.Down, Outcome.Up);
        await server.Pass(0);
        var over = Assert.Single(await engineer.Listed(), a => a.Text("name") == "ServiceDown");
        Assert.Equal("Over", over.Text("state"));
        await server.Pass(300);
        Assert.Contains(await server.Mails(), m => m.Title.StartsWith("[恢复 1] 核心网关", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_silent_probe_is_one_incident_and_its_checks_wait_until_they_can_be_judged(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        // The routes that Steward comes with: a silent probe covers its blind checks.
        using (var manager = await Signals.In(server, Company.UserOf(Role.SvcMgr))) await manager.Do("alert-routes", new { text = Alerting.Routing.RouteBook.Usual });
        var (probe, line) = await Line.Enrolled(server, company.Site);
        using var closingLine = line;
        var checks = new[] { await Check(server, company, engineer, probe, "一"), await Check(server, company, engineer, probe, "二") };
        async Task Time(int seconds)
        {
            for (var i = 0; i < seconds; i += 10)
            {
                server.Time.Advance(TimeSpan.FromSeconds(10));
                foreach (var sweep in new[] { "probe-silence", "monitoring-blind", "news", "alerts", "alert-groups" }) await server.Sweep(sweep);
            }
        }
        using (await line.Work()) { }
        foreach (var check in checks) await Hear(server, company, probe, check, Outcome.Up);
        await Time(50);
        Assert.Empty(await server.Tickets());
        Assert.Equal(2, (await engineer.Listed("view=Covered")).Count(a => a.Text("cover") == "Waiting"));
        await Time(100);
        Assert.Equal("探针 机房探针 失联（总部）", Assert.Single(await server.Tickets()).Summary);
        Assert.Equal(2, (await engineer.Listed("view=Covered")).Count(a => a.Text("cover") == "Inhibition"));

        // It is back, and one of its checks with it: only the other, still unseen, becomes trouble of its own.
        using (await line.Work()) { }
        await Hear(server, company, probe, checks[0], Outcome.Up);
        await Time(20);
        Assert.Single(await server.Tickets());
        for (var i = 0; i < 5; i++)
        {
            using (await line.Work()) { }
            await Hear(server, company, probe, checks[0], Outcome.Up);
            await Time(10);
        }
        Assert.Equal(["二 没有数据（总部）", "探针 机房探针 失联（总部）"], (await server.Tickets()).Select(t => t.Summary).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Maintenance_of_a_check_calls_nobody_and_what_is_paused_for_good_leaves_no_alert(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        var probe = Guid.Parse("11111111-2222-7333-8444-555555555555");
        var check = await Check(server, company, engineer, probe);
        var now = server.Time.GetUtcNow();
        await engineer.Do($"checks/{check}/maintenance", new { from = now.AddSeconds(10), until = now.AddMinutes(10), reason = "换板" });
        server.Time.Advance(TimeSpan.FromMinutes(5));
        await Hear(server, company, probe, check, Outcome.Up, Outcome.Down, Outcome.Down, Outcome.Down);
        await server.Pass(0);
        Assert.Equal("Maintenance", Assert.Single(await engineer.Listed("view=Covered"), a => a.Text("name") == "ServiceDown").Text("cover"));
        Assert.Empty(await server.Tickets());
        await server.Pass(300);
        Assert.Single(await server.Tickets());
        await engineer.Do($"checks/{check}/remove", new { reason = "下线" });
        Assert.Empty(await engineer.Listed("view=Open"));
    }
}
