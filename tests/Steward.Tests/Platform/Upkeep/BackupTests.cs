// Backups taken while people work, put back elsewhere by the command line, on both databases; and backups that must be refused.
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Npgsql;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Settings;
using Xunit;

namespace Steward.Platform.Upkeep;

public sealed class BackupTests : IDisposable
{
    readonly string scratch = Directory.CreateTempSubdirectory("steward-backup").FullName;

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Taken_under_load_and_restored_elsewhere_it_holds_all_that_was_acknowledged_before(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        await File.WriteAllTextAsync(server.Folder.SettingsFile, new StewardSettings { PublicUrl = "https://kept.example", Database = new() { Connection = server.Connection } }.Write());
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var ticket = (await agent.Do("tickets", Report(company, "带附件")))["id"]!.GetValue<Guid>();
        byte[] picture = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[5000]];
        var content = new ByteArrayContent(picture);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        (await agent.Http.PostAsync($"/api/v1/tickets/{ticket}/files", new MultipartFormDataContent { { content, "file", "屏幕.png" } })).EnsureSuccessStatusCode();

        var acknowledged = new ConcurrentQueue<Guid>();
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, 3).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var opened = (await agent.Do("tickets", Report(company, $"负载 {worker}-{i}")))["id"]!.GetValue<Guid>();
                acknowledged.Enqueue(opened);
                if (i % 2 == 0) await agent.Do($"tickets/{opened}/accept");
            }
        })).ToList();
        while (acknowledged.Count < 20) await Task.WhenAny([Task.Delay(20), .. load]);
        var before = acknowledged.ToArray();
        var file = Path.Combine(scratch, "steward.zip");
        var (exit, said, err) = await ServerProcess.Run("backup", file, "--drill", "--json", "--data", server.Folder.Path);
        var during = acknowledged.Count - before.Length;
        await stop.CancelAsync();
        await Task.WhenAll(load);
        Assert.True(exit == 0, said + err);
        Assert.True(during > 0, "nobody worked during the backup");
        var manifest = JsonNode.Parse(said)!;
        Assert.True(manifest["drillSeconds"]!.GetValue<double>() > 0);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(scratch)); // the drill's scratch is gone

        var (target, connection) = (Path.Combine(scratch, "elsewhere"), engine == Engine.Postgres ? await Postgres.Create($"r{Environment.ProcessId}_{Path.GetFileName(scratch).ToLowerInvariant().Replace("-", "")}") : null);
        try
        {
            // An old file is tried on the server that the settings name.
            var tried = await ServerProcess.Run("restore", file, "--drill", "--data", server.Folder.Path);
            Assert.True(tried.Exit == 0, tried.Err);
            var restored = await ServerProcess.Run(["restore", file, "--json", "--data", target, .. connection is null ? Array.Empty<string>() : ["--database", connection]]);
            Assert.True(restored.Exit == 0, restored.Out + restored.Err);
            Assert.True(JsonNode.DeepEquals(manifest["counts"], JsonNode.Parse(restored.Out)!["counts"]));
            foreach (var (table, count) in manifest["counts"]!.AsObject()) Assert.Equal(count!.GetValue<long>(), await Count(target, connection, table));
            Assert.True(await Count(target, connection, "desk_ticket") > before.Length);
            var audit = JsonNode.Parse((await ServerProcess.Run("verify-audit", "--json", "--data", target)).Out)!;
            Assert.Null(audit["fault"]);
            Assert.Equal(manifest["auditHead"]!.GetValue<string>(), audit["head"]!.GetValue<string>());
            Assert.Contains("https://kept.example", await File.ReadAllTextAsync(Path.Combine(target, "steward.json")));

            await using var second = await ServerProcess.Start(target);
            using var there = new Client(second.Address);
            await there.SignIn(Company.UserOf(Role.Agent));
            foreach (var id in before) Assert.Equal(id, (await there.Get($"tickets/{id}"))["ticket"]!["id"]!.GetValue<Guid>());
            var attached = (await there.Get($"tickets/{ticket}"))["files"]![0]!["href"]!.GetValue<string>();
            Assert.Equal(picture, await there.Http.GetByteArrayAsync(attached));
            // New rows get new numbers: what the database counts on by itself was restored as well.
            await there.Do("tickets", Report(company, "恢复之后"));
            await second.Stop();

            await Refuses(file, target, connection);
        }
        finally { if (connection is not null) await Postgres.Drop(connection); }
    }

    /// <summary>What is there is refused, or put aside whole when that is asked for.</summary>
    static async Task Refuses(string file, string target, string? connection)
    {
        string[] again = ["restore", file, "--data", target, .. connection is null ? Array.Empty<string>() : ["--database", connection]];
        var settings = await File.ReadAllTextAsync(Path.Combine(target, "steward.json"));
        var refused = await ServerProcess.Run(again);
        Assert.Equal(2, refused.Exit);
        Assert.Contains("not empty", refused.Err);
        if (connection is not null)
        {
            var database = await ServerProcess.Run("restore", file, "--data", target + "-2", "--database", connection);
            Assert.Equal(2, database.Exit);
            Assert.Contains("not empty", database.Err);
        }
        var replaced = await ServerProcess.Run([.. again, "--replace"]);
        Assert.True(replaced.Exit == 0, replaced.Out + replaced.Err);
        var aside = Assert.Single(Directory.GetDirectories(target, "before-restore-*"));
        Assert.Equal(settings, await File.ReadAllTextAsync(Path.Combine(aside, "steward.json")));
        Assert.Equal(0, (await ServerProcess.Run("verify-audit", "--data", target)).Exit);
    }

    [Fact]
    public async Task A_damaged_or_foreign_backup_is_refused_and_nothing_is_put_into_place()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        var file = Path.Combine(scratch, "steward.zip");
        Assert.Equal(0, (await ServerProcess.Run("backup", file, "--data", server.Folder.Path)).Exit);
        var whole = await File.ReadAllBytesAsync(file);
        // The database at its start and in its middle, and the name of the last file in the list of contents. (A bit in a file's date harms nobody.)
        var database = whole.AsSpan().IndexOf("data/steward.db"u8);
        foreach (var place in new[] { database + 100, database + 5_000, whole.Length - 30 })
        {
            var bad = whole.ToArray();
            bad[place] ^= 0x55;
            await File.WriteAllBytesAsync(file, bad);
            var (exit, said, err) = await ServerProcess.Run("restore", file, "--data", Path.Combine(scratch, "target"));
            Assert.True(exit == 2, said);
            Assert.DoesNotContain("   at ", err);
            Assert.False(File.Exists(Path.Combine(scratch, "target", "steward.db")));
        }
        await File.WriteAllBytesAsync(file, whole);
        using (var zip = System.IO.Compression.ZipFile.Open(file, System.IO.Compression.ZipArchiveMode.Update))
        {
            var manifest = zip.GetEntry("manifest.json")!;
            string text;
            using (var reader = new StreamReader(manifest.Open())) text = await reader.ReadToEndAsync();
            manifest.Delete();
            await using var writer = new StreamWriter(zip.CreateEntry("manifest.json").Open());
            await writer.WriteAsync(text.Replace("\"migrations\":[\"", "\"migrations\":[\"29990101000000_Later\",\"", StringComparison.Ordinal));
        }
        var newer = await ServerProcess.Run("restore", file, "--data", Path.Combine(scratch, "newer"));
        Assert.Equal(2, newer.Exit);
        Assert.Contains("keeps its data in another way", newer.Err);
        // And nobody restores over a server that runs.
        await File.WriteAllBytesAsync(file, whole);
        var running = await ServerProcess.Run("restore", file, "--replace", "--data", server.Folder.Path);
        Assert.Equal(2, running.Exit);
        Assert.Contains("Stop the server first", running.Err);
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
    }

    [Fact]
    public async Task A_drill_whose_user_may_make_no_database_says_what_is_missing()
    {
        var (name, role) = ($"c{Environment.ProcessId}", $"c{Environment.ProcessId}_plain");
        var database = new NpgsqlConnectionStringBuilder(await Postgres.Create(name));
        try
        {
            await Postgres.Run($"create role {role} login");
            database.Username = role;
            var (exit, said, err) = await ServerProcess.Run("restore", Upgrades.ReleaseSample.FileOf("0.1.0", Engine.Postgres), "--drill", "--database", database.ConnectionString);
            Assert.True(exit == 2, said);
            Assert.Contains($"alter role {role} createdb", err);
        }
        finally
        {
            await Postgres.Drop(database.ConnectionString);
            await Postgres.Run($"drop role if exists {role}");
        }
    }

    [Fact]
    public async Task A_backup_that_finds_no_room_leaves_the_last_good_one()
    {
        using var disk = SmallDisk.Mount(16);
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        var file = Path.Combine(disk.Path, "steward.zip");
        Assert.Equal(0, (await ServerProcess.Run("backup", file, "--data", server.Folder.Path)).Exit);
        var good = await File.ReadAllBytesAsync(file);
        disk.Fill();
        var (exit, said, err) = await ServerProcess.Run("backup", file, "--data", server.Folder.Path);
        Assert.True(exit == 2, said);
        Assert.DoesNotContain("   at ", err);
        Assert.Equal(good, await File.ReadAllBytesAsync(file));
        Assert.Equal(["filler", "steward.zip"], Directory.GetFiles(disk.Path).Select(Path.GetFileName).Order());
    }

    static object Report(Company company, string summary) => new { summary, service = company.Service, requester = company.Contact, channel = "Phone" };

    static async Task<long> Count(string folder, string? connection, string table)
    {
        await using System.Data.Common.DbConnection database = connection is null ? new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(folder, "steward.db")};Pooling=False") : new NpgsqlConnection(connection);
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = $"select count(*) from {table}";
        return Convert.ToInt64(await command.ExecuteScalarAsync());
    }

    public void Dispose() => Directory.Delete(scratch, recursive: true);
}
