// Lists by what is promised: what is late, worst first, and open work by its dates.
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class DueListTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Overdue_holds_what_is_late_and_nothing_else_the_oldest_trouble_first(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, user) = (await Signals.In(server, Company.UserOf(Role.Agent)), await Signals.In(server, Company.UserOf(Role.User)));
        async Task<Guid> Report(string summary) => (await agent.Do("tickets", new { summary, service = company.Service, requester = company.Contact, channel = "Phone", impact = "Person", urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        async Task<List<Guid>> List(string query) => [.. (await agent.Get($"tickets?{query}"))["items"]!.AsArray().Select(t => t!["id"]!.GetValue<Guid>())];

        async Task<int> Total(string query) => (await agent.Get($"tickets?{query}"))["total"]!.GetValue<int>();

        var unanswered = await Report("打印机卡纸");
        var slow = await Report("网络很慢");
        var quick = await Report("密码过期");
        await agent.Do($"tickets/{slow}/accept");
        await agent.Do($"tickets/{quick}/accept");
        Assert.Empty(await List("group=Overdue"));
        Assert.Equal([.. new[] { unanswered, slow, quick }.Order()], (await List("sort=due")).Order());

        // Long past every date: one was never answered, one was accepted and left, one is solved in the end.
        server.Time.Advance(TimeSpan.FromDays(14));
        await agent.Do($"tickets/{quick}/resolve", new { solution = "重置", cause = "过期", device = "PC-1", minutesSpent = 5 });
        var fresh = await Report("屏幕闪烁");
        Assert.Equal([unanswered, slow], await List("group=Overdue"));
        Assert.Equal((2, 3), (await Total("group=Overdue"), await Total("sort=due")));
        Assert.Equal((2, 0), (await Total($"group=Overdue&customer={company.Customer}"), await Total("group=Overdue&priority=P4")));
        Assert.Equal([slow, unanswered], await List("group=Overdue&sort=-due"));
        Assert.Equal([slow, unanswered], await List("group=Overdue&sort=-opened"));
        Assert.Equal([.. new[] { unanswered, slow }.Order()], (await List("group=Overdue&sort=priority")).Order());
        var byDue = await List("sort=due");
        Assert.Equal((3, fresh), (byDue.Count, byDue[^1]));
        Assert.Equal(fresh, (await List("sort=-due"))[0]);

        // Part by part it is one list, none missing and none twice.
        foreach (var more in Enumerable.Range(1, 55)) await Report($"键盘失灵 {more}");
        var part = await agent.Get("tickets?sort=due");
        var rest = await List($"sort=due&after={Uri.EscapeDataString(part["next"]!.GetValue<string>())}");
        Assert.Equal(58, part["items"]!.AsArray().Select(t => t!["id"]!.GetValue<Guid>()).Concat(rest).Distinct().Count());
        Assert.Equal((8, 58), (rest.Count, part["total"]!.GetValue<int>()));

        // Open again, it is late again.
        await user.Do($"tickets/{quick}/reopen", new { reason = "还是不行" });
        Assert.Equal(quick, (await List("sort=due")).Single(t => t == quick));
        Assert.Equal(3, (await List("group=Overdue")).Count);
    }
}
