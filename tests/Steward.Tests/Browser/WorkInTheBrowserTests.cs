// What people do all day, done in a real browser: on a desktop in Chinese, on a phone in English; in the long run also the other way about.
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;
using Steward.Sla;
using Steward.Desk;
using Steward.Reports;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed class WorkInTheBrowserTests(Chromium chromium)
{
    public static TheoryData<Screen, Language> Seats => Environment.GetEnvironmentVariable("STEWARD_LONG") == "1"
        ? new() { { Screen.Desktop, Language.Zh }, { Screen.Phone, Language.En }, { Screen.Desktop, Language.En }, { Screen.Phone, Language.Zh } }
        : new() { { Screen.Desktop, Language.Zh }, { Screen.Phone, Language.En } };

    [Theory, MemberData(nameof(Seats))]
    public async Task The_first_visit_leads_through_the_set_up_to_a_page_that_says_what_comes_next(Screen screen, Language language)
    {
        await using var server = await TestServer.Open();
        await using var first = await chromium.Open(server, null, language, screen);
        await first.Go("/");
        await first.Page.WaitForURLAsync("**/setup");
        foreach (var (name, value) in new[] { ("company", "测试运维公司"), ("name", "管理员"), ("userName", "admin"), ("password", Company.Password), ("passwordAgain", "something else") })
            await first.Main.Locator($"[name={name}]").FillAsync(value);
        await first.Page.GetByRole(AriaRole.Button, new() { Name = first.T("Setup.Submit"), Exact = true }).ClickAsync();
        await first.Sees(first.T("ACC-113"));
        await Expect(first.Main.Locator("[name=company]")).ToHaveValueAsync("测试运维公司");
        foreach (var name in new[] { "password", "passwordAgain" }) await first.Main.Locator($"[name={name}]").FillAsync(Company.Password);
        await first.Page.GetByRole(AriaRole.Button, new() { Name = first.T("Setup.Submit"), Exact = true }).ClickAsync();
        await first.Told("SetUp");
        await first.Sees(first.T("First.Title"));
        await Expect(first.Main.GetByRole(AriaRole.Link, new() { Name = first.T("First.Customer") })).ToBeVisibleAsync();
    }

    [Theory, MemberData(nameof(Seats))]
    public async Task An_end_user_reports_a_problem_and_sees_its_number_and_the_promised_times(Screen screen, Language language)
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        await using var user = await chromium.Open(server, null, language, screen);
        await user.SignIn(Company.UserOf(Role.User), Company.Password);
        if (language == Language.En) await Chromium.Post(user.Context, "me/looks", new { language = "En" });
        await user.Go("/");
        await user.Main.Locator("a[href='/report']").First.ClickAsync();
        await user.Page.WaitForURLAsync("**/report");
        await user.Page.GetByLabel(user.T("Desk.WhatIsWrong")).FillAsync("打印机卡纸，重启无效");
        await user.Page.GetByLabel(user.T("Desk.Hindrance.BadlyHindered")).CheckAsync();
        await user.Page.GetByRole(AriaRole.Button, new() { Name = user.T("Desk.SendReport"), Exact = true }).ClickAsync();
        await user.Told("OpenTicket");
        await user.Sees("INC-XXQY-20260310-0001");
        await Expect(user.Main.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("打印机卡纸");

        using var agent = await Api(server, Role.Agent);
        var clocks = (await agent.Get($"tickets/{Id(user.Page.Url)}"))["clocks"]!.AsArray();
        foreach (var kind in new[] { ClockKind.Response, ClockKind.Resolution })
        {
            var due = clocks.Single(c => c!["kind"]!.GetValue<string>() == kind.ToString())!["due"]!.GetValue<DateTimeOffset>();
            await user.Sees(Format.Moment(due, Format.China));
        }
    }

    [Theory, MemberData(nameof(Seats))]
    public async Task Whoever_goes_back_and_sends_the_same_report_again_comes_to_the_ticket_that_it_made(Screen screen, Language language)
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        await using var user = await chromium.Open(server, Role.User, language, screen);
        await user.Go("/report");
        await user.Page.GetByLabel(user.T("Desk.WhatIsWrong")).FillAsync("打印机卡纸，重启无效");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = user.T("Desk.SendReport"), Exact = true }).ClickAsync();
        await user.Told("OpenTicket");
        var made = user.Page.Url;
        await user.Page.GoBackAsync();
        await Expect(user.Page.GetByLabel(user.T("Desk.WhatIsWrong"))).ToHaveValueAsync("打印机卡纸，重启无效");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = user.T("Desk.SendReport"), Exact = true }).ClickAsync();
        await user.Sees(user.T("Form.SentBefore"));
        Assert.Equal(made, user.Page.Url);
        using var agent = await Api(server, Role.Agent);
        Assert.Single((await agent.Get("tickets?group=All"))["items"]!.AsArray());
    }

    [Theory, MemberData(nameof(Seats))]
    public async Task An_agent_takes_a_ticket_from_acceptance_to_resolution_and_a_refusal_keeps_what_was_typed(Screen screen, Language language)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using (var user = await Api(server, Role.User)) await Reported(user, company);
        await using var agent = await chromium.Open(server, Role.Agent, language, screen);
        await agent.Go("/tickets?group=all");
        await agent.Main.Locator("a.row-link").First.ClickAsync();
        server.Time.Advance(TimeSpan.FromMinutes(20));
        await agent.Press("verb.AcceptTicket");
        await agent.Told("AcceptTicket");

        await agent.Press("verb.AssignTicket");
        await agent.Field("team").SelectOptionAsync(new SelectOptionValue { Label = "驻场组" });
        await agent.Field("assignee").SelectOptionAsync(new SelectOptionValue { Value = company.Second.ToString() });
        await agent.Send();
        await agent.Told("AssignTicket");
        await agent.Press("verb.StartWork");
        await agent.Told("StartWork");

        await agent.Press("verb.PauseTicket");
        await agent.Field("waitsFor").FillAsync("员工001（财务）");
        await agent.Field("expectedAt").FillAsync("2026-03-10T14:30");
        await agent.Field("text").FillAsync("请把设备带回公司");
        await agent.Send();
        // Waiting for the user needs proof; the refusal stands at the field and nothing typed is lost.
        await Expect(agent.Field("proof")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(agent.Dialog.Locator($"#{await agent.Field("proof").GetAttributeAsync("id")}-error")).ToContainTextAsync(agent.T("field.required"));
        // The summary names the field and leads to it.
        await agent.Dialog.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Link, new() { Name = agent.T("Form.FieldProblem", agent.T("Desk.Proof"), agent.T("field.required")), Exact = true }).ClickAsync();
        await Expect(agent.Field("proof")).ToBeFocusedAsync();
        await Expect(agent.Field("waitsFor")).ToHaveValueAsync("员工001（财务）");
        await Expect(agent.Field("expectedAt")).ToHaveValueAsync("2026-03-10T14:30");
        await Expect(agent.Field("text")).ToHaveValueAsync("请把设备带回公司");
        await agent.Field("proof").FillAsync("电话 09:20");
        await agent.Send();
        await agent.Told("PauseTicket");
        await agent.Sees(agent.Name(TicketState.PendingUser));

        server.Time.Advance(TimeSpan.FromHours(1));
        await agent.Press("verb.ResumeTicket");
        await agent.Field("text").FillAsync("设备已带回");
        await agent.Send();
        await agent.Told("ResumeTicket");

        await agent.Press("verb.ResolveTicket");
        await agent.Field("solution").FillAsync("清理进纸轮");
        await agent.Field("cause").FillAsync("硬件故障");
        await agent.Field("device").FillAsync("FP-2055");
        await agent.Field("minutesSpent").FillAsync("25");
        await agent.Send();
        await agent.Told("ResolveTicket");
        await agent.Sees(agent.Name(TicketState.Resolved));
    }

    [Theory, MemberData(nameof(Seats))]
    public async Task An_end_user_reopens_what_is_not_mended_and_confirms_what_is(Screen screen, Language language)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = await Api(server, Role.Agent);
        var ticket = await Reported(agent, company);
        await Resolve(agent, ticket);
        await using var user = await chromium.Open(server, Role.User, language, screen);
        await user.Go($"/tickets/{ticket}");
        await user.Sees(user.T("Desk.PleaseConfirm"));
        await user.Press("Desk.StillBroken");
        await user.Field("reason").FillAsync("又卡纸了");
        await user.Send();
        await user.Told("ReopenTicket");
        await user.Sees(user.Name(TicketState.InProgress));

        await Resolve(agent, ticket, accept: false);
        await user.Go($"/tickets/{ticket}");
        await user.Press("verb.ConfirmTicket");
        await user.Send();
        await user.Told("ConfirmTicket");
        await user.Sees(user.Name(TicketState.Closed));
    }

    [Theory, MemberData(nameof(Seats))]
    public async Task Both_parties_follow_a_promise_to_the_same_figures_and_add_them_up(Screen screen, Language language)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using (var agent = await Api(server, Role.Agent))
        {
            await Worked(server, agent, company);
            // Another that nobody took in time, so that the share is neither none nor all.
            await Reported(agent, company, "网络中断");
            server.Time.Advance(TimeSpan.FromDays(2));
        }
        var seen = new List<List<string>>();
        foreach (var role in new[] { Role.SvcMgr, Role.CustAdm })
        {
            await using var reader = await chromium.Open(server, role, language, screen);
            var figures = new List<string>();
            seen.Add(figures);
            await reader.Go("/promises?period=2026-03");
            var promise = (await reader.Rows(reader.T("Fulfilment.Board"))).Single(r => r[0].StartsWith("4.1", StringComparison.Ordinal));
            figures.AddRange(promise);
            Assert.Contains("50", promise[3]);
            await reader.Main.GetByRole(AriaRole.Link, new() { Name = reader.T("Fulfilment.Evidence"), Exact = true }).First.ClickAsync();
            await reader.Page.WaitForURLAsync("**/evidence*");
            foreach (var row in await reader.Rows(reader.T("Fulfilment.Evidence"))) figures.AddRange(row);
            await reader.Main.GetByRole(AriaRole.Link, new() { Name = "INC-XXQY-20260310-0001" }).ClickAsync();
            await reader.Page.WaitForURLAsync("**/tickets/*");
            await reader.Main.Locator("a[href$='/clocks/resolution']").First.ClickAsync();
            await reader.Page.WaitForURLAsync("**/clocks/resolution");
            var spans = await reader.Rows(reader.T("Desk.Spans"));
            foreach (var row in spans) figures.AddRange(row);
            var used = await reader.Main.Locator("dt", new() { HasText = reader.T("Desk.NetUsed") }).Locator("xpath=following-sibling::dd[1]").Locator(".num").InnerTextAsync();
            figures.Add(used);
            Assert.Equal(Seconds(used), spans.Where(r => r[3] == reader.Name(SpanKind.Counted)).Sum(r => Seconds(r[4])));
            Assert.True(Seconds(used) > 0 && spans.Any(r => r[3] == reader.Name(SpanKind.Paused)), string.Join('\n', spans.Select(r => string.Join(" | ", r))));
        }
        Assert.Equal(seen[0], seen[1]);
    }

    [Theory, MemberData(nameof(Seats))]
    public async Task A_report_is_drafted_reviewed_approved_sent_and_read(Screen screen, Language language)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using (var worker = await Api(server, Role.Agent)) await Worked(server, worker, company);
        server.Time.Advance(TimeSpan.FromDays(27)); // 6 April: March is over
        await using var author = await chromium.Open(server, Role.SvcMgr, language, screen);
        await author.Go("/reports");
        await author.Press("Reports.New");
        await author.Field("contract").SelectOptionAsync(new SelectOptionValue { Value = company.Contract.ToString() });
        await Expect(author.Field("period")).ToHaveValueAsync("2026-03");
        await author.Send();
        await author.Told("DraftReport");
        await author.Press("verb.WriteReport");
        await author.Field("summary").FillAsync("本月运行平稳。");
        await author.Send();
        await author.Told("WriteReport");
        await author.Sees("本月运行平稳。");
        var address = new Uri(author.Page.Url).AbsolutePath;
        await author.Press("verb.ReviewReport");
        await author.Told("ReviewReport");
        // Four eyes: the author is shown why there is no button to approve.
        await author.Sees(author.T("REP-104"));
        await Expect(author.Main.GetByRole(AriaRole.Button, new() { Name = author.T("verb.ApproveReport"), Exact = true })).ToHaveCountAsync(0);

        await using var head = await chromium.Open(server, Role.CustAdm, language, screen);
        Assert.Equal(404, (await head.Go(address)).Status);
        await using var approver = await chromium.Open(server, Role.PM, language, screen);
        await approver.Go(address);
        await approver.Press("verb.ApproveReport");
        await approver.Send();
        await approver.Told("ApproveReport");
        await approver.Sees(approver.Name(ReportState.Approved));
        await approver.Press("verb.SendReport");
        await approver.Send();
        await approver.Told("SendReport");

        Assert.Equal(200, (await head.Go(address)).Status);
        await Expect(head.Main.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(head.T("Reports.Monthly"));
        foreach (var chapter in new[] { "Reports.ch.summary", "Reports.ch.sla", "Reports.ch.incidents", "Reports.ch.promises" })
            await Expect(head.Main.GetByRole(AriaRole.Heading, new() { Name = head.T(chapter) }).First).ToBeVisibleAsync();
        foreach (var kind in new[] { "docx", "xlsx" })
        {
            var download = await head.Page.RunAndWaitForDownloadAsync(() => head.Main.Locator($"a[href$='/download/{kind}']").First.ClickAsync());
            Assert.EndsWith("." + kind, download.SuggestedFilename);
            var answer = await head.Context.APIRequest.GetAsync(download.Url);
            var bytes = await answer.BodyAsync();
            Assert.Equal(200, answer.Status);
            Assert.True(bytes.Length > 1000 && bytes[0] == 'P' && bytes[1] == 'K', $"{kind}: {bytes.Length} bytes");
        }
        await head.Press("verb.AcceptReport");
        await head.Send();
        await head.Told("AcceptReport");
        await head.Sees(head.Name(ReportState.Accepted));
    }

    [Theory, MemberData(nameof(Seats))]
    public async Task Language_and_theme_change_at_a_press_and_stay(Screen screen, Language language)
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        await using var reader = await chromium.Open(server, Role.SvcMgr, language, screen, "auto");
        var html = reader.Page.Locator("html");
        var (mine, other) = language == Language.Zh ? ("zh-CN", "en") : ("en", "zh-CN");
        await reader.Go("/");
        await Expect(html).ToHaveAttributeAsync("lang", mine);
        foreach (var (button, attribute, value) in new[] { ("language", "lang", other), ("theme", "data-bs-theme", "light"), ("theme", "data-bs-theme", "dark") })
        {
            if (screen == Screen.Phone) await reader.Page.Locator("details.sheet > summary").ClickAsync();
            await reader.Page.RunAndWaitForResponseAsync(() => reader.Page.Locator($"button[name={button}]:visible").ClickAsync(), answer => answer.Request.IsNavigationRequest && answer.Status == 200);
            await Expect(html).ToHaveAttributeAsync(attribute, value);
            await reader.Go("/promises");
            await Expect(html).ToHaveAttributeAsync(attribute, value);
        }
        await Expect(html).ToHaveAttributeAsync("lang", other);
        await using var again = await chromium.Open(server, null, language, screen);
        await again.SignIn(Company.UserOf(Role.SvcMgr), Company.Password);
        await Expect(again.Page.Locator("html")).ToHaveAttributeAsync("lang", other);
        await Expect(again.Page.Locator("html")).ToHaveAttributeAsync("data-bs-theme", "dark");
    }

    [Theory, MemberData(nameof(Seats))]
    public async Task Without_script_a_ticket_is_reported_accepted_and_paused(Screen screen, Language language)
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        await using var user = await chromium.Open(server, Role.User, language, screen, script: false);
        await user.Go("/report");
        await user.Page.GetByLabel(user.T("Desk.WhatIsWrong")).FillAsync("邮箱登不上");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = user.T("Desk.SendReport"), Exact = true }).ClickAsync();
        await user.Told("OpenTicket");
        await user.Sees("INC-XXQY-20260310-0001");

        await using var agent = await chromium.Open(server, Role.Agent, language, screen, script: false);
        await agent.Go($"/tickets/{Id(user.Page.Url)}");
        await agent.Press("verb.AcceptTicket");
        await agent.Told("AcceptTicket");
        await agent.Press("verb.PauseTicket");
        await agent.Field("expectedAt").FillAsync("2026-03-10T14:30");
        await agent.Field("text").FillAsync("请提供邮箱地址");
        await agent.Send();
        await Expect(agent.Field("proof")).ToHaveAttributeAsync("aria-invalid", "true");
        await agent.Field("proof").FillAsync("电话 09:05");
        await agent.Send();
        await agent.Told("PauseTicket");
    }

    [Theory, MemberData(nameof(Seats))]
    public async Task A_manager_decides_in_the_list_and_on_the_ticket_and_comes_back_to_where_they_were(Screen screen, Language language)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = await Api(server, Role.Agent);
        var (first, second) = (await Reported(agent, company, "甲"), await Reported(agent, company, "乙"));
        foreach (var ticket in new[] { first, second }) await agent.Do($"tickets/{ticket}/priority", new { impact = "Person", urgency = "Planned", reason = "用户说不急" });
        await using var manager = await chromium.Open(server, Role.SvcMgr, language, screen);
        await manager.Go("/");
        await manager.Main.Locator("a[href='/approvals']").First.ClickAsync();
        await manager.Sees("用户说不急");
        await manager.Press("Approval.Refuse");
        await manager.Field("reason").FillAsync("财务月结，必须当天");
        await manager.Send();
        await manager.Told("DecideApproval");
        Assert.EndsWith("/approvals", manager.Page.Url);
        await Expect(manager.Main.Locator("a.row-link")).ToHaveCountAsync(1);

        await manager.Main.Locator("a.row-link").ClickAsync();
        await manager.Press("Approval.Agree");
        await manager.Send();
        await manager.Told("DecideApproval");
        Assert.EndsWith($"/tickets/{second}", manager.Page.Url);
        await manager.Sees(manager.Name(Priority.P4));
        await manager.Go("/approvals");
        await manager.Sees(manager.T("Approvals.None.Waiting"));
        await manager.Go("/approvals?view=Decided");
        await manager.Sees("财务月结，必须当天");
    }

    [Theory, MemberData(nameof(Seats))]
    public async Task Whoever_is_signed_out_in_the_middle_of_a_form_is_told_so_and_comes_back_to_it(Screen screen, Language language)
    {
        var (server, _) = await TestServer.WithCompany(adjust: a => a with { SignIn = new() { IdleMinutes = 60 } });
        await using var closing = server;
        await using var user = await chromium.Open(server, Role.User, language, screen);
        await user.Go("/report");
        await user.Page.GetByLabel(user.T("Desk.WhatIsWrong")).FillAsync("打印机卡纸");
        server.Time.Advance(TimeSpan.FromMinutes(61));
        await user.Page.GetByRole(AriaRole.Button, new() { Name = user.T("Desk.SendReport"), Exact = true }).ClickAsync();
        await user.Sees(user.T("ACC-103"));
        await user.Page.GetByLabel(user.T("SignIn.UserName")).FillAsync(Company.UserOf(Role.User));
        await user.Page.Locator("input[name=password]").FillAsync(Company.Password);
        await user.Page.GetByRole(AriaRole.Button, new() { Name = user.T("SignIn.Submit"), Exact = true }).ClickAsync();
        await user.Page.WaitForURLAsync("**/report");
    }

    static async Task<Client> Api(TestServer server, Role role)
    {
        var client = server.Client();
        await client.SignIn(Company.UserOf(role));
        return client;
    }

    static async Task<Guid> Reported(Client client, Company company, string summary = "打印机卡纸") =>
        (await client.Do("tickets", new { summary, service = company.Service, requester = company.Contact, impact = "Person", urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();

    static async Task Resolve(Client agent, Guid ticket, bool accept = true)
    {
        if (accept) await agent.Do($"tickets/{ticket}/accept");
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "清理进纸轮", cause = "硬件故障", device = "FP-2055", minutesSpent = 20 });
    }

    /// <summary>A ticket with counted time, a pause and a lunch break.</summary>
    static async Task Worked(TestServer server, Client agent, Company company)
    {
        var ticket = await Reported(agent, company);
        server.Time.Advance(TimeSpan.FromMinutes(10));
        await agent.Do($"tickets/{ticket}/accept");
        server.Time.Advance(TimeSpan.FromMinutes(20));
        await agent.Do($"tickets/{ticket}/pause", new { reason = "PendingUser", text = "等设备", waitsFor = "员工001", expectedAt = server.Time.GetUtcNow().AddHours(2), proof = "电话" });
        server.Time.Advance(TimeSpan.FromHours(1));
        await agent.Do($"tickets/{ticket}/resume");
        server.Time.Advance(TimeSpan.FromMinutes(45));
        await Resolve(agent, ticket, accept: false);
    }

    static Guid Id(string address) => Guid.Parse(Regex.Match(address, "[0-9a-f]{8}-[0-9a-f-]{27}").Value);

    /// <summary>"1:02:03" in seconds.</summary>
    static long Seconds(string text) => Regex.Match(text.Trim(), @"^(\d+):(\d\d):(\d\d)$") is { Success: true } m
        ? long.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) * 3600 + int.Parse(m.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture) * 60 + int.Parse(m.Groups[3].Value, System.Globalization.CultureInfo.InvariantCulture)
        : throw new FormatException(text);
}
