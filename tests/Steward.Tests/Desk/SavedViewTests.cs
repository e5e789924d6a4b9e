// Lists kept under a name: own and shared, counted, and the one that opens first; on both databases.
using System.Net;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class SavedViewTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_view_is_kept_counted_shared_with_a_group_and_opens_first(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var agent = await ProblemTests.In(server, Role.Agent);
        using var colleague = server.Client();
        await colleague.SignIn("other-agent");
        for (var i = 0; i < 3; i++) await agent.Do("tickets", new { summary = $"打印机卡纸 {i}", service = company.Service, requester = company.Contact, channel = "Phone", category = "打印", urgency = "BadlyHindered" });
        await agent.Do("tickets", new { summary = "断网", service = company.Service, requester = company.Contact, channel = "Phone", category = "网络" });
        Assert.Empty((await agent.Get("views"))["views"]!.AsArray());

        var printing = await agent.Make("views", new { name = "打印类", query = "group=open&category=打印&sort=-priority&after=abc&evil=1", columns = new[] { "due", "priority", "nonsense" }, first = true });
        var line = Assert.Single((await agent.Get("views"))["views"]!.AsArray())!;
        Assert.Equal((3, true, true), (line["count"]!.GetValue<int>(), line["own"]!.GetValue<bool>(), line["first"]!.GetValue<bool>()));
        var href = line["href"]!.ToString();
        Assert.Contains("cols=priority,due", WebUtility.UrlDecode(href));
        Assert.DoesNotContain("evil", href);
        Assert.DoesNotContain("after", href);
        // The list opens with it, in its columns; a tab asks for something else and gets that.
        using (var opened = await agent.Http.GetAsync("/tickets"))
        {
            Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
            Assert.Equal(href, opened.Headers.Location!.OriginalString);
        }
        var page = await Page(agent, href);
        Assert.DoesNotContain("断网", page);
        Assert.DoesNotContain(">报障人<", page[page.IndexOf("<thead", StringComparison.Ordinal)..page.IndexOf("</thead>", StringComparison.Ordinal)]);
        Assert.Contains("断网", await Page(agent, "/tickets?group=open"));

        // A colleague of the group sees it with their own count; only its owner may drop it, and only own groups are shared with.
        Assert.Empty((await colleague.Get("views"))["views"]!.AsArray());
        Assert.Equal((409, "DESK-601"), await colleague.Refused("views", new { name = "x", team = company.Desk }));
        Assert.Equal(printing, await agent.Make("views", new { name = "打印类", query = "group=open&category=打印", team = company.OnSite }));
        var shared = Assert.Single((await colleague.Get("views"))["views"]!.AsArray())!;
        Assert.Equal((0, false, "驻场组"), (shared["count"]!.GetValue<int>(), shared["own"]!.GetValue<bool>(), shared["teamName"]!.ToString()));
        await colleague.Do("views/first", new { view = printing });
        Assert.Equal(404, (await colleague.Refused($"views/{printing}/drop")).Status);
        await agent.Do($"views/{printing}/drop");
        Assert.Empty((await colleague.Get("views"))["views"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, (await colleague.Http.GetAsync("/tickets")).StatusCode);
        Assert.Equal(404, (await colleague.Refused("views/first", new { view = printing })).Status);
    }

    static async Task<string> Page(Client who, string path) => WebUtility.HtmlDecode(await who.Http.GetStringAsync(path));
}
