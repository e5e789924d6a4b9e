// Assets bound to what watches them, to the tickets about them, and to what the contract promises of them.
using System.Net;
using System.Text.Json.Nodes;
using Steward.Access;
using Steward.Assets;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Monitoring;

public sealed class CoverageTests
{
    static async Task<Client> In(TestServer server, Role role)
    {
        var client = server.Client();
        await client.SignIn(Company.UserOf(role));
        return client;
    }

    static async Task<string> Page(Client client, string path) => WebUtility.HtmlDecode(await client.Http.GetStringAsync(path));

    static Task<Guid> Watch(Client engineer, Company company, Guid asset) =>
        engineer.Make("checks", new { customer = company.Customer, site = company.Site, name = "核心交换机 Ping", kind = "Icmp", target = "10.1.2.3", asset });

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_ticket_shows_what_it_touches(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var keeper = await Machines.Keeper(server);
        using var agent = await In(server, Role.Agent);
        using var engineer = await In(server, Role.L2);
        var asset = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "NetworkDevice", name = "核心交换机", place = "机房", owner = company.Contact });
        var foreign = await keeper.Make("assets", new { customer = company.Other.Customer, kind = "NetworkDevice", name = "别家的交换机" });
        var check = await Watch(engineer, company, asset);
        async Task<Guid> Report(string summary, Guid? of) => (await agent.Do("tickets", new { summary, service = company.Service, requester = company.Contact, urgency = "Hindered", asset = of }))["id"]!.GetValue<Guid>();

        var first = await Report("网络时断时续", asset);
        var second = await Report("无法上网", null);
        Assert.Equal((400, "STW-400"), await agent.Refused("tickets", new { summary = "x", service = company.Service, requester = company.Contact, asset = foreign }));
        Assert.Equal((400, "STW-400"), await agent.Refused($"tickets/{second}/assets", new { asset = foreign }));
        await agent.Do($"tickets/{second}/assets", new { asset });
        var page = await Page(agent, $"/tickets/{second}");
        Assert.Contains("核心交换机 Ping", page);
        Assert.Contains("网络时断时续", page);
        Assert.Contains($"/status/{check}", page);
        // The same from the asset's side, and from the caller's.
        var card = await Page(agent, $"/assets/{asset}");
        Assert.Contains("网络时断时续", card);
        Assert.Contains("无法上网", card);
        Assert.Contains("核心交换机 Ping", card);
        Assert.Contains("核心交换机", await Page(agent, $"/tickets/new?requester={company.Contact}"));
        await agent.Do($"tickets/{second}/assets/{asset}/remove");
        Assert.DoesNotContain("核心交换机 Ping", await Page(agent, $"/tickets/{second}"));
        // A check cannot show the health of somebody else's asset.
        Assert.Equal(400, (await engineer.Refused("checks", new { customer = company.Customer, site = company.Site, name = "x", kind = "Icmp", target = "10.1.2.3", asset = foreign })).Status);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_the_contract_wants_watched_is_compared_with_what_is(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var admin = await In(server, Role.PM);
        using var keeper = await Machines.Keeper(server);
        using var engineer = await In(server, Role.L2);
        var contract = await admin.Make("contracts", new { customer = company.Customer, name = "机房托管合同", firstDay = "2026-01-01", lastDay = "2026-12-31" });
        await admin.Make($"contracts/{contract}/services", new { name = "机房运维", nameEn = "Data centre" });
        await admin.Make($"contracts/{contract}/covers", new { number = "5.1", text = "网络设备 7×24 监控", textEn = "Network devices watched 7×24", kind = "NetworkDevice", site = company.Site, mustWatch = true });
        await admin.Make($"contracts/{contract}/covers", new { number = "5.2", text = "打印机维护", textEn = "Printers are maintained", kind = "Printer" });
        Task<Guid> Own(string name, string kind, Guid? site) => keeper.Make("assets", new { customer = company.Customer, kind, name, site });
        var (one, two) = (await Own("交换机一", "NetworkDevice", company.Site), await Own("交换机二", "NetworkDevice", company.Site));
        await Own("别处的交换机", "NetworkDevice", null);
        await Own("打印机一", "Printer", company.Site);
        // A draft promises nothing.
        Assert.Empty((await engineer.Get("coverage"))["lines"]!.AsArray());
        await admin.Do($"contracts/{contract}/sign", new { signedBy = "张三" });

        var check = await Watch(engineer, company, one);
        var line = Assert.Single((await engineer.Get("coverage"))["lines"]!.AsArray())!;
        Assert.Equal(("5.1", "2", "1", "交换机二"), (line.Text("number"), line.Text("promised"), line.Text("watched"), Assert.Single(line["unwatched"]!.AsArray())!.Text("name")));
        var html = await Page(engineer, "/coverage");
        Assert.Contains($"/status?asset={two}", html);
        Assert.Contains("交换机二", await Page(engineer, $"/status?asset={two}"));
        // A paused check watches nothing; a retired asset need not be watched.
        await engineer.Do($"checks/{check}/pause", new { reason = "检修" });
        Assert.Equal("0", (await engineer.Get("coverage"))["lines"]![0]!.Text("watched"));
        await keeper.Do($"assets/{two}/retire", new { reason = "报废" });
        await engineer.Do($"checks/{check}/resume");
        Assert.Equal(("1", "1"), ((await engineer.Get("coverage"))["lines"]![0]!.Text("promised"), (await engineer.Get("coverage"))["lines"]![0]!.Text("watched")));
        // The other customer's people see nothing of it.
        using var other = server.Client();
        await other.SignIn("other-agent");
        Assert.Empty((await other.Get("coverage"))["lines"]!.AsArray());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Coverage_of_a_month_is_what_was_recorded_then(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var project = await In(server, Role.PM);
        using var keeper = await Machines.Keeper(server);
        using var engineer = await In(server, Role.L2);
        using var head = await In(server, Role.CustAdm);
        var contract = await project.Make("contracts", new { customer = company.Customer, name = "机房托管合同", firstDay = "2026-01-01", lastDay = "2026-12-31" });
        await project.Make($"contracts/{contract}/services", new { name = "机房运维", nameEn = "Data centre" });
        await project.Make($"contracts/{contract}/covers", new { number = "5.1", text = "网络设备 7×24 监控", textEn = "Network devices watched 7×24", kind = "NetworkDevice", mustWatch = true });
        await project.Do($"contracts/{contract}/sign", new { signedBy = "张三" });
        Task<Guid> Own(string name) => keeper.Make("assets", new { customer = company.Customer, kind = "NetworkDevice", name, site = company.Site });
        var (one, two) = (await Own("交换机一"), await Own("交换机二"));
        var check = await Watch(engineer, company, one);
        // Two nodes see the same change: it is recorded once.
        Assert.Equal(2, (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Steward.Alerting.Signals.Sweep(server, "monitoring-coverage"))))).Sum());
        async Task Pass(double hours)
        {
            server.Time.Advance(TimeSpan.FromHours(hours));
            await Steward.Alerting.Signals.Sweep(server, "monitoring-coverage");
        }

        await Pass(10);
        var second = await engineer.Make("checks", new { customer = company.Customer, site = company.Site, name = "交换机二", kind = "Icmp", target = "10.1.2.4", asset = two });
        await Pass(0);
        await Pass(10);
        await engineer.Do($"checks/{check}/pause", new { reason = "检修" });
        await Pass(0);
        await Pass(5);
        // Out of use, it need not be watched any more.
        await keeper.Do($"assets/{one}/retire", new { reason = "报废" });
        await Pass(0);
        await Pass(5);
        // Watched: the first 20 h, the second from the tenth hour on. To be watched: the first 25 h, the second all 30.
        var list = await head.Get($"measures/coverage/evidence?contract={contract}&period=2026-03");
        Assert.Equal((40 * 3600, 55 * 3600), (list["figure"]!["numerator"]!.GetValue<int>(), list["figure"]!["denominator"]!.GetValue<int>()));
        Assert.Equal((40 * 3600, 55 * 3600), (list["records"]!.AsArray().Sum(r => r!["part"]!.GetValue<int>()), list["records"]!.AsArray().Sum(r => r!["whole"]!.GetValue<int>())));
        Assert.Equal(4, list["records"]!.AsArray().Count);
        Assert.Contains("72.73%", await Page(head, $"/measures/coverage/evidence?contract={contract}&period=2026-03"));

        // In April everything is watched, then nothing: March stays as it was.
        server.Time.Advance(TimeSpan.FromDays(30));
        var march = (await head.Get($"measures/coverage/evidence?contract={contract}&period=2026-03"))["figure"]!.ToJsonString();
        await engineer.Do($"checks/{second}/remove", new { reason = "不再监控" });
        await Pass(1);
        await Pass(24);
        Assert.Equal(march, (await head.Get($"measures/coverage/evidence?contract={contract}&period=2026-03"))["figure"]!.ToJsonString());
        using var foreign = server.Client();
        await foreign.SignIn("other-head");
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.Http.GetAsync($"/api/v1/measures/coverage/evidence?contract={contract}")).StatusCode);
    }
}
