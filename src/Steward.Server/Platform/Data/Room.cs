// Whether there is room to write: asked of the disk, and remembered from the last write that was refused.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Audit;
using Steward.Platform.Settings;

namespace Steward.Platform.Data;

/// <summary>One for the process. PostgreSQL's disk may be another machine's: of it only refused writes are known.</summary>
sealed class Room(DataFolder folder)
{
    /// <summary>With less than this the next write may fail, and the log of the embedded database cannot be folded in.</summary>
    public const long Least = 16L * 1024 * 1024;

    volatile bool refused;

    public void Refused() => refused = true;

    /// <summary>Writes are to be expected to succeed. After a refusal that is believed only once a write has.</summary>
    public async Task<bool> IsThere(StewardDb db, CancellationToken stop)
    {
        if (new DriveInfo(folder.Path).AvailableFreeSpace < Least) return false;
        if (!refused) return true;
        try
        {
            await db.UpdateNow(db.Set<AuditHeadRow>(), s => s.SetProperty(h => h.Sequence, h => h.Sequence), stop);
            refused = false;
        }
        catch (Exception fault) when (EngineValues.IsFull(fault)) { }
        return !refused;
    }
}
