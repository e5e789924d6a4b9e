// The complaints, major incidents and changes of the desk, for rooms above that count them.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.People;

namespace Steward.Desk;

public sealed class CaseBook(StewardDb db, Me me)
{
    static readonly string[] Ends = [nameof(ChangeState.Implemented), nameof(ChangeState.BackedOut), nameof(ChangeState.Failed)];

    /// <summary>The complaints that concern a contract: about one of its tickets, or about the service at large.</summary>
    public IQueryable<Complaint> ComplaintsOf(Contract contract)
    {
        var (id, customer) = (contract.Id, contract.Customer);
        return db.Set<Complaint>().AsNoTracking().Where(c => c.Customer == customer && (c.Ticket == null || db.Set<Ticket>().Any(t => t.Id == c.Ticket && (t.Contract == id || t.Contract == null))));
    }

    /// <summary>The major incidents among a contract's tickets.</summary>
    public IQueryable<MajorIncident> MajorsOf(Contract contract)
    {
        var id = contract.Id;
        return db.Set<MajorIncident>().AsNoTracking().Where(m => db.Set<Ticket>().Any(t => t.Id == m.Ticket && t.Contract == id));
    }

    /// <summary>The changes of the customer of a contract on which work ended in a stretch of time, with how each ended, the first first. A change names things and no contract.</summary>
    public async Task<IReadOnlyList<(Change Change, ChangeState End)>> Ended(Contract contract, DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        var customer = contract.Customer;
        var changes = await db.Set<Change>().AsNoTracking().Where(c => c.Customer == customer && c.WorkEndedAt >= from && c.WorkEndedAt < to).OrderBy(c => c.WorkEndedAt).ThenBy(c => c.Id).ToListAsync(stop);
        var ends = (await Stories([.. changes.Select(c => c.Id.Value)], stop)).Where(e => Ends.Contains(e.To)).ToLookup(e => e.Case, e => Enum.Parse<ChangeState>(e.To));
        return [.. changes.Select(c => (c, ends[c.Id.Value].LastOrDefault(c.State)))];
    }

    /// <summary>What happened to some cases, the oldest line first.</summary>
    public async Task<List<CaseEntry>> Stories(IReadOnlyCollection<Guid> cases, CancellationToken stop)
    {
        var lines = new List<CaseEntry>();
        foreach (var some in cases.Chunk(500)) lines.AddRange(await db.Set<CaseEntry>().AsNoTracking().Where(e => some.Contains(e.Case)).ToListAsync(stop));
        return [.. lines.OrderBy(e => e.OccurredAt).ThenBy(e => e.Id.Value)];
    }

    /// <summary>Complaints of <paramref name="who"/> for which a settlement was proposed: to be accepted or passed up.</summary>
    public IQueryable<Complaint> ProposedTo(ContactId who) => db.Set<Complaint>().AsNoTracking().Where(c => c.Complainant == who && c.State == ComplaintState.Proposed).OrderBy(c => c.OpenedAt);

    /// <summary>Whether the caller may know what a complaint says: not somebody whom it is about, before it is judged, and nobody who reads no complaints.</summary>
    public bool MayKnow(Complaint complaint) =>
        (complaint.About is null || complaint.Justified is not null || complaint.About != me.Staff) && (me.IsSystem || me.Can(Thing.Complaint, Right.Read, new Place(complaint.Customer)));
}
