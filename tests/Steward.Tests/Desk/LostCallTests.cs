// Calls that nobody answered: called back within a quarter of an hour, by those who may see whose they are; on both databases.
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class LostCallTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_lost_call_waits_to_be_called_back_and_counts_whether_that_was_in_time(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var agent = await ProblemTests.In(server, Role.Agent);
        using var foreign = server.Client();
        await foreign.SignIn("other-agent");
        // The number of one contact tells who it was; one that two share, or nobody has, does not.
        var known = await agent.Make("calls", new { phone = "000-5550-0002", ringSeconds = 25 });
        var unknown = await agent.Make("calls", new { phone = "000-9999" });
        Assert.Equal(400, (await agent.Refused("calls", new { phone = "1", occurredAt = server.Time.GetUtcNow().AddMinutes(1) })).Status);
        var list = await agent.Get("calls");
        Assert.Equal([("员工002", "XX企业"), (null, null)], list["waiting"]!.AsArray().Select(c => (c!["contact"]?.ToString(), c["customer"]?.ToString())));
        Assert.Equal(TestServer.Start.AddMinutes(15), list["waiting"]![0]!["call"]!["due"]!.GetValue<DateTimeOffset>());
        Assert.Empty((await foreign.Get("calls"))["waiting"]!.AsArray());
        Assert.Equal(404, (await foreign.Refused($"calls/{known}/called", new { text = "x" })).Status);

        server.Time.Advance(TimeSpan.FromMinutes(15));
        await agent.Do($"calls/{known}/called", new { text = "已报障，开单处理" });
        Assert.Equal((409, "DESK-619"), await agent.Refused($"calls/{known}/called", new { text = "x" }));
        server.Time.Advance(TimeSpan.FromMinutes(1));
        await agent.Do($"calls/{unknown}/called", new { text = "打错了" });
        list = await agent.Get("calls");
        Assert.Empty(list["waiting"]!.AsArray());
        Assert.Equal((2, 1), (list["called"]!.GetValue<int>(), list["inTime"]!.GetValue<int>()));
    }
}
