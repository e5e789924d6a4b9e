// Several reads of one moment, for whoever compares what one says with what another says while others write.
using Microsoft.EntityFrameworkCore;

namespace Steward.Platform.Data;

/// <summary>Until it is disposed of, everything that its database reads stands as it did at the first read. Nobody waits for it, and nothing may be written through it.</summary>
sealed class OneMoment : IAsyncDisposable
{
    readonly StewardDb db;
    OneMoment(StewardDb db) => this.db = db;

    public static async Task<OneMoment> Of(StewardDb db, CancellationToken stop)
    {
        await db.Database.OpenConnectionAsync(stop);
        await db.Execute(db.Engine == Engine.Sqlite ? "begin deferred" : "begin isolation level repeatable read read only", stop);
        return new(db);
    }

    public async ValueTask DisposeAsync()
    {
        await db.Execute("rollback", CancellationToken.None);
        await db.Database.CloseConnectionAsync();
    }
}
