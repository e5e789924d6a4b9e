// Changes what is meant of an asset: its name, place, owner, state. What was observed stays beside it.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Assets.Inventories;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Assets.Register;

public sealed record ChangeAsset(
    AssetId Asset, int Version, AssetKind Kind, [property: StringLength(120, MinimumLength = 1)] string Name, SiteId? Site = null, AssetState State = AssetState.InUse,
    [property: StringLength(80)] string Manufacturer = "", [property: StringLength(120)] string Model = "", [property: StringLength(80)] string Serial = "",
    [property: StringLength(120)] string Place = "", ContactId? Owner = null, DateOnly? WarrantyUntil = null, [property: StringLength(1000)] string Remark = "");

/// <summary>Takes over into the register what was seen.</summary>
public sealed record AcceptObserved(AssetId Asset, int Version);

sealed class ChangeAssetHandler(Registering work) : IVerb<ChangeAsset, Done>
{
    public async Task<Result<Done>> Handle(ChangeAsset ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Asset, stop)).TryGet(out var asset, out var refusal)) return refusal;
        if (asset.Version != ask.Version) return new ChangedMeanwhile();
        if (asset.Retired) return new AssetIsRetired();
        if (ask.State == AssetState.Retired) return new RetireInstead();
        var (before, controlled) = (Signs.Serial(asset.Manufacturer, asset.Serial), Controlled(asset));
        (asset.Site, asset.Kind, asset.State, asset.Name, asset.Manufacturer, asset.Model, asset.Serial) = (ask.Site, ask.Kind, ask.State, ask.Name.Trim(), ask.Manufacturer.Trim(), ask.Model.Trim(), ask.Serial.Trim());
        (asset.Place, asset.Owner, asset.WarrantyUntil, asset.Remark) = (ask.Place.Trim(), ask.Owner, ask.WarrantyUntil, ask.Remark.Trim());
        if (!Controlled(asset).Equals(controlled) && await work.Alter(asset, stop) is { } locked) return locked;
        // The site that it moves to must be one's own as well.
        if (!work.May(asset)) return new NotAllowed();
        if (await work.Fault(asset, stop) is { } fault) return fault;
        if (!(await work.KnowBySerial(asset, before, stop)).TryGet(out _, out refusal)) return refusal;
        await work.Index(asset, stop);
        return await work.Db.TryCommit(stop);
    }

    /// <summary>Who has it, where it stands in the room, its warranty and remarks are everyday matters.</summary>
    static object Controlled(Asset a) => (a.Site, a.Kind, a.State, a.Name, a.Manufacturer, a.Model, a.Serial);
}

sealed class AcceptObservedHandler(Registering work) : IVerb<AcceptObserved, Done>
{
    public async Task<Result<Done>> Handle(AcceptObserved ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Asset, stop)).TryGet(out var asset, out var refusal)) return refusal;
        if (asset.Version != ask.Version) return new ChangedMeanwhile();
        if (asset.Retired) return new AssetIsRetired();
        if (await work.Alter(asset, stop) is { } locked) return locked;
        string Seen(string meant, string seen) => seen.Length > 0 ? seen : meant;
        var before = Signs.Serial(asset.Manufacturer, asset.Serial);
        (asset.Name, asset.Manufacturer, asset.Model, asset.Serial) =
            (Seen(asset.Name, asset.SeenName), Seen(asset.Manufacturer, asset.SeenManufacturer), Seen(asset.Model, asset.SeenModel), Seen(asset.Serial, asset.SeenSerial));
        if (!(await work.KnowBySerial(asset, before, stop)).TryGet(out _, out refusal)) return refusal;
        await work.Index(asset, stop);
        return await work.Db.TryCommit(stop);
    }
}
