// Assets as people and programs work with them: by hand, by inventory, many at once, and who may.
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Assets.Inventories;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Assets;

public sealed class AssetTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Sixteen_writers_of_one_machine_make_one_asset(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var keeper = await Machines.Keeper(server);
        var taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            // Each agent sees a little else of the machine, and some see less of what names it.
            var seen = Machines.Notebook(device: $"agent-{i:00}-2026-03-10");
            seen["content"]!["hardware"]!["memory"] = 8192 + i;
            return await keeper.Take(i % 4 == 3 ? seen.Without("networks") : i % 4 == 2 ? seen.Without("bios") : seen, company.Customer);
        }));
        Assert.Single(taken.Select(t => t.Text("asset")).Distinct());
        Assert.Single(taken, t => t.Text("outcome") == "Added");
        await server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            Assert.Equal(1, await db.Set<Asset>().CountAsync());
            Assert.Equal(16, await db.Set<IntakeRow>().CountAsync());
            Assert.Equal(2, await db.Set<AssetPart>().CountAsync(p => p.Section == "softwares"));
            Assert.Equal(1, await db.Set<AssetPart>().CountAsync(p => p.Section == "hardware"));
        });
        Assert.Equal("NB-XXQY-2026-00001", taken[0].Text("tag"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_changed_between_two_inventories_is_told_in_sentences(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var keeper = await Machines.Keeper(server);
        var first = await keeper.Take(Machines.Notebook(), company.Customer);
        Assert.Equal(("Added", "0"), (first.Text("outcome"), first.Text("changes")));
        Assert.Equal("Unchanged", (await keeper.Take(Machines.Notebook(), company.Customer)).Text("outcome"));
        server.Time.Advance(TimeSpan.FromDays(1));
        var later = Machines.Notebook();
        later["content"]!["softwares"] = JsonNode.Parse("""[{ "name": "Firefox", "version": "128.0", "from": "registry" }, { "name": "WeChat", "version": "3.9", "from": "registry" }]""");
        later["content"]!["memories"]!.AsArray().Add(JsonNode.Parse("""{ "numslots": 2, "caption": "DIMM B", "capacity": 16384, "type": "DDR4" }"""));
        Assert.Equal("4", (await keeper.Take(later, company.Customer)).Text("changes"));
        var told = (await keeper.Get($"assets/{first.Text("asset")}?view=history"))["history"]!["items"]!.AsArray().Select(c => c!.Text("sentence")).ToList();
        Assert.Contains("卸载了软件 7-Zip 23.01", told);
        Assert.Contains("安装了软件 WeChat 3.9", told);
        Assert.Contains("软件 Firefox 由 115.0 更新为 128.0", told);
        Assert.Contains("加装了内存 DIMM B 16384 DDR4", told);
    }

    [Fact]
    public async Task A_partial_inventory_leaves_alone_what_it_does_not_speak_of()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var keeper = await Machines.Keeper(server);
        var asset = (await keeper.Take(Machines.Notebook(), company.Customer)).Text("asset");
        var part = Machines.Notebook().Without("softwares", "networks", "operatingsystem");
        part["partial"] = true;
        var taken = await keeper.Take(part, company.Customer);
        Assert.Equal((asset, "Updated", "0"), (taken.Text("asset"), taken.Text("outcome"), taken.Text("changes")));
        var view = await keeper.Get($"assets/{asset}");
        Assert.Contains(view["sections"]!.AsArray(), s => s!.Text("section") == "softwares" && s!.Text("count") == "2");
        Assert.Equal("10.1.2.3", view["asset"]!.Text("seenAddresses"));
    }

    [Fact]
    public async Task Secrets_are_not_kept_and_what_nobody_foresaw_is()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var keeper = await Machines.Keeper(server);
        var taken = await keeper.Take(Machines.Notebook(), company.Customer);
        var left = taken["leftOut"]!.AsArray().Select(l => l!.Text("what")).ToList();
        Assert.Contains("envs", left);
        Assert.Contains("hardware.winprodkey", left);
        var bodies = await server.As(s => s.GetRequiredService<StewardDb>().Set<AssetPart>().Select(p => p.Body).ToListAsync());
        Assert.DoesNotContain(bodies, b => b.Contains("geheim") || b.Contains("AAAAA-BBBBB"));
        Assert.Contains(bodies, b => b.Contains("qubits"));
    }

    [Fact]
    public async Task Agents_may_pack_what_they_send()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var keeper = await Machines.Keeper(server);
        byte[] Packed(Func<Stream, Stream> by, string text)
        {
            using var whole = new MemoryStream();
            using (var packing = by(whole)) packing.Write(Encoding.UTF8.GetBytes(text));
            return whole.ToArray();
        }
        const string xml = """<?xml version="1.0"?><REQUEST><CONTENT><BIOS><SSN>5CD1234XYZ</SSN><SMANUFACTURER>Hewlett-Packard</SMANUFACTURER></BIOS><HARDWARE><NAME>nb-001</NAME></HARDWARE></CONTENT><DEVICEID>nb-001-2025</DEVICEID><QUERY>INVENTORY</QUERY></REQUEST>""";
        var asset = (await keeper.Take(Packed(s => new ZLibStream(s, CompressionLevel.Fastest), xml), company.Customer)).Text("asset");
        Assert.Equal(asset, (await keeper.Take(Packed(s => new GZipStream(s, CompressionLevel.Fastest), Machines.Notebook().ToJsonString()), company.Customer)).Text("asset"));
        var bomb = await keeper.TakeRefused(Packed(s => new GZipStream(s, CompressionLevel.Fastest), new string(' ', 70 << 20)), company.Customer);
        Assert.Equal((413, "AST-114"), (bomb.Status, bomb.Code));
    }

    [Theory]
    [InlineData("", "AST-110", "")]
    [InlineData("just words", "AST-110", "")]
    [InlineData("{\n \"deviceid\": \"a\",\n \"content\": {,}\n}", "AST-111", "3")]
    [InlineData("<REQUEST>\n<CONTENT>\n</REQUEST>", "AST-111", "3")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><REQUEST>&e;</REQUEST>", "AST-111", "1")]
    [InlineData("{\"deviceid\":\"a\"}", "AST-112", "content")]
    [InlineData("<REQUEST><CONTENT/></REQUEST>", "AST-113", "DEVICEID")]
    [InlineData("{\"deviceid\":\"foo\",\"content\":{\"bios\":{\"ssn\":\"To be filled by O.E.M.\"}}}", "AST-115", "To be filled by O.E.M.")]
    public async Task A_file_that_is_none_is_refused_by_line_or_field(string file, string code, string says)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var keeper = await Machines.Keeper(server);
        var refused = await keeper.TakeRefused(Encoding.UTF8.GetBytes(file), company.Customer);
        Assert.Equal(code, refused.Code);
        Assert.Contains(says, refused.Sentence);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task An_asset_bought_in_by_hand_is_the_one_that_its_inventory_finds(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var keeper = await Machines.Keeper(server);
        var asset = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Notebook", name = "财务部新本", state = "Received", manufacturer = "Hewlett-Packard", serial = "5cd1234xyz" });
        Assert.Equal((409, "AST-101"), await keeper.Refused("assets", new { customer = company.Customer, kind = "Notebook", name = "再登记一次", manufacturer = "HP", serial = "5CD1234XYZ" }));
        Assert.Equal(asset.ToString(), (await keeper.Take(Machines.Notebook(), company.Customer)).Text("asset"));
        // The register keeps what was meant; what was seen stands beside it until somebody takes it over.
        var view = await keeper.Get($"assets/{asset}");
        Assert.Equal(("财务部新本", "nb-001"), (view["asset"]!.Text("name"), view["asset"]!.Text("seenName")));
        Assert.Single((await keeper.Get("assets?differs=true"))["part"]!["items"]!.AsArray());
        await keeper.Do($"assets/{asset}/accept", new { version = view["asset"]!["version"]!.GetValue<int>() });
        Assert.Empty((await keeper.Get("assets?differs=true"))["part"]!["items"]!.AsArray());
        foreach (var words in new[] { "nb-001", "5CD1234XYZ", "10.1.2.3", "00:1b:21:aa:bb:01" })
            Assert.Contains((await keeper.Get($"search?q={words}"))["hits"]!.AsArray(), h => h!.Text("href") == $"/assets/{asset}");
        await keeper.Do($"assets/{asset}/retire", new { reason = "摔坏" });
        Assert.Equal((409, "AST-102"), await keeper.Refused($"assets/{asset}/retire", new { reason = "再来" }));
        Assert.Empty((await keeper.Get("assets"))["part"]!["items"]!.AsArray());
        Assert.Single((await keeper.Get("assets?state=Retired"))["part"]!["items"]!.AsArray());
    }

    [Fact]
    public async Task An_older_inventory_is_passed_over()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var keeper = await Machines.Keeper(server);
        JsonObject At(string day, string name)
        {
            var seen = Machines.Notebook(name: name);
            seen["content"]!["accesslog"] = new JsonObject { ["logdate"] = $"{day} 08:00:00" };
            return seen;
        }
        var asset = (await keeper.Take(At("2026-03-08", "neu"), company.Customer)).Text("asset");
        var older = await keeper.Take(At("2026-02-01", "alt"), company.Customer);
        Assert.Equal((asset, "Older"), (older.Text("asset"), older.Text("outcome")));
        Assert.Equal("neu", (await keeper.Get($"assets/{asset}"))["asset"]!.Text("seenName"));
    }

    [Fact]
    public async Task A_long_list_is_read_part_by_part_and_exported_whole()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var keeper = await Machines.Keeper(server);
        for (var i = 0; i < 60; i++) await keeper.Make("assets", new { customer = company.Customer, kind = i % 2 == 0 ? "Printer" : "Computer", name = $"设备 {i:00}" });
        var seen = new List<string>();
        for (var path = "assets?sort=name"; ;)
        {
            var part = (await keeper.Get(path))["part"]!;
            seen.AddRange(part["items"]!.AsArray().Select(a => a!.Text("name")));
            if (part["next"] is not { } next) break;
            path = $"assets?sort=name&after={next}";
        }
        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"设备 {i:00}"), seen);
        var csv = await keeper.Http.GetStringAsync("/assets/export?format=csv&kind=Printer");
        Assert.Equal(31, csv.TrimEnd().Split("\r\n").Length);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Everybody_sees_and_does_what_their_role_says(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var keeper = await Machines.Keeper(server);
        var mine = await keeper.Make("assets", new { customer = company.Customer, kind = "Notebook", name = "我的电脑", owner = company.Contact });
        var others = await keeper.Make("assets", new { customer = company.Customer, kind = "Notebook", name = "别人的电脑", owner = company.Vip });
        using var user = server.Client();
        await user.SignIn(Company.UserOf(Role.User));
        Assert.Equal(["我的电脑"], (await user.Get("assets"))["part"]!["items"]!.AsArray().Select(a => a!.Text("name")));
        Assert.Equal(HttpStatusCode.NotFound, (await user.Http.GetAsync($"/api/v1/assets/{others}")).StatusCode);
        Assert.Equal("我的电脑", (await user.Get($"assets/{mine}"))["asset"]!.Text("name"));
        foreach (var role in new[] { Role.User, Role.Agent, Role.L2, Role.SvcMgr, Role.CustAdm, Role.Auditor })
        {
            using var reader = server.Client();
            await reader.SignIn(Company.UserOf(role));
            Assert.Equal(403, (await reader.Refused("assets", new { customer = company.Customer, kind = "Printer", name = "x" })).Status);
            Assert.Equal(403, (await reader.TakeRefused(Encoding.UTF8.GetBytes(Machines.Notebook().ToJsonString()), company.Customer)).Status);
            if (role != Role.User) Assert.Equal(2, (await reader.Get("assets"))["part"]!["items"]!.AsArray().Count);
        }
        // A configuration manager of another customer finds neither the assets nor the customer.
        using var admin = server.Client();
        await admin.SignIn("admin");
        var stranger = await admin.Make("accounts", new { userName = "other-keeper", name = "YY配置", password = Company.Password, staff = company.Second });
        await admin.Do($"accounts/{stranger}/grants", new { role = Role.CfgMgr, customer = company.Other.Customer });
        using var other = server.Client();
        await other.SignIn("other-keeper");
        Assert.Equal(404, (await other.Refused($"assets/{mine}/retire", new { reason = "x" })).Status);
        Assert.Equal(404, (await other.Refused("assets", new { customer = company.Customer, kind = "Printer", name = "x" })).Status);
        Assert.True((await other.TakeRefused(Encoding.UTF8.GetBytes(Machines.Notebook().ToJsonString()), company.Customer)).Status is 400 or 404);
        Assert.Equal(400, (await other.Refused("assets", new { customer = company.Other.Customer, kind = "Printer", name = "x", owner = company.Contact })).Status);
        // The same machine at another customer is another asset: nothing leaks by its serial number.
        await keeper.Take(Machines.Notebook(), company.Customer);
        Assert.Equal("Added", (await other.Take(Machines.Notebook(), company.Other.Customer)).Text("outcome"));
    }
}
