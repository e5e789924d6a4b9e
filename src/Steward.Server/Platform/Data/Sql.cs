// Plain SQL on the unit of work's own connection and transaction, for the few places where the change tracker is the wrong tool.
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Steward.Platform.Data;

static class Sql
{
    // Npgsql prepares by itself what it sees often; SQLite's provider reads the text anew each time unless the command is kept.
    static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, KeptStatement>> Kept = [];

    /// <summary>A command in the current transaction. Parameters are written <c>@p0</c>, <c>@p1</c>… in the order given.</summary>
    public static async ValueTask<DbCommand> Command(this StewardDb db, string text, CancellationToken stop, params IReadOnlyList<object?> values)
    {
        var connection = db.Database.GetDbConnection();
        if (connection.State != System.Data.ConnectionState.Open) await db.Database.OpenConnectionAsync(stop);
        if (db is PostgresDb walled) await walled.Enwall(stop);
        var command = connection.CreateCommand();
        command.CommandText = text;
        return db.Fill(command, values);
    }

    public static async Task<int> Execute(this StewardDb db, string text, CancellationToken stop, params IReadOnlyList<object?> values)
    {
        if (db.Prepared(text) is { } kept) return Fill(kept, values).Run();
        await using var command = await db.Command(text, stop, values);
        return await command.ExecuteNonQueryAsync(stop);
    }

    public static async Task<object?> Scalar(this StewardDb db, string text, CancellationToken stop, params IReadOnlyList<object?> values)
    {
        if (db.Prepared(text) is { } kept) return Fill(kept, values).First();
        await using var command = await db.Command(text, stop, values);
        var value = await command.ExecuteScalarAsync(stop);
        return value is DBNull ? null : value;
    }

    public static async Task<List<TRow>> Rows<TRow>(this StewardDb db, string text, Func<DbDataReader, TRow> read, CancellationToken stop, params IReadOnlyList<object?> values)
    {
        await using var command = await db.Command(text, stop, values);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new List<TRow>();
        while (await reader.ReadAsync(stop)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>
    /// On SQLite, the statement with this text as this connection keeps it prepared, waiting for values; null on PostgreSQL and outside a transaction.
    /// Only for texts that are constants: each is kept as long as the connection.
    /// </summary>
    internal static KeptStatement? Prepared(this StewardDb db, string text)
    {
        if (db.Engine != Engine.Sqlite || db.Database.CurrentTransaction is null) return null;
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        if (!Kept.TryGetValue(connection, out var kept)) kept = KeepFor(connection);
        return kept.TryGetValue(text, out var statement) ? statement : kept[text] = new(connection, text);
    }

    static Dictionary<string, KeptStatement> KeepFor(SqliteConnection connection)
    {
        var kept = Kept.GetOrCreateValue(connection);
        // SQLite closes the file once the last statement over it is gone.
        connection.StateChange += (_, change) =>
        {
            if (change.CurrentState != System.Data.ConnectionState.Closed) return;
            foreach (var statement in kept.Values) statement.Dispose();
            kept.Clear();
        };
        return kept;
    }

    static KeptStatement Fill(KeptStatement statement, IReadOnlyList<object?> values)
    {
        for (var i = 0; i < values.Count; i++) statement.Bind(i, Engine.Sqlite.Raw(values[i]));
        return statement;
    }

    static TCommand Fill<TCommand>(this StewardDb db, TCommand command, IReadOnlyList<object?> values) where TCommand : DbCommand
    {
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        for (var i = 0; i < values.Count; i++)
        {
            if (i == command.Parameters.Count)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{i}";
                command.Parameters.Add(parameter);
            }
            command.Parameters[i].Value = db.Engine.Raw(values[i]);
        }
        return command;
    }
}
