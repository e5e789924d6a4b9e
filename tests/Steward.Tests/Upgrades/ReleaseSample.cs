// A small company as a released version keeps it, put by for later versions to upgrade from: made once at each release, by `make release-sample`.
using Steward.Access;
using Steward.Fixtures;
using Steward.House;
using Steward.Platform.Data;
using Steward.Platform.Settings;
using Xunit;

namespace Steward.Upgrades;

public sealed class ReleaseSample
{
    /// <summary>Where the backups of released versions lie, by version and engine.</summary>
    public static string FileOf(string version, Engine engine) => Path.Combine(HouseTests.FindRoot(), "tests", "Steward.Tests", "Upgrades", $"steward-{version}-{engine.ToString().ToLowerInvariant()}.zip");

    /// <summary>The tickets in it: one waits, one is solved, one is new.</summary>
    public static readonly string[] Summaries = ["打印机卡纸", "邮件发不出去", "VPN 连不上"];

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Keep(Engine engine)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("STEWARD_KEEP_RELEASE") == "1", "it writes a file of the project; make release-sample runs it when a version is released");
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var tickets = new List<string>();
        foreach (var summary in Summaries) tickets.Add((await agent.Do("tickets", new { summary, service = company.Service, requester = company.Contact, channel = "Phone" }))["id"]!.ToString());
        foreach (var ticket in tickets.Take(2)) await agent.Do($"tickets/{ticket}/accept");
        using var engineer = server.Client();
        await engineer.SignIn(Company.UserOf(Role.L1));
        foreach (var ticket in tickets.Take(2)) await agent.Do($"tickets/{ticket}/assign", new { team = company.OnSite, assignee = company.Engineer });
        foreach (var ticket in tickets.Take(2)) await engineer.Do($"tickets/{ticket}/start");
        server.Time.Advance(TimeSpan.FromMinutes(40));
        await engineer.Do($"tickets/{tickets[1]}/resolve", new { solution = "重设了密码", cause = "密码过期", device = "PC-001", minutesSpent = 20 });
        await Platform.Upkeep.Backup.Take(new DataFolder(server.Folder.Path), server.Connection, FileOf(Platform.Upkeep.Manifest.Here, engine), server.Time.GetUtcNow(), default);
    }
}
