// Says to the register of assets whether a controlled thing may be altered: while a change that names it is worked on, and until its papers are closed.
using Microsoft.EntityFrameworkCore;
using Steward.Assets;

namespace Steward.Desk.Changes;

sealed class AlterationPermits(StewardDb db) : IAlterationPermits
{
    static readonly ChangeState[] Working = [ChangeState.Implementing, ChangeState.Implemented, ChangeState.BackedOut, ChangeState.Failed, ChangeState.Pir];

    public async Task<string?> Under(AssetId asset, CancellationToken stop) => await db.Set<Change>().AsNoTracking()
        .Where(c => Working.Contains(c.State) && db.Set<ChangeAsset>().Any(a => a.Change == c.Id && a.Asset == asset)).OrderByDescending(c => c.StartedAt).Select(c => c.Number).FirstOrDefaultAsync(stop);
}
