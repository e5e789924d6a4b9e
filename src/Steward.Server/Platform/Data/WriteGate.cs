// Lets one writer at a time into the embedded database: waiting in line here is cheaper than SQLite's busy retries.
namespace Steward.Platform.Data;

/// <summary>SQLite has one writer per file; PostgreSQL has its own locks and passes straight through.</summary>
static class WriteGate
{
    static readonly System.Collections.Concurrent.ConcurrentDictionary<string, SemaphoreSlim> Gates = new();

    public static async ValueTask<Turn> Enter(StewardDb db, CancellationToken stop)
    {
        if (db.Engine != Engine.Sqlite) return default;
        var gate = Gates.GetOrAdd(db.ConnectionText, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(stop);
        return new Turn(gate);
    }

    public readonly struct Turn(SemaphoreSlim? gate) : IDisposable
    {
        public void Dispose() => gate?.Release();
    }
}
