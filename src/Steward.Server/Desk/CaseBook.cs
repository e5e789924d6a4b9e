// The cases of the desk (problems, changes, complaints, major incidents, sheets) for rooms above that count, show or find them.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Cases;
using Steward.Desk.Changes;
using Steward.People;
using Steward.Desk.Complaints;
using Steward.Desk.Majors;
using Steward.Desk.Problems;
using Steward.Desk.Releases;
using Steward.Desk.Sheets;
using Steward.Platform.Approvals;
using Steward.Platform.Search;
using Steward.Platform.Text;

namespace Steward.Desk;

/// <summary>How a case stands: its state in words, and by when something is due; null where nothing is.</summary>
public sealed record CaseStanding(string State, DateTimeOffset? Due);

public sealed class CaseBook(StewardDb db, Me me, IServiceProvider services)
{
    /// <summary>The changes that the caller may read, to filter and count in the database.</summary>
    public IQueryable<Change> Changes => db.Set<Change>().AsNoTracking().Of(me, Thing.Change, Right.Read);

    /// <summary>The problems that the caller may read, to filter and count in the database.</summary>
    public IQueryable<Problem> Problems => db.Set<Problem>().AsNoTracking().Of(me, Thing.Problem, Right.Read);

    /// <summary>What is in a change's way and not waived, as sentences.</summary>
    public async Task<IReadOnlyList<string>> InTheWayOf(Change change, CancellationToken stop) =>
        [.. (await services.GetRequiredService<CollisionCheck>().Of(change, stop)).Where(c => c.Waiver is null).Select(c => c.Sentence)];

    /// <summary>The seats, by the key of their name, whose word on each change is still to come.</summary>
    public async Task<ILookup<ChangeId, string>> SeatsAwaited(IReadOnlyCollection<ChangeId> changes, CancellationToken stop)
    {
        var subjects = changes.Select(c => c.Value).ToList();
        var waiting = await db.Set<Approval>().AsNoTracking().Where(a => a.Kind == ChangeApproval.Kind && subjects.Contains(a.Subject) && a.State == ApprovalState.Waiting).Select(a => new { a.Subject, a.Key }).ToListAsync(stop);
        return waiting.OrderBy(w => Enum.Parse<ChangeSeat>(w.Key)).ToLookup(w => ChangeId.From(w.Subject), w => $"{nameof(ChangeSeat)}.{w.Key}");
    }

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

    /// <summary>The kinds under which the search knows cases whose readers it cannot tell; whoever finds one asks <see cref="Standing"/>.</summary>
    public const string Sheet = "Sheet", Major = MajorWork.Found;

    static readonly HashSet<string> Kinds = [nameof(Problem), nameof(Change), nameof(Complaint), Sheet, Major];

    public static bool IsCase(string foundKind) => Kinds.Contains(foundKind);

    /// <summary>Of the cases among what a search found, those that the caller may open, and how they stand.</summary>
    public async Task<IReadOnlyDictionary<Guid, CaseStanding>> Standing(IReadOnlyList<SearchRow> found, CancellationToken stop)
    {
        var standing = new Dictionary<Guid, CaseStanding>();
        await Of<ProblemWork, Problem, ProblemId, ProblemState>(nameof(Problem), p => p.DecidedUntil);
        await Of<ChangeWork, Change, ChangeId, ChangeState>(nameof(Change), c => c.State switch
        {
            ChangeState.Approved or ChangeState.Scheduled => c.WindowFrom,
            ChangeState.Implementing => c.WindowTo,
            ChangeState.Implemented or ChangeState.BackedOut or ChangeState.Failed => c.ReviewDue,
            _ => null,
        });
        await Of<ReleaseWork, Release, ReleaseId, ReleaseState>(nameof(Change), _ => null);
        await Of<ComplaintWork, Complaint, ComplaintId, ComplaintState>(nameof(Complaint), c => c.Due);
        await Of<MajorWork, MajorIncident, MajorId, MajorState>(Major, m => m.IsRunning ? m.NextNotice : m.ReviewedAt is null ? m.ReviewDue : null);
        await Of<SheetWork, ServiceSheet, SheetId, SheetState>(Sheet, _ => null);
        return standing;

        async Task Of<TWork, TCase, TId, TState>(string kind, Func<TCase, DateTimeOffset?> due)
            where TWork : Casework<TCase, TId, TState> where TCase : class, ICase<TId, TState> where TId : struct, IId<TId> where TState : struct, Enum
        {
            var ids = found.Where(r => r.Kind == kind).Select(r => TId.From(r.Subject)).ToList();
            if (ids.Count == 0) return;
            foreach (var one in await services.GetRequiredService<TWork>().Visible.AsNoTracking().Where(c => ids.Contains(c.Id)).ToListAsync(stop)) standing[one.Id.Value] = new(Texts.Name(one.State), due(one));
        }
    }
}
