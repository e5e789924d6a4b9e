// The one writer of the embedded database. Units of work that wait for it at the same time go to disk together, with one fsync.
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Steward.Platform.Data;

/// <summary>A unit of work's turn to write. Left without <see cref="Keep"/>, all that it wrote is undone.</summary>
interface IWriteTurn : IAsyncDisposable
{
    /// <summary>Comes back once everything written is on disk.</summary>
    Task Keep(CancellationToken stop);
}

/// <summary>
/// Turns come one after another on one connection, whose cache of pages and prepared statements stay good. Each is a savepoint in a transaction that stays
/// open while others wait (at most <see cref="Most"/> turns); whoever leaves last commits for all of them, and only then are they told. A turn that fails
/// takes back its own savepoint; a commit that fails fails all of its turns, none of which was acknowledged. A full disk makes SQLite undo the whole transaction
/// by itself: then those who wait for its commit are told at once, and the next turn begins a transaction of its own.
/// </summary>
sealed class SqliteWriter(SqliteConnection connection) : IDisposable
{
    const int Most = 32;

    readonly SemaphoreSlim gate = new(1, 1);
    readonly KeptStatement savepoint = new(connection, "savepoint turn"), release = new(connection, "release turn"), undo = new(connection, "rollback to turn");
    int waiting;
    Batch? open;

    public async ValueTask<IWriteTurn> Enter(SqliteDb db, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        Interlocked.Increment(ref waiting);
        // Not given up half way: whoever left before has counted on this one to come.
        await gate.WaitAsync(CancellationToken.None);
        Interlocked.Decrement(ref waiting);
        try
        {
            open ??= new(connection.BeginTransaction());
            savepoint.Run();
            db.Use(connection, open.Transaction);
            return new Turn(this, db, open);
        }
        catch
        {
            Leave(open);
            throw;
        }
    }

    /// <summary>Commits when nobody waits, and lets the next one in.</summary>
    void Leave(Batch? batch)
    {
        try
        {
            if (batch is null) return;
            if (batch.Lost is null && Volatile.Read(ref waiting) != 0 && ++batch.Turns < Most) return;
            open = null;
            try
            {
                if (batch.Lost is not null) throw batch.Lost;
                batch.Transaction.Commit();
                batch.Done.SetResult();
            }
            catch (Exception failure)
            {
                batch.Done.SetException(failure);
                // Somebody who failed himself has nothing to wait for; the others hear of it.
                _ = batch.Done.Task.Exception;
            }
            // What SQLite has undone already cannot be undone again.
            try { batch.Transaction.Dispose(); } catch (Exception fault) when (fault is SqliteException or InvalidOperationException) { }
        }
        finally { gate.Release(); }
    }

    /// <summary>SQLite has undone the whole transaction by itself: the reason why; null while it stands.</summary>
    SqliteException? Undone()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0) return null;
        var code = SQLitePCL.raw.sqlite3_errcode(connection.Handle);
        return new("The transaction was undone by SQLite: " + SQLitePCL.raw.sqlite3_errmsg(connection.Handle).utf8_to_string(), code is SQLitePCL.raw.SQLITE_OK or SQLitePCL.raw.SQLITE_ERROR ? SQLitePCL.raw.SQLITE_ABORT : code);
    }

    public void Dispose()
    {
        savepoint.Dispose();
        release.Dispose();
        undo.Dispose();
        connection.Dispose();
        gate.Dispose();
    }

    sealed class Batch(SqliteTransaction transaction)
    {
        public SqliteTransaction Transaction { get; } = transaction;
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public int Turns { get; set; }
        public SqliteException? Lost { get; set; }
    }

    sealed class Turn(SqliteWriter writer, SqliteDb db, Batch batch) : IWriteTurn
    {
        bool left;

        public async Task Keep(CancellationToken stop)
        {
            writer.release.Run();
            Go();
            await batch.Done.Task;
        }

        public ValueTask DisposeAsync()
        {
            if (left) return default;
            batch.Lost = writer.Undone();
            try
            {
                if (batch.Lost is null)
                {
                    writer.undo.Run();
                    writer.release.Run();
                    // Whoever lost to somebody else of this transaction will look again, and must then see what the winner wrote.
                    batch.Turns = Most;
                }
            }
            // Not even the own part can be taken back: then nothing of this transaction may stay.
            catch (SqliteException fault) { batch.Lost = fault; }
            Go();
            return default;
        }

        void Go()
        {
            left = true;
            db.Use(null, null);
            writer.Leave(batch);
        }
    }
}

/// <summary>On PostgreSQL a turn is a transaction of its own; the lock on the audit's head orders the commits.</summary>
sealed class PostgresTurn(Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction) : IWriteTurn
{
    public static async ValueTask<IWriteTurn> Enter(PostgresDb db, CancellationToken stop) => new PostgresTurn(await db.Database.BeginTransactionAsync(stop));
    public Task Keep(CancellationToken stop) => transaction.CommitAsync(stop);
    public ValueTask DisposeAsync() => transaction.DisposeAsync();
}
