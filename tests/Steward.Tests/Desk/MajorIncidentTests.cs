// Major incidents as people meet them: declared with a reason that counts, told of at a promised pace, restored, reviewed; and announcements on the portal; on both databases.
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class MajorIncidentTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Declared_told_of_restored_and_reviewed(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, manager, head, user) = (await ProblemTests.In(server, Role.Agent), await ProblemTests.In(server, Role.SvcMgr), await ProblemTests.In(server, Role.CustAdm), await ProblemTests.In(server, Role.User));
        var small = await Ticket(agent, company, "鼠标失灵", "Person", "Hindered");
        Assert.Equal((409, "DESK-440"), await agent.Refused($"tickets/{small}/declare-major"));
        Assert.Equal((409, "DESK-440"), await agent.Refused($"tickets/{small}/declare-major", new { users = 29 }));
        var core = await Ticket(agent, company, "核心交换机宕机", "Organisation", "Stopped");
        Assert.Equal(403, (await user.Refused($"tickets/{core}/declare-major")).Status);
        var major = await agent.Make($"tickets/{core}/declare-major", new { reason = "全公司断网" });
        Assert.Equal((409, "DESK-441"), await agent.Refused($"tickets/{core}/declare-major"));
        Assert.Equal(("MAJ-XXQY-20260310-0001", "Declared", "HighestPriority"), Seen(await head.Get($"major-incidents/{major}")));
        Assert.Contains("MAJ-XXQY-20260310-0001", await Page(agent, $"/tickets/{core}"));

        // Nobody was told within five minutes: reminded once, and again after half an hour, on however many nodes.
        Assert.Equal(0, await ProblemTests.Sweep(server, "major-incidents"));
        server.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await ProblemTests.Sweep(server, "major-incidents"));
        Assert.Equal(0, await ProblemTests.Sweep(server, "major-incidents"));
        Assert.Equal((400, "DESK-442"), await manager.Refused($"major-incidents/{major}/appoint", new { commander = company.Engineer, technicalLead = company.Second, scribe = company.Engineer, communications = company.Second }));
        Assert.Equal((409, "DESK-201"), await manager.Refused($"major-incidents/{major}/restore", new { text = "好了" }));
        await manager.Do($"major-incidents/{major}/appoint", new { commander = company.Engineer, technicalLead = company.Second, scribe = company.Second, communications = company.Engineer });
        await agent.Do($"major-incidents/{major}/notices", new { text = "正在更换电源模块" });
        var told = (await manager.Get($"major-incidents/{major}"))["major"]!;
        Assert.Equal((1, 1), (told["notices"]!.GetValue<int>(), told["lateNotices"]!.GetValue<int>()));
        Assert.Equal(server.Time.GetUtcNow().AddMinutes(30), told["nextNotice"]!.GetValue<DateTimeOffset>());
        // The customer's administrator has it by mail, users on the portal and before they report; another customer's do not.
        Assert.Contains("正在更换电源模块", Assert.Single(await Mails(server, "user1@xxqy.example", "-notice-1")).Body);
        Assert.Contains("正在更换电源模块", await Page(user, "/"));
        Assert.Contains("正在更换电源模块", await Page(user, "/report"));
        Assert.Contains("正在更换电源模块", await Page(agent, $"/tickets/new?requester={company.Contact}"));
        using var foreign = server.Client();
        await foreign.SignIn("other-user");
        Assert.DoesNotContain("正在更换电源模块", await Page(foreign, "/report"));

        // The next notice takes the place of the one before.
        server.Time.Advance(TimeSpan.FromMinutes(20));
        await agent.Do($"major-incidents/{major}/notices", new { text = "电源已换，正在启动" });
        var portal = await Page(user, "/report");
        Assert.Contains("电源已换，正在启动", portal);
        Assert.DoesNotContain("正在更换电源模块", portal);
        await manager.Do($"major-incidents/{major}/restore", new { text = "网络已恢复" });
        Assert.Equal(0, await ProblemTests.Sweep(server, "major-incidents"));
        server.Time.Advance(TimeSpan.FromHours(5));
        Assert.DoesNotContain("网络已恢复", await Page(user, "/report"));

        // The review is due after five working days; late, the manager is reminded once.
        server.Time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(1, await ProblemTests.Sweep(server, "major-incidents"));
        Assert.Equal(0, await ProblemTests.Sweep(server, "major-incidents"));
        await agent.Do($"major-incidents/{major}/review", new { cause = "电源模块老化", actions = "双电源改造，负责人驻场工程师A，4 月 30 日前" });
        Assert.Equal(403, (await agent.Refused($"major-incidents/{major}/close")).Status);
        await manager.Do($"major-incidents/{major}/close");
        Assert.Equal(("MAJ-XXQY-20260310-0001", "Closed", "HighestPriority"), Seen(await head.Get($"major-incidents/{major}")));
        // Over, the same ticket could be declared anew.
        Assert.NotEqual(major, await agent.Make($"tickets/{core}/declare-major", new { }));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task An_announcement_is_read_where_it_concerns_somebody_while_it_stands(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (manager, user) = (await ProblemTests.In(server, Role.SvcMgr), await ProblemTests.In(server, Role.User));
        using var foreign = server.Client();
        await foreign.SignIn("other-user");
        var now = server.Time.GetUtcNow();
        Assert.Equal(400, (await manager.Refused("announcements", new { title = "停机", until = now.AddHours(-1) })).Status);
        Assert.Equal(403, (await (await ProblemTests.In(server, Role.Agent)).Refused("announcements", new { title = "停机" })).Status);
        await manager.Do("announcements", new { title = "周六机房停电", kind = "PlannedOutage", customer = company.Customer, from = now.AddHours(1), until = now.AddHours(3) });
        await manager.Do("announcements", new { title = "新版客户端已发布" });
        await manager.Do("announcements", new { title = "下周起换新门禁", customer = company.Customer, from = now.AddHours(1), until = now.AddHours(3) });
        // A planned outage is read ahead of it, with its times and the word; other news once they hold.
        foreach (var path in new[] { "/report", "/?view=Portal" })
        {
            var ahead = await Page(user, path);
            Assert.Contains("周六机房停电", ahead);
            Assert.Contains("计划：2026-03-10 10:00 至 2026-03-10 12:00", ahead);
            Assert.DoesNotContain("下周起换新门禁", ahead);
            // What holds now stands before what is to come.
            Assert.True(ahead.IndexOf("新版客户端已发布", StringComparison.Ordinal) < ahead.IndexOf("周六机房停电", StringComparison.Ordinal));
        }
        server.Time.Advance(TimeSpan.FromHours(2));
        foreach (var path in new[] { "/report", "/?view=Portal" }) Assert.Contains("进行中：2026-03-10 10:00 至 2026-03-10 12:00", await Page(user, path));
        Assert.Contains("下周起换新门禁", await Page(user, "/report"));
        Assert.DoesNotContain("周六机房停电", await Page(foreign, "/report"));
        Assert.Contains("新版客户端已发布", await Page(foreign, "/report"));
        var standing = (await manager.Get("announcements"))["items"]!.AsArray();
        Assert.Equal(4, standing.Count);
        foreach (var one in standing.Where(a => a!["title"]!.ToString() == "新版客户端已发布")) await manager.Do($"announcements/{one!["id"]}/withdraw");
        Assert.DoesNotContain("新版客户端已发布", await Page(user, "/report"));
        server.Time.Advance(TimeSpan.FromHours(1));
        Assert.DoesNotContain("周六机房停电", await Page(user, "/report"));
    }

    static async Task<Guid> Ticket(Client agent, Company company, string summary, string impact, string urgency) =>
        (await agent.Do("tickets", new { summary, service = company.Service, requester = company.Contact, channel = "Phone", impact, urgency }))["id"]!.GetValue<Guid>();

    static (string, string, string) Seen(JsonNode view) => (view["major"]!["number"]!.ToString(), view["major"]!["state"]!.ToString(), view["major"]!["trigger"]!.ToString());

    static Task<List<Mail>> Mails(TestServer server, string address, string key) =>
        server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().Where(m => m.Address == address && m.Key.Contains(key)).ToListAsync());

    static async Task<string> Page(Client who, string path) => WebUtility.HtmlDecode(await who.Http.GetStringAsync(path));
}
