// What the pages about probes show.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.People;

namespace Steward.Probes.Pages;

public sealed record ProbeRow(ProbeId Id, string Name, CustomerId Customer, string CustomerName, string SiteName, ProbeState State, string ProbeVersion, DateTimeOffset? LastContact, long? SkewMs, string Trouble);
public sealed record SiteChoice(SiteId Id, string Name);
public sealed record ProbeList(IReadOnlyList<ProbeRow> Rows, IReadOnlyList<SiteChoice> Sites, bool MayWork);

/// <param name="Command">How to enrol it, the one time that this is shown.</param>
public sealed record ProbeView(
    ProbeRow Row, string Machine, int SilentAfterSeconds, DateTimeOffset AddedAt, DateTimeOffset? EnrolledAt, DateTimeOffset? EnrolUntil, DateTimeOffset? RevokedAt, long Taken, long Missing, int Version, bool MayWork, string? Command);

sealed class ProbeQueries(StewardDb db, PeopleBook people, Me me, ShownOnce shown)
{
    public async Task<ProbeList> List(CancellationToken stop)
    {
        var mayWork = me.Can(Thing.Asset, Right.Work);
        var sites = !mayWork ? [] : await (from s in people.Sites join c in people.Customers on s.Customer equals c.Id where c.Active orderby c.Name, s.Name
            select new { s.Id, Customer = c.Name, Site = s.Name }).ToListAsync(stop);
        var rows = await Seen(db.Set<Probe>()).ToListAsync(stop);
        return new([.. rows.OrderBy(r => Order(r.Row.State)).ThenBy(r => r.Row.CustomerName, StringComparer.Ordinal).ThenBy(r => r.Row.Name, StringComparer.Ordinal).Select(r => r.Row)],
            [.. sites.Select(s => new SiteChoice(s.Id, $"{s.Customer} · {s.Site}"))], mayWork);
    }

    public async Task<ProbeView?> One(Guid probe, CancellationToken stop)
    {
        var id = ProbeId.From(probe);
        if (await Seen(db.Set<Probe>().Where(p => p.Id == id)).SingleOrDefaultAsync(stop) is not { Probe: { } found } seen) return null;
        var mayWork = me.Can(Thing.Asset, Right.Work, new(found.Customer, found.Site));
        return new(seen.Row, found.Machine, found.SilentAfterSeconds, found.AddedAt, found.EnrolledAt, found.EnrolUntil, found.RevokedAt, seen.Contact?.Taken ?? 0, seen.Contact?.Missing ?? 0, found.Version, mayWork,
            mayWork ? shown.Take($"/probes/{id}") : null);
    }

    sealed record SeenProbe(Probe Probe, ProbeContact? Contact, string CustomerName, string SiteName)
    {
        public ProbeRow Row => new(Probe.Id, Probe.Name, Probe.Customer, CustomerName, SiteName,
            Probe.RevokedAt is not null ? ProbeState.Revoked : Contact is null ? ProbeState.Waiting : Contact.Silent ? ProbeState.Silent : ProbeState.Working,
            Contact?.ProbeVersion ?? "", Contact?.LastContact, Contact?.SkewMs, Contact?.Trouble ?? "");
    }

    IQueryable<SeenProbe> Seen(IQueryable<Probe> probes) =>
        from p in probes.AsNoTracking()
        join c in people.Customers on p.Customer equals c.Id
        join s in people.Sites on p.Site equals s.Id
        join k in db.Set<ProbeContact>() on p.Id equals k.Probe into contacts
        from contact in contacts.DefaultIfEmpty()
        select new SeenProbe(p, contact, c.Name, s.Name);

    /// <summary>What needs a look stands first.</summary>
    static int Order(ProbeState state) => state switch { ProbeState.Silent => 0, ProbeState.Waiting => 1, ProbeState.Working => 2, ProbeState.Revoked => 3 };
}
