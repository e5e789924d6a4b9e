// Service sheets as people meet them: a visit that stops the arrival clock once, both signatures, the seal that holds, refusals, and numbers without holes; on both databases.
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Files;
using Xunit;

namespace Steward.Desk;

public sealed class ServiceSheetTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_visit_is_written_up_signed_by_both_and_sealed_and_every_number_is_there(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await ProblemTests.In(server, Role.Agent);
        using var onsite = await ProblemTests.In(server, Role.Onsite);
        using var manager = await ProblemTests.In(server, Role.SvcMgr);
        var ticket = await Assigned(server, agent, company, "打印机卡纸");
        using (var keeper = await Assets.Machines.Keeper(server)) await agent.Do($"tickets/{ticket}/assets", new { asset = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Printer", name = "三楼打印机" }) });

        server.Time.Advance(TimeSpan.FromMinutes(20));
        var sheet = await onsite.Make($"tickets/{ticket}/sheets", new { kind = "Visit" });
        // Before somebody came nothing was done.
        Assert.Equal((409, "DESK-505"), await onsite.Refused($"sheets/{sheet}/finish", new { workDone = "清理", result = "Solved" }));
        Assert.Equal((409, "DESK-502"), await onsite.Refused($"tickets/{ticket}/sheets", new { kind = "Visit" }));
        await onsite.Do($"sheets/{sheet}/arrive");
        // One truth: the ticket's clock stopped at the same moment, and its story says so.
        var (arrival, story) = await Arrival(onsite, ticket);
        Assert.Equal(("Met", TestServer.Start.AddMinutes(20)), (arrival["verdict"]!.ToString(), arrival["stoppedAt"]!.GetValue<DateTimeOffset>()));
        Assert.Single(story, e => e!["verb"]?.ToString() == "ArriveOnSite");
        Assert.Equal((409, "DESK-503"), await onsite.Refused($"sheets/{sheet}/arrive"));

        server.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(400, (await onsite.Refused($"sheets/{sheet}/finish", new { result = "Solved" })).Status);
        Assert.Equal(400, (await onsite.Refused($"sheets/{sheet}/finish", new { workDone = "清理进纸轮", result = "Solved", departedAt = TestServer.Start })).Status);
        Assert.Equal(400, (await onsite.Refused($"sheets/{sheet}/finish", new { workDone = "清理进纸轮", result = "Solved", signature = Ink.Drawn(empty: true) })).Status);
        Assert.Equal(400, (await onsite.Refused($"sheets/{sheet}/finish", new { workDone = "清理进纸轮", result = "Solved", signature = "data:image/png;base64,PHN2Zz4=" })).Status);
        await onsite.Do($"sheets/{sheet}/finish", new { workDone = "清理进纸轮", result = "Solved", parts = "进纸轮 1 只", signature = Ink.Drawn() });
        // Whoever did the work does not sign for the user.
        Assert.Equal((409, "DESK-506"), await onsite.Refused($"sheets/{sheet}/sign", new { signer = $"账号 {Role.Onsite}", opinion = "Satisfied" }));
        await onsite.Do($"sheets/{sheet}/sign", new { signer = "员工001", opinion = "Satisfied", opinionText = "很快", signature = Ink.Drawn() });

        var seen = await onsite.Get($"sheets/{sheet}");
        var told = seen["sheet"]!;
        Assert.Equal(("SRV-XXQY-20260310-0001", "Signed", "OnTheirDevice", 64), (told["number"]!.ToString(), told["state"]!.ToString(), told["signedWhere"]!.ToString(), told["hash"]!.ToString().Length));
        Assert.Contains("三楼打印机", told["devices"]!.ToString());
        Assert.Contains(told["hash"]!.ToString(), await Page(onsite, $"/sheets/{sheet}"));
        // What was signed stays as it was signed.
        Assert.Equal((409, "DESK-501"), await onsite.Refused($"sheets/{sheet}/finish", new { workDone = "别的", result = "Solved" }));
        Assert.Equal((409, "DESK-501"), await onsite.Refused($"sheets/{sheet}/correct", new { reason = "改一下" }));
        Assert.Equal(403, (await onsite.Refused($"sheets/{sheet}/void", new { reason = "不要了" })).Status);
        // The paper carries both names and both drawings.
        var paper = await Page(onsite, $"/sheets/{sheet}/paper");
        Assert.Equal(2, paper.Split("data:image/png;base64,").Length - 1);
        Assert.All(["员工001", "清理进纸轮", "SRV-XXQY-20260310-0001", told["hash"]!.ToString()], words => Assert.Contains(words, paper));
        // The requester sees it on their ticket; people of another customer see nothing.
        using var user = await ProblemTests.In(server, Role.User);
        Assert.Contains("SRV-XXQY-20260310-0001", await Page(user, $"/tickets/{ticket}"));
        using var foreign = server.Client();
        await foreign.SignIn("other-agent");
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.Http.GetAsync($"/sheets/{sheet}/paper")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.Http.GetAsync($"/api/v1/sheets/{sheet}")).StatusCode);

        // The next visit: a voided sheet keeps its number, the one after it goes on.
        var mistaken = await onsite.Make($"tickets/{ticket}/sheets", new { kind = "Visit" });
        Assert.Equal(400, (await onsite.Refused($"sheets/{mistaken}/void")).Status);
        await onsite.Do($"sheets/{mistaken}/void", new { reason = "开错了工单" });
        await onsite.Make($"tickets/{ticket}/sheets", new { kind = "Remote", arrived = true });
        var numbers = (await manager.Get("sheets"))["items"]!.AsArray().Select(s => (s!["number"]!.ToString(), s["state"]!.ToString())).ToList();
        Assert.Equal([("SRV-XXQY-20260310-0003", "Open"), ("SRV-XXQY-20260310-0002", "Voided"), ("SRV-XXQY-20260310-0001", "Signed")], numbers);
        Assert.Empty((await manager.Get("sheets/check"))["faults"]!.AsArray());
        Assert.Single((await manager.Get("sheets?group=Signed&q=%E8%BF%9B%E7%BA%B8%E8%BD%AE"))["items"]!.AsArray());

        // What was signed need not be written again: it stands in the form that solves the ticket, with the time of the visit.
        var form = WebUtility.HtmlDecode(await agent.Http.GetStringAsync($"/tickets/{ticket}"));
        Assert.Matches("<textarea[^>]*name=\"solution\"[^>]*>清理进纸轮\n更换配件: 进纸轮 1 只</textarea>", form);
        Assert.Matches("<input[^>]*value=\"30\"[^>]*name=\"minutesSpent\"", form);
        Assert.Contains("已带入服务单 SRV-XXQY-20260310-0001 的内容", form);
        // Closed with its ticket, it is put away.
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "清理", cause = "卡纸", device = "打印机", minutesSpent = 30 });
        Assert.Equal(0, await ProblemTests.Sweep(server, "sheet-archive"));
        await agent.Do($"tickets/{ticket}/confirm");
        Assert.Equal(1, await ProblemTests.Sweep(server, "sheet-archive"));
        Assert.Equal("Archived", await State(onsite, sheet));

        // Whoever changes what was signed, the content or a file, is found out; so is whoever takes a number away.
        await server.As(async s => await s.GetRequiredService<StewardDb>().Set<ServiceSheet>().Where(x => x.Id == SheetId.From(sheet)).ExecuteUpdateAsync(x => x.SetProperty(r => r.Parts, "进纸轮 9 只")));
        Assert.Equal("Sheet.FaultContent", Assert.Single((await manager.Get("sheets/check"))["faults"]!.AsArray())!["why"]!.ToString());
        await server.As(async s => await s.GetRequiredService<StewardDb>().Set<ServiceSheet>().Where(x => x.Id == SheetId.From(sheet)).ExecuteUpdateAsync(x => x.SetProperty(r => r.Parts, "进纸轮 1 只")));
        var mark = told["signerMark"]!.GetValue<Guid>();
        var sha = await server.As(s => s.GetRequiredService<StewardDb>().Set<StoredFile>().Where(f => f.Id == FileId.From(mark)).Select(f => f.Sha256).SingleAsync());
        await File.WriteAllBytesAsync(Path.Combine(server.Folder.Files, sha[..2], sha), [0x89, 0x50, 0x4E, 0x47, 1]);
        await server.As(async s => await s.GetRequiredService<StewardDb>().Set<ServiceSheet>().Where(x => x.Id == SheetId.From(mistaken)).ExecuteDeleteAsync());
        Assert.Equal(["Sheet.FaultHole", "Sheet.FaultFile"], (await manager.Get("sheets/check"))["faults"]!.AsArray().Select(f => f!["why"]!.ToString()));
        using var spoilt = await onsite.Http.GetAsync($"/api/v1/sheets/{sheet}/files/{mark}");
        Assert.Equal(HttpStatusCode.InternalServerError, spoilt.StatusCode);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Who_refuses_to_sign_is_followed_up_and_who_is_far_away_signs_under_their_own_account(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await ProblemTests.In(server, Role.Agent);
        using var onsite = await ProblemTests.In(server, Role.Onsite);
        using var manager = await ProblemTests.In(server, Role.SvcMgr);
        using var user = await ProblemTests.In(server, Role.User);

        // An arrival that was said on the ticket is the sheet's too.
        var ticket = await Assigned(server, agent, company, "显示器不亮");
        server.Time.Advance(TimeSpan.FromMinutes(10));
        await onsite.Do($"tickets/{ticket}/arrive");
        server.Time.Advance(TimeSpan.FromMinutes(5));
        var sheet = await onsite.Make($"tickets/{ticket}/sheets", new { kind = "Visit" });
        Assert.Equal(TestServer.Start.AddMinutes(10), (await onsite.Get($"sheets/{sheet}"))["sheet"]!["arrivedAt"]!.GetValue<DateTimeOffset>());
        // What is still being written is nobody's but ours.
        Assert.Equal(HttpStatusCode.NotFound, (await user.Http.GetAsync($"/api/v1/sheets/{sheet}")).StatusCode);
        await onsite.Do($"sheets/{sheet}/finish", new { workDone = "更换电源线", result = "Solved" });
        Assert.Equal(400, (await onsite.Refused($"sheets/{sheet}/refuse")).Status);
        await onsite.Do($"sheets/{sheet}/refuse", new { reason = "用户认为屏幕仍有闪烁" });
        Assert.Equal(403, (await onsite.Refused($"sheets/{sheet}/follow-up", new { text = "已沟通" })).Status);
        Assert.Contains("用户认为屏幕仍有闪烁", await Page(manager, $"/sheets/{sheet}"));
        Assert.Single((await manager.Get("sheets?group=Refused"))["items"]!.AsArray());
        await manager.Do($"sheets/{sheet}/follow-up", new { text = "已更换显示器，用户认可" });
        Assert.Equal("Archived", await State(manager, sheet));

        // A remote job: nobody hands over a device, the user signs from their own desk.
        var far = await Assigned(server, agent, company, "邮箱无法登录");
        var remote = await onsite.Make($"tickets/{far}/sheets", new { kind = "Remote", arrived = true });
        await onsite.Do($"sheets/{remote}/finish", new { workDone = "重置密码", result = "Solved" });
        // It was wrong: written anew, and signed anew.
        await onsite.Do($"sheets/{remote}/correct", new { reason = "漏写步骤" });
        Assert.Equal((409, "DESK-201"), await onsite.Refused($"sheets/{remote}/sign", new { signer = "员工001", opinion = "Satisfied" }));
        await onsite.Do($"sheets/{remote}/finish", new { workDone = "解锁账号并重置密码", result = "Solved" });
        using var foreign = server.Client();
        await foreign.SignIn("other-user");
        Assert.Equal(404, (await foreign.Refused($"sheets/{remote}/sign", new { signer = "YY用户", opinion = "Satisfied" })).Status);
        await user.Do($"sheets/{remote}/sign", new { signer = "员工001", opinion = "Acceptable" });
        var told = (await user.Get($"sheets/{remote}"))["sheet"]!;
        Assert.Equal(("Signed", "OwnAccount", "Acceptable"), (told["state"]!.ToString(), told["signedWhere"]!.ToString(), told["opinion"]!.ToString()));
        Assert.Null(told["signerMark"]);
        Assert.Contains("员工001", await Page(user, $"/sheets/{remote}/paper"));
        // On a ticket that is over there is no work to write up.
        await agent.Do($"tickets/{far}/resolve", new { solution = "重置", cause = "锁定", device = "无", minutesSpent = 5 });
        await agent.Do($"tickets/{far}/confirm");
        Assert.Equal((409, "DESK-504"), await onsite.Refused($"tickets/{far}/sheets", new { kind = "Visit" }));
    }

    [Fact]
    public async Task The_paper_prints_as_PDF_with_both_signatures()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = await ProblemTests.In(server, Role.Agent);
        using var onsite = await ProblemTests.In(server, Role.Onsite);
        var sheet = await Signed(server, agent, onsite, company, "打印机卡纸");
        using var answer = await onsite.Http.GetAsync($"/api/v1/sheets/{sheet}/paper.pdf");
        var pdf = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("%PDF-"u8.ToArray(), pdf[..5]);
        // Two drawings on one page.
        var text = System.Text.Encoding.Latin1.GetString(pdf);
        Assert.True(text.Split("/Subtype /Image").Length - 1 >= 2, "no two pictures");
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(text, @"/Type /Page\b[^s]"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_day_of_an_engineer_goes_by_site_and_deadline_and_as_they_put_it(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await ProblemTests.In(server, Role.Agent);
        using var onsite = await ProblemTests.In(server, Role.Onsite);
        using var admin = server.Client();
        await admin.SignIn("admin");
        var branch = await admin.Make($"customers/{company.Customer}/sites", new { name = "分部", address = "示范路 9 号" });
        var there = await admin.Make($"customers/{company.Customer}/contacts", new { name = "员工009", email = "user9@xxqy.example", site = branch });
        // Two at head office around one at the branch: whoever is there does both.
        var first = await Assigned(server, agent, company, "总部甲");
        server.Time.Advance(TimeSpan.FromMinutes(1));
        var away = await Assigned(server, agent, company, "分部乙", there);
        server.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await Assigned(server, agent, company, "总部丙");
        async Task<Guid[]> Route() => [.. (await onsite.Get("home?view=Onsite"))["onsite"]!["jobs"]!.AsArray().Where(j => j!["today"]!.GetValue<bool>()).Select(j => j!["line"]!["id"]!.GetValue<Guid>())];
        Assert.Equal([first, second, away], await Route());
        await onsite.Do("me/route", new { tickets = new[] { away, first, second } });
        Assert.Equal([away, first, second], await Route());
        // What comes later stands behind what was put in order; somebody else's route is theirs, and tomorrow begins anew.
        server.Time.Advance(TimeSpan.FromMinutes(1));
        var late = await Assigned(server, agent, company, "总部丁");
        Assert.Equal([away, first, second, late], await Route());
        var sheet = await onsite.Make($"tickets/{away}/sheets", new { kind = "Visit", arrived = true });
        var home = await Page(onsite, "/?view=Onsite");
        Assert.Contains($"/sheets/{sheet}", home);
        Assert.Contains("geo:0,0?q=", home);
        server.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(first, (await Route()).First(t => t != away));
    }

    internal static async Task<Guid> Signed(TestServer server, Client agent, Client onsite, Company company, string summary)
    {
        var ticket = await Assigned(server, agent, company, summary);
        var sheet = await onsite.Make($"tickets/{ticket}/sheets", new { kind = "Visit", arrived = true });
        await onsite.Do($"sheets/{sheet}/finish", new { workDone = summary, result = "Solved", parts = summary, signature = Ink.Drawn() });
        await onsite.Do($"sheets/{sheet}/sign", new { signer = "员工001", opinion = "Satisfied", opinionText = summary, signature = Ink.Drawn(width: 700) });
        return sheet;
    }

    internal static async Task<Guid> Assigned(TestServer server, Client agent, Company company, string summary, Guid? requester = null)
    {
        var ticket = (await agent.Do("tickets", new { summary, service = company.Service, requester = requester ?? company.Contact, channel = "Phone", urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{ticket}/accept");
        await agent.Do($"tickets/{ticket}/assign", new { team = company.OnSite, assignee = company.Engineer });
        return ticket;
    }

    static async Task<(JsonNode Clock, JsonArray Story)> Arrival(Client who, Guid ticket)
    {
        var whole = await who.Get($"tickets/{ticket}");
        return (whole["clocks"]!.AsArray().Single(c => c!["kind"]!.ToString() == "Arrival")!, whole["story"]!.AsArray());
    }

    static async Task<string> State(Client who, Guid sheet) => (await who.Get($"sheets/{sheet}"))["sheet"]!["state"]!.ToString();

    static async Task<string> Page(Client who, string path)
    {
        using var answer = await who.Http.GetAsync(path);
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text[..Math.Min(600, text.Length)]}");
        return text;
    }
}
