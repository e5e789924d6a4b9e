// Data of released versions under this one: everything is there, work goes on, and back-out by the backup works; in the long run with the old program itself.
using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Fixtures;
using Steward.House;
using Steward.Platform.Data;
using Steward.Platform.Settings;
using Steward.Platform.Upkeep;
using Xunit;

namespace Steward.Upgrades;

public sealed class UpgradeTests : IDisposable
{
    readonly string scratch = Directory.CreateTempSubdirectory("steward-upgrade").FullName;

    /// <summary>Released versions with the commit that each was built from.</summary>
    static readonly (string Version, string Commit)[] Released = [("0.1.0", "13a679fbbd6a5d30d3f5a1440140465c5809d912")];

    public static TheoryData<string, Engine> Samples
    {
        get
        {
            var samples = new TheoryData<string, Engine>();
            foreach (var (version, _) in Released)
                foreach (var engine in Enum.GetValues<Engine>()) samples.Add(version, engine);
            return samples;
        }
    }

    [Theory, MemberData(nameof(Samples))]
    public async Task A_released_versions_data_is_whole_under_this_one_and_work_goes_on(string version, Engine engine)
    {
        var (data, file) = (Path.Combine(scratch, "data"), ReleaseSample.FileOf(version, engine));
        var connection = engine == Engine.Postgres ? await Postgres.Create($"u{Environment.ProcessId}_{Path.GetFileName(scratch).ToLowerInvariant().Replace("-", "")}") : null;
        try
        {
            if (connection is null) await Unpack(file, data);
            else
            {
                var (exit, said, err) = await ServerProcess.Run("restore", file, "--data", data, "--database", connection);
                Assert.True(exit == 0, said + err);
            }
            var before = connection is null ? await Everything(Path.Combine(data, "steward.db")) : null;
            await using (var server = await ServerProcess.Start(data))
            {
                using var agent = new Client(server.Address);
                await agent.SignIn(Company.UserOf(Role.Agent));
                var items = (await agent.Get("tickets?group=all"))["items"]!.AsArray();
                Assert.Equal(ReleaseSample.Summaries.Order(), items.Select(t => t!["summary"]!.GetValue<string>()).Order());
                var waiting = items.Single(t => t!["summary"]!.GetValue<string>() == ReleaseSample.Summaries[2])!;
                await agent.Do($"tickets/{waiting["id"]}/accept");
                Assert.Equal("Accepted", (await agent.Get($"tickets/{waiting["id"]}"))["ticket"]!["state"]!.GetValue<string>());
                var hits = await agent.Http.GetStringAsync($"/search?q={Uri.EscapeDataString("卡纸")}");
                Assert.Contains("打印机", System.Net.WebUtility.HtmlDecode(hits));
                await server.Stop();
            }
            Assert.Equal(0, (await ServerProcess.Run("verify-audit", "--data", data)).Exit);
            if (before is not null)
            {
                // What was there is there still, to the last column; only what was done since has changed.
                var after = await Everything(Path.Combine(data, "steward.db"), before);
                foreach (var table in new[] { "people_contact", "contracts_contract", "access_account", "desk_ticket_entry", "sla_fact", "platform_audit" })
                {
                    Assert.NotEmpty(before[table].Rows);
                    Assert.Empty(before[table].Rows.Except(after[table].Rows));
                }
            }
        }
        finally { if (connection is not null) await Postgres.Drop(connection); }
    }

    [Fact]
    public async Task A_database_that_a_newer_version_has_changed_is_not_opened()
    {
        var (server, _) = await TestServer.WithCompany();
        await server.As(s => s.GetRequiredService<StewardDb>().Execute("insert into \"__EFMigrationsHistory\" values ('20990101000000_Release_9_9', '99.0')", default));
        var folder = server.Folder.Path;
        await server.CloseAndKeep();
        var (exit, said, err) = await ServerProcess.Run("serve", "--data", folder, "--urls", "http://127.0.0.1:0");
        Assert.NotEqual(0, exit);
        Assert.Contains("Release_9_9", said + err);
        Assert.Contains("restore the backup", said + err);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_old_program_is_upgraded_and_goes_back_by_its_own_backup()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("STEWARD_LONG") == "1", "building the old version takes minutes; it runs in make test-long");
        var (version, commit) = Released[^1];
        var (source, old, data, backup) = (Path.Combine(scratch, "source"), Path.Combine(scratch, "old"), Path.Combine(scratch, "data"), Path.Combine(scratch, "before-upgrade.zip"));
        await Tool.Run("git", "-C", HouseTests.FindRoot(), "worktree", "add", "--detach", source, commit);
        try
        {
            await Tool.Run("dotnet", "publish", Path.Combine(source, "src", "Steward.Server"), "-c", "Release", "-o", old, "-v", "quiet", "--nologo");
            Task Old(params string[] words) => Tool.Run("dotnet", [Path.Combine(old, "steward.dll"), .. words, "--data", data]);
            await Old("restore", ReleaseSample.FileOf(version, Engine.Sqlite));
            await Old("backup", backup, "--drill");
            await using (var server = await ServerProcess.Start(data))
            {
                using var agent = new Client(server.Address);
                await agent.SignIn(Company.UserOf(Role.Agent));
                Assert.Equal(3, (await agent.Get("tickets?group=all"))["items"]!.AsArray().Count);
                await server.Stop();
            }
            await Old("restore", backup, "--replace");
            await Old("verify-audit");
            var sample = Path.Combine(scratch, "sample");
            await Unpack(ReleaseSample.FileOf(version, Engine.Sqlite), sample);
            var (was, there) = (await Everything(Path.Combine(sample, "steward.db")), await Everything(Path.Combine(data, "steward.db")));
            Assert.Equal(was.Keys, there.Keys);
            Assert.All(was, table => Assert.Equal(table.Value.Rows, there[table.Key].Rows));
        }
        finally { await Tool.Run("git", "-C", HouseTests.FindRoot(), "worktree", "remove", "--force", source); }
    }

    /// <summary>The data folder as the old version had it, not restored by this one.</summary>
    static async Task Unpack(string backup, string folder)
    {
        await using var zip = await ZipFile.OpenReadAsync(backup);
        foreach (var entry in zip.Entries.Where(e => e.FullName.StartsWith(Backup.Folder, StringComparison.Ordinal)))
        {
            var path = Path.Combine(folder, entry.FullName[Backup.Folder.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await entry.ExtractToFileAsync(path);
        }
    }

    sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<string> Rows);

    /// <summary>Each table's rows as text, in the columns that it has or had in <paramref name="before"/>.</summary>
    static async Task<SortedDictionary<string, Table>> Everything(string file, SortedDictionary<string, Table>? before = null)
    {
        await using var database = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync();
        var all = new SortedDictionary<string, Table>(StringComparer.Ordinal);
        var tables = before?.Keys.ToList() ?? await Catalog.Texts(database, "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_\\_EF%' escape '\\' and name not like 'platform_search_terms%'", default);
        foreach (var table in tables)
        {
            var columns = before?[table].Columns ?? await Catalog.Texts(database, $"select name from pragma_table_info('{table}') order by name", default);
            await using var command = database.CreateCommand();
            command.CommandText = $"select {Catalog.List(columns)} from {table}";
            await using var read = await command.ExecuteReaderAsync();
            var rows = new List<string>();
            while (await read.ReadAsync()) rows.Add(string.Join('|', Enumerable.Range(0, columns.Count).Select(c => read[c] is byte[] bytes ? Convert.ToHexString(bytes) : $"{read[c]}")));
            all[table] = new(columns, rows);
        }
        return all;
    }

    public void Dispose() => Directory.Delete(scratch, recursive: true);
}
