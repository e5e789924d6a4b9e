// Takes a backup while the server runs: the database as it is at one moment, then files, keys and settings.
using Microsoft.Data.Sqlite;
using Npgsql;
using Steward.Platform.Settings;

namespace Steward.Platform.Upkeep;

/// <summary>
/// Files are kept by content, never changed, and on disk before the row that names them: those copied after the database hold all that it names.
/// Anchors of the audit are read before the database, since none may be ahead of it.
/// </summary>
static class Backup
{
    public const string Folder = "data/", SqlitePart = "data/steward.db", Tables = "tables/", Anchors = "data/audit-anchors.tsv";

    public static async Task<Manifest> Take(DataFolder folder, string connection, string file, DateTimeOffset now, CancellationToken stop)
    {
        var anchors = File.Exists(folder.AuditAnchors) ? await File.ReadAllBytesAsync(folder.AuditAnchors, stop) : null;
        await using var archive = new ArchiveWriter(file);
        var manifest = connection.Length == 0 ? await OfSqlite(folder, file, archive, now, stop) : await OfPostgres(connection, archive, now, stop);
        if (anchors is not null) await archive.Add(Anchors, to => to.WriteAsync(anchors, stop).AsTask());
        foreach (var path in Kept(folder)) await archive.AddFile(Folder + Path.GetRelativePath(folder.Path, path).Replace('\\', '/'), path, stop);
        return await archive.Finish(manifest);
    }

    /// <summary>Everything of an installation but the database and its anchors. Files that are just coming in have names that begin with a dot.</summary>
    static IEnumerable<string> Kept(DataFolder folder) => new[] { folder.Keys, folder.Tls, folder.Files }.Where(Directory.Exists)
        .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories)).Where(f => !Path.GetFileName(f).StartsWith('.'))
        .Concat(File.Exists(folder.SettingsFile) ? [folder.SettingsFile] : []).Order(StringComparer.Ordinal);

    static async Task<Manifest> OfSqlite(DataFolder folder, string file, ArchiveWriter archive, DateTimeOffset now, CancellationToken stop)
    {
        if (!File.Exists(folder.SqliteFile)) throw new IOException($"There is no database in {folder.Path}.");
        // SQLite's own online backup: one read of one moment, during which others write on.
        var copy = $"{Path.GetFullPath(file)}.{Environment.ProcessId}.db";
        try
        {
            await using var to = new SqliteConnection($"Data Source={copy};Pooling=False");
            await using (var from = new SqliteConnection($"Data Source={folder.SqliteFile};Mode=ReadWrite;Pooling=False"))
            {
                await from.OpenAsync(stop);
                await to.OpenAsync(stop);
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                from.BackupDatabase(to);
            }
            await Catalog.Run(to, "pragma journal_mode=delete", stop);
            var manifest = await Catalog.Describe(to, Engine.Sqlite, now, stop);
            await to.CloseAsync();
            await archive.AddFile(SqlitePart, copy, stop);
            return manifest;
        }
        finally { foreach (var left in new[] { copy, copy + "-wal", copy + "-shm", copy + "-journal" }) File.Delete(left); }
    }

    static async Task<Manifest> OfPostgres(string connection, ArchiveWriter archive, DateTimeOffset now, CancellationToken stop)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync(stop);
        // One snapshot for all tables and counts.
        await using var moment = await database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, stop);
        var manifest = await Catalog.Describe(database, Engine.Postgres, now, stop);
        foreach (var (table, columns) in manifest.Columns)
            await archive.Add(Tables + table, async to =>
            {
                await using var rows = await database.BeginRawBinaryCopyAsync($"copy \"{table}\" ({Catalog.List(columns)}) to stdout (format binary)", stop);
                await rows.CopyToAsync(to, stop);
            });
        return manifest;
    }
}
