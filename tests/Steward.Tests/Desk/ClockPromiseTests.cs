// Promises about time that people make by hand: a date agreed with the customer, words to the requester, groups and suppliers that are chased, another agreement for open tickets; on both databases.
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
using Steward.Sla;
using Xunit;

namespace Steward.Desk;

public sealed class ClockPromiseTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Hour = TimeSpan.FromHours(1);

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_date_is_agreed_by_whom_and_as_far_as_the_agreement_says(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var manager = await Signals.In(server, Company.UserOf(Role.SvcMgr));
        using var user = await Signals.In(server, Company.UserOf(Role.User));
        var plain = await Report(agent, company.Service, company.Contact);
        object Date(string due, string reason = "等用户出差回来") => new { due = Shanghai(due), agreedBy = "员工001", reason };
        // The first standard agreement says nothing about dates.
        Assert.Equal((409, "DESK-412"), await manager.Refused($"tickets/{plain}/agreed-date", Date("2026-03-13T12:00")));

        var ticket = await Report(agent, await Promised(server, company), company.Contact);
        Assert.Equal((409, "DESK-412"), await agent.Refused($"tickets/{ticket}/agreed-date", Date("2026-03-13T12:00")));
        Assert.Equal(403, (await user.Refused($"tickets/{ticket}/agreed-date", Date("2026-03-13T12:00"))).Status);
        Assert.Equal((400, "DESK-413"), await manager.Refused($"tickets/{ticket}/agreed-date", Date("2026-03-10T09:00")));
        // Sixteen hours from Tuesday morning end on Wednesday evening; ten working days later is the 25th.
        Assert.Equal((400, "DESK-414"), await manager.Refused($"tickets/{ticket}/agreed-date", Date("2026-03-25T18:01")));
        Assert.Equal(400, (await manager.Refused($"tickets/{ticket}/agreed-date", Date("2026-03-13T12:00", ""))).Status);
        Assert.Contains("约定时间", WebUtility.HtmlDecode(await manager.Http.GetStringAsync($"/tickets/{ticket}")));
        await manager.Do($"tickets/{ticket}/agreed-date", Date("2026-03-13T12:00"));

        await agent.Do($"tickets/{ticket}/accept");
        await agent.Do($"tickets/{ticket}/pause", new { reason = "PendingUser", text = "请带回电脑", waitsFor = "员工001", expectedAt = Shanghai("2026-03-12T15:00"), proof = "电话" });
        server.Time.Advance(30 * Hour);
        var clock = await agent.Get($"tickets/{ticket}/clocks/Resolution");
        var reading = clock["reading"]!;
        Assert.Equal((Shanghai("2026-03-13T12:00"), false), (reading["due"]!.GetValue<DateTimeOffset>(), reading["dueIsProjected"]!.GetValue<bool>()));
        Assert.Equal("Running", reading["contracted"]!["verdict"]!.GetValue<string>());
        Assert.Equal(("员工001", "等用户出差回来"), (clock["agreedDate"]!["byCustomer"]!.GetValue<string>(), clock["agreedDate"]!["reason"]!.GetValue<string>()));
        Assert.Equal(Shanghai("2026-03-13T12:00"), (await Clock(server, ticket, ClockKind.Resolution)).Due);
        var page = WebUtility.HtmlDecode(await agent.Http.GetStringAsync($"/tickets/{ticket}/clocks/resolution"));
        foreach (var seen in new[] { "约定时间", "合同原时限", "员工001（客户）与 账号 SvcMgr（服务方）：等用户出差回来", "与客户约定的时间，挂起不会推后" }) Assert.Contains(seen, page);
        var own = WebUtility.HtmlDecode(await user.Http.GetStringAsync($"/tickets/{ticket}"));
        Assert.Contains("与 员工001 约定", own);
        Assert.Single(await Mailed(server, ticket, "-date-agreed-"));

        await manager.Do($"tickets/{ticket}/agreed-date", Date("2026-03-16T12:00", "备件周一到"));
        Assert.Equal((409, "DESK-415"), await manager.Refused($"tickets/{ticket}/agreed-date", Date("2026-03-17T12:00")));
        Assert.Equal(2, (await server.As(s => s.GetRequiredService<SlaClocks>().Facts(ticket, default)))!.Facts.OfType<ClockFact.DateAgreed>().Count());
        await agent.Do($"tickets/{ticket}/resume");
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "更换硬盘", cause = "硬件", device = "PC-1", minutesSpent = 5 });
        Assert.Equal((409, "DESK-411"), await manager.Refused($"tickets/{ticket}/agreed-date", Date("2026-03-17T12:00")));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_requester_hears_in_time_or_others_hear_of_it_once_on_two_nodes(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        await using var other = server.Node();
        using var admin = await Signals.In(server, "admin");
        await admin.Do($"staff/{company.Engineer}/change", new { name = "驻场工程师A", email = "onsite@provider.example" });
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var user = await Signals.In(server, Company.UserOf(Role.User));
        // P2 round the clock: a word every two hours, elapsed.
        var ticket = await Report(agent, await Promised(server, company), company.Contact, "Department", "BadlyHindered");
        await agent.Do($"tickets/{ticket}/assign", new { team = company.OnSite, assignee = company.Engineer });
        await agent.Do($"tickets/{ticket}/start");
        Assert.Equal(Shanghai("2026-03-10T11:00"), (await Clock(server, ticket, ClockKind.Update)).Due);

        server.Time.Advance(89 * Minute);
        await Look(server, other.Services);
        Assert.Empty(await Mailed(server, ticket, "-Update-"));
        server.Time.Advance(1 * Minute);
        for (var i = 0; i < 3; i++) await Look(server, other.Services);
        Assert.Equal(["onsite@provider.example"], await Mailed(server, ticket, "-Update-", "-75-"));
        // A note among ourselves and the user's own words are none of ours to them.
        await agent.Do($"tickets/{ticket}/notes", new { text = "在查" });
        await user.Do($"tickets/{ticket}/notes", new { text = "好了吗" });
        server.Time.Advance(31 * Minute);
        for (var i = 0; i < 3; i++) await Look(server, other.Services);
        Assert.Single(await Mailed(server, ticket, "-Update-", "-100-", "onsite"));
        Assert.Equal(Verdict.Breached, (await Clock(server, ticket, ClockKind.Update)).Verdict);
        Assert.Contains("答复用户已超时", string.Join('\n', await Story(server, ticket, "EscalateByTime")));
        var board = WebUtility.HtmlDecode(await agent.Http.GetStringAsync("/board"));
        Assert.Contains("更新", board);

        await agent.Do($"tickets/{ticket}/notes", new { text = "已定位到交换机", @public = true });
        Assert.Equal((Verdict.Running, Shanghai("2026-03-10T13:01")), ((await Clock(server, ticket, ClockKind.Update)).Verdict, (await Clock(server, ticket, ClockKind.Update)).Due));
        var page = WebUtility.HtmlDecode(await agent.Http.GetStringAsync($"/tickets/{ticket}"));
        Assert.Contains("按时 0 次，超时 1 次", page);
        Assert.Contains("下次回复不晚于", WebUtility.HtmlDecode(await user.Http.GetStringAsync($"/tickets/{ticket}")));
        Assert.Contains("每次人工答复结束一轮并开始下一轮", WebUtility.HtmlDecode(await agent.Http.GetStringAsync($"/tickets/{ticket}/clocks/update")));
        Assert.Equal(2, (await agent.Get($"tickets/{ticket}/clocks/update"))["reading"]!["rounds"]!.AsArray().Count);
        server.Time.Advance(1 * Hour);
        for (var i = 0; i < 3; i++) await Look(server, other.Services);
        // The new round has its own reminders, and they have not come.
        Assert.Equal(1, (await Mailed(server, ticket, "-Update-", "-75-")).Count);
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "更换端口", cause = "硬件", device = "SW-1", minutesSpent = 5 });
        Assert.Equal((Verdict.Breached, ClockPhase.Stopped), ((await Clock(server, ticket, ClockKind.Update)).Verdict, (await Clock(server, ticket, ClockKind.Update)).Phase));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Late_groups_and_suppliers_are_chased_once_and_an_urgent_category_goes_on_at_once(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        await using var other = server.Node();
        using var admin = await Signals.In(server, "admin");
        using var project = await Signals.In(server, Company.UserOf(Role.PM));
        using var head = await Signals.In(server, Company.UserOf(Role.CustAdm));
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        await admin.Do($"staff/{company.Engineer}/change", new { name = "驻场工程师A", email = "onsite@provider.example" });
        var maker = await admin.Make("suppliers", new { name = "厂商甲" });
        await Named(server, company, "ServiceManager", "经理甲", "manager@provider.example");
        // Posts are read by their names in either language.
        await Agree(project, head, company, new
        {
            chain = new Dictionary<string, string> { ["Group-75"] = "处理人", ["Group-100"] = "Service manager", ["Supplier-100"] = "ServiceManager" }, groups = new Dictionary<string, string> { ["First-P3"] = "60" },
            suppliers = new Dictionary<string, string> { ["P3"] = "120" }, atOnce = new[] { "网络" }, reason = "内部时限",
        });

        var ticket = await Report(agent, company.Service, company.Contact);
        await agent.Do($"tickets/{ticket}/assign", new { team = company.OnSite, assignee = company.Engineer });
        await agent.Do($"tickets/{ticket}/start");
        server.Time.Advance(45 * Minute);
        for (var i = 0; i < 3; i++) await Look(server, other.Services);
        Assert.Equal(["onsite@provider.example"], await Mailed(server, ticket, "-Group-", "-75-"));
        // A clock that jumps tells nothing too early, and a night without a server nothing twice.
        server.Time.Jump(TimeSpan.FromHours(5));
        await Look(server, other.Services);
        Assert.Empty(await Mailed(server, ticket, "-Group-", "-100-"));
        server.Time.Jump(TimeSpan.FromHours(-5));
        server.Time.Advance(20 * Minute);
        for (var i = 0; i < 3; i++) await Look(server, other.Services);
        Assert.Equal(["manager@provider.example"], await Mailed(server, ticket, "-Group-", "-100-"));
        Assert.Contains(await Story(server, ticket, "EscalateByTime"), l => l.StartsWith("处理组 驻场组 已用内部时限 100%", StringComparison.Ordinal));

        await agent.Do($"tickets/{ticket}/pause", new { reason = "PendingSupplier", text = "等厂商", waitsFor = "厂商甲", expectedAt = Shanghai("2026-03-12T15:00"), supplier = maker });
        server.Time.Advance(119 * Minute);
        await Look(server, other.Services);
        Assert.Empty(await Mailed(server, ticket, "-Supplier-"));
        // Lunch is no time for the supplier either.
        server.Time.Advance(70 * Minute);
        for (var i = 0; i < 3; i++) await Look(server, other.Services);
        Assert.Equal(["manager@provider.example"], await Mailed(server, ticket, "-Supplier-", "-100-"));

        var second = await admin.Make("teams", new { name = "网络组", line = 2 });
        var expert = await admin.Make("staff", new { name = "网络甲", email = "expert@provider.example", teams = new[] { second } });
        var urgent = (await agent.Do("tickets", new { summary = "全楼断网", service = company.Service, requester = company.Contact, channel = "Phone", impact = "Person", urgency = "BadlyHindered", category = "Network" }))["id"]!.GetValue<Guid>();
        for (var i = 0; i < 3; i++) await Look(server, other.Services);
        Assert.Equal(["expert@provider.example"], await Mailed(server, urgent, "-AtOnce-"));
        Assert.Equal(second, await server.As(s => s.GetRequiredService<StewardDb>().Set<Ticket>().Where(t => t.Id == TicketId.From(urgent)).Select(t => t.Team!.Value.Value).SingleAsync()));
        // Sent back to the first line it stays there: at once is once.
        await agent.Do($"tickets/{urgent}/assign", new { team = company.OnSite, assignee = company.Engineer });
        for (var i = 0; i < 3; i++) await Look(server, other.Services);
        Assert.Single(await Mailed(server, urgent, "-AtOnce-"));
        Assert.NotEqual(Guid.Empty, expert);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Another_agreement_is_looked_at_then_approved_by_somebody_else_and_keeps_what_was(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var project = await Signals.In(server, Company.UserOf(Role.PM));
        using var head = await Signals.In(server, Company.UserOf(Role.CustAdm));
        var (open, solved, foreign) = (await Report(agent, company.Service, company.Contact), await Report(agent, company.Service, company.Contact), await Report(agent, company.Other.Service, company.Other.Contact));
        await agent.Do($"tickets/{solved}/accept");
        await agent.Do($"tickets/{solved}/resolve", new { solution = "清理", cause = "卡纸", device = "FP-1", minutesSpent = 5 });
        server.Time.Advance(5 * Hour);

        // Half an hour to respond and three hours to solve, for P3 on site; all else as it is.
        var targets = new Dictionary<string, string> { ["OnSite-P3-Response"] = "30", ["OnSite-P3-Resolution"] = "180" };
        foreach (var (mode, priority, kind, seconds) in AgreementPresets.Standard.Targets.SelectMany(t => Enum.GetValues<ClockKind>().Select(k => (t.Mode, t.Priority, k, t[k]?.Seconds))))
            if (seconds is { } s) targets.TryAdd($"{mode}-{priority}-{kind}", $"{s / 60}");
        object Proposal(int? version = null, string reason = "客户要求加快") => new { targets, reason, confirmed = version is not null, version };
        var route = $"contracts/{company.Contract}/agreement";
        var shown = await project.Do(route, Proposal());
        Assert.False(shown["asked"]!.GetValue<bool>());
        Assert.Equal(["ServiceMode.OnSite|Priority.P3|ClockKind.Resolution"], shown["changes"]!.AsArray().Select(c => c!["what"]!.GetValue<string>()));
        var moved = Assert.Single(shown["moved"]!.AsArray(), m => m!["clock"]!.GetValue<string>() == "Resolution")!;
        Assert.Equal((open, Shanghai("2026-03-11T18:00"), Shanghai("2026-03-10T12:00"), "Running", "Breached"),
            (moved["ticket"]!.GetValue<Guid>(), moved["dueBefore"]!.GetValue<DateTimeOffset>(), moved["dueAfter"]!.GetValue<DateTimeOffset>(), moved["verdictBefore"]!.GetValue<string>(), moved["verdictAfter"]!.GetValue<string>()));
        Assert.Equal(403, (await agent.Refused(route, Proposal())).Status);
        Assert.Equal((409, "SLA-214"), await project.Refused(route, new { targets, reason = "x", confirmed = true }));
        Assert.Equal((409, "SLA-216"), await project.Refused(route, Proposal(9)));
        Assert.Equal((409, "SLA-218"), await project.Refused(route, new { reason = "x", confirmed = true, version = 1 }));
        Assert.Equal(400, (await project.Refused(route, Proposal(1, ""))).Status);
        Assert.Equal((400, "STW-400"), await project.Refused(route, new { targets = new Dictionary<string, string> { ["OnSite-P3-Resolution"] = "soon" } }));
        Assert.Equal((400, "STW-400"), await project.Refused(route, new { ladder = new Dictionary<string, string> { ["P1-50"] = "The boss" } }));
        Assert.True((await project.Do(route, Proposal(1)))["asked"]!.GetValue<bool>());

        // Nothing has changed yet, and nobody agrees to their own.
        Assert.Equal(Shanghai("2026-03-11T18:00"), (await Clock(server, open, ClockKind.Resolution)).Due);
        var asked = Assert.Single((await head.Get("approvals"))["items"]!.AsArray())!;
        Assert.Equal("agreement", asked["kind"]!.GetValue<string>());
        Assert.Contains("驻场服务 · P3 中 · 解决: 16:00 → 3:00", asked["words"]!.GetValue<string>());
        Assert.Equal((409, "APR-102"), await project.Refused($"approvals/{asked["id"]}/decide", new { agree = true, reason = "" }));
        await head.Do($"approvals/{asked["id"]}/decide", new { agree = true, reason = "同意" });

        var clock = await Clock(server, open, ClockKind.Resolution);
        Assert.Equal((Shanghai("2026-03-10T12:00"), Verdict.Breached), (clock.Due, clock.Verdict));
        Assert.Equal(Shanghai("2026-03-11T18:00"), (await Clock(server, foreign, ClockKind.Resolution)).Due);
        Assert.Equal(Verdict.Met, (await Clock(server, solved, ClockKind.Resolution)).Verdict);
        var known = (await server.As(s => s.GetRequiredService<SlaClocks>().Facts(open, default)))!;
        var fact = Assert.Single(known.Facts.OfType<ClockFact.AgreementChanged>());
        Assert.Contains(new KeptVerdict(ClockKind.Resolution, Shanghai("2026-03-11T18:00").ToUniversalTime(), Verdict.Running), fact.Before!);
        Assert.Equal((AgreementPresets.Standard.Ref, fact.To), (known.OpenedUnder.Ref, known.Agreement.Ref));
        Assert.Empty((await server.As(s => s.GetRequiredService<SlaClocks>().Facts(solved, default)))!.Facts.OfType<ClockFact.AgreementChanged>());
        Assert.Contains("协议变更：新目标自最初开始时起算", WebUtility.HtmlDecode(await agent.Http.GetStringAsync($"/tickets/{open}/clocks/resolution")));
        // What is reported from now on has it from the start.
        var later = await Report(agent, company.Service, company.Contact);
        Assert.Equal(Shanghai("2026-03-10T17:00"), (await Clock(server, later, ClockKind.Resolution)).Due);

        // What was shown must be what happens: a calendar that changes meanwhile asks for a new look.
        shown = await project.Do(route, new { groups = new Dictionary<string, string> { ["First-P3"] = "45" }, team = company.OnSite, ofTeam = new Dictionary<string, string> { ["P3"] = "30" }, reason = "内部", confirmed = true, version = 2 });
        Assert.Contains("=驻场组", string.Join('\n', shown["changes"]!.AsArray().Select(c => c!["what"]!.GetValue<string>())));
        var calendar = new { from = "2026-03-12", reason = "停业" };
        var version = (await project.Do($"contracts/{company.Contract}/calendar", calendar))["calendar"]!["version"]!.GetValue<int>();
        await project.Do($"contracts/{company.Contract}/calendar", new { calendar.from, calendar.reason, confirmed = true, version });
        asked = Assert.Single((await head.Get("approvals"))["items"]!.AsArray())!;
        Assert.Equal((409, "SLA-219"), await head.Refused($"approvals/{asked["id"]}/decide", new { agree = true, reason = "同意" }));
        await head.Do($"approvals/{asked["id"]}/decide", new { agree = false, reason = "请重新提交" });
        var page = WebUtility.HtmlDecode(await project.Http.GetStringAsync($"/contracts/{company.Contract}/agreement-change"));
        foreach (var seen in new[] { "处理组与供应商的时限（分钟）", "立即升级到下一线的类别", "预览影响" }) Assert.Contains(seen, page);
    }

    static DateTimeOffset Shanghai(string local) => DateTimeOffset.Parse(local + ":00+08:00", System.Globalization.CultureInfo.InvariantCulture);

    static async Task<Guid> Report(Client agent, Guid service, Guid contact, string impact = "Person", string urgency = "BadlyHindered") =>
        (await agent.Do("tickets", new { summary = "打印机卡纸", service, requester = contact, channel = "Phone", impact, urgency }))["id"]!.GetValue<Guid>();

    /// <summary>A service under the second standard agreement, which promises words and allows dates.</summary>
    static async Task<Guid> Promised(TestServer server, Company company)
    {
        using var admin = await Signals.In(server, "admin");
        var contract = await admin.Make("contracts", new { customer = company.Customer, name = "含更新的合同", firstDay = "2026-01-01", lastDay = "2026-12-31", price = 1, agreementNumber = 2 });
        var service = await admin.Make($"contracts/{contract}/services", new { name = "网络支持", nameEn = "Network support" });
        await admin.Do($"contracts/{contract}/sign", new { signedBy = "张三" });
        return service;
    }

    /// <summary>Proposed by one side and agreed to by the other.</summary>
    static async Task Agree(Client project, Client head, Company company, object changes)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(changes, Steward.Platform.Web.Json.Options)!.AsObject();
        var shown = await project.Do($"contracts/{company.Contract}/agreement", body.DeepClone());
        (body["confirmed"], body["version"]) = (true, shown["agreement"]!["number"]!.GetValue<int>());
        await project.Do($"contracts/{company.Contract}/agreement", body);
        await head.Do($"approvals/{(await head.Get("approvals"))["items"]![0]!["id"]}/decide", new { agree = true, reason = "同意" });
    }

    static async Task Named(TestServer server, Company company, string post, string name, string email)
    {
        using var admin = await Signals.In(server, "admin");
        var staff = await admin.Make("staff", new { name, email });
        using var project = await Signals.In(server, Company.UserOf(Role.PM));
        await project.Do($"contracts/{company.Contract}/people", new { post, staff });
    }

    static async Task Look(TestServer server, IServiceProvider other)
    {
        await Task.WhenAll(server.Sweep("sla-clocks"), server.Sweep("sla-clocks", other));
        await Task.WhenAll(server.Sweep("news"), server.Sweep("news", other));
    }

    /// <summary>Who was written to about a ticket, by what the mail's key or its address says.</summary>
    static Task<List<string>> Mailed(TestServer server, Guid ticket, params string[] keys) => server.As(async s =>
        (await s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().Where(m => m.About == ticket).ToListAsync()).Where(m => keys.All(k => m.Key.Contains(k, StringComparison.Ordinal) || m.Address.Contains(k, StringComparison.Ordinal))).Select(m => m.Address).Order(StringComparer.Ordinal).ToList());

    static Task<List<string>> Story(TestServer server, Guid ticket, string verb) => server.As(s =>
        s.GetRequiredService<StewardDb>().Set<TicketEntry>().Where(e => e.Ticket == TicketId.From(ticket) && e.Verb == verb).OrderBy(e => e.OccurredAt).ThenBy(e => e.Id).Select(e => e.Text).ToListAsync());

    static async Task<ClockRow> Clock(TestServer server, Guid ticket, ClockKind kind) => (await server.As(s => s.GetRequiredService<SlaClocks>().Clocks([ticket], default))).Single(c => c.Kind == kind);
}
