// The homes of the engineer on site and of the administrator: what stands on them, in which order, and whose it is.
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Xunit;

namespace Steward.Home;

public sealed class HomeTests
{
    [Fact]
    public async Task The_engineer_on_site_sees_own_tickets_by_the_next_deadline_with_the_steps_that_are_next()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var onsite = await Signals.In(server, Company.UserOf(Role.Onsite));
        async Task<Guid> Given(string summary, string urgency, Guid? to)
        {
            var ticket = (await agent.Do("tickets", new { summary, service = company.Service, requester = company.Contact, impact = "Person", urgency, device = "FP-2055", place = "3 楼" }))["id"]!.GetValue<Guid>();
            await agent.Do($"tickets/{ticket}/accept");
            await agent.Do($"tickets/{ticket}/assign", new { team = company.OnSite, assignee = to });
            return ticket;
        }
        var (later, sooner) = (await Given("不急的", "Planned", company.Engineer), await Given("很急的", "BadlyHindered", company.Engineer));
        await Given("别人的", "BadlyHindered", company.Second);
        await server.Raise(Signals.Of(server, company, "SwitchDown") with { Site = company.Site });
        await server.Raise(Signals.Of(server, company, "Elsewhere", host: "other") with { Site = company.Other.Site });
        async Task<List<JsonNode>> Jobs() => [.. (await onsite.Get("home?view=Onsite"))["onsite"]!["jobs"]!.AsArray().Select(j => j!)];

        var jobs = await Jobs();
        Assert.Equal([sooner, later], jobs.Select(j => j["line"]!["id"]!.GetValue<Guid>()));
        Assert.Equal(("员工001", "000-5550-0001", "总部", "3 楼"), (jobs[0].Text("requester"), jobs[0].Text("phone"), jobs[0].Text("site"), jobs[0].Text("place")));
        Assert.Equal("StartWork", jobs[0]["steps"]![0]!.GetValue<string>());
        Assert.Contains("ResolveTicket", jobs[0]["steps"]!.AsArray().Select(s => s!.GetValue<string>()));
        Assert.Equal(["SwitchDown gw-1"], (await onsite.Get("home?view=Onsite"))["onsite"]!["alerts"]!.AsArray().Select(a => a!.Text("summary")));

        await onsite.Do($"tickets/{sooner}/start");
        await onsite.Do($"tickets/{sooner}/pause", new { reason = "PendingUser", text = "等用户", waitsFor = "员工001", expectedAt = server.Time.GetUtcNow().AddHours(3), proof = "电话" });
        // What waits for somebody else stands behind what can be done.
        Assert.Equal([later, sooner], (await Jobs()).Select(j => j["line"]!["id"]!.GetValue<Guid>()));
        Assert.Equal("ResumeTicket", (await Jobs())[1]["steps"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Whoever_judges_mails_is_told_on_their_home_when_some_wait_and_nobody_else_is()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var foreign = await Signals.In(server, "other-agent");
        Assert.DoesNotContain("待判断的邮件", System.Net.WebUtility.HtmlDecode(await agent.Http.GetStringAsync("/?view=Work")));
        await agent.Do("mails", new { raw = Convert.ToBase64String(Desk.Mails.Letters.Of("nobody@example.com", "开不了机", "很急")) });
        server.Time.Advance(TimeSpan.FromMinutes(5));
        await agent.Do("mails", new { raw = Convert.ToBase64String(Desk.Mails.Letters.Of("nobody-else@example.com", "代开发票", "量大从优")) });
        var home = (await agent.Get("home?view=Work"))["work"]!;
        Assert.Equal((2, TestServer.Start), (home["mailsWaiting"]!.GetValue<int>(), home["oldestMail"]!.GetValue<DateTimeOffset>()));
        var page = System.Net.WebUtility.HtmlDecode(await agent.Http.GetStringAsync("/?view=Work"));
        Assert.Contains("待判断的邮件", page);
        Assert.Contains("最早 2026-03-10 09:00", page);
        Assert.Equal(0, (await foreign.Get("home?view=Work"))["work"]!["mailsWaiting"]!.GetValue<int>());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_change_manager_sees_what_waits_runs_has_ended_comes_this_week_and_is_owed(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var board = await Desk.Board.Of(server, company);
        async Task<JsonNode> Home() => (await board.Chair.Get("home"))["changes"]!;
        static string List(JsonNode home, string name) => $"{home[name]!["inAll"]}: {string.Join(' ', home[name]!["lines"]!.AsArray().Select(l => l!["id"]))}";
        // Nothing yet: each list says what to do.
        var empty = await board.Chair.Http.GetStringAsync("/");
        foreach (var said in new[] { "提交审批", "现在没有变更在实施", "到“变更日历”看整个月", "没有欠下文档或审批的变更" }) Assert.Contains(said, System.Net.WebUtility.HtmlDecode(empty));

        var planned = await board.Assessed("Minor", 1, 4);
        await board.Chair.Do($"changes/{planned}/request-approval");
        await board.Agree(board.Manager, planned, "Manager");
        await board.Chair.Do($"changes/{planned}/schedule");
        var emergency = await board.Author.Make("changes", new { summary = "切换到备库", kind = "Emergency", reason = "业务中断", customer = company.Customer, asset = board.Asset });
        await board.Author.Do($"changes/{emergency}/plan", new
        {
            summary = "切换到备库", kind = "Emergency", reason = "业务中断", ground = "SecurityIncident", groundReference = "勒索软件", backoutPlan = "切回主库", windowFrom = board.At(6), windowTo = board.At(8), implementer = company.Second,
        });
        await board.Author.Do($"changes/{emergency}/request-approval");
        var major = await board.Assessed("Major", 40, 42);
        await board.Chair.Do($"changes/{major}/request-approval");
        var home = await Home();
        Assert.Equal($"2: {emergency} {major}", List(home, "asked"));
        Assert.Equal(["变更经理", "客户负责人", "技术负责人"], home["asked"]!["lines"]![0]!["notes"]!.AsArray().Select(n => n!.ToString()));
        Assert.Equal(2, home["decisions"]!["inAll"]!.GetValue<int>());
        Assert.Equal($"3: {planned} {emergency} {major}", List(home, "week"));
        // What came into the way of planned work since stands beside it.
        Assert.Empty(home["week"]!["lines"]![2]!["notes"]!.AsArray());
        await board.Chair.Make("changes/freezes", new { from = board.At(39), until = board.At(43), reason = "结账", customer = company.Customer });
        Assert.Contains("结账", Assert.Single((await Home())["week"]!["lines"]![2]!["notes"]!.AsArray())!.ToString());

        await board.Agree(board.Chair, emergency, "Chair");
        await board.Agree(board.Head, emergency, "Customer");
        await board.Agree(board.First, emergency, "Technical");
        Assert.Equal($"1: {emergency}", List(await Home(), "owing"));
        server.Time.Advance(TimeSpan.FromHours(1.1));
        await board.Doer.Do($"changes/{planned}/start");
        Assert.Equal($"1: {planned}", List(await Home(), "running"));
        Assert.False((await Home())["running"]!["lines"]![0]!["late"]!.GetValue<bool>());
        server.Time.Advance(TimeSpan.FromHours(4));
        Assert.True((await Home())["running"]!["lines"]![0]!["late"]!.GetValue<bool>());
        await board.Doer.Do($"changes/{planned}/back-out", new { reason = "超时" });
        home = await Home();
        Assert.Equal($"1: {planned}", List(home, "ended"));
        // Back-out after the window is work without approval: owed until it is reviewed.
        Assert.StartsWith("2: ", List(home, "owing"), StringComparison.Ordinal);
        // Every number is that of the list to which it leads.
        foreach (var (name, group) in new[] { ("asked", "Asked"), ("running", "Running"), ("ended", "Review"), ("owing", "Owing") })
            Assert.Equal(home[name]!["inAll"]!.GetValue<int>(), (await board.Chair.Get($"changes?group={group}"))["items"]!.AsArray().Count);
        Assert.Contains("写评审结论", System.Net.WebUtility.HtmlDecode(await board.Chair.Http.GetStringAsync("/")));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_second_line_sees_its_groups_tickets_by_due_what_suppliers_hold_and_its_problems(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var second = await Signals.In(server, Company.UserOf(Role.L2));
        async Task<Guid> Ticket(string summary, string urgency, Guid? team)
        {
            var ticket = (await agent.Do("tickets", new { summary, service = company.Service, requester = company.Contact, impact = "Person", urgency }))["id"]!.GetValue<Guid>();
            await agent.Do($"tickets/{ticket}/accept");
            if (team is { } to) await agent.Do($"tickets/{ticket}/assign", new { team = to, assignee = company.Engineer });
            return ticket;
        }
        async Task<JsonNode> Home() => (await second.Get("home"))["secondLine"]!;
        static string[] Ids(JsonNode home, string name) => [.. home[name]!["lines"]!.AsArray().Select(l => l!["id"]!.ToString())];
        Assert.Contains("没有等供应商的工单", System.Net.WebUtility.HtmlDecode(await second.Http.GetStringAsync("/")));

        var (later, sooner, held) = (await Ticket("不急的", "Planned", company.OnSite), await Ticket("很急的", "BadlyHindered", company.OnSite), await Ticket("等厂商的", "Hindered", company.OnSite));
        await Ticket("还没派组", "BadlyHindered", null);
        await agent.Do($"tickets/{held}/start");
        await agent.Do($"tickets/{held}/pause", new { reason = "PendingSupplier", text = "等厂商寄件", waitsFor = "厂商", expectedAt = server.Time.GetUtcNow().AddDays(2), proof = "邮件" });
        var home = await Home();
        Assert.Equal(3, home["byDue"]!["inAll"]!.GetValue<int>());
        Assert.Equal([sooner.ToString(), later.ToString()], Ids(home, "byDue").Where(id => id != held.ToString()));
        Assert.Equal([held.ToString()], Ids(home, "atSuppliers"));

        var problem = await second.Make("problems", new { summary = "打印服务反复停", customer = company.Customer });
        await second.Do($"problems/{problem}/assign", new { team = company.OnSite });
        var known = await second.Make("problems", new { summary = "旧版客户端内存泄漏", customer = company.Customer });
        await server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            var one = await db.Set<Desk.Problem>().SingleAsync(p => p.Id == Desk.ProblemId.From(known));
            (one.State, one.DecidedUntil) = (Desk.ProblemState.Deferred, server.Time.GetUtcNow().AddDays(20));
            await db.Commit(default);
            return true;
        });
        Assert.Equal([problem.ToString()], Ids(await Home(), "problems"));
        // Two weeks before the day that was set, not earlier.
        Assert.Empty(Ids(await Home(), "toReview"));
        server.Time.Advance(TimeSpan.FromDays(7));
        home = await Home();
        Assert.Equal([known.ToString()], Ids(home, "toReview"));
        foreach (var (name, list, of) in new[] { ("byDue", "tickets?group=Team", "rows"), ("atSuppliers", "tickets?group=Supplier", "rows"), ("problems", "problems?group=Mine", "items"), ("toReview", "problems?group=Review", "items") })
            Assert.Equal(home[name]!["inAll"]!.GetValue<int>(), Rows(await second.Get(list)));
        // Another customer's second line sees nothing of it.
        using var foreign = await Signals.In(server, "other-agent");
        Assert.DoesNotContain("很急的", (await foreign.Get("home?view=SecondLine")).ToJsonString());
        Assert.Empty(Ids((await foreign.Get("home?view=SecondLine"))["secondLine"]!, "toReview"));

        static int Rows(JsonNode list) => (list["items"] ?? list["list"]?["part"]?["items"] ?? list["part"]?["items"])!.AsArray().Count;
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_search_says_how_each_record_stands_and_finds_sheets_by_their_number(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var onsite = await Signals.In(server, Company.UserOf(Role.Onsite));
        using var manager = await Signals.In(server, Company.UserOf(Role.SvcMgr));
        using var user = await Signals.In(server, Company.UserOf(Role.User));
        using var foreign = await Signals.In(server, "other-agent");
        async Task<JsonNode?> Hit(Client who, string words, string kind) => (await who.Get($"search?q={Uri.EscapeDataString(words)}"))["hits"]!.AsArray().SingleOrDefault(h => h!.Text("kind") == kind);
        var ticket = (await agent.Do("tickets", new { summary = "扫描仪不进纸", service = company.Service, requester = company.Contact, channel = "Phone" }))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{ticket}/accept");
        await agent.Do($"tickets/{ticket}/assign", new { team = company.OnSite, assignee = company.Engineer });
        var sheet = await onsite.Make($"tickets/{ticket}/sheets", new { kind = "Visit" });
        var complaint = await user.Make("complaints", new { summary = "等了两天没人来", ticket });
        using var second = await Signals.In(server, Company.UserOf(Role.L2));
        await second.Make("problems", new { summary = "进纸轮老化", customer = company.Customer });

        Assert.Equal("已派单", (await Hit(agent, "扫描仪", "Incident"))!.Text("note"));
        Assert.NotNull((await Hit(agent, "扫描仪", "Incident"))!["due"]);
        Assert.Equal("已登记", (await Hit(second, "进纸轮老化", "Problem"))!.Text("note"));
        var found = (await Hit(manager, "等了两天", "Complaint"))!;
        Assert.Equal(("已登记，待受理", TestServer.Start.AddMinutes(30)), (found.Text("note"), found["due"]!.GetValue<DateTimeOffset>()));
        Assert.Contains(complaint.ToString(), found.Text("href"));
        Assert.Equal("启用", (await Hit(agent, "员工002", "People"))!.Text("note"));
        // By its number, by whoever sees its ticket; the requester once the work is done.
        var number = (await onsite.Get($"sheets/{sheet}"))["sheet"]!.Text("number");
        Assert.Equal(("填写中", $"/sheets/{sheet}"), ((await Hit(onsite, number, "Sheet"))!.Text("note"), (await Hit(onsite, number, "Sheet"))!.Text("href")));
        Assert.Null(await Hit(user, number, "Sheet"));
        Assert.Null(await Hit(foreign, number, "Sheet"));
        Assert.Null(await Hit(foreign, "进纸轮老化", "Problem"));
        var page = System.Net.WebUtility.HtmlDecode(await manager.Http.GetStringAsync($"/search?q={Uri.EscapeDataString("等了两天")}"));
        Assert.Contains("已登记，待受理", page);
        Assert.Contains("到期", page);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_administrator_sees_whether_the_system_is_well_and_no_business_data(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        await agent.Do("tickets", new { summary = "绝密词", service = company.Service, requester = company.Contact });
        using var admin = await Signals.In(server, Company.UserOf(Role.SysAdm));
        async Task<JsonNode> Health()
        {
            await server.Sweep("nodes");
            return (await admin.Get("home"))["system"]!;
        }
        var first = await Health();
        Assert.True(first["backupIsOld"]!.GetValue<bool>() && first["drillIsOld"]!.GetValue<bool>() && first["auditIsOld"]!.GetValue<bool>());
        var node = Assert.Single(first["nodes"]!.AsArray())!;
        Assert.False(node["gone"]!.GetValue<bool>());
        Assert.True(node["diskBytes"]!.GetValue<long>() > 0);
        Assert.NotEqual("", node.Text("version"));
        Assert.DoesNotContain("绝密词", first.ToJsonString());
        Assert.DoesNotContain("XX企业", first.ToJsonString());

        // Backup, drill and verification are other processes: what they note in the data folder is told here.
        UpkeepNotes.Note(server.Folder, n => n with { Backup = server.Time.GetUtcNow(), Drill = server.Time.GetUtcNow() });
        UpkeepNotes.Note(server.Folder, n => n with { Audit = server.Time.GetUtcNow() });
        for (var i = 0; i < 5; i++) await admin.Refused("sign-in", new { userName = Company.UserOf(Role.L1), password = "wrong" });
        var well = await Health();
        Assert.False(well["backupIsOld"]!.GetValue<bool>() || well["drillIsOld"]!.GetValue<bool>() || well["auditIsOld"]!.GetValue<bool>());
        Assert.Equal(1, well["locked"]!.GetValue<int>());
        Assert.True(well["auditLines"]!.GetValue<long>() > 50);

        UpkeepNotes.Note(server.Folder, n => n with { AuditFault = "Edited" });
        server.Time.Advance(TimeSpan.FromDays(3));
        var troubled = await Health();
        Assert.True(troubled["backupIsOld"]!.GetValue<bool>());
        Assert.Equal("Edited", troubled.Text("auditFault"));
        Assert.True(troubled["troubles"]!.GetValue<int>() >= 2);
        // A node that says nothing for two minutes is gone, and said to be.
        server.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.True((await admin.Get("home"))["system"]!["nodes"]![0]!["gone"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Backup_and_verification_leave_their_note_for_the_node()
    {
        var (server, _) = await TestServer.WithCompany();
        var folder = server.Folder;
        await server.CloseAndKeep();
        try
        {
            var backup = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(folder.Path)}.zip");
            Assert.Equal(0, (await ServerProcess.Run("backup", backup, "--drill", "--data", folder.Path)).Exit);
            File.Delete(backup);
            Assert.Equal(0, (await ServerProcess.Run("verify-audit", "--data", folder.Path)).Exit);
            var notes = UpkeepNotes.Of(new DataFolder(folder.Path));
            Assert.True(notes.Backup is not null && notes.Drill is not null && notes.Audit is not null && notes.AuditFault == "");
        }
        finally { Directory.Delete(folder.Path, recursive: true); }
    }
}
