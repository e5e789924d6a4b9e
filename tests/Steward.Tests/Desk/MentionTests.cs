// Colleagues called into a remark by name, and users who press: who is told, and who is not; on both databases.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Desk.Mentions;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class MentionTests
{
    [Fact]
    public void The_longest_name_is_the_one_that_is_called()
    {
        Colleague Of(string name) => new(default, name, new(name, ""));
        Assert.Equal(["张三丰"], Mentions.Mentions.Named("@张三丰 请看", [Of("张三"), Of("张三丰"), Of("李四")]).Select(c => c.Name));
        Assert.Equal(["张三丰", "张三"], Mentions.Mentions.Named("@张三丰 @张三 请看", [Of("张三"), Of("张三丰")]).Select(c => c.Name));
        Assert.Empty(Mentions.Mentions.Named("张三 已联系", [Of("张三")]));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Who_may_read_the_ticket_is_offered_and_told_and_whoever_has_it_in_hand_hears_a_user_press(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, user) = (await ProblemTests.In(server, Role.Agent), await ProblemTests.In(server, Role.User));
        await Addressed(server);
        var ticket = (await user.Do("tickets", new { summary = "打印机卡纸", service = company.Service, urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        var offered = (await agent.Get($"tickets/{ticket}/colleagues")).AsArray().Select(n => n!.ToString()).ToList();
        Assert.Contains("账号 L2", offered);
        Assert.DoesNotContain("YY坐席", offered);
        Assert.DoesNotContain("账号 User", offered);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await user.Http.GetAsync($"/api/v1/tickets/{ticket}/colleagues")).StatusCode);

        await agent.Do($"tickets/{ticket}/notes", new { text = "@账号 L2 请看一下；@YY坐席 不应收到；@账号 Agent 是我自己" });
        Assert.Equal(1, await Told(server, "-mention-"));
        // What a user writes calls nobody.
        await user.Do($"tickets/{ticket}/notes", new { text = "@账号 L2 请快一点" });
        Assert.Equal(1, await Told(server, "-mention-"));

        // 催单: told to whoever has it in hand, counted, and not again before somebody can have looked.
        await agent.Do($"tickets/{ticket}/accept");
        await user.Do($"tickets/{ticket}/urge", new { text = "等着开会" });
        Assert.Equal(1, await Told(server, "-urged-"));
        Assert.Equal((409, "DESK-611"), await user.Refused($"tickets/{ticket}/urge"));
        server.Time.Advance(TimeSpan.FromMinutes(16));
        await user.Do($"tickets/{ticket}/urge");
        Assert.Equal(2, await Told(server, "-urged-"));
        Assert.Equal(2, (await agent.Get($"tickets/{ticket}"))["ticket"]!["urged"]!.GetValue<int>());
    }

    /// <summary>The engineers of the company have no mail address until somebody writes one down.</summary>
    internal static Task Addressed(TestServer server) => server.As(async s =>
    {
        var db = s.GetRequiredService<StewardDb>();
        foreach (var staff in await db.Set<People.Staff>().ToListAsync()) staff.Email = $"{staff.Id}@steward.example";
        await db.Commit(default);
    });

    internal static Task<int> Told(TestServer server, string key) => server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().CountAsync(m => m.Key.Contains(key)));
}
