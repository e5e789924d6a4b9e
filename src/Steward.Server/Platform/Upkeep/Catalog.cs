// What a database holds, asked of the database itself: tables, columns, counts, sequences, migrations and the audit's head.
using System.Data.Common;
using System.Globalization;

namespace Steward.Platform.Upkeep;

static class Catalog
{
    public const string History = "__EFMigrationsHistory";

    // The search's inner tables go with it; the history is written by the migrations.
    const string SqliteTables = $"select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'platform_search_terms%' and name not like '\\_\\_EF%' escape '\\' order by name";
    const string PostgresTables = $"select tablename from pg_tables where schemaname = 'public' and tablename not like '\\_\\_EF%' order by tablename";

    public static async Task<Manifest> Describe(DbConnection database, Engine engine, DateTimeOffset now, CancellationToken stop)
    {
        var migrations = await Texts(database, $"select * from \"{History}\" order by 1", stop);
        var (columns, sequences) = (new SortedDictionary<string, string[]>(StringComparer.Ordinal), new SortedDictionary<string, long>(StringComparer.Ordinal));
        if (engine == Engine.Postgres)
        {
            foreach (var table in await Texts(database, PostgresTables, stop))
                columns[table] = [.. await Texts(database, $"select attname from pg_attribute where attrelid = 'public.\"{table}\"'::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum", stop)];
            foreach (var sequence in await Texts(database, "select sequencename from pg_sequences where schemaname = 'public' and last_value is not null", stop))
                sequences[sequence] = await Number(database, $"select last_value from \"{sequence}\"", stop);
        }
        var head = await Texts(database, $"select sequence || ' ' || {(engine == Engine.Sqlite ? "hex(hash)" : "encode(hash, 'hex')")} from platform_audit_head where id = 1", stop);
        var parts = head.Single().Split(' ');
        return new(Manifest.Here, engine, now, migrations, await Counts(database, engine, stop), long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1].ToLowerInvariant(), columns, sequences, new Dictionary<string, string>());
    }

    public static async Task<SortedDictionary<string, long>> Counts(DbConnection database, Engine engine, CancellationToken stop)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in await Texts(database, engine == Engine.Sqlite ? SqliteTables : PostgresTables, stop))
            counts[table] = await Number(database, $"select count(*) from \"{table}\"", stop);
        return counts;
    }

    public static string List(IEnumerable<string> columns) => string.Join(", ", columns.Select(c => $"\"{c}\""));

    /// <summary>The tables whose counts differ, in words; empty when they are the same.</summary>
    public static string Difference(IReadOnlyDictionary<string, long> expected, IReadOnlyDictionary<string, long> found) => string.Join(", ",
        expected.Keys.Union(found.Keys).Where(t => expected.GetValueOrDefault(t, -1) != found.GetValueOrDefault(t, -1))
            .Select(t => $"{t}: {expected.GetValueOrDefault(t, -1)} became {found.GetValueOrDefault(t, -1)}"));

    public static async Task Run(DbConnection database, string sql, CancellationToken stop)
    {
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(stop);
    }

    public static async Task<long> Number(DbConnection database, string sql, CancellationToken stop)
    {
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(stop), CultureInfo.InvariantCulture);
    }

    public static async Task<List<string>> Texts(DbConnection database, string sql, CancellationToken stop)
    {
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(stop);
        var texts = new List<string>();
        while (await reader.ReadAsync(stop)) texts.Add(reader.GetString(0));
        return texts;
    }
}
