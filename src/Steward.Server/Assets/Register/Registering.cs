// What the verbs on assets share: finding one for somebody who may, its tag, its signs, and its entry in the search.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets.Inventories;
using Steward.People;
using Steward.Platform.Search;

namespace Steward.Assets.Register;

sealed record SerialTaken(string Tag) : Refusal("AST-101", Tag) { public override string? Field => "serial"; }
sealed record AssetIsRetired() : Refusal("AST-102");

sealed class Registering(StewardDb db, Me me, PeopleBook people, IEnumerable<IAlterationPermits> permits, TimeProvider time)
{
    public StewardDb Db => db;
    public DateTimeOffset Now { get; } = time.Now();

    public async Task<Result<Asset>> Load(AssetId id, CancellationToken stop)
    {
        if (await db.Set<Asset>().VisibleTo(me).SingleOrDefaultAsync(a => a.Id == id, stop) is not { } asset) return new NotFound();
        return me.Can(Thing.Asset, Right.Work, asset.Where()) ? asset : new NotAllowed();
    }

    public bool May(Asset asset) => me.Can(Thing.Asset, Right.Work, asset.Where());

    /// <summary>To be asked before what is controlled of an asset is altered: notes under which change, or refuses.</summary>
    public async Task<Refusal?> Alter(Asset asset, CancellationToken stop)
    {
        if (!asset.Controlled) return null;
        foreach (var permit in permits)
            if (await permit.Under(asset.Id, stop) is { } change) { asset.AlteredUnder = change; return null; }
        return new NeedsChange(asset.Tag);
    }

    /// <summary>The faults that only the database knows: somebody else's site or person.</summary>
    public async Task<BadInput?> Fault(Asset asset, CancellationToken stop)
    {
        var faults = new List<BadField>();
        if (asset.Site is { } site && !await people.Sites.AnyAsync(s => s.Id == site && s.Customer == asset.Customer, stop)) faults.Add(new("site", "STW-404"));
        if (asset.Owner is { } owner && !await people.Contacts.AnyAsync(c => c.Id == owner && c.Customer == asset.Customer, stop)) faults.Add(new("owner", "STW-404"));
        return faults.Count > 0 ? new(faults) : null;
    }

    /// <summary>Puts a new asset on the list when the work commits, with the next tag of its class and year.</summary>
    public void Add(Asset asset, Customer customer)
    {
        var year = TimeZoneInfo.ConvertTime(Now, TimeZoneInfo.FindSystemTimeZoneById(customer.Zone)).Year;
        var series = FormattableString.Invariant($"{Prefix(asset.Kind)}-{customer.ShortName}-{year}");
        db.TakeNumber(series, n => asset.Tag = FormattableString.Invariant($"{series}-{n:00000}"));
        db.Add(asset);
    }

    /// <summary>Puts the asset into the search, also under its adapters, those just added included.</summary>
    public async Task Index(Asset asset, CancellationToken stop)
    {
        var macs = (await db.Set<AssetIdentity>().AsNoTracking().Where(i => i.Asset == asset.Id && i.Kind == IdentityKind.Mac).Select(i => i.Value).ToListAsync(stop))
            .Union(db.Held<AssetIdentity>().Select(e => e.Entity).Where(i => i.Asset == asset.Id && i.Kind == IdentityKind.Mac).Select(i => i.Value)).ToList();
        db.Index(() => new SearchEntry("Asset", asset.Id.Value, asset.Customer, $"{asset.Tag} {asset.Name}",
            string.Join(' ', [asset.Serial, asset.Manufacturer, asset.Model, asset.Place, asset.SeenName, asset.SeenSerial, asset.SeenModel, asset.SeenAddresses, asset.SeenUser,
                .. macs.Select(m => string.Join(':', m.Chunk(2).Select(c => new string(c))))]), $"/assets/{asset.Id}", asset.AddedAt));
    }

    /// <summary>Lets the asset be known by the serial number that it was registered with; a meaningless one identifies nothing.</summary>
    public async Task<Result<Done>> KnowBySerial(Asset asset, string? before, CancellationToken stop)
    {
        var value = Signs.Serial(asset.Manufacturer, asset.Serial);
        if (before == value) return new Done();
        if (before is not null && await db.Set<AssetIdentity>().SingleOrDefaultAsync(i => i.Asset == asset.Id && i.Kind == IdentityKind.Serial && i.Value == before, stop) is { } old) db.Remove(old);
        if (value is null) return new Done();
        var holder = await db.Set<AssetIdentity>().Where(i => i.Customer == asset.Customer && i.Kind == IdentityKind.Serial && i.Value == value).Select(i => (AssetId?)i.Asset).SingleOrDefaultAsync(stop);
        if (holder == asset.Id) return new Done();
        if (holder is { } other) return new SerialTaken(await db.Set<Asset>().Where(a => a.Id == other).Select(a => a.Tag).SingleAsync(stop));
        db.Add(new AssetIdentity { Asset = asset.Id, Kind = IdentityKind.Serial, Value = value, Customer = asset.Customer, Since = Now });
        return new Done();
    }

    static string Prefix(AssetKind kind) => kind switch
    {
        AssetKind.Computer => "PC",
        AssetKind.Notebook => "NB",
        AssetKind.Server => "SRV",
        AssetKind.VirtualMachine => "VM",
        AssetKind.Phone => "PHN",
        AssetKind.NetworkDevice => "NET",
        AssetKind.SecurityDevice => "SEC",
        AssetKind.Storage => "STO",
        AssetKind.Printer => "PRN",
        AssetKind.Power => "PWR",
        AssetKind.Peripheral => "PER",
        AssetKind.Other => "OTH",
    };
}
