// Tickets that belong together: linked both ways, a part of one other, merged as doubles whose requesters go on being told; watchers; on both databases.
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class LinkTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_double_ends_and_its_requester_is_told_what_follows_on_the_other(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var agent = await ProblemTests.In(server, Role.Agent);
        var (first, firstNumber) = await Ticket(agent, company, company.Contact, "三楼断网");
        var (second, secondNumber) = await Ticket(agent, company, company.Vip, "上不了网");
        Assert.Equal((400, "STW-400"), await agent.Refused($"tickets/{second}/merge", new { into = "INC-XXQY-20260310-9999" }));
        Assert.Equal((400, "DESK-451"), await agent.Refused($"tickets/{second}/merge", new { into = secondNumber }));
        await agent.Do($"tickets/{second}/merge", new { into = firstNumber, text = "同一故障" });
        Assert.Equal("Cancelled", (await agent.Get($"tickets/{second}"))["ticket"]!["state"]!.ToString());
        // A double is left out of what is measured, and neither ends again nor takes in another.
        Assert.All((await agent.Get($"tickets/{second}"))["clocks"]!.AsArray(), c => Assert.Equal("NotMeasured", c!["verdict"]!.ToString()));
        Assert.Equal((409, "DESK-103"), await agent.Refused($"tickets/{second}/merge", new { into = firstNumber }));
        var (third, _) = await Ticket(agent, company, company.Contact, "网络又断");
        Assert.Equal((400, "DESK-454"), await agent.Refused($"tickets/{third}/merge", new { into = secondNumber }));
        Assert.Contains(secondNumber, await Page(agent, $"/tickets/{first}"));

        await agent.Do($"tickets/{first}/notes", new { text = "交换机已更换", @public = true });
        Assert.Equal(1, await Told(server, "vip@example.com", "交换机已更换"));
        Assert.Equal(1, await Told(server, "user1@xxqy.example", "交换机已更换"));
        // What is ours alone goes to nobody.
        await agent.Do($"tickets/{first}/notes", new { text = "备件编号 7" });
        Assert.Equal(0, await Told(server, "vip@example.com", "备件编号 7"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Links_run_in_no_circle_and_watchers_are_told_until_they_are_taken_away(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var agent = await ProblemTests.In(server, Role.Agent);
        var (whole, wholeNumber) = await Ticket(agent, company, company.Contact, "搬迁二层办公室");
        var (part, partNumber) = await Ticket(agent, company, company.Contact, "移机 12 台");
        var (small, smallNumber) = await Ticket(agent, company, company.Contact, "移机 1 台");
        await agent.Do($"tickets/{part}/links", new { other = wholeNumber, kind = "PartOf" });
        await agent.Do($"tickets/{small}/links", new { other = partNumber, kind = "PartOf" });
        Assert.Equal((400, "DESK-451"), await agent.Refused($"tickets/{whole}/links", new { other = smallNumber, kind = "PartOf" }));
        Assert.Equal((409, "DESK-452"), await agent.Refused($"tickets/{small}/links", new { other = wholeNumber, kind = "PartOf" }));
        Assert.Equal((400, "STW-400"), await agent.Refused($"tickets/{small}/links", new { other = wholeNumber, kind = "DoubleOf" }));
        await agent.Do($"tickets/{whole}/links", new { other = smallNumber });
        await agent.Do($"tickets/{small}/links/{whole}/remove");
        Assert.Equal((404, "STW-404"), await agent.Refused($"tickets/{small}/links/{whole}/remove"));
        // Another customer's ticket is not there.
        using var foreign = server.Client();
        await foreign.SignIn("other-agent");
        var other = await foreign.Do("tickets", new { summary = "别家的", service = company.Other.Service, requester = company.Other.Contact, channel = "Phone" });
        Assert.Equal((400, "STW-400"), await agent.Refused($"tickets/{whole}/links", new { other = "INC-YYGS-20260310-0001" }));
        Assert.NotNull(other);

        await agent.Do($"tickets/{whole}/watchers", new { who = "员工002" });
        Assert.Contains("员工002", await Page(agent, $"/tickets/{whole}"));
        Assert.Equal((400, "STW-400"), await agent.Refused($"tickets/{whole}/watchers", new { who = "查无此人" }));
        Assert.Equal((400, "STW-400"), await agent.Refused($"tickets/{whole}/watchers", new { contact = company.Other.Contact }));
        await agent.Do($"tickets/{whole}/notes", new { text = "周五开始", @public = true });
        Assert.Equal(1, await Told(server, "vip@example.com", "周五开始"));
        await agent.Do($"tickets/{whole}/watchers/{company.Vip}/remove");
        await agent.Do($"tickets/{whole}/notes", new { text = "改到周六", @public = true });
        Assert.Equal(0, await Told(server, "vip@example.com", "改到周六"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_refused_form_of_a_card_beside_the_ticket_says_so_and_keeps_what_was_typed(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var agent = await ProblemTests.In(server, Role.Agent);
        var (ticket, _) = await Ticket(agent, company, company.Contact, "三楼断网");
        foreach (var (to, field, typed) in new[] { ("links", "other", "INC-NOWHERE"), ("merge", "into", "INC-NOWHERE"), ("watchers", "who", "查无此人"), ("articles", "number", "KB-9999"), ("time", "minutes", "5000") })
        {
            var token = System.Text.RegularExpressions.Regex.Match(await agent.Http.GetStringAsync($"/tickets/{ticket}"), "name=\"__form\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
            using var answer = await agent.Http.PostAsync($"/tickets/{ticket}/{to}", new FormUrlEncodedContent([new("__form", token), new(field, typed)]));
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.True(page.Contains($"value=\"{typed}\"") && page.Contains("class=\"field-error\""), to);
        }
    }

    static async Task<(Guid Id, string Number)> Ticket(Client agent, Company company, Guid requester, string summary)
    {
        var opened = await agent.Do("tickets", new { summary, service = company.Service, requester, channel = "Phone" });
        return (opened["id"]!.GetValue<Guid>(), opened["number"]!.ToString());
    }

    static Task<int> Told(TestServer server, string address, string words) => server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().CountAsync(m => m.Address == address && m.Body.Contains(words)));

    static async Task<string> Page(Client who, string path) => WebUtility.HtmlDecode(await who.Http.GetStringAsync(path));
}
