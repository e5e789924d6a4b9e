// Puts an asset under control: from then on it is altered only while a change that names it is worked on (M-173).
using Steward.Platform.Web;

namespace Steward.Assets.Register;

public sealed record ControlAsset(AssetId Asset, int Version, bool Controlled = true);

sealed record NeedsChange(string Tag) : Refusal("AST-130", Tag);

sealed class ControlAssetHandler(Registering work) : IVerb<ControlAsset, Done>
{
    public async Task<Result<Done>> Handle(ControlAsset ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Asset, stop)).TryGet(out var asset, out var refusal)) return refusal;
        if (asset.Version != ask.Version) return new ChangedMeanwhile();
        if (asset.Retired) return new AssetIsRetired();
        if (asset.Controlled == ask.Controlled) return new Done();
        if (await work.Alter(asset, stop) is { } locked) return locked;
        asset.Controlled = ask.Controlled;
        return await work.Db.TryCommit(stop);
    }
}
