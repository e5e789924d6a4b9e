// Gives memory back when there is little to do: a small server shares its machine with others.
using System.Runtime.InteropServices;

namespace Steward.Platform.Host;

/// <summary>
/// What starting up, a report or a busy hour has left behind, the runtime keeps at hand as long as the machine has memory; at rest that is more than all that is in use. When the server has
/// used little of the processor for a while and much is kept, the heap is made as small as it can be and free blocks go back to the system. It costs a pause of about a tenth of a second, not more often than once a minute.
/// </summary>
sealed class SpareMemory(TimeProvider time) : BackgroundService
{
    static readonly TimeSpan Look = TimeSpan.FromSeconds(15), Apart = TimeSpan.FromMinutes(1);

    /// <summary>Of one core.</summary>
    const double Quiet = 0.15;

    /// <summary>Bytes kept beyond those in use for which a pause is worth it.</summary>
    const long Worth = 24 << 20;

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Look, time);
        var (used, last) = (Environment.CpuUsage.TotalTime, DateTimeOffset.MinValue);
        while (await timer.WaitForNextTickAsync(stop))
        {
            var before = used;
            used = Environment.CpuUsage.TotalTime;
            var now = time.GetUtcNow();
            if (used - before > Look * Quiet || now - last < Apart || GC.GetGCMemoryInfo() is var heap && heap.TotalCommittedBytes - heap.HeapSizeBytes < Worth) continue;
            last = now;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            Trim?.Invoke(0);
        }
    }

    delegate int MallocTrim(nuint keep);

    /// <summary>Of the GNU C library; others do without.</summary>
    static readonly MallocTrim? Trim = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, "malloc_trim", out var trim)
        ? Marshal.GetDelegateForFunctionPointer<MallocTrim>(trim) : null;
}
