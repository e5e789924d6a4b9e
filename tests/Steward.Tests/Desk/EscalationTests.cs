// Escalation as people meet it: who is called when, once on any number of nodes, and where work goes that stands still; on both databases.
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Data;
using Steward.Sla;
using Xunit;

namespace Steward.Desk;

public sealed class EscalationTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>P1 on site: four hours, from 09:00; noon to 13:00 nobody serves, so half is used at 11:00, nine tenths at 13:36, all of it at 14:00.</summary>
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Each_step_of_the_ladder_calls_the_people_of_the_contract_once_on_two_nodes(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        await using var other = server.Node();
        await Cast(server, company);
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        var ticket = await Report(agent, company, "Organisation", "Stopped");
        await agent.Do($"tickets/{ticket}/assign", new { team = company.OnSite, assignee = company.Engineer });

        // Nobody works in this test, so each note keeps the ladder of lines away.
        async Task Until(int minute)
        {
            while (server.Time.GetUtcNow() < TestServer.Start + minute * Minute)
            {
                server.Time.Advance(Minute);
                if ((server.Time.GetUtcNow() - TestServer.Start).TotalMinutes % 9 == 0) await agent.Do($"tickets/{ticket}/notes", new { text = "在查" });
            }
            for (var i = 0; i < 3; i++) await Look(server, other.Services);
        }

        await Until(1);
        Assert.Equal(["manager@provider.example", "user1@xxqy.example"], await Mailed(server, ticket, "-Ladder-P1-", "-0-0-"));
        await Until(119);
        Assert.Empty(await Mailed(server, ticket, "-50-0-"));
        await Until(120);
        Assert.Equal(["project@provider.example"], await Mailed(server, ticket, "-50-0-"));
        await Until(180);
        Assert.Equal(["director@provider.example", "project@provider.example"], await Mailed(server, ticket, "-75-0-"));
        // The lunch break is no time for anybody.
        await Until(275);
        Assert.Empty(await Mailed(server, ticket, "-90-0-"));
        await Until(276);
        Assert.Equal(["head@xxqy.example"], await Mailed(server, ticket, "-90-0-"));
        await Until(300);
        // The contract names a contact of the provider and none of the customer: there the administrator stands in.
        Assert.Equal(["contact@provider.example", "user1@xxqy.example"], await Mailed(server, ticket, "-100-0-"));

        var story = await Story(server, ticket, "EscalateByTime");
        Assert.Equal(["立即通知 → 服务经理 经理甲、客户管理员 员工001", "已用时限 50% → 项目经理 项目甲", "已用时限 75% → 项目经理 项目甲、服务方总监 总监甲", "已用时限 90% → 客户信息部门负责人 信息主任", "已用时限 100% → 双方合同联系人 商务甲、双方合同联系人 员工001"], story);
        var page = WebUtility.HtmlDecode(await agent.Http.GetStringAsync($"/tickets/{ticket}"));
        Assert.Contains("超时后仍未解决（100%）", page);
        Assert.Contains("总监甲", page);

        // Every working day until it is solved, at the same time: once on the 11th however often it is looked at, then nothing more.
        await agent.Do($"tickets/{ticket}/pause", new { reason = "PendingPart", text = "等备件", waitsFor = "仓库", expectedAt = server.Time.GetUtcNow().AddDays(3) });
        server.Time.Advance(TimeSpan.FromHours(24));
        for (var i = 0; i < 3; i++) await Look(server, other.Services);
        Assert.Equal(4, (await Mailed(server, ticket, "-100-")).Count);
        await agent.Do($"tickets/{ticket}/resume");
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "更换电源", cause = "硬件故障", device = "SW-1", minutesSpent = 60 });
        server.Time.Advance(TimeSpan.FromHours(24));
        await Look(server, other.Services);
        Assert.Equal(4, (await Mailed(server, ticket, "-100-")).Count);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Work_that_stands_still_goes_to_the_next_line_and_its_sender_hears_how_it_ended(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        await using var other = server.Node();
        using var admin = await Signals.In(server, "admin");
        var expert = await admin.Make("staff", new { name = "二线甲", email = "expert@provider.example" });
        var second = await admin.Make("teams", new { name = "二线组", line = 2, lead = expert });
        await admin.Do($"staff/{expert}/change", new { name = "二线甲", email = "expert@provider.example", teams = new[] { second } });
        await admin.Do($"staff/{company.Engineer}/change", new { name = "驻场工程师A", email = "onsite@provider.example" });
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        var (idle, busy, waiting) = (await Report(agent, company, "Person", "BadlyHindered"), await Report(agent, company, "Person", "BadlyHindered"), await Report(agent, company, "Person", "BadlyHindered"));
        foreach (var one in new[] { idle, busy, waiting }) await agent.Do($"tickets/{one}/assign", new { team = company.OnSite, assignee = company.Engineer });
        await agent.Do($"tickets/{waiting}/pause", new { reason = "PendingUser", text = "请用户带回", waitsFor = "员工001", expectedAt = server.Time.GetUtcNow().AddHours(3), proof = "电话" });
        await Look(server, other.Services);

        server.Time.Advance(20 * Minute);
        await agent.Do($"tickets/{busy}/start");
        server.Time.Advance(9 * Minute);
        await Look(server, other.Services);
        Assert.Equal((company.OnSite, TicketState.Assigned), await Hands(server, idle));
        server.Time.Advance(1 * Minute);
        for (var i = 0; i < 3; i++) await Look(server, other.Services);
        // Thirty minutes without a sign: it goes over, and is no reassignment, since nobody had sent it to the wrong place.
        Assert.Equal((second, TicketState.Assigned), await Hands(server, idle));
        Assert.Equal(["expert@provider.example", "onsite@provider.example"], await Mailed(server, idle, "-Line-"));
        Assert.Equal(0, await server.As(s => s.GetRequiredService<StewardDb>().Set<Ticket>().Where(t => t.Id == TicketId.From(idle)).Select(t => t.Reassigned).SingleAsync()));
        // Somebody began on this one ten minutes ago, and that one waits for its user.
        Assert.Equal((company.OnSite, TicketState.InProgress), await Hands(server, busy));
        Assert.Empty(await Mailed(server, waiting, "-Line-"));

        server.Time.Advance(20 * Minute);
        for (var i = 0; i < 3; i++) await Look(server, other.Services);
        // It is in somebody's hands: they keep it, and the next line is called to help.
        Assert.Equal((company.OnSite, TicketState.InProgress), await Hands(server, busy));
        Assert.Equal(["expert@provider.example", "onsite@provider.example"], await Mailed(server, busy, "-Line-"));
        Assert.Equal(["停滞，请 二线组 协助"], await Story(server, busy, "EscalateToLine"));

        // The second line has two hours; there is no third, so the manager chooses.
        await Named(server, company, "ServiceManager", "经理甲", "manager@provider.example");
        server.Time.Advance(100 * Minute + 60 * Minute);
        for (var i = 0; i < 3; i++) await Look(server, other.Services);
        Assert.Equal((second, TicketState.Assigned), await Hands(server, idle));
        Assert.Equal(["expert@provider.example", "manager@provider.example"], await Mailed(server, idle, "-Line-P3-", "-2-0-"));

        await agent.Do($"tickets/{idle}/resolve", new { solution = "重装驱动", cause = "软件", device = "PC-1", minutesSpent = 10 });
        Assert.Equal(["onsite@provider.example"], await Mailed(server, idle, "-solved-"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_night_without_server_and_a_clock_that_jumps_tell_no_step_twice_and_none_too_early(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        await Cast(server, company);
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        var ticket = await Report(agent, company, "Organisation", "Stopped");
        await Look(server, server.Services);
        server.Time.Jump(TimeSpan.FromHours(3));
        await Look(server, server.Services);
        Assert.Empty(await Mailed(server, ticket, "-50-"));
        server.Time.Jump(TimeSpan.FromHours(-3));
        // Nobody looks for four hours: each step that has come meanwhile is told, each once.
        server.Time.Advance(TimeSpan.FromHours(4));
        for (var i = 0; i < 3; i++) await Look(server, server.Services);
        Assert.Equal(["-0-0-", "-50-0-", "-75-0-"], new[] { "-0-0-", "-50-0-", "-75-0-", "-90-0-" }.Where(step => Mailed(server, ticket, "-Ladder-", step).Result.Count > 0));
        Assert.Single(await Mailed(server, ticket, "-Ladder-", "-50-0-"));

        // Raised or lowered, it climbs the ladder of its new promise from the bottom.
        using var manager = await Signals.In(server, Company.UserOf(Role.SvcMgr));
        await manager.Do($"tickets/{ticket}/priority", new { impact = "Department", urgency = "BadlyHindered", reason = "已局部恢复" });
        for (var i = 0; i < 3; i++) await Look(server, server.Services);
        Assert.Single(await Mailed(server, ticket, "-Ladder-P1-", "-50-0-"));
        Assert.DoesNotContain("project@provider.example", await Mailed(server, ticket, "-Ladder-P2-"));
    }

    [Fact]
    public async Task A_post_is_held_by_its_own_side_only_once_and_leaves_with_the_name()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var project = await Signals.In(server, Company.UserOf(Role.PM));
        Assert.Equal((400, "STW-400"), await project.Refused($"contracts/{company.Contract}/people", new { post = "CustomerHeadOfIt", staff = company.Engineer }));
        Assert.Equal(400, (await project.Refused($"contracts/{company.Contract}/people", new { post = "CustomerHeadOfIt", contact = company.Other.Contact })).Status);
        var named = await project.Make($"contracts/{company.Contract}/people", new { post = "CustomerHeadOfIt", contact = company.Contact });
        Assert.Equal((409, "CON-106"), await project.Refused($"contracts/{company.Contract}/people", new { post = "CustomerHeadOfIt", contact = company.Contact }));
        Assert.Contains("员工001", WebUtility.HtmlDecode(await project.Http.GetStringAsync($"/contracts/{company.Contract}")));
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        Assert.Equal(403, (await agent.Refused($"contracts/{company.Contract}/people/{named}/remove")).Status);
        await project.Do($"contracts/{company.Contract}/people/{named}/remove");
        Assert.Equal((404, "STW-404"), await project.Refused($"contracts/{company.Contract}/people/{named}/remove"));
    }

    /// <summary>Everybody that the ladder of P1 knows, but the customer's contract contact.</summary>
    static async Task Cast(TestServer server, Company company)
    {
        foreach (var (post, name, email) in new[] { ("ServiceManager", "经理甲", "manager"), ("ProjectManager", "项目甲", "project"), ("ProviderDirector", "总监甲", "director"), ("ProviderContact", "商务甲", "contact") })
            await Named(server, company, post, name, $"{email}@provider.example");
        using var manager = await Signals.In(server, Company.UserOf(Role.SvcMgr));
        var head = await manager.Make($"customers/{company.Customer}/contacts", new { name = "信息主任", email = "head@xxqy.example", phone = "000-5550-0003" });
        await manager.Do($"contracts/{company.Contract}/people", new { post = "CustomerHeadOfIt", contact = head });
    }

    static async Task Named(TestServer server, Company company, string post, string name, string email)
    {
        using var admin = await Signals.In(server, "admin");
        var staff = await admin.Make("staff", new { name, email });
        using var project = await Signals.In(server, Company.UserOf(Role.PM));
        await project.Do($"contracts/{company.Contract}/people", new { post, staff });
    }

    static async Task<Guid> Report(Client agent, Company company, string impact, string urgency) =>
        (await agent.Do("tickets", new { summary = "无法工作", service = company.Service, requester = company.Contact, channel = "Phone", impact, urgency }))["id"]!.GetValue<Guid>();

    /// <summary>Both nodes look at the same moment.</summary>
    static async Task Look(TestServer server, IServiceProvider other)
    {
        await Task.WhenAll(server.Sweep("sla-clocks"), server.Sweep("sla-clocks", other));
        await Task.WhenAll(server.Sweep("news"), server.Sweep("news", other));
    }

    /// <summary>Who was written to about a ticket, by what the mail's key says.</summary>
    static Task<List<string>> Mailed(TestServer server, Guid ticket, params string[] keys) => server.As(async s =>
        (await s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().Where(m => m.About == ticket).ToListAsync()).Where(m => keys.All(k => m.Key.Contains(k, StringComparison.Ordinal))).Select(m => m.Address).Order(StringComparer.Ordinal).ToList());

    static Task<List<string>> Story(TestServer server, Guid ticket, string verb) => server.As(s =>
        s.GetRequiredService<StewardDb>().Set<TicketEntry>().Where(e => e.Ticket == TicketId.From(ticket) && e.Verb == verb).OrderBy(e => e.OccurredAt).ThenBy(e => e.Id).Select(e => e.Text).ToListAsync());

    static Task<(Guid, TicketState)> Hands(TestServer server, Guid ticket) => server.As(async s =>
        await s.GetRequiredService<StewardDb>().Set<Ticket>().Where(t => t.Id == TicketId.From(ticket)).Select(t => new { Team = t.Team!.Value, t.State }).SingleAsync() is var t ? (t.Team.Value, t.State) : default);
}
