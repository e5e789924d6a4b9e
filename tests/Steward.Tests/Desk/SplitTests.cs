// A line of a ticket's story becomes a ticket of its own: linked, told on both, and solved before the whole; on both databases.
using System.Text.Json.Nodes;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class SplitTests
{
    /// <summary>M-164: one contact is split into several tickets; the parent ends only after its parts.</summary>
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_a_user_wrote_beside_becomes_a_part_and_the_whole_waits_for_it(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, user) = (await ProblemTests.In(server, Role.Agent), await ProblemTests.In(server, Role.User));
        var whole = (await user.Do("tickets", new { summary = "打印机卡纸", service = company.Service, urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{whole}/accept");
        server.Time.Advance(TimeSpan.FromMinutes(5));
        await user.Do($"tickets/{whole}/notes", new { text = "另外，我的邮箱也登录不了" });
        await agent.Do($"tickets/{whole}/notes", new { text = "备件编号 7，内部" });
        server.Time.Advance(TimeSpan.FromMinutes(10));
        var story = (await agent.Get($"tickets/{whole}"))["story"]!.AsArray();
        var (reply, remark) = (Line(story, "邮箱"), Line(story, "备件"));
        Assert.Equal(403, (await user.Refused($"tickets/{whole}/entries/{reply}/split", new { summary = "x" })).Status);
        Assert.Equal((409, "DESK-609"), await agent.Refused($"tickets/{whole}/entries/{Step(story, "AcceptTicket")}/split", new { summary = "x" }));

        var made = await agent.Do($"tickets/{whole}/entries/{reply}/split", new { summary = "邮箱登录不了" });
        var (part, number) = (made["id"]!.GetValue<Guid>(), made["number"]!.ToString());
        var told = await agent.Get($"tickets/{part}");
        Assert.Equal(("员工001", "另外，我的邮箱也登录不了"), (told["requester"]!.ToString(), told["ticket"]!["description"]!.ToString()));
        // It was reported when it was written, and its clocks run from there.
        Assert.Equal(TestServer.Start.AddMinutes(5), told["ticket"]!["openedAt"]!.GetValue<DateTimeOffset>());
        Assert.Contains(told["story"]!.AsArray(), e => e!["verb"]!.ToString() == "SplitTicket" && e["text"]!.ToString().Contains("打印机卡纸"));
        Assert.Contains((await user.Get($"tickets/{whole}"))["story"]!.AsArray(), e => e!["text"]!.ToString().Contains(number));

        // What was among ourselves stays so.
        var second = (await agent.Do($"tickets/{whole}/entries/{remark}/split", new { summary = "订备件" }))["id"]!.GetValue<Guid>();
        Assert.DoesNotContain("备件编号", await user.Http.GetStringAsync($"/api/v1/tickets/{second}"));
        Assert.Contains("备件编号", await agent.Http.GetStringAsync($"/api/v1/tickets/{second}"));

        var solved = new { solution = "已处理", cause = "老化", device = "无", minutesSpent = 5 };
        Assert.Equal((409, "DESK-610"), await agent.Refused($"tickets/{whole}/resolve", solved));
        foreach (var one in new[] { part, second })
        {
            await agent.Do($"tickets/{one}/accept");
            await agent.Do($"tickets/{one}/resolve", solved);
        }
        await agent.Do($"tickets/{whole}/resolve", solved);
    }

    static Guid Line(JsonArray story, string words) => story.Single(e => e!["text"]!.ToString().Contains(words))!["id"]!.GetValue<Guid>();
    static Guid Step(JsonArray story, string verb) => story.Single(e => e!["verb"]!.ToString() == verb)!["id"]!.GetValue<Guid>();
}
