// Problems as people meet them: from repeated incidents over the known error to the end of the watch period, on both databases.
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Sweeps;
using Xunit;

namespace Steward.Desk;

public sealed class ProblemTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task From_an_incident_over_the_known_error_to_the_end_of_the_watch(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, engineer, keeper, manager) = (await In(server, Role.Agent), await In(server, Role.L2), await In(server, Role.PrbMgr), await In(server, Role.SvcMgr));
        var ticket = await Ticket(agent, company, "打印服务反复停止");
        var problem = await engineer.Make("problems", new { summary = "打印服务每天停止", ticket });
        var seen = await engineer.Get($"problems/{problem}");
        Assert.Equal(("PRB-XXQY-20260310-0001", "Logged", "P3"), (Text(seen["problem"]!, "number"), Text(seen["problem"]!, "state"), Text(seen["problem"]!, "priority")));
        Assert.Equal(ticket, seen["tickets"]![0]!["id"]!.GetValue<Guid>());
        Assert.Contains("PRB-XXQY-20260310-0001", await Page(agent, $"/tickets/{ticket}"));
        Assert.Equal((409, "DESK-202"), await engineer.Refused("problems", new { summary = "又一个", ticket }));

        // What the process does not allow is refused, and what it requires is asked for.
        Assert.Equal(403, (await agent.Refused($"problems/{problem}/notes", new { text = "试试" })).Status);
        Assert.Equal((409, "DESK-201"), await keeper.Refused($"problems/{problem}/finish", new { solution = "重启" }));
        Assert.Equal((409, "DESK-204"), await keeper.Refused($"problems/{problem}/diagnose"));
        await keeper.Do($"problems/{problem}/assign", new { team = company.OnSite, assignee = company.Engineer });
        await keeper.Do($"problems/{problem}/diagnose");
        Assert.Equal(400, (await keeper.Refused($"problems/{problem}/known-error", new { cause = "驱动内存泄漏", impactMinutes = 30 })).Status);
        await keeper.Do($"problems/{problem}/known-error", new { cause = "驱动内存泄漏", workaround = "改用二楼打印机", impactMinutes = 30 });

        // The way around is offered where people report: to the desk on the phone and to the end user in the portal, of this customer and no other.
        Assert.Contains("改用二楼打印机", await Page(agent, $"/tickets/new?requester={company.Contact}"));
        Assert.Contains("改用二楼打印机", await Page(await In(server, Role.User), "/report"));
        var foreign = server.Client();
        await foreign.SignIn("other-user");
        Assert.DoesNotContain("改用二楼打印机", await Page(foreign, "/report"));

        // Who proposes does not decide.
        Assert.Equal(400, (await keeper.Refused($"problems/{problem}/decision", new { decision = "Defer", reason = "等预算" })).Status);
        await keeper.Do($"problems/{problem}/decision", new { decision = "Fix", reason = "影响面大" });
        var asked = Text(Assert.Single((await manager.Get("approvals"))["items"]!.AsArray())!, "id");
        Assert.Equal((409, "APR-102"), await keeper.Refused($"approvals/{asked}/decide", new { agree = true }));
        await manager.Do($"approvals/{asked}/decide", new { agree = true });
        // That the incident is solved ends nothing here.
        await agent.Do($"tickets/{ticket}/accept");
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "重启打印服务", cause = "驱动", device = "打印服务器", minutesSpent = 5 });
        Assert.Equal("Fixing", await State(keeper, problem));
        await keeper.Do($"problems/{problem}/finish", new { solution = "升级驱动" });

        // An incident after the repair shows that it is back.
        server.Time.Advance(TimeSpan.FromDays(3));
        var again = await Ticket(agent, company, "打印服务又停了");
        await keeper.Do($"problems/{problem}/tickets", new { ticket = await Number(server, again) });
        Assert.Equal("Diagnosing", await State(keeper, problem));
        await keeper.Do($"problems/{problem}/known-error", new { cause = "驱动与补丁冲突", workaround = "改用二楼打印机", impactMinutes = 60 });
        await keeper.Do($"problems/{problem}/decision", new { decision = "Fix", reason = "复发" });
        await manager.Do($"approvals/{Text(Assert.Single((await manager.Get("approvals"))["items"]!.AsArray())!, "id")}/decide", new { agree = true });
        await keeper.Do($"problems/{problem}/finish", new { solution = "卸载补丁并升级驱动" });
        server.Time.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, await Sweep(server, "problem-watch"));
        server.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await Sweep(server, "problem-watch"));
        Assert.Equal(0, await Sweep(server, "problem-watch"));
        Assert.Equal("Closed", await State(keeper, problem));
        Assert.DoesNotContain("改用二楼打印机", await Page(agent, $"/tickets/new?requester={company.Contact}"));
        Assert.Equal(problem, (await keeper.Get("problems?group=All&q=%E8%A1%A5%E4%B8%81%E5%86%B2%E7%AA%81"))["items"]![0]!["id"]!.GetValue<Guid>());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Repeated_incidents_of_one_kind_propose_a_problem_once(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, keeper) = (await In(server, Role.Agent), await In(server, Role.PrbMgr));
        for (var i = 0; i < 4; i++) await Ticket(agent, company, $"打印机卡纸 {i}", "打印机");
        await Ticket(agent, company, "无法上网", "网络");
        Assert.Equal(0, await Sweep(server, "problem-trends"));
        server.Time.Advance(TimeSpan.FromDays(2));
        await Ticket(agent, company, "打印机卡纸 5", "打印机");
        Assert.Equal(1, await Sweep(server, "problem-trends"));
        Assert.Equal(0, await Sweep(server, "problem-trends"));
        var proposed = Assert.Single((await keeper.Get("problems?group=Proposed"))["items"]!.AsArray())!;
        Assert.Equal(("打印机：30 天内 5 起事件", 5), (Text(proposed, "summary"), proposed["tickets"]!.GetValue<int>()));

        // Dismissed with a reason; the same incidents propose nothing again, so many new ones do.
        Assert.Equal(400, (await keeper.Refused($"problems/{Text(proposed, "id")}/dismiss")).Status);
        await keeper.Do($"problems/{Text(proposed, "id")}/dismiss", new { reason = "换了一批劣质纸" });
        Assert.Equal(0, await Sweep(server, "problem-trends"));
        for (var i = 0; i < 5; i++) await Ticket(agent, company, $"打印机又卡纸 {i}", "打印机");
        Assert.Equal(1, await Sweep(server, "problem-trends"));
        var second = Text(Assert.Single((await keeper.Get("problems?group=Proposed"))["items"]!.AsArray())!, "id");
        await keeper.Do($"problems/{second}/log");
        Assert.Equal("Logged", await State(keeper, Guid.Parse(second)));

        // Of one asset three are enough, whatever they are called.
        using var machines = await Assets.Machines.Keeper(server);
        var asset = await machines.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Printer", name = "三楼打印机" });
        foreach (var what in new[] { "卡纸", "缺粉", "脱机" })
        {
            Assert.Equal(0, await Sweep(server, "problem-trends"));
            await agent.Do($"tickets/{await Ticket(agent, company, $"三楼打印机{what}")}/assets", new { asset });
        }
        Assert.Equal(1, await Sweep(server, "problem-trends"));
        Assert.Contains("三楼打印机", Text(Assert.Single((await keeper.Get("problems?group=Proposed"))["items"]!.AsArray())!, "summary"));
    }

    internal static async Task<Client> In(TestServer server, Role role)
    {
        var client = server.Client();
        await client.SignIn(Company.UserOf(role));
        return client;
    }

    static async Task<Guid> Ticket(Client agent, Company company, string summary, string category = "") =>
        (await agent.Do("tickets", new { summary, category, service = company.Service, requester = company.Contact, channel = "Phone", urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();

    static Task<string> Number(TestServer server, Guid ticket) => server.As(s => s.GetRequiredService<StewardDb>().Set<Ticket>().Where(t => t.Id == TicketId.From(ticket)).Select(t => t.Number).SingleAsync());

    static async Task<string> State(Client who, Guid problem) => Text((await who.Get($"problems/{problem}"))["problem"]!, "state");

    static string Text(JsonNode node, string field) => node[field]!.ToString();

    static async Task<string> Page(Client who, string path) => WebUtility.HtmlDecode(await who.Http.GetStringAsync(path));

    internal static async Task<int> Sweep(TestServer server, string name)
    {
        await using var scope = server.Services.CreateAsyncScope();
        (scope.ServiceProvider.GetRequiredService<Work>().Scope, scope.ServiceProvider.GetRequiredService<Work>().Verb) = (TenantScope.Everyone, name);
        return await scope.ServiceProvider.GetServices<ISweep>().Single(x => x.Name == name).RunOnce(server.Time.GetUtcNow(), default);
    }
}
