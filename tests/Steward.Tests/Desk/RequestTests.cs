// Service requests as people meet them: asked for, decided, fulfilled by tasks, confirmed; and what they do to clocks and measures. On both databases.
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Contracts;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Data;
using Steward.Platform.Text;
using Xunit;

namespace Steward.Desk;

public sealed class RequestTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_new_PC_from_the_catalogue_to_the_users_word_that_it_is_there(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var people = await Cast.Of(server, company);
        var (asker, administrator, engineer) = (people.Asker, people.Administrator, people.Engineer);
        var item = await people.Item("new-pc");

        // All that is wrong is said at once, each at its field.
        Assert.Equal(["answers.kind", "answers.nonsense", "answers.place", "answers.user", "costCentre"], await CatalogueTests.Faults(asker, $"catalogue/{item}", new { answers = new { kind = "平板", user = new string('长', 61), nonsense = "x" } }));

        var ticket = await people.Ask("new-pc", new { user = "员工010", kind = "笔记本", place = "3 楼 301", needed = "2026-03-20" }, costCentre: "CC-7");
        var seen = await asker.Get($"tickets/{ticket}");
        Assert.Equal(("REQ-XXQY-20260310-0001", "PendingApproval"), (Text(seen["ticket"]!, "number"), Text(seen["ticket"]!, "state")));
        Assert.Empty(seen["clocks"]!.AsArray());
        Assert.Equal((409, "DESK-103"), await engineer.Refused($"tickets/{ticket}/accept"));
        // The page says in the process's own words where it stands, and shows what was answered.
        var page = await Page(asker, $"/tickets/{ticket}");
        foreach (var shown in new[] { "待审批", "3 楼 301", "笔记本", "CC-7" }) Assert.Contains(shown, page);
        Assert.Equal("requested", await LastMail(server, ticket, "asker@xxqy.example"));
        // Nobody works on it yet, so nobody is urged: it is said whose word it waits for.
        Assert.Contains("正在等待 客户管理员 审批", page);
        Assert.DoesNotContain($"/tickets/{ticket}/urge", page);
        Assert.DoesNotContain($"/tickets/{ticket}/urge", await Page(asker, "/?view=Portal"));
        Assert.Equal((409, "DESK-630"), await asker.Refused($"tickets/{ticket}/urge"));

        // Not the asker and not the agent: the customer's administrator decides, a day later.
        server.Time.Advance(TimeSpan.FromDays(1));
        var approval = Text(Assert.Single((await administrator.Get("approvals"))["items"]!.AsArray())!, "id");
        Assert.Contains("员工010", await Page(administrator, "/approvals"));
        Assert.Equal((409, "APR-102"), await asker.Refused($"approvals/{approval}/decide", new { agree = true }));
        Assert.Equal((404, "STW-404"), await people.Agent.Refused($"approvals/{approval}/decide", new { agree = true }));
        await administrator.Do($"approvals/{approval}/decide", new { agree = true, reason = "预算内" });
        Assert.Equal("request-approved", await LastMail(server, ticket, "asker@xxqy.example"));

        // The clocks count from approval, by the times of the item: 60 minutes and two working days.
        seen = await asker.Get($"tickets/{ticket}");
        var (submitted, approved) = (seen["ticket"]!["openedAt"]!.GetValue<DateTimeOffset>(), seen["ticket"]!["approvedAt"]!.GetValue<DateTimeOffset>());
        Assert.Equal((TestServer.Start, TestServer.Start.AddDays(1)), (submitted, approved));
        var clocks = seen["clocks"]!.AsArray().Where(c => c!["budgetSeconds"] is not null).ToDictionary(c => Text(c!, "kind"), c => c!["due"]!.GetValue<DateTimeOffset>());
        Assert.Equal(["Resolution", "Response"], clocks.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((At(11, 10), At(12, 18)), (clocks["Response"], clocks["Resolution"]));
        var why = await asker.Get($"tickets/{ticket}/clocks/resolution");
        Assert.Equal("新装 PC (new-pc/1)", Text(why, "item"));
        Assert.True(why["addsUp"]!.GetValue<bool>());
        Assert.Contains("新装 PC (new-pc/1)", await Page(asker, $"/tickets/{ticket}/clocks/resolution"));

        // Tasks come one step after the other; those of a step go on side by side.
        async Task<Dictionary<string, (string Id, string State)>> Tasks() => await server.As(async s => await s.GetRequiredService<StewardDb>().Set<RequestTask>().Where(t => t.Ticket == TicketId.From(ticket)).ToDictionaryAsync(t => t.Name, t => (t.Id.ToString(), t.State.ToString())));
        var tasks = await Tasks();
        Assert.Equal(["Ready", "Waiting", "Waiting", "Waiting"], tasks.Values.Select(t => t.State).Order(StringComparer.Ordinal));
        Task Finish(string name, string text) => engineer.Do($"tickets/{ticket}/tasks/{tasks[name].Id}/finish", new { text, minutesSpent = 10 });
        Assert.Equal((409, "DESK-355"), await engineer.Refused($"tickets/{ticket}/tasks/{tasks["上门交付并签收"].Id}/finish", new { text = "先交付" }));
        Assert.Equal((403, ""), await asker.Refused($"tickets/{ticket}/tasks/{tasks["备机并安装系统"].Id}/finish", new { text = "x" }));
        Assert.Equal((409, "DESK-103"), await engineer.Refused($"tickets/{ticket}/fulfil", new { solution = "x", minutesSpent = 0 }));
        server.Time.Advance(TimeSpan.FromMinutes(30));
        await engineer.Do($"tickets/{ticket}/tasks/{tasks["备机并安装系统"].Id}/assign", new { team = company.OnSite, assignee = company.Engineer });
        Assert.Contains("备机并安装系统", await Page(engineer, "/tasks"));
        Assert.DoesNotContain("上门交付并签收", await Page(engineer, "/tasks"));
        await Finish("备机并安装系统", "ThinkPad 已装好");
        Assert.Equal("Fulfilling", Text((await asker.Get($"tickets/{ticket}"))["ticket"]!, "state"));
        Assert.Equal(2, (await Tasks()).Values.Count(t => t.State == "Ready"));
        Assert.Equal((409, "DESK-354"), await engineer.Refused($"tickets/{ticket}/fulfil", new { solution = "已交付", minutesSpent = 0 }));
        await Finish("登记资产并贴标签", "已登记");
        Assert.Equal("Waiting", (await Tasks())["上门交付并签收"].State);
        await engineer.Do($"tickets/{ticket}/tasks/{tasks["安装软件并加入域"].Id}/skip", new { reason = "镜像中已有" });
        await Finish("上门交付并签收", "当面交付");
        await engineer.Do($"tickets/{ticket}/fulfil", new { solution = "笔记本已交付", minutesSpent = 5 });
        seen = await asker.Get($"tickets/{ticket}");
        Assert.Equal(("Resolved", 35), (Text(seen["ticket"]!, "state"), seen["ticket"]!["minutesSpent"]!.GetValue<int>()));
        Assert.Equal(["Met", "Met"], seen["clocks"]!.AsArray().Where(c => c!["budgetSeconds"] is not null).Select(c => Text(c!, "verdict")));
        Assert.Contains("请确认是否已经办好", await Page(asker, $"/tickets/{ticket}"));

        // Not done yet after all, then done; the survey asks once.
        await asker.Do($"tickets/{ticket}/reopen", new { reason = "缺电源" });
        Assert.Equal("Fulfilling", Text((await asker.Get($"tickets/{ticket}"))["ticket"]!, "state"));
        await engineer.Do($"tickets/{ticket}/fulfil", new { solution = "电源已补", minutesSpent = 5 });
        await asker.Do($"tickets/{ticket}/confirm");
        Assert.Equal("Closed", Text((await asker.Get($"tickets/{ticket}"))["ticket"]!, "state"));
        Assert.True(await server.As(async s => await s.GetRequiredService<SurveyBook>().All.AnyAsync(x => x.Ticket == TicketId.From(ticket))));
        Assert.Equal(ticket.ToString(), Text(Assert.Single((await people.Agent.Get("tickets?group=All&kind=Request"))["items"]!.AsArray())!, "id"));
        Assert.Empty((await people.Agent.Get("tickets?group=All&kind=Incident"))["items"]!.AsArray());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_head_of_the_department_decides_and_a_refusal_reaches_the_requester_with_its_reason(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var people = await Cast.Of(server, company);
        var rights = new { system = "财务共享目录", right = "读写", reason = "月末结账" };
        // Without a head the administrator decides; a head of another department has nothing to say.
        var before = await people.Ask("rights", rights);
        Assert.Single((await people.Administrator.Get("approvals"))["items"]!.AsArray());
        var (head, other) = (await people.Head("员工020", "市场部"), await people.Head("员工030", "财务部"));
        Assert.Empty((await head.Get("approvals"))["items"]!.AsArray());
        await people.Asker.Do($"tickets/{before}/withdraw", new { reason = "写错了" });
        Assert.Empty((await people.Administrator.Get("approvals"))["items"]!.AsArray());
        Assert.Equal("Cancelled", Text((await people.Asker.Get($"tickets/{before}"))["ticket"]!, "state"));

        var ticket = await people.Ask("rights", rights);
        await server.Sweep("approval-mails");
        Assert.Equal("approval-asked", await LastMail(server, ticket, "员工020@xxqy.example"));
        Assert.Empty((await other.Get("approvals"))["items"]!.AsArray());
        Assert.Equal(404, (int)(await other.Http.GetAsync($"/tickets/{ticket}")).StatusCode);
        // The one who is asked reads the request where it stands, and decides there.
        Assert.Contains("月末结账", await Page(head, $"/tickets/{ticket}"));
        Assert.Contains("1 项服务请求待您审批", await Page(head, "/catalogue"));
        var approval = Text(Assert.Single((await head.Get("approvals"))["items"]!.AsArray())!, "id");
        Assert.Equal((404, "STW-404"), await other.Refused($"approvals/{approval}/decide", new { agree = true }));
        Assert.False((await head.Try($"approvals/{approval}/decide", new { agree = false })).IsSuccessStatusCode);
        await head.Do($"approvals/{approval}/decide", new { agree = false, reason = "先走预算" });
        var seen = await people.Asker.Get($"tickets/{ticket}");
        Assert.Equal("Rejected", Text(seen["ticket"]!, "state"));
        Assert.Empty(seen["clocks"]!.AsArray());
        Assert.Contains("先走预算", await Page(people.Asker, $"/tickets/{ticket}"));
        Assert.Equal("request-rejected", await LastMail(server, ticket, "asker@xxqy.example"));
        Assert.Equal((409, "DESK-103"), await people.Agent.Refused($"tickets/{ticket}/accept"));

        // An agent asks for the user: still it is the head's word.
        var byAgent = await people.Agent.Do($"catalogue/{await people.Item("rights")}", new { requester = people.AskerContact, channel = "Phone", answers = rights });
        await head.Do($"approvals/{Text(Assert.Single((await head.Get("approvals"))["items"]!.AsArray())!, "id")}/decide", new { agree = true });
        Assert.Equal("Approved", Text((await people.Asker.Get($"tickets/{Text(byAgent, "id")}"))["ticket"]!, "state"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_needs_nobodys_word_begins_at_once_and_what_is_not_ones_to_ask_is_refused(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var people = await Cast.Of(server, company);
        var ticket = await people.Ask("consumable", new { device = "3 楼打印机", colour = "黑" });
        var seen = await people.Asker.Get($"tickets/{ticket}");
        Assert.Equal("Approved", Text(seen["ticket"]!, "state"));
        Assert.Equal(At(10, 14), seen["clocks"]!.AsArray().Single(c => Text(c!, "kind") == "Resolution")!["due"]!.GetValue<DateTimeOffset>());
        Assert.Equal((403, "DESK-350"), await people.Asker.Refused($"catalogue/{await people.Item("leaver")}", new { answers = new { user = "员工099", lastDay = "2026-03-31", handOver = "员工098" } }));
        Assert.Equal((404, "STW-404"), await people.Foreign.Refused($"catalogue/{await people.Item("consumable")}", new { answers = new { device = "x", colour = "黑" } }));
        // A device that is somebody else's is not one's own to name.
        using var keeper = await Steward.Assets.Machines.Keeper(server);
        var theirs = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Notebook", name = "别人的电脑", owner = company.Vip });
        var own = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Notebook", name = "自己的电脑", owner = people.AskerContact });
        var move = await people.Item("move");
        Assert.Equal(["answers.asset"], await CatalogueTests.Faults(people.Asker, $"catalogue/{move}", new { answers = new { asset = theirs, from = "301", to = "501" } }));
        var moved = await people.Ask("move", new { asset = own, from = "301", to = "501" });
        Assert.Contains("自己的电脑", await Page(people.Asker, $"/tickets/{moved}"));
        Assert.Contains((await people.Asker.Get($"tickets/{moved}"))["ticket"]!["number"]!.ToString(), await Page(people.Agent, $"/assets/{own}"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_leavers_accounts_assets_and_custody_are_seen_to_before_the_request_can_end(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var people = await Cast.Of(server, company);
        var head = await people.Head("员工020", "市场部");
        var ticket = (await head.Do($"catalogue/{await people.Item("leaver")}", new { answers = new { user = "员工099", lastDay = "2026-03-31", handOver = "员工098" } }))["id"]!.GetValue<Guid>();
        await people.Administrator.Do($"approvals/{Text(Assert.Single((await people.Administrator.Get("approvals"))["items"]!.AsArray())!, "id")}/decide", new { agree = true });
        var tasks = await server.As(async s => await s.GetRequiredService<StewardDb>().Set<RequestTask>().Where(t => t.Ticket == TicketId.From(ticket)).OrderBy(t => t.Step).ThenBy(t => t.Id).Select(t => t.Id).ToListAsync());
        foreach (var task in tasks)
        {
            Assert.Equal((409, "DESK-356"), await people.Engineer.Refused($"tickets/{ticket}/tasks/{task}/skip", new { reason = "不用了" }));
            Assert.False((await people.Engineer.Try($"tickets/{ticket}/fulfil", new { solution = "好了", minutesSpent = 0 })).IsSuccessStatusCode);
            Assert.False((await people.Engineer.Try($"tickets/{ticket}/confirm")).IsSuccessStatusCode);
            await people.Engineer.Do($"tickets/{ticket}/tasks/{task}/finish", new { text = "已办" });
        }
        await people.Engineer.Do($"tickets/{ticket}/fulfil", new { solution = "离职手续已办", minutesSpent = 10 });
        await head.Do($"tickets/{ticket}/confirm");
        Assert.Equal("Closed", Text((await head.Get($"tickets/{ticket}"))["ticket"]!, "state"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_duty_of_a_leaver_is_done_when_nothing_is_left_in_their_hands(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var people = await Cast.Of(server, company);
        using var admin = server.Client();
        await admin.SignIn("admin");
        using var keeper = await ProblemTests.In(server, Role.CfgMgr);
        var leaver = await admin.Make($"customers/{company.Customer}/contacts", new { name = "员工098", department = "市场部" });
        var account = await admin.Make("accounts", new { userName = "zou", name = "员工098", password = Company.Password, contact = leaver });
        var notebook = await keeper.Make("assets", new { customer = company.Customer, kind = "Notebook", name = "笔记本 7", owner = leaver });
        var head = await people.Head("员工020", "市场部");
        var ticket = (await head.Do($"catalogue/{await people.Item("leaver")}", new { answers = new { user = "员工098", lastDay = "2026-03-31", handOver = "员工097" } }))["id"]!.GetValue<Guid>();
        await people.Administrator.Do($"approvals/{Text(Assert.Single((await people.Administrator.Get("approvals"))["items"]!.AsArray())!, "id")}/decide", new { agree = true });
        var refused = new List<string>();
        foreach (var task in await server.As(async s => await s.GetRequiredService<StewardDb>().Set<RequestTask>().Where(t => t.Ticket == TicketId.From(ticket)).OrderBy(t => t.Step).ThenBy(t => t.Id).ToListAsync()))
        {
            var address = $"tickets/{ticket}/tasks/{task.Id.Value}/finish";
            using var answer = await people.Engineer.Try(address, new { text = "已办" });
            if (answer.IsSuccessStatusCode) continue;
            refused.Add($"{task.Duty} {await answer.Content.ReadAsStringAsync()}");
            if (task.Duty == TaskDuty.CloseAccounts) await admin.Do($"accounts/{account}/disable", new { reason = "离职" });
            else
            {
                var version = (await keeper.Get($"assets/{notebook}"))["asset"]!["version"]!.GetValue<int>();
                await keeper.Do($"assets/{notebook}/change", new { version, kind = "Notebook", name = "笔记本 7", state = "InStock" });
            }
            await people.Engineer.Do(address, new { text = "已办" });
        }
        // Once for the account, once for the notebook: given back, it is in nobody's custody either.
        Assert.Equal(2, refused.Count);
        Assert.Contains(refused, r => r.StartsWith("CloseAccounts", StringComparison.Ordinal) && r.Contains("DESK-357") && r.Contains("zou"));
        Assert.Contains(refused, r => !r.StartsWith("CloseAccounts", StringComparison.Ordinal) && r.Contains("DESK-357") && r.Contains("NB-XXQY-2026-00001"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Requests_are_measured_by_themselves_and_move_no_figure_of_incidents(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var people = await Cast.Of(server, company);
        var incident = (await people.Agent.Do("tickets", new { summary = "无法上网", service = company.Service, requester = company.Contact, urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        await people.Agent.Do($"tickets/{incident}/accept");
        await people.Agent.Do($"tickets/{incident}/resolve", new { solution = "重启", cause = "网络中断", device = "无", minutesSpent = 5 });
        // Its due date passes, so that from now on nothing but requests could move a figure.
        server.Time.Advance(TimeSpan.FromDays(2));
        async Task<(string Figure, int Records)> Share(string measure)
        {
            var answer = await people.Manager.Get($"measures/{measure}/evidence?contract={company.Contract}&period=2026-03");
            return (answer["figure"]!.ToJsonString(), answer["records"]!.AsArray().Count);
        }
        var before = new[] { await Share("response-attainment"), await Share("resolution-attainment"), await Share("resolution-rate"), await Share("reopen-rate") };
        Assert.Equal(0, (await Share("request-attainment")).Records);

        // Late, reopened, done again: everything that would spoil a figure of incidents.
        var ticket = await people.Ask("consumable", new { device = "3 楼打印机", colour = "黑" });
        server.Time.Advance(TimeSpan.FromDays(2));
        var task = await server.As(async s => await s.GetRequiredService<StewardDb>().Set<RequestTask>().Where(t => t.Ticket == TicketId.From(ticket)).Select(t => t.Id).SingleAsync());
        await people.Engineer.Do($"tickets/{ticket}/tasks/{task}/finish", new { text = "已换" });
        await people.Engineer.Do($"tickets/{ticket}/fulfil", new { solution = "已换硒鼓", minutesSpent = 10 });
        await people.Asker.Do($"tickets/{ticket}/reopen", new { reason = "颜色不对" });
        await people.Engineer.Do($"tickets/{ticket}/fulfil", new { solution = "重新更换", minutesSpent = 10 });
        Assert.Equal(before, new[] { await Share("response-attainment"), await Share("resolution-attainment"), await Share("resolution-rate"), await Share("reopen-rate") });
        Assert.Equal(1, (await Share("request-attainment")).Records);
        Assert.Contains("REQ-XXQY-20260312-0001", await Page(people.Manager, $"/measures/request-attainment/evidence?contract={company.Contract}&period=2026-03"));
    }

    static DateTimeOffset At(int day, int hour) => new DateTimeOffset(2026, 3, day, hour, 0, 0, TimeSpan.FromHours(8)).ToUniversalTime();

    static string Text(JsonNode node, string field) => node[field]!.ToString();

    static async Task<string> Page(Client who, string path) => WebUtility.HtmlDecode(await who.Http.GetStringAsync(path));

    /// <summary>The template of the newest mail about a ticket to an address.</summary>
    static Task<string> LastMail(TestServer server, Guid ticket, string address) => server.As(async s =>
        await s.GetRequiredService<StewardDb>().Set<Mail>().Where(m => m.Address == address && m.About == ticket).OrderByDescending(m => m.Id).Select(m => m.Template).FirstOrDefaultAsync() ?? "");
}

/// <summary>Those who take part: an end user of a department without a head, the customer's administrator, the provider's people.</summary>
sealed record Cast(TestServer Server, Company Company, Client Asker, Guid AskerContact, Client Administrator, Client Agent, Client Engineer, Client Manager, Client Foreign, Client Admin)
{
    public static async Task<Cast> Of(TestServer server, Company company)
    {
        async Task<Client> In(string userName)
        {
            var client = server.Client();
            await client.SignIn(userName);
            return client;
        }
        var admin = await In("admin");
        var contact = await admin.Make($"customers/{company.Customer}/contacts", new { name = "员工010", department = "市场部", email = "asker@xxqy.example", site = company.Site });
        await Account(admin, company, "asker", "员工010", contact);
        var manager = await In(Company.UserOf(Role.SvcMgr));
        await manager.Do($"contracts/{company.Contract}/catalogue/standard");
        return new(server, company, await In("asker"), contact, await In(Company.UserOf(Role.CustAdm)), await In(Company.UserOf(Role.Agent)), await In(Company.UserOf(Role.L2)), manager, await In("other-user"), admin);
    }

    static async Task Account(Client admin, Company company, string userName, string name, Guid contact)
    {
        var account = await admin.Make("accounts", new { userName, name, password = Company.Password, contact });
        await admin.Do($"accounts/{account}/grants", new { role = Role.User, customer = company.Customer });
    }

    /// <summary>A head of a department with an account of their own.</summary>
    public async Task<Client> Head(string name, string department)
    {
        var contact = await Admin.Make($"customers/{Company.Customer}/contacts", new { name, department, email = $"{name}@xxqy.example", site = Company.Site, head = true });
        var userName = $"head-{Guid.NewGuid():N}"[..12];
        await Account(Admin, Company, userName, name, contact);
        var client = Server.Client();
        await client.SignIn(userName);
        return client;
    }

    public Task<Guid> Item(string code) => Server.As(async s => (await s.GetRequiredService<Contracts.ContractBook>().Items.SingleAsync(i => i.Code == code && i.State == Contracts.ItemState.Published && i.Customer == TenantId.From(Company.Customer))).Id.Value);

    public async Task<Guid> Ask(string code, object answers, string costCentre = "") => (await Asker.Do($"catalogue/{await Item(code)}", new { answers, costCentre }))["id"]!.GetValue<Guid>();
}
