// The board of what breaches soon: nearest first over all customers that the reader may see, with everybody's load; on both databases.
using System.Net;
using System.Text.Json.Nodes;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class BoardTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_can_still_be_kept_stands_before_what_is_late_and_is_taken_and_given_from_there(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, foreign) = (await ProblemTests.In(server, Role.Agent), server.Client());
        await foreign.SignIn("other-agent");
        async Task<Guid> Ticket(string summary, string urgency) =>
            (await agent.Do("tickets", new { summary, service = company.Service, requester = company.Contact, channel = "Phone", impact = "Person", urgency }))["id"]!.GetValue<Guid>();
        // P4 is answered within an hour and needs nobody on site for four; P3 within half an hour, and somebody comes within one.
        var slow = await Ticket("壁纸换不了", "Planned");
        await foreign.Do("tickets", new { summary = "别家的", service = company.Other.Service, requester = company.Other.Contact, channel = "Phone", urgency = "BadlyHindered" });
        Assert.Equal((2, 0, 2), Numbers(await agent.Get("board")));
        Assert.Equal([slow], Rows(await agent.Get($"board?customer={company.Customer}")).Select(Id));
        server.Time.Advance(TimeSpan.FromMinutes(65));
        await server.Sweep("sla-clocks");
        var fast = await Ticket("打印机卡纸", "BadlyHindered");
        var board = await agent.Get($"board?customer={company.Customer}");
        Assert.Equal([fast, slow], Rows(board).Select(Id));
        Assert.Equal([false, true], Rows(board).Select(r => r["late"]!.GetValue<bool>()));
        Assert.Equal((1, 1, 2), Numbers(board));
        Assert.Equal("Response", Rows(board).First()["clock"]!["kind"]!.ToString());
        Assert.Equal(["Arrival"], Rows(board).First()["also"]!.AsArray().Select(k => k!.ToString()));

        // Each reader's own customers, and nothing else.
        Assert.Equal(["YY公司"], Rows(await foreign.Get("board")).Select(r => r["customerName"]!.ToString()));
        Assert.DoesNotContain("XX企业", await Page(foreign, $"/board?customer={company.Customer}"));
        using (var user = await ProblemTests.In(server, Role.User)) Assert.Equal(HttpStatusCode.Forbidden, (await user.Http.GetAsync("/api/v1/board")).StatusCode);

        // Taken from the board by the verb that the row names: answered it is, and the next promise of it stands there.
        Assert.Equal("AcceptTicket", Rows(board).First()["take"]!.ToString());
        await agent.Do($"tickets/{fast}/accept");
        var taken = Rows(await agent.Get("board")).Single(r => Id(r) == fast);
        Assert.Equal(("Arrival", "驻场工程师A"), (taken["clock"]!["kind"]!.ToString(), taken["assigneeName"]!.ToString()));
        Assert.Null(taken["take"]);

        // Given away from the board, where everybody's load is seen, least first.
        var page = await Page(agent, $"/board?give={fast}");
        Assert.Contains($"action=\"/tickets/{fast}/assign\"", page);
        Assert.Contains("驻场工程师A · 手上 1 张", page);
        await agent.Do($"tickets/{fast}/assign", new { team = company.OnSite, assignee = company.Second });
        var group = Assert.Single((await agent.Get($"board?team={company.OnSite}"))["groups"]!.AsArray())!;
        Assert.Equal("驻场组", group["name"]!.ToString());
        Assert.Equal([("驻场工程师A", 0, 0), ("驻场工程师B", 1, 1)], group["people"]!.AsArray().Select(p => (p!["name"]!.ToString(), Number(p, "open"), Number(p, "soon"))));
        Assert.Empty(Rows(await agent.Get($"board?team={company.Desk}")));
        // What is solved is on it no more.
        await agent.Do($"tickets/{fast}/resolve", new { solution = "清理进纸轮", cause = "卡纸", device = "无", minutesSpent = 5 });
        Assert.Empty(Rows(await agent.Get($"board?team={company.OnSite}")));
    }

    static (int, int, int) Numbers(JsonNode board) => (Number(board, "soon"), Number(board, "late"), Number(board, "nobodyHas"));
    static IEnumerable<JsonNode> Rows(JsonNode board) => board["groups"]!.AsArray().SelectMany(g => g!["rows"]!.AsArray()).Select(r => r!);
    static Guid Id(JsonNode row) => row["id"]!.GetValue<Guid>();
    static int Number(JsonNode of, string name) => of[name]!.GetValue<int>();
    static async Task<string> Page(Client who, string path) => WebUtility.HtmlDecode(await who.Http.GetStringAsync(path));
}
