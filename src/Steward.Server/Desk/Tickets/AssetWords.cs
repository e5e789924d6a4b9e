// Finds the thing that somebody names in their own words: by its tag, name, model, serial number or place.
using Microsoft.EntityFrameworkCore;
using Steward.Assets;

namespace Steward.Desk.Tickets;

static class AssetWords
{
    public static IQueryable<Asset> Fitting(this IQueryable<Asset> assets, string words) =>
        assets.Where(a => a.Tag.Contains(words) || a.Name.Contains(words) || a.Model.Contains(words) || a.Serial.Contains(words) || a.Place.Contains(words));

    /// <summary>The one whose tag it is, or the only one that the words fit.</summary>
    public static async Task<Result<Asset>> Named(this IQueryable<Asset> assets, string words, CancellationToken stop)
    {
        if (await assets.Where(a => a.Tag == words).Take(2).ToListAsync(stop) is [var tagged]) return tagged;
        return await assets.Fitting(words).Take(2).ToListAsync(stop) switch
        {
            [var only] => only,
            [] => new BadInput([new("assetWords", "Desk.NoAssetFits", words)]),
            _ => new BadInput([new("assetWords", "Desk.ManyAssetsFit", words)]),
        };
    }
}
