// Promises of the trade that a person can see kept, each by the action of the one to whom it was made.
using System.Net;
using Steward.Access;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Platform.Text;
using Xunit;

namespace Steward.Walks;

public sealed class PromiseWalkTests
{
    static async Task<string> Page(Client client, string path)
    {
        client.Http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var answer = await client.Http.GetAsync(path);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}");
        return html;
    }

    /// <summary>M-162: the user sees own tickets, their state, owner and promised time, and may add notes, urge, confirm and reopen.</summary>
    [Fact]
    public async Task The_user_follows_an_own_ticket_and_has_a_say_in_it()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var user = server.Client();
        await user.SignIn(Company.UserOf(Role.User));
        var opened = await user.Do("tickets", new { summary = "打印机卡纸", service = company.Service, urgency = "BadlyHindered" });
        var path = $"/tickets/{opened["id"]}";
        Assert.Contains(opened["number"]!.GetValue<string>(), await Page(user, "/tickets"));
        await user.Do($"tickets/{opened["id"]}/notes", new { text = "我在五楼" });
        await user.Do($"tickets/{opened["id"]}/urge");
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        await agent.Do($"tickets/{opened["id"]}/assign", new { team = company.OnSite, assignee = company.Engineer });
        var page = await Page(user, path);
        foreach (var shown in new[] { opened["number"]!.GetValue<string>(), Texts.In(Language.Zh, "TicketState.Assigned"), "驻场工程师A", "我在五楼" }) Assert.Contains(shown, page);
        await agent.Do($"tickets/{opened["id"]}/resolve", new { solution = "清理进纸轮", cause = "卡纸", device = "FP-1020", minutesSpent = 10 });
        await user.Do($"tickets/{opened["id"]}/reopen", new { reason = "又卡了" });
        await agent.Do($"tickets/{opened["id"]}/resolve", new { solution = "更换进纸轮", cause = "老化", device = "FP-1020", minutesSpent = 10 });
        await user.Do($"tickets/{opened["id"]}/confirm");
        Assert.Contains(Texts.In(Language.Zh, "TicketState.Closed"), await Page(user, path));
    }

    /// <summary>M-182: the incident diagram is drawn from the definition that the server enforces.</summary>
    [Fact]
    public async Task The_diagrams_of_tickets_show_every_state_of_their_live_process()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        foreach (var table in new[] { Desk.Process.IncidentProcess.Table, Desk.Process.RequestProcess.Table })
        {
            var page = await Page(agent, $"/processes/{table.Name}");
            Assert.Contains("<svg", page);
            var states = table.Transitions.SelectMany(t => t.From).Concat(table.Transitions.Select(t => t.To).OfType<TicketState>()).Distinct().ToList();
            Assert.True(states.Count > 10);
            Assert.All(states, state => Assert.Contains(table.Name == "request" && Texts.Has($"TicketState.{state}.Request") ? Texts.T($"TicketState.{state}.Request") : Texts.Name(state), page));
        }
    }

    /// <summary>M-163 and M-249: the customer's IT head sees each clause with target, actual and verdict, and what is not measured is red, not hidden.</summary>
    [Fact]
    public async Task The_customer_sees_the_same_promise_board_as_the_provider()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var opened = await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone" });
        await agent.Do($"tickets/{opened["id"]}/accept");
        var boards = new List<string>();
        foreach (var role in new[] { Role.CustAdm, Role.SvcMgr })
        {
            using var client = server.Client();
            await client.SignIn(Company.UserOf(role));
            boards.Add((await client.Get($"promises?contract={company.Contract}&period=2026-03")).ToJsonString());
            Assert.Contains("按约定时间响应的比例不低于 95%", await Page(client, $"/promises?contract={company.Contract}&period=2026-03"));
        }
        Assert.Equal(boards[0], boards[1]);
        Assert.Contains("\"numerator\":1", boards[0]);
    }
}
