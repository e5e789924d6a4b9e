// Writes many rows of mapped tables at once, by prepared insert (SQLite) or COPY (PostgreSQL): imports do not pass through the change tracker.
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Steward.Platform.Data;

/// <summary>Runs inside the caller's transaction. Columns, names and conversions are those of the model.</summary>
static class BulkWriter
{
    public static async Task Insert<TRow>(StewardDb db, IReadOnlyCollection<TRow> rows, CancellationToken stop) where TRow : class
    {
        if (rows.Count == 0) return;
        var entity = db.Model.FindEntityType(typeof(TRow))!;
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        var columns = entity.GetProperties()
            .Where(p => !(p.ValueGenerated == ValueGenerated.OnAdd && p.IsPrimaryKey() && p.ClrType == typeof(long)))
            .Select(p => new Column(p.GetColumnName(table)!, p.GetGetter(), p.GetTypeMapping())).ToArray();
        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        if (db.Engine == Engine.Sqlite) await BySqlite(db, $"insert into {entity.GetTableName()} ({names}) values ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})", columns, rows, stop);
        else await ByCopy(db, $"copy {entity.GetTableName()} ({names}) from stdin (format binary)", columns, rows, stop);
    }

    sealed record Column(string Name, IClrPropertyGetter Getter, CoreTypeMapping Mapping)
    {
        public object? Value(object row) => Getter.GetClrValue(row) is { } value ? Mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value : null;
    }

    static async Task BySqlite<TRow>(StewardDb db, string text, Column[] columns, IReadOnlyCollection<TRow> rows, CancellationToken stop) where TRow : class
    {
        await using var command = (SqliteCommand)await db.Command(text, stop);
        for (var i = 0; i < columns.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
        await command.PrepareAsync(stop);
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Length; i++) command.Parameters[i].Value = columns[i].Value(row) ?? DBNull.Value;
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    static async Task ByCopy<TRow>(StewardDb db, string text, Column[] columns, IReadOnlyCollection<TRow> rows, CancellationToken stop) where TRow : class
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var types = columns.Select(c => ((RelationalTypeMapping)c.Mapping).StoreType).ToArray();
        await using var writer = await connection.BeginBinaryImportAsync(text, stop);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(stop);
            for (var i = 0; i < columns.Length; i++)
                if (columns[i].Value(row) is { } value) await writer.WriteAsync(value, types[i], stop);
                else await writer.WriteNullAsync(stop);
        }
        await writer.CompleteAsync(stop);
    }
}
