// A change and what it touches: its window is announced to the ledgers and alerts by itself, and what is under control is altered only while it is worked on.
using System.Net;
using Steward.Access;
using Steward.Alerting;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Monitoring;

public sealed class ChangeWindowTests
{
    static async Task<long> Maintenance(Client reader, Guid check) => (await reader.Get($"status/{check}"))["seconds"]!["Maintenance"]!.GetValue<long>();

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_window_of_a_scheduled_change_stands_in_the_ledgers_of_what_it_touches_until_the_work_ends(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var board = await Board.Of(server, company);
        using var keeper = await Board.In(server, Role.CfgMgr);
        // The shop runs on the database server; the printer does not.
        var shop = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "VirtualMachine", name = "商城" });
        var printer = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Printer", name = "打印机" });
        await keeper.Do($"assets/{shop}/dependencies", new { on = board.Asset });
        async Task<Guid> Check(Guid asset) => await board.Author.Make("checks", new { customer = company.Customer, site = company.Site, name = $"检查 {asset}", kind = "Icmp", target = "10.0.0.1", asset, contract = company.Contract, probe = WatchTests.Probe });
        var (touched, above, apart) = (await Check(board.Asset), await Check(shop), await Check(printer));

        var change = await board.Assessed("Minor", 60, 64);
        await board.Chair.Do($"changes/{change}/request-approval");
        await board.Agree(board.Manager, change, "Manager");
        await server.Sweep("news");
        // Approved is not scheduled: nothing is announced yet.
        Assert.DoesNotContain("升级数据库", WebUtility.HtmlDecode(await board.Author.Http.GetStringAsync("/silences")));
        await board.Chair.Do($"changes/{change}/schedule");
        await server.Sweep("news");
        Assert.Contains("CHG-XXQY-20260310-0001 升级数据库", WebUtility.HtmlDecode(await board.Author.Http.GetStringAsync("/silences")));
        server.Time.Advance(TimeSpan.FromHours(60));
        await board.Doer.Do($"changes/{change}/start");
        await server.Sweep("news");
        server.Time.Advance(TimeSpan.FromHours(1));
        foreach (var step in (await board.Doer.Get($"changes/{change}"))["steps"]!.AsArray()) await board.Doer.Do($"changes/{change}/steps/{step!["id"]}/done");
        await board.Doer.Do($"changes/{change}/finish", new { result = "完成" });
        while (await server.Sweep("news") > 0) { }
        // Done three hours early: from here on it is watched as ever.
        server.Time.Advance(TimeSpan.FromHours(5));
        Assert.Equal((3600, 3600, 0), (await Maintenance(board.Author, touched), await Maintenance(board.Author, above), await Maintenance(board.Author, apart)));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_is_under_control_is_altered_only_while_a_change_that_names_it_is_worked_on(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var board = await Board.Of(server, company);
        using var keeper = await Board.In(server, Role.CfgMgr);
        var (asset, version) = (board.Asset, 0);
        async Task<int> Version() => version = (await keeper.Get($"assets/{asset}"))["asset"]!["version"]!.GetValue<int>();
        object Altered(string model, string place = "") => new { version, kind = "Server", name = "数据库服务器", site = company.Site, model, place };
        await Version();
        await keeper.Do($"assets/{asset}/control", new { version, controlled = true });
        await Version();
        Assert.Equal((409, "AST-130"), await keeper.Refused($"assets/{asset}/change", Altered("R750")));
        Assert.Equal((409, "AST-130"), await keeper.Refused($"assets/{asset}/retire", new { reason = "旧" }));
        Assert.Equal((409, "AST-130"), await keeper.Refused($"assets/{asset}/control", new { version, controlled = false }));
        // Where it stands in the room is nobody's change.
        await keeper.Do($"assets/{asset}/change", Altered("", "3 号机柜"));
        await Version();

        var change = await board.Assessed("Minor");
        await board.Chair.Do($"changes/{change}/request-approval");
        await board.Agree(board.Manager, change, "Manager");
        await board.Chair.Do($"changes/{change}/schedule");
        Assert.Equal((409, "AST-130"), await keeper.Refused($"assets/{asset}/change", Altered("R750")));
        server.Time.Advance(TimeSpan.FromHours(10));
        await board.Doer.Do($"changes/{change}/start");
        await keeper.Do($"assets/{asset}/change", Altered("R750", "3 号机柜"));
        Assert.Equal("CHG-XXQY-20260310-0001", (await keeper.Get($"assets/{asset}"))["asset"]!["alteredUnder"]!.ToString());
        var page = WebUtility.HtmlDecode(await keeper.Http.GetStringAsync($"/assets/{asset}"));
        Assert.Contains("受控", page);
        Assert.Contains("CHG-XXQY-20260310-0001", page);
        await Version();
        await keeper.Do($"assets/{asset}/control", new { version, controlled = false });
    }
}
