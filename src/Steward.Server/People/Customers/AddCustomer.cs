// Takes on a customer with its first site.
using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.People.Customers;

public sealed record AddCustomer([property: StringLength(8, MinimumLength = 2)] string ShortName, [property: StringLength(120)] string Name, string Zone = "Asia/Shanghai", Language Language = Language.Zh);

sealed partial class AddCustomerHandler(StewardDb db, IdSource ids, TimeProvider time) : IVerb<AddCustomer, CustomerId>
{
    public async Task<Result<CustomerId>> Handle(AddCustomer ask, CancellationToken stop)
    {
        if (!ShortNames().IsMatch(ask.ShortName)) return new BadInput([new("shortName", "PEO-101")]);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(ask.Zone, out _)) return new BadInput([new("zone", "field.zone")]);
        // Asked across all tenants: numbers carry the short name, so it is unique for everyone.
        using (db.Work.AmongAll())
            if (await db.Set<Customer>().AnyAsync(c => c.ShortName == ask.ShortName, stop)) return new BadInput([new("shortName", "PEO-102")]);
        var now = time.Now();
        var customer = new Customer { Id = ids.New<CustomerId>(now), ShortName = ask.ShortName, Name = ask.Name.Trim(), Zone = ask.Zone, Language = ask.Language };
        db.Add(customer);
        db.Index(() => ChangeCustomerHandler.Found(customer, now));
        await db.Commit(stop);
        return customer.Id;
    }

    [GeneratedRegex("^[A-Z0-9]{2,8}$")]
    private static partial Regex ShortNames();
}
