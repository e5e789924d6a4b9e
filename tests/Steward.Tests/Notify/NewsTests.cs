// News reaches its reader as they chose, through a real mail server: at once, held over the night, gathered in a digest, not at all; once, on two nodes, and by a clock that jumps.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Notify;

public sealed class NewsTests
{
    internal const string Reader = "u20@xxqy.example";

    internal static Task<(TestServer, Company)> Served(Engine engine, int port) => TestServer.WithCompany(engine, s => s with { Mail = new() { Host = "127.0.0.1", Port = port, Security = "none", From = "desk@steward.example" } });

    /// <summary>A contact who alone has the address, with an account.</summary>
    internal static async Task<(Guid Contact, Client Client)> Contact(TestServer server, Company company, string name = "员工020", string email = Reader, string userName = "user-20")
    {
        using var admin = server.Client();
        await admin.SignIn("admin");
        var contact = await admin.Make($"customers/{company.Customer}/contacts", new { name, department = "市场部", email, site = company.Site });
        var account = await admin.Make("accounts", new { userName, name, password = Company.Password, contact });
        await admin.Do($"accounts/{account}/grants", new { role = Role.User, customer = company.Customer });
        var client = server.Client();
        await client.SignIn(userName);
        return (contact, client);
    }

    static Task<List<Mail>> Mails(TestServer server, string address = Reader) => server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().Where(m => m.Address == address).OrderBy(m => m.Id).ToListAsync());

    static async Task<MailState[]> States(TestServer server) => [.. (await Mails(server)).Select(m => m.State)];

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task News_of_the_night_comes_in_the_morning_in_one_mail_and_a_digest_once_on_two_nodes(Engine engine)
    {
        var port = ServerProcess.FreePort();
        var (server, company) = await Served(engine, port);
        await using var closing = server;
        await using var second = server.Node();
        using var smtp = new MailServer(port);
        var (contact, reader) = await Contact(server, company);
        using var closingReader = reader;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        async Task<Guid> Open(string summary, string urgency = "Planned", string impact = "Person") => (await agent.Do("tickets", new { summary, service = company.Service, requester = contact, channel = "Phone", urgency, impact }))["id"]!.GetValue<Guid>();
        // Both nodes sweep at the same time until neither finds anything.
        async Task Both() { for (var done = 1; done > 0;) done = (await Task.WhenAll(server.Sweep("mail-out"), server.Sweep("mail-out", second.Services))).Sum(); }

        using (var admin = server.Client())
        {
            await admin.SignIn("admin");
            await admin.Do($"mail-wordings/{await admin.Make("mail-texts/opened", new { title = "XX企业服务台 {单号} 已收到：{摘要}", body = "{称呼}，您好：{链接}", forCustomer = company.Customer })}/use");
        }
        await reader.Do("me/news", new { quietFrom = "22:00", quietUntil = "07:00" });
        // 23:00: every step of one ticket, another ticket and the survey are held, P1 comes through.
        server.Time.Advance(TimeSpan.FromHours(14));
        var ticket = await Open("打印机卡纸");
        await agent.Do($"tickets/{ticket}/accept");
        await agent.Do($"tickets/{ticket}/pause", new { reason = "PendingSupplier", text = "等供应商送件", waitsFor = "供应商甲", expectedAt = server.Time.GetUtcNow().AddHours(3) });
        await agent.Do($"tickets/{ticket}/resume");
        await agent.Do($"tickets/{ticket}/priority", new { impact = "Person", urgency = "BadlyHindered", reason = "要开会" });
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "更换进纸轮", cause = "老化", device = "无", minutesSpent = 5 });
        await agent.Do($"tickets/{ticket}/confirm");
        await Open("鼠标不灵");
        await Both();
        Assert.All(await States(server), s => Assert.Equal(MailState.Quiet, s));
        await Open("全公司断网", "Stopped", "Organisation");
        await Both();
        Assert.Contains("全公司断网", Assert.Single(await smtp.Mails(1)).Subject);
        // 07:00: one mail for all of the one, one for the other, one for the survey; the log has each of them.
        server.Time.Advance(TimeSpan.FromHours(8));
        await Both();
        var morning = await smtp.Mails(4);
        Assert.Equal(4, morning.Count);
        var together = Assert.Single(morning, m => m.Subject!.Contains("共 6 条"));
        Assert.All(["XX企业服务台 INC-", "已收到：打印机卡纸", "已受理：打印机卡纸", "等供应商送件", "优先级调整为", "更换进纸轮", "已关闭"], words => Assert.Contains(words, together.TextBody));
        Assert.Contains(morning, m => m.Subject!.EndsWith("已收到：鼠标不灵", StringComparison.Ordinal));
        var log = (await agent.Get($"deliveries?number={(await agent.Get($"tickets/{ticket}"))["ticket"]!["number"]}"))["rows"]!.AsArray();
        Assert.Equal(["Sent", .. Enumerable.Repeat("Within", 6)], log.Select(r => r!["state"]!.ToString()));

        // The digest: two tickets, one mail with both links at 08:00 of the next day, and nothing when there is nothing.
        await reader.Do("me/news", new { ways = new Dictionary<string, string> { ["own"] = "Digest" }, digestAt = "08:00" });
        server.Time.Advance(TimeSpan.FromHours(2));
        var (one, other) = (await Open("键盘坏了"), await Open("屏幕闪烁"));
        await Both();
        Assert.Equal([MailState.Gathered, MailState.Gathered], (await States(server))[^2..]);
        server.Time.Advance(TimeSpan.FromHours(22));
        await Both();
        Assert.Equal(4, (await smtp.Mails(4)).Count);
        server.Time.Advance(TimeSpan.FromHours(1));
        await Both();
        var digest = Assert.Single(await smtp.Mails(5), m => m.Subject!.StartsWith("消息汇总", StringComparison.Ordinal));
        Assert.All([$"/tickets/{one}", $"/tickets/{other}", "键盘坏了", "屏幕闪烁"], words => Assert.Contains(words, digest.TextBody));
        server.Time.Advance(TimeSpan.FromDays(3));
        await Both();
        Assert.Equal(5, (await smtp.Mails(5)).Count);

        // Not at all; and whoever changes their mind has what is held decided anew.
        await reader.Do("me/news", new { ways = new Dictionary<string, string> { ["own"] = "Digest" }, digestAt = "08:00", digestDay = "Monday" });
        await Open("耳机没声音");
        await Both();
        Assert.Equal(MailState.Gathered, (await States(server))[^1]);
        await reader.Do("me/news", new { ways = new Dictionary<string, string> { ["own"] = "Nothing" } });
        await Both();
        Assert.Equal(MailState.Unwanted, (await States(server))[^1]);
        Assert.Equal(5, (await smtp.Mails(5)).Count);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_clock_that_jumps_wakes_nobody_and_holds_nothing_for_ever(Engine engine)
    {
        var port = ServerProcess.FreePort();
        var (server, company) = await Served(engine, port);
        await using var closing = server;
        var (contact, reader) = await Contact(server, company);
        using var closingReader = reader;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        async Task Open(string summary) => await agent.Do("tickets", new { summary, service = company.Service, requester = contact, channel = "Phone", urgency = "Planned" });
        await reader.Do("me/news", new { quietFrom = "22:00", quietUntil = "07:00" });
        await server.Sweep("mail-out");
        server.Time.Advance(TimeSpan.FromHours(14));
        await Open("打印机卡纸");
        await server.Sweep("mail-out");
        Assert.Equal([MailState.Quiet], await States(server));
        // 23:00 becomes 08:00: for ten minutes nobody believes it, and then it was set right again.
        server.Time.Jump(TimeSpan.FromHours(9));
        await server.Sweep("mail-out");
        Assert.Equal([MailState.Quiet], await States(server));
        server.Time.Jump(-TimeSpan.FromHours(9));
        await server.Sweep("mail-out");
        Assert.Equal([MailState.Quiet], await States(server));
        // A clock that was wrong by months for long, and believed: what it held comes when it has been set right.
        server.Time.Jump(TimeSpan.FromDays(100));
        server.Time.Advance(TimeSpan.FromMinutes(1));
        await server.Sweep("mail-out");
        server.Time.Advance(TimeSpan.FromMinutes(20));
        await Open("鼠标不灵");
        await server.Sweep("mail-out");
        server.Time.Jump(-TimeSpan.FromDays(100));
        await server.Sweep("mail-out");
        server.Time.Advance(TimeSpan.FromMinutes(20));
        await server.Sweep("mail-out");
        server.Time.Advance(TimeSpan.FromHours(9));
        await server.Sweep("mail-out");
        // Nobody listens at the port: what was tried waits for its next try.
        var mails = await Mails(server);
        Assert.Equal([(MailState.Waiting, 1), (MailState.Waiting, 1)], mails.Select(m => (m.State, m.Tries)));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Choices_are_ones_own_and_what_is_demanded_stays(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (_, reader) = await Contact(server, company);
        using var closingReader = reader;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        Assert.Equal((400, "ACC-180"), await agent.Refused("me/news", new { ways = new { escalation = "Nothing" } }));
        Assert.Equal((400, "ACC-180"), await agent.Refused("me/news", new { ways = new { alerts = "Digest" } }));
        Assert.Equal((400, "ACC-181"), await agent.Refused("me/news", new { quietFrom = "22:00" }));
        Assert.Equal((400, "ACC-181"), await agent.Refused("me/news", new { quietFrom = "22:00", quietUntil = "22:00" }));
        Assert.Equal((400, "ACC-182"), await reader.Refused("me/news", new { ways = new { own = "Chat" } }));
        Assert.Equal(400, (await reader.Refused("me/news", new { ways = new { mentioned = "Mail" } })).Status);
        Assert.Equal(400, (await reader.Refused("me/news", new { zone = "Mars/Olympus" })).Status);
        using var admin = server.Client();
        await admin.SignIn("admin");
        Assert.Equal((409, "ACC-183"), await admin.Refused("me/news", new { }));

        await reader.Do("me/news", new { ways = new { survey = "Nothing" }, quietFrom = "22:00", quietUntil = "07:00", digestDay = "Friday", zone = "Europe/Berlin" });
        await reader.Do("me/news", new { ways = new { own = "Digest" }, quietFrom = "22:00", quietUntil = "07:00", zone = "Europe/Berlin" });
        var seen = await reader.Get("me/news");
        Assert.Equal(["Digest", "Nothing"], new[] { "own", "survey" }.Select(k => seen["kinds"]!.AsArray().Single(x => x!["kind"]!.ToString() == k)!["way"]!.ToString()));
        Assert.Equal(("22:00", "07:00", "Europe/Berlin", null), (seen["quietFrom"]!.ToString(), seen["quietUntil"]!.ToString(), seen["zone"]!.ToString(), seen["digestDay"]?.ToString()));
        Assert.DoesNotContain(seen["kinds"]!.AsArray(), k => k!["kind"]!.ToString() == "mentioned");
        Assert.All(["escalation", "majors"], k => Assert.True(seen["kinds"]!.AsArray().Single(x => x!["kind"]!.ToString() == k)!["demanded"]!.GetValue<bool>()));
        // The page says which come all the same.
        var page = System.Net.WebUtility.HtmlDecode(await reader.Http.GetStringAsync("/me/news"));
        Assert.Contains("以下消息不受免打扰限制：P1 工单、重大事件", page);
        Assert.Contains("合同或职责要求，不能关闭", page);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Assigned_tickets_and_announcements_are_written_to_whoever_asked(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (contact, reader) = await Contact(server, company);
        using var closingReader = reader;
        using var admin = server.Client();
        await admin.SignIn("admin");
        var staff = await admin.Make("staff", new { name = "工程师乙", email = "b@steward.example", teams = new[] { company.OnSite } });
        var account = await admin.Make("accounts", new { userName = "engineer-b", name = "工程师乙", password = Company.Password, staff });
        await admin.Do($"accounts/{account}/grants", new { role = Role.Onsite });
        using var engineer = server.Client();
        await engineer.SignIn("engineer-b");
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        async Task Assign(string summary)
        {
            var ticket = (await agent.Do("tickets", new { summary, service = company.Service, requester = contact, channel = "Phone", urgency = "Planned" }))["id"]!.GetValue<Guid>();
            await agent.Do($"tickets/{ticket}/assign", new { team = company.OnSite });
            while (await server.Sweep("news") > 0) { }
        }

        await Assign("没人要的消息");
        Assert.Empty(await Mails(server, "b@steward.example"));
        await engineer.Do("me/news", new { ways = new { assigned = "Mail" } });
        await Assign("打印机卡纸");
        Assert.Contains("分派到 驻场组：打印机卡纸", Assert.Single(await Mails(server, "b@steward.example")).Title);

        using var manager = server.Client();
        await manager.SignIn(Company.UserOf(Role.SvcMgr));
        await manager.Do("announcements", new { title = "没人要的公告", customer = company.Customer });
        await reader.Do("me/news", new { ways = new { announcements = "Mail" } });
        await manager.Do("announcements", new { title = "周六机房停电", kind = "PlannedOutage", customer = company.Customer });
        Assert.Equal(["公告：周六机房停电"], (await Mails(server)).Where(m => m.Template == "announced").Select(m => m.Title));
    }
}
