// The checks of an asset, and of the assets that a ticket is about, for the pages of the rooms below.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Desk;

namespace Steward.Monitoring.Pages;

public sealed record AssetChecksLine(AssetId Asset, string Name, IReadOnlyList<StatusRow> Checks);
public sealed record AssetChecksModel(IReadOnlyList<AssetChecksLine> Assets, bool MayAdd);

sealed class AssetChecks(StatusQueries status, AssetBook assets, ServiceDesk desk, Me me)
{
    public async Task<AssetChecksModel?> OfAsset(Guid asset, CancellationToken stop) => await Of([AssetId.From(asset)], stop);

    public async Task<AssetChecksModel?> OfTicket(Guid ticket, CancellationToken stop) => await Of(await desk.AssetsOf(TicketId.From(ticket), stop), stop);

    async Task<AssetChecksModel?> Of(List<AssetId> ids, CancellationToken stop)
    {
        if (ids.Count == 0 || !me.Can(Thing.Monitoring, Right.Read)) return null;
        var (names, checks) = (await assets.Assets.Where(a => ids.Contains(a.Id)).OrderBy(a => a.Name).Select(a => new { a.Id, a.Name, a.State }).ToListAsync(stop), await status.OfAssets(ids, stop));
        return names.Count == 0 ? null : new([.. names.Select(a => new AssetChecksLine(a.Id, a.Name, checks.TryGetValue(a.Id, out var of) ? of : []))], me.Can(Thing.Monitoring, Right.Create) && names.Any(a => a.State != AssetState.Retired));
    }
}
