// Whether there is room to write: asked of the disk, and remembered from the last write that was refused.
using Steward.Platform.Settings;

namespace Steward.Platform.Data;

/// <summary>One for the process. PostgreSQL's disk may be another machine's: of it only refused writes are known.</summary>
sealed class Room(DataFolder folder, TimeProvider time)
{
    /// <summary>With less than this the next write may fail, and the log of the embedded database cannot be folded in.</summary>
    public const long Least = 16L * 1024 * 1024;

    /// <summary>So long one refusal counts. A small write that still finds a gap would prove nothing, so none is tried.</summary>
    static readonly TimeSpan Doubt = TimeSpan.FromSeconds(30);

    long refused;

    public void Refused() => Volatile.Write(ref refused, time.GetTimestamp());

    public bool IsThere => new DriveInfo(folder.Path).AvailableFreeSpace >= Least && (Volatile.Read(ref refused) is 0 || time.GetElapsedTime(Volatile.Read(ref refused)) > Doubt);
}
