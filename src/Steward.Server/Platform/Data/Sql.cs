// Plain SQL on the unit of work's own connection and transaction, for the few places where the change tracker is the wrong tool.
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Steward.Platform.Data;

static class Sql
{
    /// <summary>A command in the current transaction. Parameters are written <c>@p0</c>, <c>@p1</c>… in the order given.</summary>
    public static async Task<DbCommand> Command(this StewardDb db, string text, CancellationToken stop, params IReadOnlyList<object?> values)
    {
        var connection = db.Database.GetDbConnection();
        if (connection.State != System.Data.ConnectionState.Open) await db.Database.OpenConnectionAsync(stop);
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        for (var i = 0; i < values.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            parameter.Value = db.Engine.Raw(values[i]);
            command.Parameters.Add(parameter);
        }
        return command;
    }

    public static async Task<int> Execute(this StewardDb db, string text, CancellationToken stop, params IReadOnlyList<object?> values)
    {
        await using var command = await db.Command(text, stop, values);
        return await command.ExecuteNonQueryAsync(stop);
    }

    public static async Task<object?> Scalar(this StewardDb db, string text, CancellationToken stop, params IReadOnlyList<object?> values)
    {
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
}
