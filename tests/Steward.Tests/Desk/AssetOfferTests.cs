// Which device a ticket is about: the caller's own first, then the shared ones of the site, the rest by words; never a list of thousands. On both databases.
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Assets;
using Steward.Fixtures;
using Steward.People;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class AssetOfferTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Own_things_stand_first_then_the_sites_and_the_rest_is_looked_for(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, user) = (await ProblemTests.In(server, Role.Agent), await ProblemTests.In(server, Role.User));
        using var keeper = await Machines.Keeper(server);
        await Many(server, company);
        var own = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Notebook", name = "员工001的笔记本", owner = company.Contact });
        var printer = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Printer", name = "A 走廊打印机", place = "3F 走廊" });

        // The desk's form: few choices of some three hundred, in this order.
        var page = await Page(agent, $"/tickets/new?requester={company.Contact}");
        var choices = Choices(page);
        Assert.Equal([own.ToString(), printer.ToString()], choices.Take(2));
        Assert.InRange(choices.Count, 2, 60);
        Assert.True(page.IndexOf("label=\"报障人的设备\"", StringComparison.Ordinal) < page.IndexOf("label=\"所在地点的公用设备\"", StringComparison.Ordinal));
        // Looked for without script: the form comes back with what was written and what was found.
        var looked = await Look(agent, "/tickets/new/look", page, ("requester", $"{company.Contact}"), ("summary", "打不开机"), ("assetWords", "柜机 277"));
        Assert.Contains("打不开机", looked);
        Assert.Contains("label=\"查找结果\"", looked);
        var found = Choices(looked)[0];
        Assert.Matches($"value=\"{found}\" selected", looked);

        // Whoever knows the tag needs no list; words that fit several are no name.
        object Report(string words) => new { summary = "打不开机", service = company.Service, requester = company.Contact, assetWords = words };
        var ticket = (await agent.Do("tickets", Report("柜机 277")))["id"]!.GetValue<Guid>();
        Assert.Contains($"/assets/{found}", await Page(agent, $"/tickets/{ticket}"));
        foreach (var (words, sentence) in new[] { ("柜机", "不止一台"), ("没有这台", "没有符合") })
        {
            using var refused = await agent.Try("tickets", Report(words));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains(sentence, await refused.Content.ReadAsStringAsync());
        }

        // On the ticket: the caller's own without asking, the rest by words.
        var linking = await Page(agent, $"/tickets/{ticket}?choose=asset");
        Assert.Equal(own.ToString(), Choices(linking)[0]);
        Assert.DoesNotContain(found, Choices(linking));
        Assert.Single(Choices(await Page(agent, $"/tickets/{ticket}?choose=asset&assets={Uri.EscapeDataString("柜机 12号")}")).Except(Choices(linking)));
        Assert.Contains("没有符合“火星车”的设备", await Page(agent, $"/tickets/{ticket}?choose=asset&assets={Uri.EscapeDataString("火星车")}"));

        // An end user is offered their own and nothing else, and may leave it open.
        var report = await Page(user, "/report");
        Assert.Equal([own.ToString()], Choices(report));
        Assert.DoesNotContain("name=\"assetWords\"", report);
        Assert.Equal(400, (await user.Refused("tickets", new { summary = "x", service = company.Service, assetWords = "柜机 12号" })).Status);
        var reported = (await user.Do("tickets", new { summary = "开不了机", service = company.Service, asset = own }))["id"]!.GetValue<Guid>();
        Assert.Contains("员工001的笔记本", await Page(agent, $"/tickets/{reported}"));
    }

    /// <summary>Three hundred things of other people at the same site.</summary>
    static Task Many(TestServer server, Company company) => server.As(async s =>
    {
        var db = s.GetRequiredService<StewardDb>();
        for (var i = 0; i < 300; i++)
            db.Add(new Asset { Id = AssetId.From(Guid.CreateVersion7()), Customer = TenantId.From(company.Customer), Site = SiteId.From(company.Site), Owner = ContactId.From(company.Vip), Tag = $"CAB-{i:000}", Name = i == 277 ? "柜机 277" : $"柜机 {i}号" });
        await db.Commit(default);
    });

    /// <summary>The choices of the field, in their order.</summary>
    static List<string> Choices(string page) =>
        [.. Regex.Matches(Regex.Match(page, "<select[^>]*name=\"asset\".*?</select>", RegexOptions.Singleline).Value, "<option value=\"([0-9a-f-]{36})\"").Select(m => m.Groups[1].Value)];

    static async Task<string> Look(Client who, string action, string page, params (string Name, string Value)[] entries)
    {
        var token = Regex.Match(page, "name=\"__form\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        using var answer = await who.Http.PostAsync(action, new FormUrlEncodedContent([new("__form", token), .. entries.Select(e => KeyValuePair.Create(e.Name, e.Value))]));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    static async Task<string> Page(Client who, string path) => WebUtility.HtmlDecode(await who.Http.GetStringAsync(path));
}
