// Chats from end to end on both databases: robots that enforce their makers' signatures and limits, and users who report by writing there.
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk.Chats;

/// <summary>A robot of DingTalk's kind: refuses what is not signed now, and more than twenty in a minute, with the maker's own codes.</summary>
sealed class Robot : IAsyncDisposable
{
    readonly WebApplication app;
    readonly ConcurrentQueue<DateTimeOffset> spoke = new();

    public const string Secret = "SEC1234567890";
    public ConcurrentQueue<string> Said { get; } = new();
    public int Calls { get; private set; }
    public string Address => $"{app.Urls.First()}/robot/send?access_token=t";
    /// <summary>What it answers instead, once each.</summary>
    public ConcurrentQueue<(int Status, string Body)> Instead { get; } = new();

    Robot(WebApplication app) => this.app = app;

    public static async Task<Robot> Start(Func<DateTimeOffset> now)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var robot = new Robot(app);
        app.MapPost("/robot/send", async (HttpContext http) =>
        {
            robot.Calls++;
            using var reader = new StreamReader(http.Request.Body);
            var body = JsonNode.Parse(await reader.ReadToEndAsync())!;
            if (robot.Instead.TryDequeue(out var other)) { http.Response.StatusCode = other.Status; await http.Response.WriteAsync(other.Body); return; }
            var (timestamp, sign) = (http.Request.Query["timestamp"].ToString(), http.Request.Query["sign"].ToString());
            var fault = sign != ChatDialectTests.Hmac(Secret, $"{timestamp}\n{Secret}") || Math.Abs(now().ToUnixTimeMilliseconds() - long.Parse(timestamp)) > 3_600_000 ? 310000 : robot.spoke.Count(s => s > now().AddMinutes(-1)) >= 20 ? 130101 : 0;
            if (fault == 0) { robot.spoke.Enqueue(now()); robot.Said.Enqueue($"{body["markdown"]!["title"]}\n{body["markdown"]!["text"]}"); }
            await http.Response.WriteAsJsonAsync(new { errcode = fault, errmsg = fault == 0 ? "ok" : "refused" });
        });
        await app.StartAsync();
        return robot;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}

public sealed class ChatTests
{
    static Task<(TestServer, Company)> Server(Engine engine) => TestServer.WithCompany(engine, s => s with { ChatHosts = ["127.0.0.1"] });

    static Task<List<Ticket>> Tickets(TestServer server) => server.As(s => s.GetRequiredService<StewardDb>().Set<Ticket>().OrderBy(t => t.Number).ToListAsync());

    static Task<MailState[]> States(TestServer server) => server.As(s => s.GetRequiredService<StewardDb>().Set<ChatMessage>().OrderBy(m => m.Id).Select(m => m.State).ToArrayAsync());

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_group_is_told_what_it_wants_to_know_signed_and_within_the_robots_limits(Engine engine)
    {
        var (server, company) = await Server(engine);
        await using var closing = server;
        await using var robot = await Robot.Start(() => server.Time.GetUtcNow());
        using var admin = server.Client();
        await admin.SignIn("admin");
        Assert.Equal((400, "DESK-191"), await admin.Refused("chats", new { name = "群", kind = "DingTalk", webhook = "https://evil.example/robot" }));
        Assert.Equal((400, "DESK-191"), await admin.Refused("chats", new { name = "群", kind = "DingTalk", webhook = "http://localhost:1/robot" }));
        var chat = await admin.Make("chats", new { name = "值班群", kind = "DingTalk", webhook = robot.Address, secret = Robot.Secret, ticketsFrom = 2, promises = true, majors = true });
        // Nothing that is secret comes out again, nor stands in the database.
        Assert.DoesNotContain("access_token=t", await admin.Http.GetStringAsync("/chats"));
        Assert.DoesNotContain("access_token", await server.As(s => s.GetRequiredService<StewardDb>().Set<ChatChannel>().Select(c => c.Webhook).SingleAsync()));

        using var agent = await ProblemTests.In(server, Role.Agent);
        async Task<Guid> Ticket(string summary, string urgency, string impact = "Person") => (await agent.Do("tickets", new { summary, service = company.Service, requester = company.Contact, channel = "Phone", urgency, impact }))["id"]!.GetValue<Guid>();
        await Ticket("鼠标不灵", "Planned");
        await Ticket("[点我](http://evil.example) <@all> 全公司断网", "Stopped", "Organisation");
        await server.Sweep("news");
        await server.Sweep("chat-out");
        var told = Assert.Single(robot.Said);
        Assert.Contains("新工单 P1", told);
        Assert.Contains("［点我］(http://evil.example) ＜@all＞ 全公司断网", told);
        Assert.Contains("INC-XXQY-20260310-0002", told);

        // Twenty-five more in one minute: what waits is said together, nothing is lost, and the robot never has to say that it is too much.
        for (var i = 0; i < 25; i++) await Ticket($"机房断电 {i}", "Stopped", "Organisation");
        while (await server.Sweep("news") > 0) { }
        await server.Sweep("chat-out");
        Assert.All(Enumerable.Range(0, 25), i => Assert.Contains(robot.Said, s => s.Contains($"机房断电 {i}\n", StringComparison.Ordinal) || s.Contains($"机房断电 {i} ", StringComparison.Ordinal)));
        Assert.Equal(robot.Calls, robot.Said.Count);
        Assert.True(robot.Calls <= 5, $"{robot.Calls} calls");

        // Told to wait it waits, told never it gives up and says so; anything else is tried again.
        robot.Instead.Enqueue((200, """{"errcode":130101,"errmsg":"send too fast"}"""));
        await admin.Do($"chats/{chat}/try");
        await server.Sweep("chat-out");
        Assert.Equal(MailState.Waiting, (await States(server))[^1]);
        server.Time.Advance(TimeSpan.FromMinutes(5));
        await server.Sweep("chat-out");
        Assert.Equal(MailState.Waiting, (await States(server))[^1]);
        server.Time.Advance(TimeSpan.FromMinutes(6));
        robot.Instead.Enqueue((500, ""));
        await server.Sweep("chat-out");
        server.Time.Advance(TimeSpan.FromMinutes(2));
        await server.Sweep("chat-out");
        Assert.Equal(MailState.Sent, (await States(server))[^1]);
        robot.Instead.Enqueue((200, """{"errcode":310000,"errmsg":"sign not match"}"""));
        await admin.Do($"chats/{chat}/try");
        await server.Sweep("chat-out");
        Assert.Equal(MailState.Failed, (await States(server))[^1]);
        Assert.Contains("310000 sign not match", await admin.Http.GetStringAsync("/chats"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Whoever_writes_in_the_chat_says_once_who_they_are_and_then_reports(Engine engine)
    {
        var (server, company) = await Server(engine);
        await using var closing = server;
        using var admin = server.Client();
        await admin.SignIn("admin");
        var chat = await admin.Make("chats", new { name = "员工群", kind = "DingTalk", webhook = "https://oapi.dingtalk.com/robot/send?access_token=t", token = "app-secret", ticketsFrom = 0 });
        var number = 0;
        async Task<(int Status, string Text)> Write(string user, string text, string? id = null, string key = "app-secret")
        {
            var at = server.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
            using var call = new HttpRequestMessage(HttpMethod.Post, $"/chat/{chat}") { Content = new StringContent(new JsonObject { ["msgtype"] = "text", ["text"] = new JsonObject { ["content"] = text }, ["msgId"] = id ?? $"m{++number}", ["senderStaffId"] = user, ["senderNick"] = user }.ToJsonString(), Encoding.UTF8, "application/json") };
            call.Headers.Add("timestamp", at);
            call.Headers.Add("sign", ChatDialectTests.Hmac(key, $"{at}\n{key}"));
            using var stranger = server.Client();
            using var answer = await stranger.Http.SendAsync(call);
            return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["text"]!["content"]!.ToString() : "");
        }

        Assert.Equal((403, ""), await Write("zhang", "打印机坏了", key: "guessed"));
        var first = await Write("zhang", "打印机坏了");
        Assert.Contains("还不知道您是谁", first.Text);
        Assert.Empty(await Tickets(server));
        var code = System.Text.RegularExpressions.Regex.Match(first.Text, @"\d{8}").Value;
        using var user = await ProblemTests.In(server, Role.User);
        Assert.Equal((400, "DESK-193"), await user.Refused("my-chats", new { code = "00000000" }));
        await user.Do("my-chats", new { code });
        // A code is good for one.
        Assert.Equal((400, "DESK-193"), await user.Refused("my-chats", new { code }));
        Assert.Contains("zhang", await user.Http.GetStringAsync("/my-chats"));

        var opened = await Write("zhang", "打印机坏了\n三楼东侧", "w1");
        Assert.Contains("已受理", opened.Text);
        var ticket = Assert.Single(await Tickets(server));
        Assert.Contains(ticket.Number, opened.Text);
        Assert.Equal(("打印机坏了", Channel.Chat), (ticket.Summary, ticket.Channel));
        // The chat says it again: one ticket, the same answer.
        Assert.Equal(opened, await Write("zhang", "打印机坏了\n三楼东侧", "w1"));
        Assert.Contains("已补充", (await Write("zhang", "换了纸也不行")).Text);
        Assert.Single(await Tickets(server));
        using var agent = await ProblemTests.In(server, Role.Agent);
        Assert.Contains("换了纸也不行", WebUtility.HtmlDecode(await agent.Http.GetStringAsync($"/tickets/{ticket.Id}")));
        // Later it is something new, unless the number says otherwise.
        server.Time.Advance(TimeSpan.FromHours(2));
        Assert.Contains("已补充", (await Write("zhang", $"{ticket.Number} 还是不行")).Text);
        server.Time.Advance(TimeSpan.FromHours(2));
        await Write("zhang", "键盘坏了");
        Assert.Equal(2, (await Tickets(server)).Count);
        // Somebody else's number joins nothing of theirs.
        var second = (await Write("li", "我也是")).Text;
        Assert.Contains("还不知道您是谁", second);

        await user.Do("my-chats/remove", new { chat, user = "zhang" });
        var again = (await Write("zhang", "又坏了")).Text;
        Assert.Contains("还不知道您是谁", again);
        // The same user of the chat is somebody of another customer now: the conversation that was going on is not theirs.
        using var foreign = server.Client();
        await foreign.SignIn("other-user");
        await foreign.Do("my-chats", new { code = System.Text.RegularExpressions.Regex.Match(again, @"\d{8}").Value });
        Assert.Contains("已受理", (await Write("zhang", "另一家的事")).Text);
        Assert.Contains(await Tickets(server), t => t.Summary == "另一家的事" && t.Customer.Value == company.Other.Customer);
    }
}
