// Moves an installation from the embedded database to PostgreSQL: every table by COPY, in one transaction, proved equal before it counts.
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Steward.Platform.Audit;
using Steward.Platform.Search;
using Steward.Platform.Secrets;
using Steward.Platform.Settings;

namespace Steward.Platform.Upkeep;

/// <summary>Rows of each table on both sides, and the head of the audit log on both.</summary>
public sealed record Moved(IReadOnlyDictionary<string, long> Counts, long AuditLines, string AuditHead);

static class Moving
{
    public static async Task<Moved> Run(DataFolder folder, string target, Action<string> tell, CancellationToken stop)
    {
        await using var alone = await OpenAlone(folder.SqliteFile, stop);
        await using var from = Open(folder, "");
        from.Database.SetDbConnection(alone, contextOwnsConnection: false);
        await Guards.Migrate(from, stop);

        await using var to = Open(folder, target);
        await to.Database.OpenConnectionAsync(stop);
        var database = (NpgsqlConnection)to.Database.GetDbConnection();
        await Clear(database, null, "Choose an empty one.", stop);
        await Begin(database, stop);
        await Guards.Migrate(to, stop);
        await using (var all = await to.Database.BeginTransactionAsync(stop))
        {
            foreach (var entity in to.Model.GetEntityTypes().OrderBy(e => e.GetTableName(), StringComparer.Ordinal))
            {
                tell(entity.GetTableName()!);
                if (entity.GetTableName() != "platform_audit") await Catalog.Run(database, $"delete from \"{entity.GetTableName()}\"", stop); // rows that migrations put in
                await (Task)typeof(Moving).GetMethod(nameof(Copy), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(entity.ClrType).Invoke(null, [from, to, stop])!;
                await CountOn(alone, database, entity, stop);
            }
            tell("platform_search_terms");
            await CopyTerms(alone, database, stop);
            await End(database, stop);
            await all.CommitAsync(stop);
        }

        tell("platform_audit");
        var (here, there) = (await Catalog.Describe(alone, Engine.Sqlite, default, stop), await Catalog.Describe(database, Engine.Postgres, default, stop));
        if (Catalog.Difference(here.Counts, there.Counts) is { Length: > 0 } difference) throw new InvalidDataException($"Counts differ: {difference}. Nothing here was changed; go on with the embedded database.");
        var verdict = await AuditVerifier.Verify(to, AuditAnchors.Read(folder), stop);
        if (verdict.Fault is not null || verdict.Head != here.AuditHead) throw new InvalidDataException($"The audit log did not arrive whole: {verdict.Fault?.ToString() ?? "another head"} at line {verdict.At}. Nothing here was changed; go on with the embedded database.");
        return new(there.Counts, verdict.Lines, verdict.Head);
    }

    /// <summary>The rows as the model reads them here and writes them there; ids and all.</summary>
    static async Task Copy<TRow>(StewardDb from, StewardDb to, CancellationToken stop) where TRow : class =>
        // Everybody's rows: the installation itself is moved.
        await BulkWriter.CopyAll(to, from.Set<TRow>().AsNoTracking().IgnoreQueryFilters().AsAsyncEnumerable(), stop);

    /// <summary>A key that the database gives goes on behind the last that was ever given.</summary>
    static async Task CountOn(SqliteConnection from, NpgsqlConnection to, IEntityType entity, CancellationToken stop)
    {
        foreach (var key in entity.GetProperties().Where(BulkWriter.Given))
        {
            var (table, column) = (entity.GetTableName()!, key.GetColumnName());
            var last = await Catalog.Number(from, $"select coalesce(max(seq), 0) from sqlite_sequence where name = '{table}'", stop);
            if (last > 0) await Catalog.Run(to, $"select setval(pg_get_serial_sequence('\"{table}\"', '{column}'), {last})", stop);
        }
    }

    /// <summary>The search keeps no text, only terms: they are read back from its index, term by term and record by record.</summary>
    static async Task CopyTerms(SqliteConnection from, NpgsqlConnection to, CancellationToken stop)
    {
        await Catalog.Run(from, "create virtual table temp.found using fts5vocab('main', 'platform_search_terms', 'instance')", stop);
        await Catalog.Run(to, "create temp table moved_term (id bigint, terms text[]) on commit drop", stop);
        await using (var writer = await to.BeginBinaryImportAsync("copy moved_term (id, terms) from stdin (format binary)", stop))
        {
            await using var read = from.CreateCommand();
            read.CommandText = "select s.id, s.title, f.term from platform_search s left join (select distinct doc, term from temp.found) f on f.doc = s.id order by s.id";
            await using var reader = await read.ExecuteReaderAsync(stop);
            var (id, terms) = (0L, new HashSet<string>());
            async Task Write()
            {
                if (id == 0) return;
                await writer.StartRowAsync(stop);
                await writer.WriteAsync(id, stop);
                await writer.WriteAsync(terms.ToArray(), stop);
            }
            while (await reader.ReadAsync(stop))
            {
                if (reader.GetInt64(0) != id)
                {
                    await Write();
                    // The index folds accents away; in titles at least they are still known.
                    (id, terms) = (reader.GetInt64(0), [.. SearchTerms.Document(reader.GetString(1))]);
                }
                if (!reader.IsDBNull(2)) terms.Add(reader.GetString(2));
            }
            await Write();
            await writer.CompleteAsync(stop);
        }
        await Catalog.Run(to, "update platform_search s set terms = array_to_tsvector(m.terms) from moved_term m where m.id = s.id", stop);
    }

    /// <summary>The database of a folder, or one of PostgreSQL, for a unit of work of its own.</summary>
    public static StewardDb Open(DataFolder folder, string connection)
    {
        StewardDb db;
        if (connection.Length == 0)
        {
            var options = new DbContextOptionsBuilder<SqliteDb>();
            Database.Sqlite(options, $"{folder.SqliteFile};Pooling=False");
            db = new SqliteDb(options.Options);
        }
        else
        {
            var options = new DbContextOptionsBuilder<PostgresDb>();
            Database.Postgres(options, new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
            db = new PostgresDb(options.Options);
        }
        return db.Begin(Work.BySystem("Upkeep"), TimeProvider.System, AuditSeal.Of(new SecretBox(folder)), new Sweeps.Bell());
    }

    /// <summary>The embedded database with nobody else at it, and nobody coming while this is open.</summary>
    public static async Task<SqliteConnection> OpenAlone(string file, CancellationToken stop)
    {
        if (!File.Exists(file)) throw new IOException($"There is no embedded database {file}.");
        var connection = new SqliteConnection($"Data Source={file};Mode=ReadWrite;Pooling=False;Default Timeout=1");
        try
        {
            await connection.OpenAsync(stop);
            // Leaving the write-ahead log takes the file alone, and so does every lock from then on; the server goes back to the log when it starts.
            await Catalog.Run(connection, "pragma journal_mode=delete; pragma locking_mode=exclusive; begin exclusive; commit", stop);
            return connection;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED)
        {
            await connection.DisposeAsync();
            throw new IOException($"{file} is in use. Stop the server first.");
        }
    }

    // Stands in the target from the first table to the last row, so that one that was broken off is known and begun anew.
    const string Unfinished = "steward_unfinished";

    public static Task Begin(NpgsqlConnection database, CancellationToken stop) => Catalog.Run(database, $"create table {Unfinished} ()", stop);
    public static Task End(NpgsqlConnection database, CancellationToken stop) => Catalog.Run(database, $"drop table {Unfinished}", stop);

    /// <summary>Makes sure that the database is empty: what an earlier try left is dropped, anything else is refused, or put aside as the schema <paramref name="aside"/>.</summary>
    public static async Task Clear(NpgsqlConnection database, string? aside, string advice, CancellationToken stop)
    {
        var tables = await Catalog.Texts(database, "select tablename from pg_tables where schemaname = 'public'", stop);
        if (tables.Count == 0) return;
        if (tables.Contains(Unfinished)) await Catalog.Run(database, "drop schema public cascade; create schema public", stop);
        else if (aside is not null) await Catalog.Run(database, $"alter schema public rename to {aside}; create schema public", stop);
        else throw new IOException($"The database {database.Database} is not empty. {advice}");
    }
}
