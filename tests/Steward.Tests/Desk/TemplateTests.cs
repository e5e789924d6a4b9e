// Templates: answers with places that are filled for the ticket, beginnings of tickets, and a ticket copied as new; on both databases.
using System.Net;
using Steward.Access;
using Steward.Desk.Templates;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("{requester}，您好：{number} 已处理。", "员工001，您好：INC-1 已处理。")]
    [InlineData("{报障人}，您好：{单号} 已处理。{期限}", "员工001，您好：INC-1 已处理。{期限}")]
    [InlineData("{ Requester } {{number}}", "员工001 {INC-1}")]
    public void Places_are_filled_in_either_language_and_what_is_not_known_stays_to_be_seen(string text, string filled) =>
        Assert.Equal(filled, Places.Fill(text, new Dictionary<string, string> { ["requester"] = "员工001", ["number"] = "INC-1", ["due"] = "" }));

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task An_answer_is_chosen_filled_and_read_before_it_is_sent_and_a_ticket_begins_with_a_template_or_a_copy(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var agent = await ProblemTests.In(server, Role.Agent);
        using var foreign = server.Client();
        await foreign.SignIn("other-agent");
        var opened = await agent.Do("tickets", new { summary = "打印机卡纸", description = "三楼", service = company.Service, requester = company.Contact, channel = "Phone", category = "打印", place = "3F-A-012", device = "FP-2055" });
        var (ticket, number) = (opened["id"]!.GetValue<Guid>(), opened["number"]!.ToString());

        Assert.Equal((400, "DESK-604"), await agent.Refused("templates", new { name = "坏的", text = "{姓名}，您好" }));
        var answer = await agent.Make("templates", new { name = "请重启", text = "{报障人}，您好：请重启后再试。{number}" });
        await agent.Make("templates", new { name = "仅限 YY", text = "YY 的回复", forCustomer = company.Other.Customer });
        Assert.Equal(403, (await foreign.Refused("templates", new { name = "给全部客户", text = "…" })).Status);
        var filled = Assert.Single((await agent.Get($"tickets/{ticket}/templates"))["templates"]!.AsArray())!;
        Assert.Equal($"员工001，您好：请重启后再试。{number}", filled["text"]!.ToString());
        Assert.Contains($"员工001，您好：请重启后再试。{number}</textarea>", await Page(agent, $"/tickets/{ticket}?template={answer}"));
        // Whoever serves one customer writes for that one, and sees no other's.
        var own = await foreign.Make("templates", new { name = "YY 专用", text = "…", forCustomer = company.Other.Customer });
        Assert.Equal(404, (await agent.Refused("templates", new { name = "x", text = "x", template = Guid.CreateVersion7() })).Status);
        await agent.Make("templates", new { name = "仅限 XX", text = "绝密", forCustomer = company.Customer });
        Assert.DoesNotContain("绝密", await Page(foreign, "/templates"));
        await foreign.Do($"templates/{own}/drop");
        Assert.Equal(403, (await foreign.Refused($"templates/{answer}/drop")).Status);

        var beginning = await agent.Make("templates", new { name = "新员工开通", kind = "Ticket", summary = "为 {requester} 开通账号", text = "部门：\n到岗日：", category = "账号权限", impact = "Person", urgency = "Planned" });
        var form = await Page(agent, $"/tickets/new?requester={company.Contact}&template={beginning}");
        Assert.Contains("value=\"为 员工001 开通账号\"", form);
        Assert.Contains("value=\"账号权限\"", form);
        // A copy begins with what was said, and leaves what happened behind.
        form = await Page(agent, $"/tickets/new?copy={ticket}");
        Assert.Contains("value=\"打印机卡纸\"", form);
        Assert.Contains("value=\"FP-2055\"", form);
        Assert.Contains(number, form);
        Assert.DoesNotContain("打印机卡纸", await Page(foreign, $"/tickets/new?copy={ticket}"));
    }

    static async Task<string> Page(Client who, string path) => WebUtility.HtmlDecode(await who.Http.GetStringAsync(path));
}
