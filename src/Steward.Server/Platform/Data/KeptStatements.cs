// Keeps EF's SQL prepared on each open SQLite connection: reading a text anew takes longer than most of the queries behind it.
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Steward.Platform.Data;

/// <summary>
/// Runs a query on the kept command of the same text, with the parameters that EF made. While a reader of that text is still open (a query within the
/// walk of its own rows), EF's own command runs as ever. Npgsql keeps what it sees often by itself.
/// </summary>
sealed class KeptStatements : DbCommandInterceptor
{
    /// <summary>So many texts a connection keeps; the rare ones beyond are read anew each time.</summary>
    const int Most = 200;

    readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, Kept>> kept = [];

    sealed class Kept(SqliteCommand command)
    {
        DbDataReader? open;

        public DbDataReader? Run(SqliteCommand asked)
        {
            if (open is { IsClosed: false }) return null;
            command.Transaction = asked.Transaction;
            command.CommandTimeout = asked.CommandTimeout;
            command.Parameters.Clear();
            foreach (SqliteParameter parameter in asked.Parameters) command.Parameters.Add(parameter);
            return open = command.ExecuteReader();
        }
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        Run((SqliteCommand)command) is { } reader ? InterceptionResult<DbDataReader>.SuppressWithResult(reader) : result;

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        new(ReaderExecuting(command, eventData, result));

    DbDataReader? Run(SqliteCommand asked)
    {
        var here = kept.GetOrCreateValue(asked.Connection!);
        if (!here.TryGetValue(asked.CommandText, out var statement))
        {
            if (here.Count == Most) return null;
            var command = asked.Connection!.CreateCommand();
            command.CommandText = asked.CommandText;
            here[asked.CommandText] = statement = new(command);
        }
        return statement.Run(asked);
    }
}
