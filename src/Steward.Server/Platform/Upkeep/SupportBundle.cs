// Gathers what support needs to know into one zip, and takes every secret of the settings out of all of it.
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Steward.Platform.Settings;

namespace Steward.Platform.Upkeep;

static class SupportBundle
{
    /// <param name="log">Recent lines of the server's log, from wherever it is kept.</param>
    /// <returns>The names of the parts.</returns>
    public static async Task<IReadOnlyList<string>> Write(string file, DataFolder folder, StewardSettings settings, StewardDb db, string health, string log, DateTimeOffset now, CancellationToken stop)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["settings.json"] = settings.Shown().Write(),
            ["health.txt"] = health,
            ["log.txt"] = log,
            ["sweeps.json"] = File.Exists(folder.SweepLog) ? await File.ReadAllTextAsync(folder.SweepLog, stop) : "{}",
        };
        var disk = new DriveInfo(folder.Path);
        var about = new SortedDictionary<string, object?>(StringComparer.Ordinal)
        {
            ["takenAt"] = now, ["steward"] = Manifest.Here, ["runtime"] = RuntimeInformation.FrameworkDescription, ["system"] = RuntimeInformation.OSDescription, ["processors"] = Environment.ProcessorCount,
            ["engine"] = db.Engine, ["diskFreeBytes"] = disk.AvailableFreeSpace, ["diskBytes"] = disk.TotalSize, ["databaseBytes"] = File.Exists(folder.SqliteFile) ? new FileInfo(folder.SqliteFile).Length : null,
            ["files"] = Directory.EnumerateFiles(folder.Files, "*", SearchOption.AllDirectories).Count(),
        };
        // A database that is away is itself a finding: the rest is told all the same.
        try
        {
            // Opening an embedded database that is not there would make one.
            if (db.Engine == Engine.Sqlite && !File.Exists(folder.SqliteFile)) throw new FileNotFoundException($"There is no database in {folder.Path}.");
            await db.Database.OpenConnectionAsync(stop);
            about["databaseVersion"] = await db.Scalar(db.Engine == Engine.Sqlite ? "select sqlite_version()" : "select version()", stop);
            about["durability"] = await Database.Durability(db, stop);
            about["migrations"] = (await db.Database.GetAppliedMigrationsAsync(stop)).ToList();
            about["migrationsPending"] = (await db.Database.GetPendingMigrationsAsync(stop)).ToList();
            parts["counts.json"] = JsonSerializer.Serialize(await Catalog.Counts(db.Database.GetDbConnection(), db.Engine, stop), Readable);
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or FileNotFoundException) { about["databaseFault"] = fault.Message; }
        parts["about.json"] = JsonSerializer.Serialize(about, Readable);

        var secrets = Known(settings, folder).Where(s => s.Length > 0).OrderByDescending(s => s.Length).ToList();
        await using (var stream = Files.Disk.MakeFile(file, FileMode.Create))
        await using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
            foreach (var (name, text) in parts)
            {
                await using var entry = await zip.CreateEntry(name).OpenAsync(stop);
                await using var writer = new StreamWriter(entry);
                await writer.WriteAsync(secrets.Aggregate(text, (t, secret) => t.Replace(secret, "•••", StringComparison.Ordinal)));
            }
        return [.. parts.Keys];
    }

    static readonly JsonSerializerOptions Readable = new(Web.Json.Options) { WriteIndented = true };

    /// <summary>The marked settings, the password inside a connection string, and the master key, which a log line might hold.</summary>
    static IEnumerable<string> Known(StewardSettings settings, DataFolder folder)
    {
        foreach (var (_, value) in settings.Secrets()) yield return value;
        if (settings.Database.Connection.Length > 0) yield return new NpgsqlConnectionStringBuilder(settings.Database.Connection).Password ?? "";
        var master = Path.Combine(folder.Keys, "master.key");
        if (File.Exists(master)) yield return Convert.ToBase64String(File.ReadAllBytes(master));
        yield return Environment.GetEnvironmentVariable("STEWARD_MASTER_KEY") ?? "";
    }
}
