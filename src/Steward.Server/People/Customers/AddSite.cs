// Adds a place where a customer works.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Web;

namespace Steward.People.Customers;

public sealed record AddSite(CustomerId Customer, [property: StringLength(120)] string Name, [property: StringLength(200)] string Address = "", string? Zone = null);

sealed class AddSiteHandler(StewardDb db, IdSource ids, TimeProvider time) : IVerb<AddSite, SiteId>
{
    public async Task<Result<SiteId>> Handle(AddSite ask, CancellationToken stop)
    {
        if (await db.Set<Customer>().SingleOrDefaultAsync(c => c.Id == ask.Customer, stop) is not { } customer) return new NotFound();
        if (ask.Zone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) return new BadInput([new("zone", "field.zone")]);
        var site = new Site { Id = ids.New<SiteId>(time.Now()), Customer = ask.Customer, Name = ask.Name.Trim(), Address = ask.Address, Zone = ask.Zone ?? customer.Zone };
        db.Add(site);
        await db.Commit(stop);
        return site.Id;
    }
}
