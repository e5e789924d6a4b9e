// Keeps connections to the embedded database open between units of work: opening one anew, and reading all SQL anew, costs more than most requests.
using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Steward.Platform.Data;

/// <summary>One for the process and its file. As many readers as there are requests at once, <see cref="Most"/> of which are kept, and one writer.</summary>
sealed class OpenConnections(string file) : IDisposable
{
    const int Most = 32;

    // FULL: an acknowledged request is on disk. The busy timeout matters only to a second process, such as the command line.
    // The log is folded into the file every 24,000 pages (96 MB): pages that many commits touch are then copied once.
    const string Pragmas = """
        pragma journal_mode=wal; pragma synchronous=full; pragma busy_timeout=10000; pragma foreign_keys=on; pragma cache_size=-32768;
        pragma temp_store=memory; pragma wal_autocheckpoint=24000;
        """;

    static OpenConnections()
    {
        // A connection is in one hand at a time, so that SQLite need not lock it at every column it reads, nor count its memory for all.
        SQLitePCL.Batteries_V2.Init();
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    readonly ConcurrentBag<SqliteConnection> free = [];
    readonly Lazy<SqliteWriter> writer = new(() => new SqliteWriter(Open(file)));
    bool closed;

    public SqliteWriter Writer => writer.Value;

    public SqliteConnection Rent() => free.TryTake(out var kept) ? kept : Open(file);

    public void Return(SqliteConnection connection)
    {
        if (closed || free.Count >= Most || connection.State != System.Data.ConnectionState.Open) connection.Dispose();
        else free.Add(connection);
    }

    static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
        return connection;
    }

    public void Dispose()
    {
        closed = true;
        while (free.TryTake(out var connection)) connection.Dispose();
        if (writer.IsValueCreated) writer.Value.Dispose();
    }
}
