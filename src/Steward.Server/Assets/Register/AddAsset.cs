// Registers an asset by hand: before it is switched on, or because no inventory ever sees it.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Assets.Register;

public sealed record AddAsset(
    CustomerId Customer, AssetKind Kind, [property: StringLength(120, MinimumLength = 1)] string Name, SiteId? Site = null, AssetState State = AssetState.InUse,
    [property: StringLength(80)] string Manufacturer = "", [property: StringLength(120)] string Model = "", [property: StringLength(80)] string Serial = "",
    [property: StringLength(120)] string Place = "", ContactId? Owner = null, DateOnly? WarrantyUntil = null, [property: StringLength(1000)] string Remark = "");

sealed record RetireInstead() : Refusal("AST-103") { public override string? Field => "state"; public override int Status => 400; }

sealed class AddAssetHandler(Registering work, PeopleBook people, IdSource ids) : IVerb<AddAsset, AssetId>
{
    public async Task<Result<AssetId>> Handle(AddAsset ask, CancellationToken stop)
    {
        if (await people.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == ask.Customer, stop) is not { } customer) return new NotFound();
        var asset = new Asset
        {
            Id = ids.New<AssetId>(work.Now), Customer = ask.Customer, Site = ask.Site, Kind = ask.Kind, State = ask.State, Name = ask.Name.Trim(), Manufacturer = ask.Manufacturer.Trim(), Model = ask.Model.Trim(),
            Serial = ask.Serial.Trim(), Place = ask.Place.Trim(), Owner = ask.Owner, WarrantyUntil = ask.WarrantyUntil, Remark = ask.Remark.Trim(), AddedAt = work.Now,
        };
        if (!work.May(asset)) return new NotAllowed();
        if (asset.Retired) return new RetireInstead();
        if (await work.Fault(asset, stop) is { } fault) return fault;
        work.Add(asset, customer);
        if (!(await work.KnowBySerial(asset, null, stop)).TryGet(out _, out var taken)) return taken;
        await work.Index(asset, stop);
        return (await work.Db.TryCommit(stop)).TryGet(out _, out var refusal) ? asset.Id : refusal;
    }
}
