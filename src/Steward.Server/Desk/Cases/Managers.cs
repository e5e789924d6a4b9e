// Whom to tell of a customer's matters: the people who hold a role there.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Notify;
using Steward.People;

namespace Steward.Desk.Cases;

static class Managers
{
    /// <summary>The staff who hold one of the roles for the customer now, each once, in the language of their account; those without an address, and <paramref name="butNot"/>, are left out.</summary>
    public static async Task<List<Addressee>> Holding(this StewardDb db, CustomerId customer, DateTimeOffset now, StaffId? butNot, CancellationToken stop, params Role[] roles) =>
        (await (from g in db.Set<Grant>().AsNoTracking()
                join a in db.Set<Account>().AsNoTracking() on g.Account equals a.Id
                join s in db.Set<Staff>().AsNoTracking() on a.Staff equals (StaffId?)s.Id
                where roles.Contains(g.Role) && (g.Customer == null || g.Customer == customer) && g.Site == null && g.Contract == null && g.Team == null
                    && g.From <= now && (g.Until == null || g.Until > now) && !a.Disabled && s.Active && s.Email != "" && s.Id != butNot
                select new { s.Id, s.Name, s.Email, a.Language }).Distinct().OrderBy(s => s.Email).ToListAsync(stop)).ConvertAll(s => new Addressee(s.Name, s.Email, s.Language));
}
