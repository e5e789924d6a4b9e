// What contracts say must be watched, against what is: by customer and line of the contract, with the assets that nothing looks at.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.People;

namespace Steward.Monitoring.Pages;

public sealed record UnwatchedAsset(AssetId Id, string Tag, string Name, AssetKind Kind, string Addresses);

/// <summary>A line of a contract in force: so many assets fall under it, so many of them are watched.</summary>
public sealed record CoverageLine(
    CustomerId Customer, string CustomerName, ContractId Contract, string ContractNumber, CoverLineId Line, string Number, string Text, string TextEn, AssetKind? Kind, string? SiteName, int Promised, int Watched, IReadOnlyList<UnwatchedAsset> Unwatched);

public sealed record CoverageModel(IReadOnlyList<CoverageLine> Lines, CustomerId? Customer, IReadOnlyList<Choice> Customers, int Promised, int Watched, bool MayAdd);

sealed class CoverageQueries(Watch watch, AssetBook assets, ContractBook contracts, PeopleBook people, Me me, TimeProvider time)
{
    public async Task<CoverageModel> Of(CustomerId? customer, CancellationToken stop)
    {
        var lines = (await contracts.CoverInForce(null, time.Now(), stop)).Where(l => l.Line.MustWatch && me.Can(Thing.Monitoring, Right.Read, new(l.Contract.Customer, Contract: l.Contract.Id.Value))).ToList();
        var owners = lines.Select(l => l.Contract.Customer).Distinct().ToList();
        var names = await people.Customers.AsNoTracking().Where(c => owners.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var sites = await people.Sites.AsNoTracking().Where(s => owners.Contains(s.Customer)).ToDictionaryAsync(s => s.Id, s => s.Name, stop);
        var owned = (await assets.All.Where(a => owners.Contains(a.Customer) && (a.State == AssetState.InUse || a.State == AssetState.InRepair)).OrderBy(a => a.Name).ToListAsync(stop)).ToLookup(a => a.Customer);
        var looked = await watch.Watched(stop);
        var told = lines.Where(l => customer is null || l.Contract.Customer == customer).Select(l =>
        {
            var covered = owned[l.Contract.Customer].Where(l.Line.Covers).ToList();
            var open = covered.Where(a => !looked.Contains(a.Id)).ToList();
            return new CoverageLine(l.Contract.Customer, names.GetValueOrDefault(l.Contract.Customer, ""), l.Contract.Id, l.Contract.Number, l.Line.Id, l.Line.Number, l.Line.Text, l.Line.TextEn, l.Line.Kind,
                l.Line.Site is { } site ? sites.GetValueOrDefault(site) : null, covered.Count, covered.Count - open.Count, [.. open.Select(a => new UnwatchedAsset(a.Id, a.Tag, a.Name, a.Kind, a.SeenAddresses))]);
        }).OrderByDescending(l => l.Promised - l.Watched > 0).ThenBy(l => l.CustomerName, StringComparer.Ordinal).ThenBy(l => l.Number, StringComparer.Ordinal).ToList();
        return new(told, customer, [.. names.OrderBy(n => n.Value, StringComparer.Ordinal).Select(n => new Choice(n.Key.ToString(), n.Value))], told.Sum(l => l.Promised), told.Sum(l => l.Watched), me.Can(Thing.Monitoring, Right.Create));
    }
}
