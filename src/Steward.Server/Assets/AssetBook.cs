// The door of Assets: the assets that the caller may read, and what is known of them.
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.People;

namespace Steward.Assets;

public sealed class AssetBook(StewardDb db, Me me)
{
    /// <summary>The assets that the caller may read: a user's own, or those of the grants' customers and sites.</summary>
    public IQueryable<Asset> Assets => db.Set<Asset>().AsNoTracking().VisibleTo(me);

    /// <summary>Every asset of the unit of work's tenants, for the duties of upper rooms.</summary>
    public IQueryable<Asset> All => db.Set<Asset>().AsNoTracking();

    /// <summary>Which assets of the tenants depend on which.</summary>
    public IQueryable<AssetDependency> Dependencies => db.Set<AssetDependency>().AsNoTracking();

    public IQueryable<AssetPart> Parts => db.Set<AssetPart>().AsNoTracking();
    public IQueryable<AssetChange> Changes => db.Set<AssetChange>().AsNoTracking();

    /// <summary>Whether the asset is this customer's and still looked after.</summary>
    public Task<bool> Has(CustomerId customer, AssetId asset, CancellationToken stop) => All.AnyAsync(a => a.Id == asset && a.Customer == customer && a.State != AssetState.Retired, stop);
}

static class Visible
{
    public static Place Where(this Asset asset) => new(asset.Customer, asset.Site);

    public static IQueryable<Asset> VisibleTo(this IQueryable<Asset> assets, Me me)
    {
        if (me.IsSystem) return assets;
        var giving = me.Giving(Thing.Asset, Right.Read).ToList();
        if (giving.Any(g => g is { Wide: true, Grant: { Customer: null, Site: null, Contract: null, Team: null } })) return assets;
        var own = giving.Any(g => !g.Wide) ? me.Contact : null;
        return assets.Where(Conditions.Any<Asset>([a => own != null && a.Owner == own, .. giving.Where(g => g.Wide).Select(g => Covered(g.Grant))]));
    }

    /// <summary>As <see cref="Grant.Covers"/>, in the database; an asset belongs to no contract and no team.</summary>
    static Expression<Func<Asset, bool>> Covered(Grant grant)
    {
        var (customer, site, whole) = (grant.Customer, grant.Site, grant.Contract is null && grant.Team is null);
        return a => whole && (customer == null || a.Customer == customer) && (site == null || a.Site == site);
    }
}
