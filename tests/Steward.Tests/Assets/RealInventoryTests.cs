// Real agents' inventories, all of them, on both databases: each file is accounted for, each section kept or left out with a reason, and the second time changes nothing.
using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Assets.Inventories;
using Steward.Fixtures;
using Steward.Platform.Audit;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Assets;

public sealed class RealInventoryTests
{
    static List<string> Files() => [.. Directory.EnumerateFiles(TestData.Path("inventories"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    static string Short(string file) => Path.GetRelativePath(TestData.Path("inventories"), file).Replace('\\', '/');

    static Task<List<FileTaken>> TakeAll(TestServer server, Guid customer, IEnumerable<string> files) => server.As(async s =>
    {
        var (intake, taken) = (s.GetRequiredService<InventoryIntake>(), new List<FileTaken>());
        foreach (var file in files) taken.Add(await intake.Take(TenantId.From(customer), null, Short(file), await File.ReadAllBytesAsync(file), default));
        return taken;
    });

    static Task<(string Head, string Rows)> State(TestServer server) => server.As(async s =>
    {
        var db = s.GetRequiredService<StewardDb>();
        var counts = new List<string>();
        foreach (var table in db.Model.GetEntityTypes().Select(t => t.GetTableName()!).Distinct().Where(t => t != "platform_audit_head").Order()) counts.Add($"{table} {await db.Scalar($"select count(*) from {table}", default)}");
        return ((await AuditVerifier.Verify(db, [], default)).Head.ToString()!, string.Join('\n', counts));
    });

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Every_file_is_accounted_for_and_the_second_time_changes_nothing(Engine engine)
    {
        var files = Files();
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var taken = await TakeAll(server, company.Customer, files);
        Assert.Equal(files.Count, taken.Count);
        Assert.Equal(
            ["agent-xml/11.xml AST-115", "inventory.schema.json AST-112"],
            taken.Where(t => t.Refused).Select(t => $"{t.File} {t.Code}"));
        var outcomes = taken.SelectMany(t => t.Devices).CountBy(d => d.Outcome).ToDictionary();
        Assert.Equal((17, 9, 1), (outcomes[IntakeOutcome.Added], outcomes[IntakeOutcome.Updated], outcomes[IntakeOutcome.Older]));

        // The same machine under other agents, other formats and other years is one asset.
        AssetId Of(string file) => taken.Single(t => t.File == file).Devices.Single().Asset!.Value;
        foreach (var same in new[] {
            new[] { "agent-xml/1.xml", "examples/computer_3.json.gz" }, ["agent-xml/13.xml", "agent-xml/14.xml"], ["agent-xml/16.xml", "agent-xml/17.xml"], ["agent-xml/5.xml", "agent-xml/5-good.xml"], ["agent-xml/7.xml", "examples/networkequipment_1.json"],
            ["examples/computer_1.json", "examples/computer_1_partial_softs.json", "examples/computer_1_partial_memory.json"] })
            Assert.Single(same.Select(Of).Distinct());

        var (head, rows) = await State(server);
        var again = await TakeAll(server, company.Customer, files);
        Assert.All(again.SelectMany(t => t.Devices), d => Assert.Equal(IntakeOutcome.Unchanged, d.Outcome));
        Assert.Equal((head, rows), await State(server));
    }

    [Fact]
    public async Task Every_section_of_every_file_is_kept_or_left_out_with_a_reason()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        var sections = 0;
        foreach (var file in Files())
        {
            // Each file for itself, read by other means than the product's.
            var taken = Assert.Single(await TakeAll(server, company.Customer, [file]));
            if (taken.Refused) continue;
            var device = Assert.Single(taken.Devices);
            foreach (var section in SectionsOf(file))
            {
                sections++;
                Assert.True(device.Sections.Any(s => s.Section == section) || device.LeftOut.Any(l => l.What == section && l.Reason.Length > 5), $"{taken.File}: {section} is lost");
            }
        }
        Assert.True(sections > 240, $"only {sections} sections");
        // All three thousand programs of one machine are there, and found again by name.
        var programs = await server.As(s => s.GetRequiredService<StewardDb>().Set<AssetPart>().CountAsync(p => p.Section == "softwares"));
        Assert.True(programs > 50);
    }

    [Fact]
    public async Task Three_thousand_programs_are_kept_one_by_one()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        var taken = Assert.Single(await TakeAll(server, company.Customer, [TestData.Path("inventories", "examples", "computer_3.json.gz")]));
        Assert.Equal(3033, taken.Devices[0].Sections.Single(s => s.Section == "softwares").Count);
        Assert.Equal(3033, await server.As(s => s.GetRequiredService<StewardDb>().Set<AssetPart>().CountAsync(p => p.Section == "softwares")));
        using var keeper = await Machines.Keeper(server);
        var page = await keeper.Get($"assets/{taken.Devices[0].Asset}?view=softwares");
        Assert.Equal(100, page["table"]!["rows"]!["items"]!.AsArray().Count);
        Assert.NotNull(page["table"]!["rows"]!["next"]);
    }

    static IEnumerable<string> SectionsOf(string file)
    {
        if (file.EndsWith(".xml", StringComparison.Ordinal))
        {
            var content = XDocument.Load(file).Root!.Element("CONTENT")!;
            return content.Element("DEVICE") is { } device
                ? device.Elements().Select(e => e.Name.LocalName switch { "PORTS" => "network_ports", "COMPONENTS" => "network_components", "INFO" => "network_device", var n => e.HasElements && n != "IPS" ? n.ToLowerInvariant() : "network_device" }).Distinct()
                : content.Elements().Select(e => e.Name.LocalName switch { "FIREWALL" => "firewalls", "USER" => "users", var n => n.ToLowerInvariant() }).Distinct().Where(n => n != "versionclient");
        }
        using Stream stream = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.OpenRead(file), CompressionMode.Decompress) : File.OpenRead(file);
        return [.. JsonNode.Parse(stream)!["content"]!.AsObject().Select(s => s.Key).Where(n => n != "versionclient")];
    }
}
