// Takes an asset out of care, for good: its tag is never used again, its history stays.
using System.ComponentModel.DataAnnotations;
using Steward.Platform.Web;

namespace Steward.Assets.Register;

public sealed record RetireAsset(AssetId Asset, [property: StringLength(400, MinimumLength = 1)] string Reason);

sealed class RetireAssetHandler(Registering work) : IVerb<RetireAsset, Done>
{
    public async Task<Result<Done>> Handle(RetireAsset ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Asset, stop)).TryGet(out var asset, out var refusal)) return refusal;
        if (asset.Retired) return new AssetIsRetired();
        if (await work.Alter(asset, stop) is { } locked) return locked;
        (asset.State, asset.RetiredAt, asset.RetiredWhy) = (AssetState.Retired, work.Now, ask.Reason.Trim());
        return await work.Db.TryCommit(stop);
    }
}
