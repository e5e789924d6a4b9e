// Articles as people meet them: written, reviewed by somebody else, read by those they are for, found while somebody types, counted when they help; on both databases.
using System.Net;
using System.Text.Json.Nodes;
using Steward.Access;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Knowledge;

public sealed class ArticleTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task From_the_draft_over_a_colleagues_review_to_the_second_version(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (writer, colleague, keeper, user, head) = (await In(server, Role.L1), await In(server, Role.L2), await In(server, Role.KnwMgr), await In(server, Role.User), await In(server, Role.CustAdm));
        var article = await writer.Make("knowledge", new { title = "打印机卡纸怎么办" });
        Assert.Equal(("KB-0001", "Draft"), (Text(await writer.Get($"knowledge/{article}"), "article", "number"), Text(await writer.Get($"knowledge/{article}"), "article", "state")));

        // What is missing is asked for at once, field by field; a link that is none is refused.
        var missing = await writer.Try($"knowledge/{article}/submit");
        Assert.Equal(400, (int)missing.StatusCode);
        var said = await missing.Content.ReadAsStringAsync();
        Assert.All(["symptom", "environment", "solution", "keywords", "category"], f => Assert.Contains($"\"{f}\"", said));
        Assert.Equal(400, (await writer.Refused($"knowledge/{article}/edit", Jam("Public", links: "javascript:alert(1)"))).Status);
        await writer.Do($"knowledge/{article}/edit", Jam("Public"));
        await writer.Do($"knowledge/{article}/submit");

        // Nobody reads it yet; whoever wrote it does not publish it, and what customers read is not for every colleague to publish.
        Assert.Equal(404, await Status(user, $"/knowledge/{article}"));
        Assert.Equal(403, (await writer.Refused($"knowledge/{article}/publish")).Status);
        Assert.Equal((403, "KNOW-106"), await colleague.Refused($"knowledge/{article}/publish"));
        Assert.Equal("KB-0001", Text(Assert.Single((await keeper.Get("knowledge?group=ToReview"))["items"]!.AsArray())!, "number"));
        await colleague.Do($"knowledge/{article}/return", new { remark = "请写明型号" });
        Assert.Contains("请写明型号", await Page(writer, $"/knowledge/{article}/edit"));
        await writer.Do($"knowledge/{article}/edit", Jam("Public", environment: "HP M4 系列"));
        await writer.Do($"knowledge/{article}/submit");
        await keeper.Do($"knowledge/{article}/publish");
        var page = await Page(user, $"/knowledge/{article}");
        Assert.Contains("打开前盖", page);
        Assert.DoesNotContain("账号 L1", page);
        Assert.Equal(403, await Status(user, $"/knowledge/{article}/history"));
        Assert.Equal((409, "KNOW-101"), await keeper.Refused($"knowledge/{article}/publish"));

        // The next version is written beside the one that is read; its differences are seen word by word.
        await colleague.Do($"knowledge/{article}/revise");
        await colleague.Do($"knowledge/{article}/edit", Jam("Public", environment: "HP M4 系列", solution: "1. 取消任务\n2. 打开后盖"));
        Assert.Contains("打开前盖", await Page(user, $"/knowledge/{article}"));
        await colleague.Do($"knowledge/{article}/submit");
        Assert.Equal((403, "KNOW-102"), await colleague.Refused($"knowledge/{article}/return", new { remark = "我自己写的" }));
        var history = await keeper.Get($"knowledge/{article}/history");
        var parts = history["differences"]!.AsArray().Single(d => Text(d!, "field") == "Solution")!["parts"]!.AsArray();
        Assert.Equal([("Same", "1. 取消任务\n2. 打开"), ("Gone", "前"), ("New", "后"), ("Same", "盖")], parts.Select(p => (Text(p!, "kind"), Text(p!, "text"))));
        await keeper.Do($"knowledge/{article}/publish");
        Assert.Contains("打开后盖", await Page(user, $"/knowledge/{article}"));
        Assert.Equal(2, (await keeper.Get($"knowledge/{article}"))["article"]!["publishedNumber"]!.GetValue<int>());

        // Review is due after a year; still right, and due a year later. Retired it is gone for users.
        server.Time.Advance(TimeSpan.FromDays(366));
        Assert.Single((await keeper.Get("knowledge?group=ReviewDue"))["items"]!.AsArray());
        Assert.Single((await keeper.Get("knowledge?group=Unused"))["items"]!.AsArray());
        await colleague.Do($"knowledge/{article}/confirm");
        Assert.Empty((await keeper.Get("knowledge?group=ReviewDue"))["items"]!.AsArray());
        Assert.Equal(403, (await colleague.Refused($"knowledge/{article}/retire", new { reason = "过时" })).Status);
        await keeper.Do($"knowledge/{article}/retire", new { reason = "设备已更换" });
        Assert.Equal(404, await Status(user, $"/knowledge/{article}"));
        Assert.Empty((await user.Get("knowledge"))["items"]!.AsArray());
        head.Dispose();
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Each_reader_finds_what_is_written_for_them_and_nothing_else(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (writer, keeper, user, head, agent) = (await In(server, Role.L1), await In(server, Role.KnwMgr), await In(server, Role.User), await In(server, Role.CustAdm), await In(server, Role.Agent));
        using var foreign = server.Client();
        await foreign.SignIn("other-user");
        using var foreignAgent = server.Client();
        await foreignAgent.SignIn("other-agent");
        foreach (var (title, audience, customers) in new (string, string, Guid[]?)[] { ("打印机密语甲", "Internal", null), ("打印机密语乙", "Customer", null), ("打印机密语丙", "Public", null), ("打印机密语丁", "Public", [company.Customer]), ("打印机密语戊", "Internal", [company.Customer]) })
            await Published(writer, keeper, title, audience, customers);
        async Task Sees(Client who, string titles)
        {
            var list = (await who.Get("knowledge?q=%E5%AF%86%E8%AF%AD"))["items"]!.AsArray();
            Assert.Equal(titles, string.Concat(list.Select(a => Text(a!, "title")[^1]).Order()));
            var found = await Page(who, "/search?q=%E5%AF%86%E8%AF%AD");
            Assert.Equal(titles, string.Concat("丁丙乙戊甲".Where(c => found.Contains($"打印机密语{c}", StringComparison.Ordinal))));
            // By its sound too: dyjmy, dayinjimiyu.
            foreach (var sound in new[] { "dyjmy", "miyu" })
            {
                var heard = await Page(who, $"/search?q={sound}");
                Assert.Equal(titles, string.Concat("丁丙乙戊甲".Where(c => heard.Contains($"打印机密语{c}", StringComparison.Ordinal))));
            }
        }
        await Sees(agent, "丁丙乙戊甲");
        await Sees(head, "丁丙乙");
        await Sees(user, "丁丙");
        await Sees(foreign, "丙");
        await Sees(foreignAgent, "丙乙甲");
        // Who works for one customer writes for that one.
        Assert.Equal((403, "KNOW-103"), await foreignAgent.Refused("knowledge", new { title = "对所有客户" }));
        Assert.Equal(400, (await foreignAgent.Refused("knowledge", new { title = "对别家客户", customers = new[] { company.Customer } })).Status);
        await foreignAgent.Make("knowledge", new { title = "对自家客户", customers = new[] { company.Other.Customer } });
        Assert.Equal(403, (await user.Refused("knowledge", new { title = "用户不写" })).Status);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_is_typed_brings_the_answer_before_the_report_is_sent(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (writer, keeper, user, agent, causes) = (await In(server, Role.L1), await In(server, Role.KnwMgr), await In(server, Role.User), await In(server, Role.Agent), await In(server, Role.PrbMgr));
        var jam = await Published(writer, keeper, "打印机卡纸怎么办", "Public", null, keywords: "卡纸 打印机");
        var inside = await Published(writer, keeper, "打印机固件升级", "Internal", null, keywords: "打印机 固件");
        await Published(writer, keeper, "无线网络经常断", "Public", null, keywords: "无线 网络", symptom: "信号满格但打不开网页");
        using var engineer = await In(server, Role.L2);
        var ticket = await Ticket(agent, company, "打印服务反复停止");
        var problem = await engineer.Make("problems", new { summary = "三楼打印服务每天停止", ticket });
        await causes.Do($"problems/{problem}/assign", new { team = company.OnSite });
        await causes.Do($"problems/{problem}/diagnose");
        await causes.Do($"problems/{problem}/known-error", new { cause = "驱动内存泄漏", workaround = "改用二楼打印机", impactMinutes = 30 });

        // A user in their own words, by the sound of the word, and for what fits nothing.
        Assert.Equal("打印机卡纸怎么办", await First(user, "三楼的打印机又卡纸了，怎么办"));
        Assert.Equal("打印机卡纸怎么办", await First(user, "dyj"));
        Assert.Equal("打印机卡纸怎么办", await First(user, "kazhi"));
        Assert.Equal("无线网络经常断", await First(user, "网页打不开"));
        Assert.Null(await First(user, "椅子坏了"));
        Assert.Equal(["打印机卡纸怎么办"], await Offered(user, "打印机固件"));
        var known = (await user.Get($"suggestions?words={Uri.EscapeDataString("打印服务停止了")}"))["known"]!.AsArray();
        Assert.Equal("改用二楼打印机", Text(Assert.Single(known)!, "workaround"));
        using var foreign = server.Client();
        await foreign.SignIn("other-user");
        Assert.Empty((await foreign.Get($"suggestions?words={Uri.EscapeDataString("打印服务停止了")}&requester={company.Contact}"))["known"]!.AsArray());
        // The desk, for its caller, with what is internal.
        Assert.Equal(["打印机固件升级", "打印机卡纸怎么办"], await Offered(agent, "打印机固件", company.Contact));

        // Without script: the form comes back as it was written, with the answer; nothing is opened.
        var before = (await user.Get("tickets"))["total"]!.GetValue<int>();
        var looked = await Post(user, "/report", "/report/look", ("summary", "打印机卡纸"), ("place", "3 楼"));
        Assert.Contains("打开前盖", looked);
        Assert.Contains("3 楼", looked);
        // It helped: counted for the article, and no ticket is there.
        await user.Do($"knowledge/{jam}/solved", new { summary = "打印机卡纸" });
        Assert.Equal(before, (await user.Get("tickets"))["total"]!.GetValue<int>());
        Assert.Equal((403, "KNOW-107"), await agent.Refused($"knowledge/{jam}/solved"));
        Assert.Equal(404, (await user.Refused($"knowledge/{inside}/solved")).Status);
        await user.Do($"knowledge/{jam}/feedback", new { helpful = true });
        await user.Do($"knowledge/{jam}/feedback", new { helpful = false, comment = "第二步没有图" });
        var seen = await keeper.Get($"knowledge/{jam}");
        Assert.Equal((1, 0, 1), (seen["selfSolved"]!.GetValue<int>(), seen["helpful"]!.GetValue<int>(), seen["notHelpful"]!.GetValue<int>()));
        Assert.Contains("第二步没有图", await Page(keeper, $"/knowledge/{jam}"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_ticket_tells_which_article_solved_it_and_becomes_one(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (writer, keeper, agent) = (await In(server, Role.L1), await In(server, Role.KnwMgr), await In(server, Role.Agent));
        var jam = await Published(writer, keeper, "打印机卡纸怎么办", "Public", null, keywords: "卡纸 打印机", category: "打印");
        var tickets = new List<Guid>();
        for (var i = 0; i < 5; i++) tickets.Add(await Ticket(agent, company, "显示器不亮", "硬件"));
        for (var i = 0; i < 6; i++) tickets.Add(await Ticket(agent, company, "三楼打印机卡纸", "打印"));
        var ticket = tickets[^1];
        Assert.Contains("打印机卡纸怎么办", await Page(agent, $"/tickets/{ticket}"));
        Assert.Equal((400, "KNOW-108"), await agent.Refused($"tickets/{ticket}/articles", new { number = "KB-9999" }));
        await agent.Do($"tickets/{ticket}/articles", new { number = "kb-0001" });
        await agent.Do($"tickets/{ticket}/articles", new { article = jam });
        Assert.Equal(1, (await keeper.Get($"knowledge/{jam}"))["onTickets"]!.GetValue<int>());
        await agent.Do($"tickets/{tickets[^2]}/articles", new { article = jam });
        await agent.Do($"tickets/{tickets[^2]}/articles/{jam}/remove");
        foreach (var one in new[] { ticket, tickets[^2] })
        {
            await agent.Do($"tickets/{one}/accept");
            await agent.Do($"tickets/{one}/resolve", new { solution = "取出卡住的纸", cause = "卡纸", device = "FP-1", minutesSpent = 5 });
        }

        // One of two resolutions; hardware has many tickets and no article.
        var figures = await agent.Get("knowledge/figures");
        Assert.Equal((2, 1), (figures["resolved"]!.GetValue<int>(), figures["withArticle"]!.GetValue<int>()));
        Assert.Equal(("硬件", 5), (Text(Assert.Single(figures["gaps"]!.AsArray())!, "category"), figures["gaps"]![0]!["tickets"]!.GetValue<int>()));
        using var manager = await In(server, Role.SvcMgr);
        var evidence = await manager.Get($"measures/article-share/evidence?contract={company.Contract}&period=2026-03");
        Assert.Equal((1, 2), (evidence["records"]!.AsArray().Sum(r => r!["part"]!.GetValue<int>()), evidence["records"]!.AsArray().Sum(r => r!["whole"]!.GetValue<int>())));
        Assert.Equal(["WithArticle", "WithoutArticle"], evidence["records"]!.AsArray().Select(r => Text(r!, "verdict")).Order());

        // What was solved becomes a draft with what is known already, for those of this customer until its writer says more.
        var draft = await agent.Make($"tickets/{ticket}/article", new { });
        var form = (await agent.Get($"knowledge/{draft}/edit"))["text"]!;
        Assert.Equal(("三楼打印机卡纸", "取出卡住的纸", "打印"), (Text(form, "title"), Text(form, "solution"), Text(form, "category")));
        using var foreignAgent = server.Client();
        await foreignAgent.SignIn("other-agent");
        Assert.Equal(404, await Status(foreignAgent, $"/knowledge/{draft}"));

        // A reader's word counts among the figures; revised and dropped again, then retired, and what it was used for is kept.
        using var user = await In(server, Role.User);
        await user.Do($"knowledge/{jam}/feedback", new { helpful = true });
        Assert.Equal((1, 1, 1), ((await agent.Get("knowledge/figures"))["published"]!.GetValue<int>(), (await agent.Get("knowledge/figures"))["helpful"]!.GetValue<int>(), (await agent.Get("knowledge/figures"))["ratings"]!.GetValue<int>()));
        await writer.Do($"knowledge/{jam}/revise");
        await writer.Do($"knowledge/{jam}/drop");
        await keeper.Do($"knowledge/{jam}/retire", new { reason = "打印机已更换" });
        var after = await agent.Get("knowledge/figures");
        Assert.Equal((0, 1), (after["published"]!.GetValue<int>(), after["withArticle"]!.GetValue<int>()));
        Assert.Equal(["打印", "硬件"], after["gaps"]!.AsArray().Select(g => Text(g!, "category")).Order());
    }

    static object Jam(string audience, string environment = "打印机", string solution = "1. 取消任务\n2. 打开前盖", string links = "") => new
    {
        title = "打印机卡纸怎么办", symptom = "打印中途停下", environment, solution, keywords = "卡纸 打印机", category = "打印", assetKinds = new[] { "Printer" }, links, audience,
    };

    internal static async Task<Guid> Published(Client writer, Client keeper, string title, string audience, Guid[]? customers, string keywords = "密语", string symptom = "现象", string category = "打印")
    {
        var article = await writer.Make("knowledge", new { title, symptom, environment = "全部", solution = "1. 取消任务\n2. 打开前盖", keywords, category, audience, customers });
        await writer.Do($"knowledge/{article}/submit");
        await keeper.Do($"knowledge/{article}/publish");
        return article;
    }

    static async Task<List<string>> Offered(Client who, string words, Guid? requester = null) =>
        [.. (await who.Get($"suggestions?words={Uri.EscapeDataString(words)}&requester={requester}"))["articles"]!.AsArray().Select(a => Text(a!, "title"))];

    static async Task<string?> First(Client who, string words) => (await Offered(who, words)).FirstOrDefault();

    /// <summary>A form of a page, sent to where one of its buttons sends it.</summary>
    static async Task<string> Post(Client who, string page, string to, params (string Name, string Value)[] fields)
    {
        var token = System.Text.RegularExpressions.Regex.Match(await who.Http.GetStringAsync(page), "name=\"__form\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        using var answer = await who.Http.PostAsync(to, new FormUrlEncodedContent([new("__form", token), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]));
        Assert.Equal(200, (int)answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    static Task<Client> In(TestServer server, Role role) => ProblemTests.In(server, role);

    static async Task<Guid> Ticket(Client agent, Company company, string summary, string category = "") =>
        (await agent.Do("tickets", new { summary, category, service = company.Service, requester = company.Contact, channel = "Phone", urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();

    static async Task<int> Status(Client who, string path)
    {
        using var answer = await who.Http.GetAsync(path);
        return (int)answer.StatusCode;
    }

    static string Text(JsonNode node, params string[] path) => path.Aggregate(node, (n, field) => n[field]!).ToString();

    static async Task<string> Page(Client who, string path) => WebUtility.HtmlDecode(await who.Http.GetStringAsync(path));
}
