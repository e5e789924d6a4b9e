// Two who have one ticket open are warned of each other, for as long as both do; on both databases.
using System.Net;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class TicketSightTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Who_else_looks_and_writes_is_shown_until_they_leave(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, engineer, user) = (await ProblemTests.In(server, Role.Agent), await ProblemTests.In(server, Role.L2), await ProblemTests.In(server, Role.User));
        var ticket = (await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone" }))["id"]!.GetValue<Guid>();
        Assert.Empty((await agent.Do($"tickets/{ticket}/sight"))["others"]!.AsArray());
        Assert.Empty((await agent.Do($"tickets/{ticket}/sight"))["others"]!.AsArray());
        var seen = Assert.Single((await engineer.Do($"tickets/{ticket}/sight", new { writing = true }))["others"]!.AsArray())!;
        Assert.Equal(("账号 Agent", false), (seen["name"]!.ToString(), seen["writing"]!.GetValue<bool>()));
        Assert.True(Assert.Single((await agent.Do($"tickets/{ticket}/sight"))["others"]!.AsArray())!["writing"]!.GetValue<bool>());
        Assert.Contains("账号 L2 正在填写此工单", WebUtility.HtmlDecode(await agent.Http.GetStringAsync($"/tickets/{ticket}")));
        // The requester is told nothing of who works, and has no say in it.
        Assert.Equal(403, (await user.Refused($"tickets/{ticket}/sight")).Status);
        server.Time.Advance(TimeSpan.FromSeconds(46));
        Assert.Empty((await agent.Do($"tickets/{ticket}/sight"))["others"]!.AsArray());
        Assert.DoesNotContain("账号 L2 正在填写此工单", WebUtility.HtmlDecode(await agent.Http.GetStringAsync($"/tickets/{ticket}")));
    }
}
