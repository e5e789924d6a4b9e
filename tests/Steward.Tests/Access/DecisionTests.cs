// Approving without signing in: by the links of a mail, which decide nothing by being looked at, and by a word in a chat; always the approver's own word, by the same rules.
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Alerting;
using Steward.Desk;
using Steward.Desk.Mails;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Approvals;
using Steward.Platform.Data;
using Steward.Platform.Settings;
using Steward.Platform.Text;
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

    /// <summary>The answer of a mail program: its own file with our question and the address of whoever was asked in the head, and "Hello" as the word.</summary>
    static byte[] Answer(TestServer server, Mail asked, string program, string word = "Agree", string? from = null)
    {
        var raw = Encoding.Latin1.GetString(File.ReadAllBytes(TestData.Path($"mails-replies-talon/standard_replies__{program}.eml")));
        raw = FromHead().Replace(raw, $"From: Head <{from ?? asked.Address}>", 1).Replace("Hello", word);
        return Encoding.Latin1.GetBytes($"In-Reply-To: <{server.Services.GetRequiredService<MailSeals>().MessageId(asked.Id)}>\n{Regex.Replace(raw, "^In-Reply-To: .*\n", "", RegexOptions.Multiline)}");
    }

    static Task<List<Mail>> Told(TestServer server) => server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().Where(m => m.Template == "approval-answer").OrderBy(m => m.Id).ToListAsync());

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_answer_to_the_mail_is_the_word_of_whoever_was_asked_and_of_nobody_else(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var people = await Cast.Of(server, company);
        await people.Head("head020", "市场部");
        var rights = new { system = "财务共享目录", right = "读写", reason = "月末结账" };
        async Task<(Guid Ticket, Mail Mail)> Ask()
        {
            var ticket = await people.Ask("rights", rights);
            await server.Sweep("approval-mails");
            return (ticket, (await Asked(server, "head020@xxqy.example"))[^1]);
        }
        byte[] Said(Mail asked, string text, string? from = null, string head = "") => Letters.Of(from ?? asked.Address, "回复: [审批]", text, answers: server.Services.GetRequiredService<MailSeals>().MessageId(asked.Id), head: head);

        // As Outlook writes it; the program's own quotation below is no part of the word.
        var (first, question) = await Ask();
        var taken = await server.Take(Answer(server, question, "yahoo"));
        Assert.Equal((MailFate.Answered, ""), (taken.Fate, taken.Why));
        Assert.Equal("Approved", await State(server, first));
        var vote = await server.As(s => s.GetRequiredService<StewardDb>().Set<ApprovalVote>().SingleAsync());
        Assert.Equal(("head020", true, ""), (vote.ByName, vote.Agree, vote.Reason));
        Assert.Equal("DecideByMail", await server.As(async s => (await s.GetRequiredService<StewardDb>().Rows("select verb from platform_audit where verb = @p0", r => r.GetString(0), default, "DecideByMail")).First()));
        Assert.Contains("已记录您的意见：同意", (await Told(server)).Single().Body);
        // The same mail read again, by another node or after a crash, is taken once.
        Assert.True((await server.Take(Answer(server, question, "yahoo"))).Known);
        Assert.Single(await Told(server));

        // A second answer changes nothing and is told so.
        await server.Take(Said(question, "不同意，反悔了"));
        Assert.Equal("Approved", await State(server, first));
        Assert.Contains("没有记录任何意见", (await Told(server))[^1].Body);

        // Refused with the reason behind the word; the signature below is none.
        var (refused, why) = await Ask();
        await server.Take(Said(why, "不同意\n\n张三\n市场部"));
        Assert.NotEqual("Rejected", await State(server, refused));
        Assert.Contains("没有记录任何意见", (await Told(server))[^1].Body);
        // The mail that tells how may be answered like the question itself.
        await server.Take(Said((await Told(server))[^1], "不同意，先走预算\n\n张三\n市场部\n\n------------------ 原始邮件 ------------------\n发件人: desk\n同意：https://example.com"));
        Assert.Equal("Rejected", await State(server, refused));
        Assert.Equal("先走预算", (await server.As(s => s.GetRequiredService<StewardDb>().Set<ApprovalVote>().OrderBy(v => v.Id).LastAsync())).Reason);

        // Whatever is unclear decides nothing, and a mail says how.
        var (waiting, open) = await Ask();
        var asked = await server.Take(Said(open, "同意？为什么要读写权限"));
        Assert.Equal((MailFate.Answered, Texts.T("Mails.Why.NoWord")), (asked.Fate, asked.Why));
        Assert.Contains("没有看出您是同意还是不同意", (await Told(server))[^1].Body);
        // A holiday notice, however it begins; a colleague to whom the mail was forwarded; a From header without the seal, or with a seal that is not ours.
        Assert.Equal(MailFate.Waiting, (await server.Take(Said(open, "同意", head: "Auto-Submitted: auto-replied"))).Fate);
        var elsewhere = await server.Take(Said(open, "同意", from: "asker@xxqy.example"));
        Assert.Equal((MailFate.Waiting, true), (elsewhere.Fate, elsewhere.Why.Contains("别人的审批")));
        Assert.Contains("asker@xxqy.example", (await Told(server))[^1].Body);
        Assert.Equal("head020@xxqy.example", (await Told(server))[^1].Address);
        var proof = server.Services.GetRequiredService<MailSeals>().MessageId(open.Id);
        foreach (var id in new[] { Mailroom.MessageId(open.Id.Value, "http://localhost:5080"), $"{(proof[0] == 'A' ? 'B' : 'A')}{proof[1..]}", "" })
            await server.Take(Letters.Of(open.Address, "Re: [审批]", "同意", answers: id));
        Assert.Equal("PendingApproval", await State(server, waiting));
        Assert.Equal(2, await server.As(s => s.GetRequiredService<StewardDb>().Set<ApprovalVote>().CountAsync()));

        // Too late: told, not decided. Whose right is gone has none by mail either.
        server.Time.Advance(TimeSpan.FromDays(7));
        await server.Take(Said(open, "同意，补一个理由"));
        Assert.NotEqual("Approved", await State(server, waiting));
        Assert.Contains("没有记录任何意见：链接已过期", (await Told(server))[^1].Body);
        var (gone, last) = await Ask();
        var account = await server.As(s => s.GetRequiredService<StewardDb>().Set<Account>().AsNoTracking().SingleAsync(x => x.Name == "head020"));
        await people.Admin.Do($"accounts/{account.Id}/disable");
        await server.Take(Said(last, "同意。"));
        Assert.Equal("PendingApproval", await State(server, gone));
        await people.Admin.Do($"accounts/{account.Id}/enable");
        // Two machines that answer each other end after three answers in a day.
        for (var i = 0; i < 6; i++) await server.Take(Said(last, "收到"));
        Assert.Equal(3, (await Told(server)).Count(m => m.About == last.About));
    }

    [Theory]
    [InlineData("同意", true, "")]
    [InlineData("\n  批准。\n\n发自我的 iPhone", true, "")]
    [InlineData("Approve\nSent from my iPhone", true, "")]
    [InlineData("YES, go ahead", true, "go ahead")]
    [InlineData("拒绝：没有预算", false, "没有预算")]
    [InlineData("no, too expensive\nthis quarter\n\nBob", false, "too expensive\nthis quarter")]
    [InlineData("reject the budget comes first", false, "the budget comes first")]
    [InlineData("No", false, "")]
    [InlineData("No problem, go ahead", null, "")]
    [InlineData("同意？", null, "")]
    [InlineData("同意/不同意", null, "")]
    [InlineData("yes no", null, "")]
    [InlineData("不是不同意", null, "")]
    [InlineData("同意书见附件", null, "")]
    [InlineData("> 同意", null, "")]
    [InlineData("I approve", null, "")]
    [InlineData("", null, "")]
    public void The_first_word_decides_and_nothing_is_guessed(string said, bool? agree, string reason)
    {
        var word = DecisionWords.Read(said);
        Assert.Equal((agree, reason), (word?.Agree, word?.Reason ?? ""));
    }

    [Fact]
    public void The_word_above_the_quotation_is_found_in_the_answers_of_real_programs()
    {
        var found = Directory.GetFiles(TestData.Path("mails-replies-talon"), "standard_replies__*.eml").ToDictionary(f => Path.GetFileNameWithoutExtension(f)["standard_replies__".Length..], f => IncomingMail.Read(File.ReadAllBytes(f)).Above);
        foreach (var (program, above) in found)
            switch (program)
            {
                // Answers below the quotation: nothing stands above it, and nothing is decided by it.
                case "thunderbird": Assert.Equal("", above); break;
                // Says one thing as text and another as HTML, which its writer saw.
                case "outlook": Assert.StartsWith("Allo!", above, StringComparison.Ordinal); break;
                default:
                    Assert.StartsWith("Hello", above, StringComparison.Ordinal);
                    Assert.Equal(new WrittenWord(true, ""), DecisionWords.Read("Approve" + above["Hello".Length..]));
                    break;
            }
    }

    [Fact]
    public async Task The_mail_says_that_it_may_be_answered_only_where_answers_are_read()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        var people = await Cast.Of(server, company);
        await people.Head("head020", "市场部");
        var rights = new { system = "财务共享目录", right = "读写", reason = "月末结账" };
        await people.Ask("rights", rights);
        await server.Sweep("approval-mails");
        Assert.DoesNotContain("直接回复本邮件", (await Asked(server, "head020@xxqy.example")).Single().Body);
        await people.Admin.Make("mailboxes", new { name = "服务台", host = "imap.example", port = 993, security = "Tls", userName = "desk", signIn = "Password", secret = "Mail-Box-77!" });
        await people.Ask("rights", rights);
        await server.Sweep("approval-mails");
        Assert.Contains("直接回复本邮件", (await Asked(server, "head020@xxqy.example"))[^1].Body);
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

    [GeneratedRegex("^From: .*$", RegexOptions.Multiline)] private static partial Regex FromHead();
    [GeneratedRegex(@"/decide/([A-Za-z0-9_-]+)")] private static partial Regex Token();
}
