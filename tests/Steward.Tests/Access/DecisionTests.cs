// Approving without signing in: by the links of a mail, which decide nothing by being looked at, and by a word in a chat; always the approver's own word, by the same rules.
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Alerting;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Approvals;
using Steward.Platform.Data;
using Steward.Platform.Settings;
using Xunit;

namespace Steward.Access;

public sealed partial class DecisionTests
{
    static Task<List<Mail>> Asked(TestServer server, string address) => server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().Where(m => m.Address == address && m.Template == "approval-asked").OrderBy(m => m.Id).ToListAsync());

    static string[] Links(Mail mail) => [.. Token().Matches(mail.Body).Select(m => m.Groups[1].Value)];

    static async Task<string> State(TestServer server, Guid ticket) => (await server.As(s => s.GetRequiredService<StewardDb>().Set<Ticket>().SingleAsync(t => t.Id == TicketId.From(ticket)))).State.ToString();

    /// <summary>Asks with the page's own token, as a browser without script does.</summary>
    static async Task<(int Status, string Body)> Press(Client holder, string token, string reason = "")
    {
        var page = await holder.Http.GetStringAsync($"/decide/{token}");
        var antiforgery = Regex.Match(page, "name=\"__form\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        using var answer = await holder.Http.PostAsync($"/decide/{token}", new FormUrlEncodedContent(new Dictionary<string, string> { ["__form"] = antiforgery, ["reason"] = reason }));
        return ((int)answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_links_of_the_mail_decide_once_when_the_form_is_sent_and_never_by_being_looked_at(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        await using var node = server.Node();
        var people = await Cast.Of(server, company);
        var head = await people.Head("员工020", "市场部");
        var rights = new { system = "财务共享目录", right = "读写", reason = "月末结账" };
        var ticket = await people.Ask("rights", rights);
        await Task.WhenAll(server.Sweep("approval-mails"), server.Sweep("approval-mails", node.Services));
        await server.Sweep("approval-mails");
        var mail = Assert.Single(await Asked(server, "员工020@xxqy.example"));
        Assert.Contains("员工010", mail.Body);
        Assert.Contains($"/tickets/{ticket}", mail.Body);
        // Nobody is asked about what they asked for, nor who has no say.
        Assert.Empty(await Asked(server, "asker@xxqy.example"));
        var (agree, refuse) = Links(mail) is [var a, var r] ? (a, r) : throw new InvalidOperationException(mail.Body);

        // A mail scanner opens both links, often; the page says what is asked, and nothing happens.
        using var holder = server.Client();
        foreach (var token in new[] { agree, refuse, agree }) Assert.Contains("员工010", WebUtility.HtmlDecode(await holder.Http.GetStringAsync($"/decide/{token}")));
        Assert.Equal("PendingApproval", await State(server, ticket));
        Assert.Single((await head.Get("approvals"))["items"]!.AsArray());
        // Altered it opens nothing; somebody else's session does not decide by it; refusing wants a reason.
        Assert.Equal(HttpStatusCode.NotFound, (await holder.Http.GetAsync($"/decide/{(agree[0] == 'A' ? 'B' : 'A')}{agree[1..]}")).StatusCode);
        Assert.Equal((404, "STW-404"), await holder.Refused($"decide/{(agree[0] == 'A' ? 'B' : 'A')}{agree[1..]}"));
        Assert.Equal((403, "ACC-185"), await people.Administrator.Refused($"decide/{agree}"));
        Assert.Equal((400, "APR-104"), await holder.Refused($"decide/{refuse}"));

        Assert.Equal(302, (await Press(holder, agree)).Status);
        Assert.Equal("Approved", await State(server, ticket));
        Assert.Contains("已有结果：已同意", WebUtility.HtmlDecode(await holder.Http.GetStringAsync($"/decide/{agree}")));
        // Once: neither link decides again, and the word stands in the approver's own name.
        Assert.Equal((409, "APR-101"), await holder.Refused($"decide/{refuse}", new { reason = "反悔" }));
        var vote = await server.As(s => s.GetRequiredService<StewardDb>().Set<ApprovalVote>().SingleAsync());
        Assert.Equal(("员工020", true), (vote.ByName, vote.Agree));
        Assert.Equal("DecideByLink", await server.As(async s => (await s.GetRequiredService<StewardDb>().Rows("select verb from platform_audit where verb = @p0", r => r.GetString(0), default, "DecideByLink")).First()));

        // Refused with its reason, by the form.
        var second = await people.Ask("rights", rights);
        await server.Sweep("approval-mails");
        Assert.Equal(302, (await Press(holder, Links((await Asked(server, "员工020@xxqy.example"))[^1])[1], "先走预算")).Status);
        Assert.Equal("Rejected", await State(server, second));
        // Too late; and whose right is gone has none by an old link either.
        var third = await people.Ask("rights", rights);
        await server.Sweep("approval-mails");
        var late = Links((await Asked(server, "员工020@xxqy.example"))[^1])[0];
        var account = await server.As(s => s.GetRequiredService<StewardDb>().Set<Account>().AsNoTracking().SingleAsync(x => x.Name == "员工020"));
        await people.Admin.Do($"accounts/{account.Id}/disable");
        Assert.Equal((404, "STW-404"), await holder.Refused($"decide/{late}"));
        await people.Admin.Do($"accounts/{account.Id}/enable");
        server.Time.Advance(TimeSpan.FromDays(7));
        Assert.Equal((409, "ACC-184"), await holder.Refused($"decide/{late}"));
        Assert.Contains("链接已过期", WebUtility.HtmlDecode(await holder.Http.GetStringAsync($"/decide/{late}")));
        Assert.NotEqual("Approved", await State(server, third));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Whoever_must_show_a_second_factor_gets_no_link_and_cannot_use_an_older_one(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine, s => s with { SignIn = s.SignIn with { SecondFactor = SecondFactorPolicy.Everyone } });
        await using var closing = server;
        var (approval, account) = await server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            var head = await db.Set<Account>().SingleAsync(a => a.UserName == Company.UserOf(Role.CustAdm));
            var asked = await s.GetRequiredService<ApprovalDesk>().Ask(new("request", TenantId.From(company.Customer), Guid.CreateVersion7(), "x", "/", new { }), default);
            await db.Commit(default);
            return (asked.Id, head.Id);
        });
        var token = await server.As(s => Task.FromResult(s.GetRequiredService<Approving.DecisionLinks>().Token(new(approval, account, true, server.Time.GetUtcNow().AddDays(1)))));
        using var holder = server.Client();
        Assert.Equal((403, "ACC-186"), await holder.Refused($"decide/{token}"));
        Assert.Equal(ApprovalState.Waiting, await server.As(async s => (await s.GetRequiredService<StewardDb>().Set<Approval>().SingleAsync(a => a.Id == approval)).State));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_word_in_the_chat_decides_for_whoever_is_known_there(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var people = await Cast.Of(server, company);
        var head = await people.Head("员工020", "市场部");
        var chat = await people.Admin.Make("chats", new { name = "审批群", kind = "DingTalk", webhook = "https://oapi.dingtalk.com/robot/send?access_token=t", token = "app-secret", ticketsFrom = 0 });
        var number = 0;
        async Task<string> Write(string user, string text)
        {
            var at = server.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
            using var call = new HttpRequestMessage(HttpMethod.Post, $"/chat/{chat}") { Content = new StringContent(new JsonObject { ["msgtype"] = "text", ["text"] = new JsonObject { ["content"] = text }, ["msgId"] = $"m{++number}", ["senderStaffId"] = user, ["senderNick"] = user }.ToJsonString(), Encoding.UTF8, "application/json") };
            call.Headers.Add("timestamp", at);
            call.Headers.Add("sign", ChatDialectTests.Hmac("app-secret", $"{at}\napp-secret"));
            using var stranger = server.Client();
            using var answer = await stranger.Http.SendAsync(call);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["text"]!["content"]!.ToString();
        }

        var rights = new { system = "财务共享目录", right = "读写", reason = "月末结账" };
        var ticket = await people.Ask("rights", rights);
        var of = (await people.Asker.Get($"tickets/{ticket}"))["ticket"]!["number"]!.ToString();
        // A stranger's word is nobody's; the asker's own decides nothing.
        Assert.Contains("还不知道您是谁", await Write("head", $"同意 {of}"));
        await head.Do("my-chats", new { code = Regex.Match(await Write("head", "在吗"), @"\d{8}").Value });
        await people.Asker.Do("my-chats", new { code = Regex.Match(await Write("asker", "在吗"), @"\d{8}").Value });
        Assert.Contains("没有等您审批", await Write("asker", $"同意 {of}"));
        Assert.Contains("没有记录：", await Write("head", $"不同意 {of}"));
        Assert.Contains("没有等您审批的 REQ-XXQY-20260310-9999", await Write("head", "同意 REQ-XXQY-20260310-9999"));
        Assert.NotEqual("Approved", await State(server, ticket));
        Assert.Contains($"同意 {of}", await Write("head", $"同意{of}"));
        Assert.Equal("Approved", await State(server, ticket));
        Assert.Contains("没有等您审批", await Write("head", $"APPROVE {of.ToLowerInvariant()}"));
        var second = await people.Ask("rights", rights);
        var next = (await people.Asker.Get($"tickets/{second}"))["ticket"]!["number"]!.ToString();
        Assert.Contains("不同意", await Write("head", $"reject {next}，先走预算"));
        Assert.Equal("Rejected", await State(server, second));
        Assert.Contains("先走预算", WebUtility.HtmlDecode(await people.Asker.Http.GetStringAsync($"/tickets/{second}")));
        // The same for a colleague, who says nothing else there: a lower priority waits for the service manager.
        var agent = people.Agent;
        var printer = (await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = people.AskerContact, channel = "Phone", urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{printer}/priority", new { impact = "Person", urgency = "Planned", reason = "不急" });
        var incident = (await agent.Get($"tickets/{printer}"))["ticket"]!["number"]!.ToString();
        await people.Manager.Do("my-chats", new { code = Regex.Match(await Write("manager", "在吗"), @"\d{8}").Value });
        Assert.Contains("请写“同意 单号”", await Write("manager", "打印机坏了"));
        Assert.Contains($"同意 {incident}", await Write("manager", $"同意 {incident}"));
        Assert.Equal("P4", (await agent.Get($"tickets/{printer}"))["ticket"]!["priority"]!.ToString());
        // Such words open no ticket.
        Assert.Equal(0, await server.As(s => s.GetRequiredService<StewardDb>().Set<Ticket>().CountAsync(t => t.Channel == Channel.Chat && t.Summary.Contains("同意"))));
    }

    [GeneratedRegex(@"/decide/([A-Za-z0-9_-]+)")] private static partial Regex Token();
}
