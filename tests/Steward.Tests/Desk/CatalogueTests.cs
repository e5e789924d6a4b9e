// A contract's catalogue as those keep it who may: designed, published, changed as a new version, retired; and as end users meet it. On both databases.
using System.Net;
using System.Text.Json.Nodes;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class CatalogueTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task An_item_is_designed_as_a_draft_published_and_changed_as_a_new_version(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (manager, agent, user) = (await In(server, Role.SvcMgr), await In(server, Role.Agent), await In(server, Role.User));
        var path = $"contracts/{company.Contract}/catalogue";
        object Item(string code) => new { service = company.Service, code, name = "租借投影仪", nameEn = "Borrow a projector", category = "Workplace", description = "一天以内", fulfilmentMinutes = 240 };
        Assert.Equal(403, (await agent.Refused(path, Item("projector"))).Status);
        Assert.Equal(400, (await manager.Refused(path, Item("Bad Code"))).Status);
        Assert.Equal((400, "DESK-393"), await manager.Refused(path, new { service = company.Other.Service, code = "projector", name = "x", nameEn = "x", category = "Workplace" }));
        var draft = await manager.Make(path, Item("projector"));
        Assert.Equal((409, "DESK-391"), await manager.Refused(path, Item("projector")));

        // Nobody is offered a draft, and its address leads nowhere for who does not keep the catalogue.
        Assert.DoesNotContain("租借投影仪", await Page(user, "/catalogue"));
        Assert.Equal(404, (int)(await agent.Http.GetAsync($"/catalogue-items/{draft}")).StatusCode);
        Assert.Equal(404, (int)(await user.Http.GetAsync($"/catalogue/{draft}")).StatusCode);

        async Task Field(object field, string? fault = null)
        {
            if (fault is null) await manager.Do($"catalogue-items/{draft}/fields", field);
            else Assert.Equal(fault, (await Faults(manager, $"catalogue-items/{draft}/fields", field)).Single());
        }
        await Field(new { key = "Room", kind = "Text", label = "会议室", labelEn = "Room" }, "key");
        await Field(new { key = "size", kind = "Choice", label = "尺寸", labelEn = "Size", choices = "大" }, "choices");
        await Field(new { key = "size", kind = "Choice", label = "尺寸", labelEn = "Size", choices = "大\n小", choicesEn = "Large" }, "choicesEn");
        await Field(new { key = "count", kind = "Number", label = "数量", labelEn = "Count", least = 5, most = 1 }, "most");
        await Field(new { key = "size", kind = "Choice", label = "尺寸", labelEn = "Size", choices = "大\n小", choicesEn = "Large\nSmall", required = true });
        await Field(new { key = "room", kind = "Text", label = "房间", labelEn = "Room", most = 10 });
        await Field(new { key = "room", kind = "Text", label = "会议室", labelEn = "Room", most = 10, required = true });
        await manager.Do($"catalogue-items/{draft}/fields", new { key = "extra", kind = "Text", label = "多余", labelEn = "Extra" });
        await manager.Do($"catalogue-items/{draft}/fields/remove", new { key = "extra" });
        await manager.Do($"catalogue-items/{draft}/tasks", new { step = 2, name = "归还", nameEn = "Return" });
        await manager.Do($"catalogue-items/{draft}/tasks", new { step = 1, name = "发放", nameEn = "Hand out", team = company.OnSite });
        var designed = (await manager.Get($"catalogue-items/{draft}"))["item"]!;
        Assert.Equal(["size", "room"], designed["form"]!.AsArray().Select(f => f!["key"]!.ToString()));
        Assert.Equal("会议室", designed["form"]![1]!["label"]!.ToString());
        Assert.Equal(["发放", "归还"], designed["tasks"]!.AsArray().Select(t => t!["name"]!.ToString()));
        await manager.Do($"catalogue-items/{draft}/publish");
        Assert.Equal((409, "DESK-390"), await manager.Refused($"catalogue-items/{draft}/fields", new { key = "late", kind = "Text", label = "晚", labelEn = "Late" }));
        Assert.Contains("租借投影仪", await Page(user, "/catalogue"));
        Assert.Contains("租借投影仪", await Page(user, "/catalogue?q=projector"));
        Assert.DoesNotContain("租借投影仪", await Page(user, "/catalogue?q=%E6%97%A0%E6%AD%A4"));
        Assert.Contains("会议室", await Page(user, $"/catalogue/{draft}"));

        // The next version is designed beside the one that is offered; published, it takes its place.
        var next = await manager.Make($"catalogue-items/{draft}/revise", new { });
        Assert.Equal((409, "DESK-394"), await manager.Refused($"catalogue-items/{draft}/revise"));
        await manager.Do($"catalogue-items/{next}/change", new { service = company.Service, name = "借用投影仪", nameEn = "Borrow a projector", category = "Workplace", audience = "DepartmentHeads", fulfilmentMinutes = 120 });
        Assert.Contains("租借投影仪", await Page(user, "/catalogue"));
        await manager.Do($"catalogue-items/{next}/publish");
        // The user heads no department.
        Assert.DoesNotContain("投影仪", await Page(user, "/catalogue"));
        Assert.Contains("借用投影仪", await Page(agent, $"/catalogue?customer={company.Customer}"));
        Assert.Contains("借用投影仪", await Page(agent, $"/catalogue/{draft}"));
        Assert.Equal((409, "DESK-353"), await user.Refused($"catalogue/{draft}", new { answers = new { size = "大", room = "3A" } }));
        await manager.Do($"catalogue-items/{next}/retire");
        Assert.Equal((409, "DESK-392"), await manager.Refused($"catalogue-items/{next}/retire"));
        Assert.DoesNotContain("投影仪", await Page(agent, $"/catalogue?customer={company.Customer}"));
        Assert.Equal(["Retired", "Replaced"], (await manager.Get($"{path}?old=true"))["items"]!.AsArray().Select(i => i!["state"]!.ToString()));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_standard_items_are_loaded_once_and_offered_to_the_contracts_people_alone(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (manager, user) = (await In(server, Role.SvcMgr), await In(server, Role.User));
        Assert.Equal((14, 0), Loaded(await manager.Do($"contracts/{company.Contract}/catalogue/standard")));
        Assert.Equal((0, 14), Loaded(await manager.Do($"contracts/{company.Contract}/catalogue/standard")));
        var seen = await Page(user, "/catalogue");
        foreach (var item in new[] { "新装 PC", "移机", "账号开通", "权限申请", "软件安装", "外设领用", "耗材更换", "网络点开通", "会议保障", "数据恢复", "远程接入", "借用备机" }) Assert.Contains(item, seen);
        foreach (var item in new[] { "账号停用（离职）", "报废" }) Assert.DoesNotContain(item, seen);
        var foreign = server.Client();
        await foreign.SignIn("other-user");
        Assert.DoesNotContain("新装 PC", await Page(foreign, "/catalogue"));
        var item1 = (await user.Get("catalogue"))["items"]![0]!["id"]!.ToString();
        Assert.Equal(404, (int)(await foreign.Http.GetAsync($"/catalogue/{item1}")).StatusCode);
        Assert.Equal((404, "STW-404"), await foreign.Refused($"catalogue/{item1}"));
    }

    static (int, int) Loaded(JsonNode answer) => (answer["added"]!.GetValue<int>(), answer["known"]!.GetValue<int>());

    internal static async Task<IReadOnlyList<string>> Faults(Client who, string path, object ask)
    {
        var answer = await who.Http.PostAsync($"/api/v1/{path}", System.Net.Http.Json.JsonContent.Create(ask));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return [.. (JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"] switch
        {
            JsonObject byName => byName.Select(e => e.Key),
            JsonArray list => list.Select(e => e!["field"]!.ToString()),
            _ => [],
        }).Order(StringComparer.Ordinal)];
    }

    static async Task<Client> In(TestServer server, Role role)
    {
        var client = server.Client();
        await client.SignIn(Company.UserOf(role));
        return client;
    }

    static async Task<string> Page(Client who, string path) => WebUtility.HtmlDecode(await who.Http.GetStringAsync(path));
}
