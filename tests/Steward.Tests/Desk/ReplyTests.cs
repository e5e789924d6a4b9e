// Public replies wait some seconds and can be taken back; what went out went out once; on both databases.
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Sweeps;
using Xunit;

namespace Steward.Desk;

public sealed class ReplyTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_reply_taken_back_in_time_reaches_nobody_and_another_goes_out_once(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, user) = (await ProblemTests.In(server, Role.Agent), await ProblemTests.In(server, Role.User));
        var ticket = (await user.Do("tickets", new { summary = "打印机卡纸", service = company.Service, urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        Task<string> Seen() => user.Http.GetStringAsync($"/api/v1/tickets/{ticket}");
        Task<int> Sweep() => server.As(s => s.GetServices<ISweep>().Single(x => x.Name == "desk-replies").RunOnce(server.Time.GetUtcNow(), default));

        await agent.Do($"tickets/{ticket}/notes", new { text = "发错人了", @public = true, later = true });
        Assert.Equal(0, await Sweep());
        Assert.DoesNotContain("发错人了", await Seen());
        var waiting = await server.As(s => Task.FromResult(s.GetRequiredService<StewardDb>().Set<Replies.WaitingReply>().Single().Id));
        Assert.Equal((409, "DESK-618"), await (await ProblemTests.In(server, Role.L2)).Refused($"tickets/{ticket}/replies/{waiting}/take-back"));
        await agent.Do($"tickets/{ticket}/replies/{waiting}/take-back");
        server.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0, await Sweep());
        // The words are not lost: they stand in the form again.
        Assert.Contains("发错人了</textarea>", await agent.Http.GetStringAsync($"/tickets/{ticket}"));

        await agent.Do($"tickets/{ticket}/notes", new { text = "明天上午到场", @public = true, later = true });
        server.Time.Advance(TimeSpan.FromSeconds(10));
        // As on four nodes at once.
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Sweep()))).Sum());
        var story = (await user.Get($"tickets/{ticket}"))["story"]!.AsArray();
        var line = Assert.Single(story, e => e!["text"]!.ToString() == "明天上午到场")!;
        Assert.Equal("账号 Agent", line["by"]!.ToString());
        Assert.DoesNotContain("发错人了", await Seen());
        Assert.Equal((409, "DESK-618"), await agent.Refused($"tickets/{ticket}/replies/{waiting}/take-back"));

        // What may go out no more stays with its author, with the reason.
        await agent.Do($"tickets/{ticket}/notes", new { text = "太晚了", @public = true, later = true });
        await agent.Do($"tickets/{ticket}/cancel", new { reason = "Withdrawn", text = "用户撤回" });
        server.Time.Advance(TimeSpan.FromSeconds(10));
        await Sweep();
        Assert.DoesNotContain("太晚了", await Seen());
    }
}
