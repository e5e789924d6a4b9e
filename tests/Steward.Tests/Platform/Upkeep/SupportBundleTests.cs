// The support bundle tells much and no secret: searched for every secret that the settings hold.
using System.IO.Compression;
using System.Text.Json.Nodes;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Settings;
using Xunit;

namespace Steward.Platform.Upkeep;

public sealed class SupportBundleTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task It_says_how_things_stand_and_holds_no_secret(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine, sweeps: true);
        await using var closing = server;
        var (mail, database) = ("Mail-Secret-93!", "Db-Secret-41");
        var settings = new StewardSettings
        {
            Urls = [server.Address.ToString()], Mail = new() { Host = "mail.example", UserName = "post", Password = mail },
            Database = new() { Connection = engine == Engine.Postgres ? $"{server.Connection};Password={database}" : "" },
        };
        if (engine == Engine.Sqlite) database = mail;
        await File.WriteAllTextAsync(server.Folder.SettingsFile, settings.Write());
        var log = Path.Combine(server.Folder.Path, "server.log");
        await File.WriteAllLinesAsync(log, [.. Enumerable.Range(0, 3000).Select(i => $"line {i}"), $"mail server said no to {mail}", $"cannot connect with {settings.Database.Connection}", $"and {database}"]);
        for (var tries = 0; !File.Exists(server.Folder.SweepLog) || !(await File.ReadAllTextAsync(server.Folder.SweepLog)).Contains("sla-clocks"); tries++)
        {
            Assert.True(tries < 1200, "For a minute no sweep wrote that it ran.");
            await Task.Delay(50);
        }

        var file = Path.Combine(server.Folder.Path, "support.zip");
        var (exit, said, err) = await ServerProcess.Run("support", file, "--log", log, "--data", server.Folder.Path);
        Assert.True(exit == 0, said + err);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)); // its log lines may name people
        using var zip = ZipFile.OpenRead(file);
        var parts = zip.Entries.ToDictionary(e => e.FullName, e => new StreamReader(e.Open()).ReadToEnd());
        Assert.Equal(["about.json", "counts.json", "health.txt", "log.txt", "settings.json", "sweeps.json"], parts.Keys.Order());
        string[] secrets = [mail, database, Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(server.Folder.Keys, "master.key"))), .. settings.Secrets().Select(s => s.Value)];
        foreach (var (name, text) in parts)
            foreach (var secret in secrets) Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{name} tells {secret}");

        var about = JsonNode.Parse(parts["about.json"])!;
        Assert.Equal(engine.ToString(), about["engine"]!.GetValue<string>());
        Assert.NotEmpty(about["migrations"]!.AsArray());
        Assert.Empty(about["migrationsPending"]!.AsArray());
        Assert.True(JsonNode.Parse(parts["counts.json"])!["people_customer"]!.GetValue<int>() >= 2);
        Assert.Contains("200", parts["health.txt"]);
        Assert.Contains("Healthy", parts["health.txt"]);
        Assert.Contains("sla-clocks", parts["sweeps.json"]);
        Assert.Contains("mail.example", parts["settings.json"]);
        Assert.Contains("mail server said no to •••", parts["log.txt"]);
        Assert.DoesNotContain("line 100\n", parts["log.txt"]); // the recent ones only
    }

    /// <summary>A setting that will be added later and smells of a secret must be marked as one.</summary>
    [Fact]
    public void What_is_called_like_a_secret_is_marked_as_one()
    {
        // Paths, not keys.
        string[] harmless = ["tls.key", "audit.syslog.key"];
        Assert.Empty(Unmarked(typeof(StewardSettings), "").Except(harmless));
        Assert.Equal(["key"], Unmarked(typeof(TlsSettings), ""));
    }

    static IEnumerable<string> Unmarked(Type part, string path) => part.GetProperties().SelectMany(p =>
        p.PropertyType.Namespace == typeof(StewardSettings).Namespace ? Unmarked(p.PropertyType, $"{path}{p.Name.ToLowerInvariant()}.") :
        p.PropertyType == typeof(string) && new[] { "Password", "Secret", "Token", "Key", "Connection" }.Any(w => p.Name.Contains(w)) && !p.IsDefined(typeof(Audit.SecretAttribute), false) ? [path + p.Name.ToLowerInvariant()] : []);
}
