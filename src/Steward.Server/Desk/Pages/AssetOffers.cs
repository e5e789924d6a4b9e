// Which things a form about a ticket offers: the person's own first, then those of their site, then what was looked for; never more than a page can hold.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Web.Components;
using static Steward.Platform.Text.Texts;

namespace Steward.Desk.Pages;

/// <summary><paramref name="Found"/>: how many fit the words, if any were given. <paramref name="More"/>: there are things that are not offered and can be looked for.</summary>
public sealed record AssetOffer(IReadOnlyList<Option> Options, string? Words, int Found, bool More)
{
    public static AssetOffer Nothing { get; } = new([], null, 0, false);

    /// <summary>The only one that fits the words.</summary>
    public string? Single => Words is not null && Found == 1 ? Options[0].Value : null;
}

sealed class AssetOffers(AssetBook assets, Me me)
{
    const int MostOwn = 20, MostOfSite = 20, MostFound = 30;

    /// <param name="chosen">What the form had chosen stays among the choices.</param>
    public async Task<AssetOffer> For(CustomerId customer, ContactId? person, SiteId? site, string? words, string? chosen, IReadOnlyCollection<AssetId> but, CancellationToken stop)
    {
        if (!me.Can(Thing.Asset, Right.Read)) return AssetOffer.Nothing;
        words = string.IsNullOrWhiteSpace(words) ? null : words.Trim();
        List<AssetId> without = [.. but];
        var living = assets.Assets.Where(a => a.Customer == customer && a.State != AssetState.Retired && !without.Contains(a.Id));
        var found = words is null ? [] : await Take(living.Fitting(words), MostFound, "Desk.AssetsFound", stop);
        var own = person is null ? [] : await Take(living.Where(a => a.Owner == person), MostOwn, me.Contact == person ? "Desk.MyAssets" : "Desk.AssetsOfCaller", stop);
        // What nobody has for themselves, the printer in the corridor, is what people of a site report.
        var near = site is null ? [] : await Take(living.Where(a => a.Site == site && a.Owner == null), MostOfSite, "Desk.AssetsOfSite", stop);
        var wanted = Guid.TryParse(chosen, out var id) ? AssetId.From(id) : (AssetId?)null;
        var picked = wanted is null ? [] : await Take(living.Where(a => a.Id == wanted), 1, "Desk.AssetsFound", stop);
        IReadOnlyList<Option> options = [.. found.Concat(own).Concat(near).Concat(picked).DistinctBy(o => o.Value)];
        return new(options, words, found.Count, words is not null || await living.CountAsync(stop) > options.Count);
    }

    static async Task<List<Option>> Take(IQueryable<Asset> some, int most, string group, CancellationToken stop) =>
        (await some.OrderBy(a => a.Name).ThenBy(a => a.Tag).Take(most).Select(a => new { a.Id, a.Tag, a.Name }).ToListAsync(stop)).ConvertAll(a => new Option(a.Id.ToString(), $"{a.Name} · {a.Tag}", T(group)));
}
