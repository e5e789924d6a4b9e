// The door of People: names behind ids, and the people of the unit of work's tenants.
using Microsoft.EntityFrameworkCore;

namespace Steward.People;

public sealed class PeopleBook(StewardDb db)
{
    public IQueryable<Customer> Customers => db.Set<Customer>();
    public IQueryable<Site> Sites => db.Set<Site>();
    public IQueryable<Contact> Contacts => db.Set<Contact>();
    public IQueryable<Staff> Staff => db.Set<Staff>();
    public IQueryable<Team> Teams => db.Set<Team>();
    public IQueryable<TeamMember> TeamMembers => db.Set<TeamMember>();
    public IQueryable<Supplier> Suppliers => db.Set<Supplier>();
    public IQueryable<Provider> Provider => db.Set<Provider>();

    /// <summary>The groups in which somebody is; none for nobody.</summary>
    public async Task<List<TeamId?>> GroupsOf(StaffId? staff, CancellationToken stop) =>
        staff is null ? [] : await TeamMembers.Where(m => m.Staff == staff).Select(m => (TeamId?)m.Team).ToListAsync(stop);
}
