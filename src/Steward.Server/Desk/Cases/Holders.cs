// Who holds a role where something is: whom to tell of a customer's matters, and whom to call.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Notify;
using Steward.People;

namespace Steward.Desk.Cases;

static class Holders
{
    /// <summary>The accounts that hold one of the roles at a place now, with the grant that says so.</summary>
    public static async Task<List<(Grant Grant, Account Account)>> HoldersAt(this StewardDb db, Place place, DateTimeOffset now, CancellationToken stop, params Role[] roles) =>
        [.. (await (from g in db.Set<Grant>().AsNoTracking()
                    join a in db.Set<Account>().AsNoTracking() on g.Account equals a.Id
                    where roles.Contains(g.Role) && (g.Customer == null || g.Customer == place.Customer) && g.From <= now && (g.Until == null || g.Until > now) && !a.Disabled
                    select new { Grant = g, Account = a }).ToListAsync(stop)).Where(h => h.Grant.Covers(place)).Select(h => (h.Grant, h.Account))];

    /// <summary>The staff who hold one of the roles for the customer now, each once, in the language of their account; those without an address, and <paramref name="butNot"/>, are left out.</summary>
    public static async Task<List<Addressee>> Holding(this StewardDb db, CustomerId customer, DateTimeOffset now, StaffId? butNot, CancellationToken stop, params Role[] roles)
    {
        var language = (await db.HoldersAt(new(customer), now, stop, roles)).Where(h => h.Account.Staff is not null && h.Account.Staff != butNot).GroupBy(h => h.Account.Staff!.Value).ToDictionary(g => g.Key, g => g.First().Account.Language);
        var ids = language.Keys.ToList();
        return (await db.Set<Staff>().AsNoTracking().Where(s => ids.Contains(s.Id) && s.Active && s.Email != "").OrderBy(s => s.Email).Select(s => new { s.Id, s.Name, s.Email }).ToListAsync(stop)).ConvertAll(s => new Addressee(s.Name, s.Email, language[s.Id]));
    }
}
