// Time spent on tickets: by hand and by a watch, summed on the ticket, taken back by an entry against it, exported; on both databases.
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class EffortTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Time_is_summed_and_what_was_wrong_is_taken_back_by_an_entry_against_it(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, engineer, manager) = (await ProblemTests.In(server, Role.Agent), await ProblemTests.In(server, Role.L2), await ProblemTests.In(server, Role.SvcMgr));
        using var foreign = server.Client();
        await foreign.SignIn("other-agent");
        var ticket = (await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone" }))["id"]!.GetValue<Guid>();
        async Task<int> Sum() => (await agent.Get($"tickets/{ticket}"))["ticket"]!["minutesSpent"]!.GetValue<int>();

        var wrong = await agent.Make($"tickets/{ticket}/time", new { minutes = 250, kind = "OnSite", text = "多打了一个零" });
        await engineer.Make($"tickets/{ticket}/time", new { minutes = 20 });
        Assert.Equal(400, (await agent.Refused($"tickets/{ticket}/time", new { minutes = 0 })).Status);
        Assert.Equal(400, (await agent.Refused($"tickets/{ticket}/time", new { minutes = 5, occurredAt = server.Time.GetUtcNow().AddHours(1) })).Status);
        Assert.Equal(270, await Sum());
        // One's own, or the service manager's to take back; once.
        Assert.Equal(403, (await engineer.Refused($"tickets/{ticket}/time/{wrong}/take-back", new { text = "x" })).Status);
        await agent.Make($"tickets/{ticket}/time/{wrong}/take-back", new { text = "登记错了" });
        Assert.Equal((409, "DESK-615"), await manager.Refused($"tickets/{ticket}/time/{wrong}/take-back", new { text = "x" }));
        Assert.Equal(20, await Sum());

        await agent.Do($"tickets/{ticket}/watch/start");
        Assert.Equal((409, "DESK-613"), await agent.Refused($"tickets/{ticket}/watch/start"));
        Assert.Equal((409, "DESK-614"), await engineer.Refused($"tickets/{ticket}/watch/stop"));
        server.Time.Advance(TimeSpan.FromSeconds(24 * 60 + 1));
        await agent.Do($"tickets/{ticket}/watch/stop", new { kind = "Remote", text = "远程处理" });
        Assert.Equal(45, await Sum());
        // A watch that somebody forgot counts for nothing.
        await agent.Do($"tickets/{ticket}/watch/start");
        server.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal((409, "DESK-616"), await agent.Refused($"tickets/{ticket}/watch/stop"));
        Assert.Equal((409, "DESK-614"), await agent.Refused($"tickets/{ticket}/watch/stop"));
        Assert.Equal(45, await Sum());

        Assert.Equal(45, (await manager.Get("effort"))["minutes"]!.GetValue<int>());
        var file = await manager.Http.GetStringAsync("/effort/export?format=csv");
        Assert.Equal(5, file.Trim().Split('\n').Length);
        Assert.Contains("-250", file);
        Assert.Equal(0, (await foreign.Get("effort"))["minutes"]!.GetValue<int>());
        Assert.DoesNotContain("打印机卡纸", await foreign.Http.GetStringAsync("/effort/export?format=csv"));
    }
}
