// Releases as people meet them: a package that is checked, tested and approved by others, a pilot, waves that halt by themselves, and a library that holds approved packages only; on both databases.
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Assets;
using Steward.Desk.Releases;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class ReleaseTests
{
    static readonly byte[] Package = [0x50, 0x4B, 3, 4, .. "antivirus client 8.2"u8];

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_package_goes_out_in_waves_halts_by_itself_and_is_resumed_by_the_change_manager_alone(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var author = await ProblemTests.In(server, Role.L2);
        using var tester = await ProblemTests.In(server, Role.L3);
        using var chair = await ProblemTests.In(server, Role.ChgMgr);
        using var agent = await ProblemTests.In(server, Role.Agent);
        var hosts = await Hosts(server, company, 21);
        var (change, draft, _) = await ManyChanges.Make(server, company, hosts[0].Asset);
        var number = await NumberOf(author, change);

        Assert.Equal(403, (await agent.Refused("releases", new { summary = "x", customer = company.Customer, backoutPlan = "x" })).Status);
        var release = await author.Make("releases", new { summary = "防病毒客户端 8.2", customer = company.Customer, backoutPlan = "卸载并装回 8.1" });
        Assert.Equal((409, "DESK-522"), await author.Refused($"releases/{release}/targets", new { tags = "PC-没有" }));
        await author.Do($"releases/{release}/targets", new { tags = string.Join('\n', hosts.Take(5).Select(h => h.Tag)) });
        await author.Do($"releases/{release}/targets", new { kind = "Computer" });
        Assert.Equal(21, (await author.Get($"releases/{release}"))["hostsInAll"]!.GetValue<int>());
        await author.Do($"releases/{release}/targets/{hosts[20].Asset}/remove");

        // The file must be the one that its maker published, with all that must be known of it.
        Assert.Equal((400, "DESK-521"), await Build(author, release, sha256: new string('0', 64)));
        Assert.Equal((400, "STW-400"), await Build(author, release, licence: ""));
        Assert.Equal(415, (await Build(author, release, name: "client.exe")).Status);
        Assert.Equal((409, "DESK-201"), await author.Refused($"releases/{release}/test", new { testRecord = "通过" }));
        Assert.Equal(200, (await Build(author, release, sha256: Convert.ToHexString(SHA256.HashData(Package)))).Status);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Package)), (await author.Get($"releases/{release}"))["release"]!["packageHash"]!.ToString());
        await tester.Do($"releases/{release}/test", new { testRecord = "3 台测试机，安装、更新、卸载均正常" });
        // Another package is tested anew.
        Assert.Equal(200, (await Build(author, release)).Status);
        Assert.Equal("Built", await State(author, release));
        await tester.Do($"releases/{release}/test", new { testRecord = "3 台测试机，安装、更新、卸载均正常" });

        // Nobody sees it in the library before it is approved, and who planned or tested does not approve.
        Assert.Empty((await agent.Get("media"))["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await agent.Http.GetAsync($"/api/v1/releases/{release}/package")).StatusCode);
        Assert.Equal(403, (await author.Refused($"releases/{release}/approve")).Status);
        Assert.Equal(403, (await tester.Refused($"releases/{release}/approve")).Status);
        await chair.Do($"releases/{release}/approve");
        var media = Assert.Single((await agent.Get("media"))["items"]!.AsArray())!;
        Assert.Equal(("antivirus", true), (media["name"]!.ToString(), media["intact"]!.GetValue<bool>()));
        Assert.Equal(Package, await agent.Http.GetByteArrayAsync($"/api/v1/releases/{release}/package"));

        // Nothing goes out without an approved change, and a pilot is no larger than a tenth.
        Assert.Equal((409, "DESK-526"), await author.Refused($"releases/{release}/pilot"));
        await author.Do($"releases/{release}/change", new { change = await NumberOf(author, draft) });
        Assert.Equal((409, "DESK-526"), await author.Refused($"releases/{release}/pilot"));
        Assert.Equal(400, (await author.Refused($"releases/{release}/change", new { change = "CHG-XXQY-20260310-9999" })).Status);
        await author.Do($"releases/{release}/change", new { change = number });
        Assert.Equal((409, "DESK-525"), await author.Refused($"releases/{release}/pilot", new { hosts = 3 }));
        await author.Do($"releases/{release}/pilot");
        Assert.Equal((409, "DESK-528"), await author.Refused($"releases/{release}/waves", new { hosts = 10 }));
        foreach (var host in hosts.Take(2)) await author.Do($"releases/{release}/targets/{host.Asset}/result", new { outcome = "Succeeded" });
        Assert.Equal((409, "DESK-531"), await author.Refused($"releases/{release}/targets/{hosts[5].Asset}/result", new { outcome = "Succeeded" }));

        // Ten hosts: one failure is ten percent and more than five; it halts by itself and says why.
        await author.Do($"releases/{release}/waves", new { hosts = 10 });
        foreach (var host in hosts.Skip(2).Take(3)) await author.Do($"releases/{release}/targets/{host.Asset}/result", new { outcome = "Succeeded" });
        Assert.Null((await author.Get($"releases/{release}"))["release"]!["haltedAt"]);
        await author.Do($"releases/{release}/targets/{hosts[5].Asset}/result", new { outcome = "Failed", note = "安装报错 1603" });
        var halted = (await author.Get($"releases/{release}"))["release"]!;
        Assert.NotNull(halted["haltedAt"]);
        Assert.Equal("第 2 批 10 台中失败 1 台，超过 5%，自动暂停。", halted["haltedWhy"]!.ToString());
        Assert.Single((await agent.Get("releases?group=Halted"))["items"]!.AsArray());
        foreach (var host in hosts.Skip(6).Take(6)) await author.Do($"releases/{release}/targets/{host.Asset}/result", new { outcome = "Succeeded" });
        Assert.Equal((409, "DESK-527"), await author.Refused($"releases/{release}/waves"));
        Assert.Equal(403, (await author.Refused($"releases/{release}/resume", new { reason = "继续" })).Status);
        Assert.Equal(400, (await chair.Refused($"releases/{release}/resume")).Status);
        await chair.Do($"releases/{release}/resume", new { reason = "该机磁盘已满，属个例" });
        // The failure that was known does not halt it again, and the second try counts.
        await author.Do($"releases/{release}/targets/{hosts[5].Asset}/result", new { outcome = "Succeeded" });

        // Whoever exchanges the package on the disk stops everything.
        var path = Path.Combine(server.Folder.Files, halted["packageHash"]!.ToString()[..2], halted["packageHash"]!.ToString());
        await File.WriteAllBytesAsync(path, [.. Package, 0]);
        Assert.Equal((500, "FILE-104"), await author.Refused($"releases/{release}/waves"));
        Assert.False(Assert.Single((await agent.Get("media"))["items"]!.AsArray())!["intact"]!.GetValue<bool>());
        Assert.Equal(HttpStatusCode.InternalServerError, (await agent.Http.GetAsync($"/api/v1/releases/{release}/package")).StatusCode);
        await File.WriteAllBytesAsync(path, Package);

        await author.Do($"releases/{release}/waves");
        Assert.Equal((409, "DESK-528"), await author.Refused($"releases/{release}/verify", new { text = "正常" }));
        foreach (var host in hosts.Skip(12).Take(8)) await author.Do($"releases/{release}/targets/{host.Asset}/result", new { outcome = "Succeeded" });
        Assert.Equal((409, "DESK-530"), await author.Refused($"releases/{release}/waves"));
        await author.Do($"releases/{release}/verify", new { text = "抽查 5 台，病毒库更新正常" });
        Assert.Equal(403, (await author.Refused($"releases/{release}/close")).Status);
        await chair.Do($"releases/{release}/close");
        var done = await author.Get($"releases/{release}");
        Assert.Equal("Closed", done["release"]!["state"]!.ToString());
        Assert.Equal([(1, 2, 2, 0), (2, 10, 10, 0), (3, 8, 8, 0)], done["waves"]!.AsArray().Select(w => (w!["wave"]!.GetValue<int>(), w["hosts"]!.GetValue<int>(), w["succeeded"]!.GetValue<int>(), w["failed"]!.GetValue<int>())));
        // Its story tells of the halt and of who resumed it; the search finds it; people of another customer find nothing.
        Assert.Contains(done["story"]!.AsArray(), e => e!["verb"]!.ToString() == "HaltRelease" && e["text"]!.ToString().Contains("超过 5%"));
        Assert.Contains(done["story"]!.AsArray(), e => e!["verb"]!.ToString() == "ResumeRelease" && e["by"]!.ToString() == "账号 ChgMgr");
        Assert.Single((await agent.Get("releases?group=All&q=antivirus"))["items"]!.AsArray());
        using var foreign = server.Client();
        await foreign.SignIn("other-agent");
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.Http.GetAsync($"/releases/{release}/package")).StatusCode);
        Assert.Empty((await foreign.Get("media"))["items"]!.AsArray());
    }

    [Fact]
    public async Task What_is_withdrawn_leaves_the_library_and_what_is_not_ready_is_not_approved()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var author = await ProblemTests.In(server, Role.L2);
        using var chair = await ProblemTests.In(server, Role.ChgMgr);
        var release = await Approved(server, company, author, chair, "浏览器 120");
        Assert.Single((await author.Get("media"))["items"]!.AsArray());
        await author.Do($"releases/{release}/withdraw", new { reason = "厂商召回" });
        Assert.Empty((await author.Get("media"))["items"]!.AsArray());
        Assert.Equal((409, "DESK-201"), await author.Refused($"releases/{release}/notes", new { text = "x" }));

        var bare = await author.Make("releases", new { summary = "没有主机", customer = company.Customer, backoutPlan = "无" });
        Assert.Equal(200, (await Build(author, bare)).Status);
        await author.Do($"releases/{bare}/test", new { testRecord = "通过" });
        Assert.Equal((409, "DESK-523"), await chair.Refused($"releases/{bare}/approve"));
        await chair.Do($"releases/{bare}/return", new { reason = "没有目标主机" });
        Assert.Equal("Built", await State(author, bare));
    }

    /// <summary>A pilot never exceeds a tenth but has one host; the rule halts as soon as the wave's share must exceed, in whatever order results come.</summary>
    [Fact]
    public void The_stop_rule_is_exact()
    {
        Assert.Equal([1, 1, 1, 2, 10], new[] { 1, 9, 19, 20, 105 }.Select(ReleaseRules.LargestPilot));
        Assert.False(ReleaseRules.MustHalt(new(20, 0, 1), 5, 0));
        Assert.True(ReleaseRules.MustHalt(new(20, 0, 2), 5, 0));
        Assert.False(ReleaseRules.MustHalt(new(20, 0, 2), 5, 2));
        Assert.True(ReleaseRules.MustHalt(new(19, 0, 1), 5, 0));
        Assert.True(ReleaseRules.MustHalt(new(1000, 0, 1), 0, 0));
        Assert.False(ReleaseRules.MustHalt(new(1000, 1000, 0), 0, 0));
    }

    internal static async Task<Guid> Approved(TestServer server, Company company, Client author, Client chair, string summary)
    {
        var hosts = await Hosts(server, company, 3, summary);
        var release = await author.Make("releases", new { summary, customer = company.Customer, backoutPlan = summary, description = summary });
        await author.Do($"releases/{release}/targets", new { tags = string.Join(' ', hosts.Select(h => h.Tag)) });
        Assert.Equal(200, (await Build(author, release, product: summary)).Status);
        await author.Do($"releases/{release}/test", new { testRecord = summary });
        await chair.Do($"releases/{release}/approve");
        return release;
    }

    /// <summary>Computers of the customer, by their tags.</summary>
    internal static async Task<List<(Guid Asset, string Tag)>> Hosts(TestServer server, Company company, int count, string name = "办公电脑")
    {
        using var keeper = await Assets.Machines.Keeper(server);
        var made = new List<Guid>();
        for (var i = 0; i < count; i++) made.Add(await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Computer", name = $"{name} {i}" }));
        return await server.As(async s => (await s.GetRequiredService<StewardDb>().Set<Asset>().Where(a => a.Kind == AssetKind.Computer).OrderBy(a => a.Tag).Select(a => new { a.Id, a.Tag }).ToListAsync()).FindAll(a => made.Contains(a.Id.Value)).ConvertAll(a => (a.Id.Value, a.Tag)));
    }

    internal static async Task<(int Status, string Code)> Build(Client who, Guid release, string name = "client.zip", string licence = "350 点授权", string sha256 = "", string product = "antivirus")
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Package), "file", name }, { new StringContent(product), "name" }, { new StringContent("8.2"), "packageVersion" }, { new StringContent("https://vendor.example/8.2"), "source" }, { new StringContent(licence), "licence" }, { new StringContent(sha256), "sha256" } };
        using var answer = await who.Http.PostAsync($"/api/v1/releases/{release}/package", form);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? "" : JsonNode.Parse(text)?["code"]?.ToString() ?? "");
    }

    static async Task<string> State(Client who, Guid release) => (await who.Get($"releases/{release}"))["release"]!["state"]!.ToString();
    static async Task<string> NumberOf(Client who, Guid change) => (await who.Get($"changes/{change}"))["change"]!["number"]!.ToString();
}
