// 扫码报修: the code on a label leads whoever stands before the device to a report in which it stands already; on both databases.
using System.Net;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class ScanTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Whoever_scans_a_label_reports_with_device_and_place_filled_in(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (keeper, user, agent) = (await Assets.Machines.Keeper(server), await ProblemTests.In(server, Role.User), await ProblemTests.In(server, Role.Agent));
        // Shared by the floor: nobody's own.
        var printer = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Printer", name = "三楼打印机", place = "3F 走廊" });
        var label = await Page(keeper, "/labels");
        Assert.Contains("三楼打印机", label);
        Assert.Contains("class=\"qr-code\"", label);

        using (var scanned = await user.Http.GetAsync($"/scan/{printer}"))
            Assert.Equal($"/report?asset={printer}", scanned.Headers.Location!.ToString());
        var form = await Page(user, $"/report?asset={printer}");
        Assert.Contains("三楼打印机", form);
        Assert.Contains("value=\"3F 走廊\"", form);
        Assert.Contains($"name=\"asset\" value=\"{printer}\"", form);
        var ticket = (await user.Do("tickets", new { summary = "卡纸", service = company.Service, asset = printer, urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        var told = await agent.Get($"tickets/{ticket}");
        Assert.Contains("三楼打印机", await Page(agent, $"/tickets/{ticket}"));
        Assert.StartsWith("PRN-XXQY", told["ticket"]!["device"]!.ToString());
        // The next one who scans it reads that it is known.
        Assert.Contains("1 张处理中的工单", await Page(user, $"/report?asset={printer}"));

        // Of another customer the code says nothing.
        using var foreign = server.Client();
        await foreign.SignIn("other-user");
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.Http.GetAsync($"/scan/{printer}")).StatusCode);
        Assert.DoesNotContain("三楼打印机", await Page(foreign, $"/report?asset={printer}"));
        Assert.Equal(400, (await foreign.Refused("tickets", new { summary = "卡纸", service = company.Other.Service, asset = printer, urgency = "BadlyHindered" })).Status);
    }

    static async Task<string> Page(Client who, string path) => WebUtility.HtmlDecode(await who.Http.GetStringAsync(path));
}
