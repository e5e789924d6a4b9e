// Makes a display for a screen on a wall: named, cut to customers or sites, good until a day; its address is shown once.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.People;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Access.Displays;

/// <param name="Customers">Whose data it shows; without any, everybody's, which only those may give who see everybody's.</param>
/// <param name="Sites">Only these sites, all of one customer.</param>
/// <param name="Until">A quarter of a year from now unless said otherwise, and a year at most.</param>
public sealed record MakeDisplay([property: StringLength(60)] string Name, List<CustomerId>? Customers = null, List<SiteId>? Sites = null, Language Language = Language.Zh, DateTimeOffset? Until = null);

/// <summary>The only time that the address is seen.</summary>
public sealed record MadeDisplay(DisplayId Id, string Token, string Address);

sealed record SitesOfOneCustomer() : Refusal("ACC-190") { public override string? Field => "sites"; }
sealed record DisplayLastsTooLong() : Refusal("ACC-191") { public override string? Field => "until"; }

sealed class MakeDisplayHandler(StewardDb db, Me me, PeopleBook people, ShownOnce shown, StewardSettings settings, IdSource ids, TimeProvider time) : IVerb<MakeDisplay, MadeDisplay>
{
    static readonly TimeSpan Usual = TimeSpan.FromDays(90), Longest = TimeSpan.FromDays(366);

    public async Task<Result<MadeDisplay>> Handle(MakeDisplay ask, CancellationToken stop)
    {
        var (customers, sites, now) = (ask.Customers ?? [], ask.Sites ?? [], time.Now());
        var owners = await people.Sites.AsNoTracking().Where(s => sites.Contains(s.Id)).Select(s => new { s.Id, s.Customer }).ToListAsync(stop);
        if (owners.Count < sites.Distinct().Count() || await people.Customers.CountAsync(c => customers.Contains(c.Id), stop) < customers.Distinct().Count()) return new NotFound();
        if (owners.Count > 0 && owners.Select(o => o.Customer).Concat(customers).Distinct().Count() > 1) return new SitesOfOneCustomer();
        if (!MayMake()) return new NotAllowed();
        if (ask.Until is { } end && (end <= now || end > now + Longest)) return new DisplayLastsTooLong();
        var id = ids.New<DisplayId>(now);
        var (token, hash) = DisplayToken.Make(id);
        db.Add(new Display
        {
            Id = id, Name = ask.Name.Trim(), Hash = hash, Customers = owners.Count > 0 ? [owners[0].Customer] : [.. customers.Distinct()], Sites = [.. sites.Distinct()], Language = ask.Language,
            MadeBy = me.Name, MadeAt = now, Until = ask.Until ?? now + Usual,
        });
        await db.Commit(stop);
        var address = $"{settings.PublicUrl.TrimEnd('/')}/wall/{token}";
        shown.Put(address, "/displays");
        return new MadeDisplay(id, token, address);

        bool MayMake() => Places(owners.Count > 0 ? [owners[0].Customer] : customers, sites).All(place => me.Can(Thing.Display, Right.Create, place));
    }

    /// <summary>Where a display reaches: whoever keeps it must hold the right at each.</summary>
    internal static IEnumerable<Place> Places(IReadOnlyCollection<CustomerId> customers, IReadOnlyCollection<SiteId> sites) =>
        sites.Count > 0 ? sites.Select(site => new Place(customers.First(), site)) : customers.Count > 0 ? customers.Select(customer => new Place(customer)) : [default];
}
