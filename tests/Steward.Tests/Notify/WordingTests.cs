// Mails are worded as the company words them, per customer and language; what is not a place is refused by name and line; drafts go out to nobody; and the log says how each mail went.
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Text;
using Xunit;

namespace Steward.Notify;

public sealed class WordingTests
{
    [Fact]
    public void Every_kind_of_mail_names_its_places_in_both_languages()
    {
        var templates = Texts.Keys.Where(k => k.StartsWith("mail.", StringComparison.Ordinal) && k.EndsWith(".title", StringComparison.Ordinal)).Select(k => k[5..^6]).Except(["digest", "several"]).ToList();
        Assert.True(templates.Count > 40);
        foreach (var template in templates)
        {
            var (zh, en) = (Wording.Places(template, Language.Zh), Wording.Places(template, Language.En));
            Assert.True(zh.Count > 0 && zh.Count == en.Count && zh.Distinct().Count() == zh.Count && en.Distinct().Count() == en.Count, template);
            foreach (var (language, part) in new[] { (Language.Zh, "title"), (Language.Zh, "body"), (Language.En, "title"), (Language.En, "body") })
            {
                var named = Wording.Ours(template, part, language);
                Assert.Empty(Wording.Unknown(template, named));
                // Filled again it is what it was.
                var words = zh.Select((_, i) => $"word{i}").ToArray();
                Assert.Equal(Texts.In(language, $"mail.{template}.{part}", words), Wording.Fill(template, named, words));
            }
        }
    }

    [Fact]
    public void A_value_is_put_in_as_it_is_and_never_looked_at_again()
    {
        Assert.Equal("INC-1 {称呼} <b>{0}", Wording.Fill("opened", "{单号} {Summary}", ["INC-1", "{称呼} <b>{0}", "张三", "x"]));
        Assert.Equal([new UnknownPlace("金额", 2), new UnknownPlace("0", 3)], Wording.Unknown("opened", "{单号} {number}\n{金额}\n{0} {{}} { }"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_customer_reads_its_own_words_once_they_are_in_use_and_ours_again_afterwards(Engine engine)
    {
        var port = ServerProcess.FreePort();
        var (server, company) = await NewsTests.Served(engine, port);
        await using var closing = server;
        using var smtp = new MailServer(port);
        using var admin = server.Client();
        await admin.SignIn("admin");
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var sent = 0;
        async Task<MimeKit.MimeMessage> Mail(string summary, Guid service, Guid requester)
        {
            await agent.Do("tickets", new { summary, service, requester, channel = "Phone", urgency = "Planned" });
            await server.Sweep("mail-out");
            return (await smtp.Mails(++sent)).Single(m => m.Subject!.Contains(summary, StringComparison.Ordinal));
        }

        Assert.Equal((400, "STW-400"), await admin.Refused("mail-texts/opened", new { title = "{单号}", body = "您好\n{称呼}\n{密码}", forCustomer = company.Customer }));
        Assert.Contains("第 3 行的占位符“密码”不存在", await Said(admin, "mail-texts/opened", new { title = "{单号}", body = "您好\n{称呼}\n{密码}" }));
        Assert.Equal((404, "STW-404"), await admin.Refused("mail-texts/no-such", new { title = "x", body = "x" }));
        Assert.Equal(403, (await agent.Refused("mail-texts/opened", new { title = "x", body = "x" })).Status);

        var own = await admin.Make("mail-texts/opened", new { title = "XX企业服务台 {单号} {摘要}", body = "尊敬的{称呼}：\n{摘要}\n{link}", forCustomer = company.Customer });
        Assert.Contains("已收到：第一张", (await Mail("第一张", company.Service, company.Contact)).Subject);
        await admin.Do($"mail-wordings/{own}/use");
        var mail = await Mail("<script>{称呼}</script>", company.Service, company.Contact);
        Assert.StartsWith("XX企业服务台 INC-XXQY-", mail.Subject);
        Assert.Contains("尊敬的员工001：\n<script>{称呼}</script>\nhttp", mail.TextBody!.ReplaceLineEndings("\n"));
        // Another customer has ours still, until there is one for all.
        Assert.Contains("已收到：另一家", (await Mail("另一家", company.Other.Service, company.Other.Contact)).Subject);
        await admin.Do($"mail-wordings/{await admin.Make("mail-texts/opened", new { title = "收到 {单号} {摘要}", body = "{称呼}" })}/use");
        Assert.StartsWith("收到 INC-YYGS-", (await Mail("第二家", company.Other.Service, company.Other.Contact)).Subject);
        Assert.StartsWith("XX企业服务台", (await Mail("第三张", company.Service, company.Contact)).Subject);
        // The history is there, and one step back leads to the words for all.
        var page = await admin.Get($"mail-texts/opened?customer={company.Customer}");
        Assert.Equal(("Customer", 1), (page["by"]!.ToString(), page["versions"]!.AsArray().Count));
        await admin.Do($"mail-wordings/{own}/drop");
        Assert.StartsWith("收到 INC-XXQY-", (await Mail("第四张", company.Service, company.Contact)).Subject);
        Assert.Equal("Company", (await admin.Get($"mail-texts/opened?customer={company.Customer}"))["by"]!.ToString());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_preview_shows_a_real_ticket_to_whoever_may_read_it_and_no_link_that_opens_anything(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var opened = await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone" });
        var number = opened["number"]!.ToString();
        // An administrator of the system reads no ticket; one who is an agent too does.
        using var keeper = server.Client();
        await keeper.SignIn(Company.UserOf(Role.SysAdm));
        Assert.Contains("‹摘要›", (await keeper.Get($"mail-texts/opened?ticket={number}"))["preview"]!.ToString());
        await server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            var account = await db.Set<Account>().SingleAsync(a => a.UserName == Company.UserOf(Role.Agent));
            db.Add(new Grant { Id = GrantId.From(Guid.CreateVersion7()), Account = account.Id, Role = Role.SysAdm, From = TestServer.Start });
            await db.Commit(default);
        });
        server.Time.Advance(TimeSpan.FromSeconds(10));
        var preview = await agent.Get($"mail-texts/opened?ticket={number}");
        Assert.Equal($"[{number}] 已收到：打印机卡纸", preview["previewTitle"]!.ToString());
        Assert.Contains("员工001，您好", preview["preview"]!.ToString());
        Assert.False((await agent.Get("mail-texts/opened?ticket=INC-XXQY-20260310-9999"))["found"]!.GetValue<bool>());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_log_says_how_each_mail_went_and_sends_it_again(Engine engine)
    {
        var port = ServerProcess.FreePort();
        var (server, company) = await NewsTests.Served(engine, port);
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var opened = await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone" });
        await agent.Do("tickets", new { summary = "另一家的", service = company.Other.Service, requester = company.Other.Contact, channel = "Phone" });
        for (var i = 0; i < 5; i++, server.Time.Advance(TimeSpan.FromMinutes(5))) await server.Sweep("mail-out");
        async Task<List<JsonNode>> Rows(Client who, string query = "") => [.. (await who.Get($"deliveries?{query}"))["rows"]!.AsArray().Select(r => r!)];
        var row = Assert.Single(await Rows(agent, $"number={opened["number"]}"));
        Assert.Equal(("Waiting", 5, 5), (row["state"]!.ToString(), row["tries"]!.GetValue<int>(), row["failures"]!.AsArray().Count));
        Assert.All(row["failures"]!.AsArray(), f => Assert.NotEmpty(f!["fault"]!.ToString()));
        Assert.Equal(server.Time.GetUtcNow().AddMinutes(-5).AddSeconds(480), row["nextTry"]!.GetValue<DateTimeOffset>());
        Assert.Equal(2, (await Rows(agent)).Count);
        Assert.Single(await Rows(agent, "to=员工001&state=Waiting"), r => r["address"]!.ToString().EndsWith("xxqy.example", StringComparison.Ordinal));
        Assert.Single(await Rows(agent, "to=user1@yygs.example"));
        Assert.Empty(await Rows(agent, "state=Failed"));
        // Somebody of one customer sees only what was written in its affairs, and can send only that.
        using var foreign = server.Client();
        await foreign.SignIn("other-agent");
        Assert.Equal(["user1@yygs.example"], (await Rows(foreign)).Select(r => r["address"]!.ToString()));
        Assert.Equal((404, "STW-404"), await foreign.Refused($"deliveries/mails/{row["id"]}/again"));
        // Neither the text nor the links of a mail are in the log.
        Assert.DoesNotContain("您好", WebUtility.HtmlDecode(await agent.Http.GetStringAsync("/deliveries")));

        using var smtp = new MailServer(port);
        await server.Sweep("mail-out");
        Assert.Equal("Waiting", Assert.Single(await Rows(agent, $"number={opened["number"]}"))["state"]!.ToString());
        await agent.Do($"deliveries/mails/{row["id"]}/again");
        await server.Sweep("mail-out");
        Assert.Equal("Sent", Assert.Single(await Rows(agent, $"number={opened["number"]}"))["state"]!.ToString());
        Assert.Equal((409, "DESK-620"), await agent.Refused($"deliveries/mails/{row["id"]}/again"));
        Assert.Single(await smtp.Mails(1));
    }

    static async Task<string> Said(Client who, string verb, object body)
    {
        using var answer = await who.Try(verb, body);
        return System.Text.RegularExpressions.Regex.Unescape(await answer.Content.ReadAsStringAsync());
    }
}
