// Puts a backup back: into an empty place, checked part by part and as a whole before it counts as restored.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Steward.Platform.Audit;
using Steward.Platform.Files;
using Steward.Platform.Settings;

namespace Steward.Platform.Upkeep;

static class Restore
{
    /// <summary>Restores <paramref name="file"/> into the folder <paramref name="target"/> and, for a backup of PostgreSQL, the empty database <paramref name="connection"/>.</summary>
    /// <param name="replace">What is there is put aside (a folder and a schema <c>before-restore-…</c>), not deleted.</param>
    public static async Task<Manifest> Run(string file, string target, string? connection, bool replace, DateTimeOffset now, CancellationToken stop)
    {
        using var archive = new ArchiveReader(file);
        var manifest = archive.Manifest;
        target = Path.GetFullPath(target);
        if (manifest.Engine == Engine.Postgres && connection is null) throw new IOException("This is a backup of a PostgreSQL database: name an empty one with --database.");
        if (manifest.Engine == Engine.Sqlite && connection is not null) throw new IOException("This is a backup of an embedded database: restore it without --database, then `steward move --to` the other one.");
        var (made, aside) = (Path.Combine(target, ".restoring"), $"before-restore-{now:yyyyMMdd-HHmmss}");
        Disk.MakeFolder(target);
        if (Directory.Exists(made)) Directory.Delete(made, recursive: true); // what an earlier one, broken off, left behind
        var there = Directory.Exists(target) && Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).Any();
        if (there && !replace) throw new IOException($"{target} is not empty. --replace puts what is there aside first.");
        if (there && File.Exists(Path.Combine(target, "steward.db"))) await using (await Moving.OpenAlone(Path.Combine(target, "steward.db"), stop)) { }

        Disk.MakeFolder(made);
        try
        {
            foreach (var part in archive.PartsUnder(Backup.Folder)) await archive.Extract(part, Inside(made, part[Backup.Folder.Length..]), stop);
            var folder = new DataFolder(made);
            if (connection is not null) await LoadPostgres(archive, connection, replace ? aside.Replace('-', '_') : null, folder, stop);
            await Check(manifest, folder, connection ?? "", stop);
            if (connection is not null) (StewardSettings.Load(folder) with { Database = new() { Connection = connection } }).Keep(folder);
        }
        catch
        {
            Directory.Delete(made, recursive: true);
            throw;
        }

        foreach (var old in there ? Directory.GetFileSystemEntries(target).Where(e => e != made && !Path.GetFileName(e).StartsWith("before-restore-", StringComparison.Ordinal)) : [])
        {
            Directory.CreateDirectory(Path.Combine(target, aside));
            Directory.Move(old, Path.Combine(target, aside, Path.GetFileName(old)));
        }
        foreach (var entry in Directory.GetFileSystemEntries(made))
        {
            var place = Path.Combine(target, Path.GetFileName(entry));
            if (Directory.Exists(place)) Directory.Delete(place, recursive: true); // empty: looked at above
            Directory.Move(entry, place);
        }
        Directory.Delete(made);
        Disk.SyncFolder(target);
        return manifest;
    }

    /// <summary>Restores into a scratch folder (and a scratch database beside the one in use), proves it whole, and takes both away again.</summary>
    public static async Task<Manifest> Drill(string file, string connection, DateTimeOffset now, CancellationToken stop)
    {
        var scratch = Path.GetFullPath(file) + ".drill";
        if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
        Engine engine;
        using (var archive = new ArchiveReader(file)) engine = archive.Manifest.Engine;
        if (engine == Engine.Postgres && connection.Length == 0) throw new IOException("A drill of a PostgreSQL backup needs a server to restore it to: name one of its databases with --database.");
        var database = engine == Engine.Sqlite ? null : new NpgsqlConnectionStringBuilder(connection) { Pooling = false };
        var name = $"{database?.Database}_drill";
        try
        {
            if (database is not null)
            {
                await OnServer(connection, $"drop database if exists \"{name}\" with (force)", stop);
                try { await OnServer(connection, $"create database \"{name}\" template template0", stop); }
                catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.InsufficientPrivilege)
                {
                    throw new IOException($"The drill restores into a database {name} of its own, which {database.Username} may not make. As the database's administrator: alter role {database.Username} createdb");
                }
                database.Database = name;
            }
            return await Run(file, scratch, database?.ConnectionString, replace: false, now, stop);
        }
        finally
        {
            if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
            if (database is not null) await OnServer(connection, $"drop database if exists \"{name}\" with (force)", CancellationToken.None);
        }
    }

    static async Task OnServer(string connection, string sql, CancellationToken stop)
    {
        await using var server = new NpgsqlConnection(connection);
        await server.OpenAsync(stop);
        await Catalog.Run(server, sql, stop);
    }

    /// <summary>A part's place, which a forged archive must not choose freely.</summary>
    static string Inside(string folder, string part)
    {
        var path = Path.GetFullPath(Path.Combine(folder, part));
        return path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path : throw new InvalidDataException($"The backup names a file outside of its folder: {part}");
    }

    static async Task LoadPostgres(ArchiveReader archive, string connection, string? aside, DataFolder folder, CancellationToken stop)
    {
        var manifest = archive.Manifest;
        await using var db = Moving.Open(folder, connection);
        await db.Database.OpenConnectionAsync(stop);
        var database = (NpgsqlConnection)db.Database.GetDbConnection();
        await Moving.Clear(database, aside, "--replace puts what is there aside first (as another schema).", stop);
        // The tables as they were then; what has changed in the model since follows when the rows are in.
        RefuseNewer(manifest, db);
        await Moving.Begin(database, stop);
        await db.GetService<IMigrator>().MigrateAsync(manifest.Migrations[^1], stop);
        await Guards.Put(db, stop);
        await using (var all = await database.BeginTransactionAsync(stop))
        {
            foreach (var (table, columns) in manifest.Columns)
            {
                if (table != "platform_audit") await Catalog.Run(database, $"delete from \"{table}\"", stop); // rows that migrations put in
                await archive.Read(Backup.Tables + table, async from =>
                {
                    await using var rows = await database.BeginRawBinaryCopyAsync($"copy \"{table}\" ({Catalog.List(columns)}) from stdin (format binary)", stop);
                    await from.CopyToAsync(rows, stop);
                });
            }
            foreach (var (sequence, last) in manifest.Sequences) await Catalog.Run(database, $"select setval('\"{sequence}\"', {last})", stop);
            await Moving.End(database, stop);
            await all.CommitAsync(stop);
        }
    }

    static void RefuseNewer(Manifest manifest, StewardDb db)
    {
        if (manifest.Migrations.Except(db.Database.GetMigrations()).Any())
            throw new InvalidDataException($"The backup was made by Steward {manifest.Version}, which keeps its data in another way than this {Manifest.Here}; restore it with that version.");
    }

    /// <summary>Counts as in the manifest, every file that a row names, and an audit log that is whole up to the head that it had.</summary>
    static async Task Check(Manifest manifest, DataFolder folder, string connection, CancellationToken stop)
    {
        await using var db = Moving.Open(folder, connection);
        RefuseNewer(manifest, db);
        await db.Database.OpenConnectionAsync(stop);
        var database = db.Database.GetDbConnection();
        if (Catalog.Difference(manifest.Counts, await Catalog.Counts(database, manifest.Engine, stop)) is { Length: > 0 } difference) throw new InvalidDataException($"Counts differ from the manifest: {difference}.");
        foreach (var hash in await Catalog.Texts(database, "select distinct sha256 from platform_file", stop))
            if (!File.Exists(Path.Combine(folder.Files, hash[..2], hash))) throw new InvalidDataException($"The backup lacks the file {hash}, which a record names.");
        await Guards.Migrate(db, stop);
        var verdict = await AuditVerifier.Verify(db, AuditAnchors.Read(folder), stop);
        if (verdict.Fault is not null || verdict.Head != manifest.AuditHead || verdict.Lines != manifest.AuditLines) throw new InvalidDataException($"The audit log is not the one that was backed up: {verdict.Fault?.ToString() ?? "another head"} at line {verdict.At ?? verdict.Lines}.");
    }
}
