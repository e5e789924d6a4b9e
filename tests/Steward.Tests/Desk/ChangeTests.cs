// Changes as people meet them: from the request over the board to the review, the fast way of an emergency, models, and what is told in time; on both databases.
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Sweeps;
using Xunit;

namespace Steward.Desk;

/// <summary>People and things around changes: a board of three, somebody who does the work, and a server with its power.</summary>
sealed record Board(TestServer Server, Company Company, Client Author, Client Manager, Client Chair, Client First, Client Second, Client Head, Client Doer, Guid Asset) : IDisposable
{
    public static async Task<Board> Of(TestServer server, Company company)
    {
        using var admin = server.Client();
        await admin.SignIn("admin");
        async Task<Client> Made(string name, Role role, Guid? staff)
        {
            var account = await admin.Make("accounts", new { userName = name, name, password = Company.Password, staff });
            await admin.Do($"accounts/{account}/grants", new { role });
            var client = server.Client();
            await client.SignIn(name);
            return client;
        }
        using var keeper = await In(server, Role.CfgMgr);
        var asset = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Server", name = "数据库服务器" });
        return new(server, company, await In(server, Role.L2), await In(server, Role.SvcMgr), await In(server, Role.ChgMgr), await In(server, Role.CAB), await Made("cab-2", Role.CAB, company.Engineer), await In(server, Role.CustAdm),
            await Made("doer", Role.L3, company.Second), asset);
    }

    public static async Task<Client> In(TestServer server, Role role)
    {
        var client = server.Client();
        await client.SignIn(Company.UserOf(role));
        return client;
    }

    public DateTimeOffset At(double hours) => TestServer.Start.AddHours(hours);

    /// <summary>A change with a whole plan, sent and being assessed; its window is from hour 10 to 12 of the test.</summary>
    public async Task<Guid> Assessed(string kind = "Significant", double from = 10, double to = 12, Guid? asset = null, Guid? implementer = null, bool security = false, Client? author = null)
    {
        author ??= Author;
        var change = await author.Make("changes", new { summary = "升级数据库", kind, customer = Company.Customer, asset = asset ?? Asset });
        await author.Do($"changes/{change}/plan", Plan(kind, from, to, implementer, security));
        await author.Do($"changes/{change}/submit");
        await Chair.Do($"changes/{change}/assess");
        return change;
    }

    public object Plan(string kind = "Significant", double from = 10, double to = 12, Guid? implementer = null, bool security = false, int impact = 2, int likelihood = 2, string rehearsal = "") => new
    {
        summary = "升级数据库", kind, reason = "补丁修复漏洞", impact = kind == "Minor" ? 1 : impact, likelihood, testResult = "测试环境通过", rehearsal, steps = "15 停止服务\n30 升级\n15 启动并验证", backoutPlan = "恢复快照",
        backoutAt = At(from + (to - from) / 2), toNotify = "财务部", windowFrom = At(from), windowTo = At(to), implementer = implementer ?? Company.Second, securityRelevant = security,
    };

    public async Task<Guid> Question(Guid change, string seat) => await Server.As(s => s.GetRequiredService<StewardDb>().Set<Platform.Approvals.Approval>()
        .Where(a => a.Subject == change && a.Key == seat).OrderByDescending(a => a.AskedAt).Select(a => a.Id.Value).FirstAsync());

    public async Task Agree(Client who, Guid change, string seat) => await who.Do($"approvals/{await Question(change, seat)}/decide", new { agree = true });

    public async Task<string> State(Guid change) => (await Chair.Get($"changes/{change}"))["change"]!["state"]!.ToString();

    public async Task<int> Sweep(string name)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        (scope.ServiceProvider.GetRequiredService<Work>().Scope, scope.ServiceProvider.GetRequiredService<Work>().Verb) = (TenantScope.Everyone, name);
        return await scope.ServiceProvider.GetServices<ISweep>().Single(x => x.Name == name).RunOnce(Server.Time.GetUtcNow(), default);
    }

    /// <summary>Steps of its story by verb, oldest first.</summary>
    public async Task<List<string>> Story(Guid change) => [.. (await Chair.Get($"changes/{change}"))["story"]!.AsArray().Select(e => e!["verb"]!.ToString()).Reverse()];

    public void Dispose()
    {
        foreach (var client in new[] { Author, Manager, Chair, First, Second, Head, Doer }) client.Dispose();
    }
}

public sealed class ChangeTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task From_the_request_over_the_board_and_the_window_to_the_review(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var board = await Board.Of(server, company);
        var change = await board.Author.Make("changes", new { summary = "升级数据库", kind = "Significant", customer = company.Customer, asset = board.Asset });
        Assert.Equal((400, "STW-400"), await board.Author.Refused($"changes/{change}/submit"));
        await board.Author.Do($"changes/{change}/plan", new { summary = "升级数据库", kind = "Significant", reason = "补丁修复漏洞" });
        await board.Author.Do($"changes/{change}/submit");
        Assert.Equal((409, "DESK-201"), await board.Chair.Refused($"changes/{change}/request-approval"));
        await board.Chair.Do($"changes/{change}/assess");

        // Everything that is missing is named by its field.
        using (var answer = await board.Chair.Try($"changes/{change}/request-approval"))
            Assert.Equal(["backoutAt", "backoutPlan", "implementer", "risk", "steps", "testResult", "toNotify", "window"], JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsObject().Select(f => f.Key).Order());
        await board.Author.Do($"changes/{change}/plan", board.Plan(impact: 4));
        using (var high = await board.Chair.Try($"changes/{change}/request-approval")) Assert.Contains("rehearsal", await high.Content.ReadAsStringAsync());
        await board.Author.Do($"changes/{change}/plan", board.Plan());
        await board.Chair.Do($"changes/{change}/request-approval");
        var seen = (await board.Chair.Get($"changes/{change}"))["change"]!;
        Assert.Equal(("CHG-XXQY-20260310-0001", "PendingApproval", "Medium"), (seen["number"]!.ToString(), seen["state"]!.ToString(), seen["risk"]!.ToString()));

        // The board's agenda makes itself and says who is missing.
        var agenda = WebUtility.HtmlDecode(await board.First.Http.GetStringAsync("/changes/agenda"));
        Assert.Contains("CHG-XXQY-20260310-0001", agenda);
        Assert.Contains("还缺 变更顾问委员会 2 票", agenda);
        // Whoever does the work has no word, not even when they sit on the board; nor has the author.
        using (var admin = server.Client())
        {
            await admin.SignIn("admin");
            var accounts = await server.As(s => s.GetRequiredService<StewardDb>().Set<Account>().Where(a => a.UserName == "doer" || a.UserName == "role-l2" || a.UserName == "role-chgmgr").ToDictionaryAsync(a => a.UserName, a => a.Id.Value));
            foreach (var account in accounts.Values) await admin.Do($"accounts/{account}/grants", new { role = Role.CAB });
        }
        var question = await board.Question(change, "Board");
        Assert.Equal((404, "STW-404"), await board.Doer.Refused($"approvals/{question}/decide", new { agree = true }));
        Assert.Equal((409, "APR-102"), await board.Author.Refused($"approvals/{question}/decide", new { agree = true }));
        await board.Agree(board.First, change, "Board");
        await board.Agree(board.Chair, change, "Chair");
        // One person, one seat: the change manager does not fill the board's quorum as well.
        Assert.Equal((404, "STW-404"), await board.Chair.Refused($"approvals/{question}/decide", new { agree = true }));
        Assert.Equal("PendingApproval", await board.State(change));
        await board.Agree(board.Second, change, "Board");
        Assert.Equal("Approved", await board.State(change));
        await board.Chair.Do($"changes/{change}/schedule");
        Assert.Contains("升级数据库", WebUtility.HtmlDecode(await board.Chair.Http.GetStringAsync("/changes/calendar?month=2026-03-01")));

        // Only within the window, only by the implementer, only step by step.
        Assert.Equal((409, "DESK-320"), await board.Doer.Refused($"changes/{change}/start"));
        using var agent = await Board.In(server, Role.Agent);
        Assert.Contains("升级数据库", WebUtility.HtmlDecode(await agent.Http.GetStringAsync($"/tickets/new?requester={company.Contact}")));
        server.Time.Advance(TimeSpan.FromHours(10));
        Assert.Equal(403, (await board.Author.Refused($"changes/{change}/start")).Status);
        await board.Doer.Do($"changes/{change}/start");
        Assert.Equal((409, "DESK-321"), await board.Doer.Refused($"changes/{change}/finish", new { result = "成功" }));
        foreach (var step in (await board.Doer.Get($"changes/{change}"))["steps"]!.AsArray()) await board.Doer.Do($"changes/{change}/steps/{step!["id"]}/done");
        server.Time.Advance(TimeSpan.FromHours(1));
        await board.Doer.Do($"changes/{change}/finish", new { result = "版本已更新，业务验证通过" });
        Assert.Equal((409, "DESK-322"), await board.Chair.Refused($"changes/{change}/close"));

        // An incident afterwards is offered the change as its cause.
        var ticket = (await agent.Do("tickets", new { summary = "财务系统变慢", service = company.Service, requester = company.Contact, urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{ticket}/assets", new { asset = board.Asset });
        Assert.Contains("CHG-XXQY-20260310-0001", await board.Author.Http.GetStringAsync($"/tickets/{ticket}"));
        await board.Author.Do($"changes/{change}/tickets", new { ticket = await server.As(s => s.GetRequiredService<StewardDb>().Set<Ticket>().Where(t => t.Id == TicketId.From(ticket)).Select(t => t.Number).SingleAsync()), tie = "Caused" });
        Assert.Equal("Caused", (await board.Chair.Get($"changes/{change}"))["tickets"]![0]!["tie"]!.ToString());
        await board.Author.Do($"changes/{change}/review", new { review = "达到目的，引起一起变慢" });
        Assert.Equal(403, (await board.Author.Refused($"changes/{change}/close")).Status);
        await board.Chair.Do($"changes/{change}/close");
        Assert.Equal(("Closed", false), (await board.State(change), (await board.Chair.Get($"changes/{change}"))["change"]!["unauthorised"]!.GetValue<bool>()));
        Assert.Equal(change, (await board.Chair.Get("changes?group=All&q=%E5%8D%87%E7%BA%A7%E6%95%B0%E6%8D%AE%E5%BA%93"))["items"]![0]!["id"]!.GetValue<Guid>());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Each_kind_needs_its_own_people(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var board = await Board.Of(server, company);
        using var security = await Board.In(server, Role.SecEng);

        // Minor: the service manager, and of low risk only.
        var minor = await board.Assessed("Minor", 10, 12);
        await board.Chair.Do($"changes/{minor}/request-approval");
        Assert.Equal((404, "STW-404"), await board.First.Refused($"approvals/{await board.Question(minor, "Manager")}/decide", new { agree = true }));
        await board.Agree(board.Manager, minor, "Manager");
        Assert.Equal("Approved", await board.State(minor));
        var risky = await board.Assessed("Minor", 20, 22);
        await board.Author.Do($"changes/{risky}/plan", new { summary = "升级", kind = "Minor", reason = "x", impact = 3, likelihood = 2, testResult = "x", steps = "5 x", backoutPlan = "x", backoutAt = board.At(21), toNotify = "x", windowFrom = board.At(20), windowTo = board.At(22), implementer = company.Second });
        using (var refused = await board.Chair.Try($"changes/{risky}/request-approval")) Assert.Equal(["kind"], JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["errors"]!.AsObject().Select(f => f.Key));

        // Major and about security: board, customer and security engineer, all of them.
        var major = await board.Assessed("Major", 30, 32, security: true);
        await board.Chair.Do($"changes/{major}/request-approval");
        await board.Agree(board.Chair, major, "Chair");
        await board.Agree(board.First, major, "Board");
        await board.Agree(board.Second, major, "Board");
        await board.Agree(security, major, "Security");
        Assert.Equal("PendingApproval", await board.State(major));
        await board.Agree(board.Head, major, "Customer");
        Assert.Equal("Approved", await board.State(major));

        // One seat that refuses ends it; nobody else is asked any more.
        var refusedOne = await board.Assessed("Major", 40, 42);
        await board.Chair.Do($"changes/{refusedOne}/request-approval");
        await board.Head.Do($"approvals/{await board.Question(refusedOne, "Customer")}/decide", new { agree = false, reason = "月结期间不行" });
        Assert.Equal("Rejected", await board.State(refusedOne));
        Assert.Equal((409, "APR-101"), await board.Chair.Refused($"approvals/{await board.Question(refusedOne, "Chair")}/decide", new { agree = true }));

        // End users file none by themselves; the desk does it for them.
        using var user = await Board.In(server, Role.User);
        Assert.Equal(403, (await user.Refused("changes", new { summary = "换打印机", customer = company.Customer })).Status);
        using var agent = await Board.In(server, Role.Agent);
        var filed = await agent.Make("changes", new { summary = "换打印机", customer = company.Customer, requester = company.Contact });
        Assert.Equal("员工001", (await agent.Get($"changes/{filed}"))["requester"]!.ToString());
        // What was filed is filled in by whoever filed it, and by nobody of another side.
        await agent.Do($"changes/{filed}/plan", new { summary = "更换打印机", kind = "Minor", reason = "老化" });
        using var foreign = server.Client();
        await foreign.SignIn("other-agent");
        Assert.Equal((404, "STW-404"), await foreign.Refused($"changes/{filed}/plan", new { summary = "x", kind = "Minor" }));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task An_emergency_goes_the_fast_way_and_its_papers_follow(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var board = await Board.Of(server, company);
        using var agent = await Board.In(server, Role.Agent);
        var ticket = (await agent.Do("tickets", new { summary = "数据库宕机", service = company.Service, requester = company.Contact, impact = "Department", urgency = "Hindered" }))["id"]!.GetValue<Guid>();
        var change = await board.Author.Make("changes", new { summary = "切换到备库", kind = "Emergency", reason = "业务中断", ticket, asset = board.Asset });
        await board.Author.Do($"changes/{change}/plan", new { summary = "切换到备库", kind = "Emergency", reason = "业务中断", ground = "Ticket", backoutPlan = "切回主库", windowFrom = board.At(0), windowTo = board.At(2), implementer = company.Second });
        var priority = await server.As(s => s.GetRequiredService<StewardDb>().Set<Ticket>().Where(t => t.Id == TicketId.From(ticket)).Select(t => t.Priority).SingleAsync());
        Assert.Equal(Sla.Priority.P2, priority);
        // Only while that ticket is open.
        await agent.Do($"tickets/{ticket}/accept");
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "重启", cause = "死锁", device = "无", minutesSpent = 5 });
        Assert.Equal((409, "DESK-306"), await board.Author.Refused($"changes/{change}/request-approval"));
        using var user = await Board.In(server, Role.User);
        await user.Do($"tickets/{ticket}/reopen", new { reason = "又停了" });
        await board.Author.Do($"changes/{change}/request-approval");
        Assert.Equal("PendingApproval", await board.State(change));

        // The chair's own word is given directly; others' may come by telephone and are written down with who and when.
        await board.Agree(board.Chair, change, "Chair");
        server.Time.Advance(TimeSpan.FromMinutes(10));
        var accounts = await server.As(s => s.GetRequiredService<StewardDb>().Set<Account>().ToDictionaryAsync(a => a.UserName, a => a.Id.Value));
        Task<(int, string)> Refused(string seat, string who) => board.Chair.Refused($"changes/{change}/phone-words", new { seat, by = accounts[who], at = board.At(0.1), agree = true });
        Assert.Equal((409, "DESK-308"), await Refused("Customer", "role-user"));
        Assert.Equal((409, "DESK-308"), await Refused("Technical", "doer"));
        Assert.Equal((409, "DESK-307"), await Refused("Chair", "role-chgmgr"));
        Assert.Equal(403, (await board.Author.Refused($"changes/{change}/phone-words", new { seat = "Customer", by = accounts["role-custadm"], at = board.At(0.1), agree = true })).Status);
        await board.Chair.Do($"changes/{change}/phone-words", new { seat = "Customer", by = accounts["role-custadm"], at = board.At(0.1), agree = true });
        Assert.Contains("（电话，由 账号 ChgMgr 登记）", WebUtility.HtmlDecode(await board.Chair.Http.GetStringAsync($"/changes/{change}")));
        await board.Chair.Do($"changes/{change}/phone-words", new { seat = "Technical", by = accounts["role-cab"], at = board.At(0.15), agree = true });
        Assert.Equal("Approved", await board.State(change));
        await board.Chair.Do($"changes/{change}/schedule");
        await board.Doer.Do($"changes/{change}/start");
        await board.Doer.Do($"changes/{change}/back-out", new { reason = "备库数据不全" });
        Assert.Equal("BackedOut", await board.State(change));
        await board.Author.Do($"changes/{change}/review", new { review = "备库同步中断无人发现" });
        Assert.Equal((409, "DESK-323"), await board.Chair.Refused($"changes/{change}/close"));

        // Two working days: Tuesday morning to Thursday; told once.
        server.Time.Advance(TimeSpan.FromDays(1.9));
        await board.Sweep("change-duties");
        Assert.DoesNotContain("DutyPapersLate", await board.Story(change));
        server.Time.Advance(TimeSpan.FromDays(0.3));
        Assert.Equal(1, await board.Sweep("change-duties"));
        Assert.Equal(0, await board.Sweep("change-duties"));
        Assert.Single(await board.Story(change), v => v == "DutyPapersLate");
        Assert.Equal(400, (await board.Author.Refused($"changes/{change}/papers", new { impact = 3, likelihood = 2 })).Status);
        await board.Author.Do($"changes/{change}/papers", new { impact = 3, likelihood = 2, testResult = "未测试，紧急", steps = "10 切换\n5 验证", backoutAt = board.At(1), toNotify = "全体用户" });

        // Steps written down after the work are marked with when they were done, by whoever did it or completes the papers; the story keeps when that was recorded.
        var view = await board.Author.Get($"changes/{change}");
        var steps = view["steps"]!.AsArray().Select(s => s!["id"]!.GetValue<Guid>()).ToList();
        var ended = view["change"]!["workEndedAt"]!.GetValue<DateTimeOffset>();
        Assert.Contains("补记步骤", await board.Author.Page($"/changes/{change}"));
        Assert.Equal((400, "DESK-324"), await board.Author.Refused($"changes/{change}/steps/{steps[0]}/record", new { doneAt = board.At(-3) }));
        Assert.Equal((400, "DESK-324"), await board.Author.Refused($"changes/{change}/steps/{steps[0]}/record", new { doneAt = ended.AddMinutes(1) }));
        Assert.Equal(403, (await agent.Refused($"changes/{change}/steps/{steps[0]}/record", new { doneAt = ended })).Status);
        await board.Doer.Do($"changes/{change}/steps/{steps[0]}/record", new { doneAt = ended });
        await board.Author.Do($"changes/{change}/steps/{steps[1]}/record", new { doneAt = ended });
        view = await board.Author.Get($"changes/{change}");
        Assert.Equal(["doer", "驻场工程师B（账号 L2 补记）"], view["steps"]!.AsArray().Select(s => s!["doneBy"]!.ToString()));
        Assert.All(view["steps"]!.AsArray(), s => Assert.Equal(ended, s!["doneAt"]!.GetValue<DateTimeOffset>()));
        var recorded = view["story"]!.AsArray().Where(e => e!["verb"]!.ToString() == "RecordStep").ToList();
        Assert.Equal(2, recorded.Count);
        Assert.All(recorded, e => Assert.Equal((ended, server.Time.GetUtcNow()), (e!["occurredAt"]!.GetValue<DateTimeOffset>(), e["recordedAt"]!.GetValue<DateTimeOffset>())));
        await board.Chair.Do($"changes/{change}/close");
        Assert.Equal("Closed", await board.State(change));
        Assert.Equal(409, (await board.Author.Refused($"changes/{change}/steps/{steps[0]}/record", new { doneAt = ended })).Status);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Who_sits_on_the_board_who_has_spoken_and_who_has_not_stands_on_the_change(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var board = await Board.Of(server, company);
        var change = await board.Assessed("Major");
        async Task<JsonNode> Seat(string name) => (await board.Chair.Get($"changes/{change}"))["seats"]!.AsArray().Single(s => s!["seat"]!.ToString() == name)!;
        static string[] Names(JsonNode seat) => [.. seat["stillToSpeak"]!.AsArray().Select(n => n!.ToString())];
        // Before anybody is asked, who would be.
        Assert.Equal(["cab-2", "账号 CAB"], Names(await Seat("Board")).Order());
        Assert.Equal(["账号 CustAdm"], Names(await Seat("Customer")));
        Assert.Contains("由 账号 ChgMgr 审批", await board.Chair.Page($"/changes/{change}"));
        await board.Chair.Do($"changes/{change}/request-approval");
        await board.Agree(board.First, change, "Board");
        Assert.Equal(["cab-2"], Names(await Seat("Board")));
        var page = await board.Chair.Page($"/changes/{change}");
        Assert.Contains("1/2 同意", page);
        Assert.Contains("还不够法定人数", page);
        Assert.Contains("还没表态：cab-2", page);
        await board.Agree(board.Second, change, "Board");
        Assert.Empty(Names(await Seat("Board")));
        Assert.Contains("已够法定人数", await board.Chair.Page($"/changes/{change}"));
        Assert.Equal(["账号 ChgMgr"], Names(await Seat("Chair")));
        // Where too few hold the seat, that is said before anybody waits in vain.
        var lonely = await board.Assessed("Significant", 30, 32);
        using var admin = server.Client();
        await admin.SignIn("admin");
        var second = await server.As(s => s.GetRequiredService<StewardDb>().Set<Account>().Where(a => a.UserName == "cab-2").Select(a => a.Id.Value).SingleAsync());
        await admin.Do($"accounts/{second}/disable");
        Assert.Contains("够资格的人不够", await board.Chair.Page($"/changes/{lonely}"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_is_due_is_told_once_and_an_unused_window_ends_the_approval(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var board = await Board.Of(server, company);
        async Task<Guid> Scheduled(double from, double to)
        {
            var change = await board.Assessed("Minor", from, to);
            await board.Chair.Do($"changes/{change}/request-approval");
            await board.Agree(board.Manager, change, "Manager");
            await board.Chair.Do($"changes/{change}/schedule");
            return change;
        }
        var (used, unused, undecided) = (await Scheduled(1, 3), await Scheduled(3, 5), await board.Assessed("Minor", 5, 7));
        await board.Chair.Do($"changes/{undecided}/request-approval");
        server.Time.Advance(TimeSpan.FromHours(1));
        await board.Doer.Do($"changes/{used}/start");

        // The decision time is half way, the warning at four fifths, the overrun at the end: each once, also when two nodes look.
        foreach (var (minutes, told) in new[] { (59, 0), (1, 1), (35, 0), (1, 1), (24, 1) })
        {
            server.Time.Advance(TimeSpan.FromMinutes(minutes));
            var both = await Task.WhenAll(board.Sweep("change-duties"), board.Sweep("change-duties"));
            Assert.Equal(told, both.Sum());
        }
        Assert.Equal(["DutyBackoutDecision", "DutyNearlyOver", "DutyOverrun"], (await board.Story(used)).Where(v => v.StartsWith("Duty", StringComparison.Ordinal)));
        foreach (var step in (await board.Doer.Get($"changes/{used}"))["steps"]!.AsArray()) await board.Doer.Do($"changes/{used}/steps/{step!["id"]}/done");
        server.Time.Advance(TimeSpan.FromMinutes(5));
        await board.Doer.Do($"changes/{used}/finish", new { result = "超时完成" });
        // Work after the window was unauthorised, so even a minor change is reviewed.
        Assert.True((await board.Chair.Get($"changes/{used}"))["change"]!["unauthorised"]!.GetValue<bool>());
        Assert.Equal((409, "DESK-322"), await board.Chair.Refused($"changes/{used}/close"));

        server.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal((409, "DESK-320"), await board.Doer.Refused($"changes/{unused}/start"));
        Assert.Equal(1, await board.Sweep("change-duties"));
        Assert.Equal("Assessing", await board.State(unused));
        server.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, await board.Sweep("approvals"));
        Assert.Equal("Assessing", await board.State(undecided));
        using (var late = await board.Chair.Try($"changes/{undecided}/request-approval")) Assert.Contains("window", await late.Content.ReadAsStringAsync());

        // Work that nobody had agreed to is written down as what it is.
        using var agent = await Board.In(server, Role.Agent);
        var done = await agent.Make("changes/unauthorised", new { summary = "夜里改了防火墙", asset = board.Asset, doneAt = board.At(2), reason = "供应商擅自操作" });
        var seen = (await agent.Get($"changes/{done}"))["change"]!;
        Assert.Equal(("Implemented", true), (seen["state"]!.ToString(), seen["unauthorised"]!.GetValue<bool>()));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_desk_runs_the_models_named_for_it_and_no_others(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var board = await Board.Of(server, company);
        using var agent = await Board.In(server, Role.Agent);
        object Model(string name, bool forDesk, int impact = 1) => new { name, steps = "10 备份配置\n20 更换", backoutPlan = "装回旧件", impact, likelihood = 1, forDesk };
        Assert.Equal(403, (await agent.Refused("changes/models", Model("换内存", true))).Status);
        Assert.Equal((409, "DESK-303"), await board.Chair.Refused("changes/models", Model("换核心交换机", false, 4)));
        var (named, other) = (await board.Chair.Make("changes/models", Model("换内存", true)), await board.Chair.Make("changes/models", Model("换电源模块", false)));
        Assert.Equal(403, (await agent.Refused($"changes/models/{other}/run", new { asset = board.Asset, windowFrom = board.At(1) })).Status);
        Assert.Equal((400, "DESK-302"), await board.Author.Refused("changes", new { summary = "x", kind = "Standard", customer = company.Customer }));
        using (var admin = server.Client())
        {
            await admin.SignIn("admin");
            await admin.Do($"staff/{company.Engineer}/change", new { name = "驻场工程师A", email = "a@steward.example" });
        }
        var run = await agent.Make($"changes/models/{named}/run", new { asset = board.Asset, windowFrom = board.At(1) });
        var seen = await agent.Get($"changes/{run}");
        Assert.Equal(("Scheduled", "Standard", "换内存", 2), (seen["change"]!["state"]!.ToString(), seen["change"]!["kind"]!.ToString(), seen["model"]!.ToString(), seen["steps"]!.AsArray().Count));
        // Each run is told to the change manager.
        Assert.Equal(1, await server.As(s => s.GetRequiredService<StewardDb>().Set<Notify.Mail>().CountAsync(m => m.About == run && m.Key.Contains("change-run"))));
        server.Time.Advance(TimeSpan.FromMinutes(61));
        await agent.Do($"changes/{run}/start");
        foreach (var step in seen["steps"]!.AsArray()) await agent.Do($"changes/{run}/steps/{step!["id"]}/done");
        await agent.Do($"changes/{run}/finish", new { result = "已更换" });
        // Small and as planned: closed without a review.
        await board.Chair.Do($"changes/{run}/close");
        Assert.Equal("Closed", await board.State(run));
    }
}
