// Corrects the name, address or zone of a customer's site.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Web;

namespace Steward.People.Customers;

public sealed record ChangeSite(CustomerId Customer, SiteId Site, [property: StringLength(120)] string Name, [property: StringLength(200)] string Address = "", string? Zone = null, int? Version = null);

sealed class ChangeSiteHandler(StewardDb db) : IVerb<ChangeSite, Done>
{
    public async Task<Result<Done>> Handle(ChangeSite ask, CancellationToken stop)
    {
        if (await db.Set<Site>().SingleOrDefaultAsync(s => s.Id == ask.Site && s.Customer == ask.Customer, stop) is not { } site) return new NotFound();
        if (ask.Version is { } read && read != site.Version) return new ChangedMeanwhile();
        if (ask.Zone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) return new BadInput([new("zone", "field.zone")]);
        (site.Name, site.Address, site.Zone) = (ask.Name.Trim(), ask.Address, ask.Zone ?? site.Zone);
        return await db.TryCommit(stop);
    }
}
