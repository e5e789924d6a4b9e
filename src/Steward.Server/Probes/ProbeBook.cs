// The door of Probes: the probes of the unit of work's tenants and what is known of them.
namespace Steward.Probes;

public sealed class ProbeBook(StewardDb db)
{
    public IQueryable<Probe> Probes => db.Set<Probe>();
    public IQueryable<ProbeContact> Contacts => db.Set<ProbeContact>();
}
