// Remembers when each sweep of this process last ran, and leaves it in the data folder for the support bundle.
using System.Text.Json;
using Steward.Platform.Settings;

namespace Steward.Platform.Sweeps;

/// <summary>The last run of a sweep: when it began, on how many rows it acted, and why it failed (empty when it did not).</summary>
public sealed record SweepRun(DateTimeOffset At, int Done, string Fault);

sealed class SweepLog(DataFolder folder)
{
    static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(10);

    readonly Lock gate = new();
    readonly SortedDictionary<string, SweepRun> runs = new(StringComparer.Ordinal);
    DateTimeOffset written;

    /// <summary>Those whose last run failed.</summary>
    public IReadOnlyList<string> Failing { get { lock (gate) return [.. runs.Where(r => r.Value.Fault.Length > 0).Select(r => r.Key)]; } }

    public void Ran(string sweep, DateTimeOffset at, int done, string fault)
    {
        lock (gate)
        {
            var known = runs.ContainsKey(sweep);
            runs[sweep] = new(at, done, fault);
            if (known && at - written < Rhythm && at >= written) return;
            written = at;
            try
            {
                File.WriteAllText(folder.SweepLog + ".next", JsonSerializer.Serialize(runs, Web.Json.Options));
                File.Move(folder.SweepLog + ".next", folder.SweepLog, overwrite: true);
            }
            // A note for support, no more: no sweep stops because the disk is full.
            catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException) { }
        }
    }
}
