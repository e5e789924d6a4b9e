// The provider's routes: stored in versions, refused with line and remedy, tried before they are needed.
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Steward.Access;
using Steward.Alerting.Routing;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Alerting;

public sealed class RoutesTests
{
    [Fact]
    public void What_Steward_comes_with_can_be_read_and_tells_grave_alerts_at_once()
    {
        var (file, faults) = RouteFile.Read(RouteBook.Usual);
        Assert.Empty(faults);
        Dictionary<string, string> labels = new() { ["severity"] = "critical" };
        Assert.Equal(TimeSpan.Zero, file!.Root.Of(labels)[0].Grouping.Wait);
        labels["severity"] = "warning";
        Assert.Equal(TimeSpan.FromSeconds(30), file.Root.Of(labels)[0].Grouping.Wait);
        Assert.Equal([new Target(TargetKind.Line, "1", true, file.Receivers[0].Targets[0].Line)], file.Receivers[0].Targets);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_version_is_stored_whole_or_refused_by_line_and_tells_the_people_it_names(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var admin = await Signals.In(server, "admin");
        var staff = await admin.Make("staff", new { name = "李值班", email = "li@example.com", teams = new[] { company.Desk } });
        using var manager = await Signals.In(server, Company.UserOf(Role.SvcMgr));
        async Task<string> Why(string text)
        {
            using var answer = await manager.Try("alert-routes", new { text });
            Assert.Equal(400, (int)answer.StatusCode);
            return await answer.Content.ReadAsStringAsync();
        }
        Assert.Contains("第 2 行", await Why("receivers: [{name: a}]\nroute: {receiver: b}"));
        Assert.Contains("第 5 行", await Why("route: {receiver: a}\nreceivers:\n- name: a\n  steward_configs:\n  - team: 没有的组"));
        Assert.Contains("第 5 行", await Why("route: {receiver: a}\nreceivers:\n- name: a\n  steward_configs:\n  - role: x"));

        Assert.Contains("li@example.com", (await manager.Get("alert-routes?try=" + Uri.EscapeDataString("severity=\"critical\"")))["ways"]![0]!["addresses"]!.ToJsonString());
        await manager.Do("alert-routes", new { text = "route: {receiver: a, group_wait: 0s}\nreceivers:\n- name: a\n  steward_configs: [{staff: 李值班}, {team: 服务台}]", comment = "只通知值班", number = 0 });
        Assert.Equal(409, (await manager.Refused("alert-routes", new { text = RouteBook.Usual, number = 0 })).Status);
        var stored = await manager.Get("alert-routes?try=a%3Db");
        Assert.Equal((1, "只通知值班", """["li@example.com"]"""), (stored["number"]!.GetValue<int>(), stored["versions"]![0]!.Text("comment"), stored["ways"]![0]!["addresses"]!.ToJsonString()));
        await server.Raise(Signals.Of(server, company, "HostDown"));
        await server.Pass(0);
        Assert.Equal("李值班", Assert.Single(await server.Mails()).Name);
        Assert.Contains("只通知值班", await manager.Page("/alert-routes"));

        using var engineer = await Signals.In(server, Company.UserOf(Role.L2));
        Assert.Equal(403, (await engineer.Refused("alert-routes", new { text = RouteBook.Usual })).Status);
        _ = staff;
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_muted_way_still_takes_the_alert_and_tells_it_when_it_opens(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var manager = await Signals.In(server, Company.UserOf(Role.SvcMgr));
        // It is 09:00 in Shanghai; the way opens at 10:00.
        await manager.Do("alert-routes", new { text = """
            route:
              receiver: a
              group_wait: 0s
              group_interval: 10m
              routes: [{matchers: ['alertname="HostDown"'], receiver: b, mute_time_intervals: [early]}]
            receivers: [{name: a, email_configs: [{to: a@example.com}]}, {name: b, email_configs: [{to: b@example.com}]}]
            time_intervals: [{name: early, time_intervals: [{times: [{start_time: '00:00', end_time: '10:00'}], location: Asia/Shanghai}]}]
            """ });
        await server.Raise(Signals.Of(server, company, "HostDown"));
        for (var i = 0; i < 5; i++) await server.Pass(600);
        Assert.Empty(await server.Mails());
        Assert.Single(await server.Tickets());
        for (var i = 0; i < 3; i++) await server.Pass(600);
        Assert.Equal("b@example.com", Assert.Single(await server.Mails()).Address);
    }
}
