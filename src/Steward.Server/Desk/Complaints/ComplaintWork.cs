// Complaints as cases: who sees which, and when what is due.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Cases;
using Steward.Desk.Process;
using Steward.Platform.Events;
using Steward.Platform.Processes;
using Steward.Sla;

namespace Steward.Desk.Complaints;

sealed class ComplaintWork(StewardDb db, Me me, IdSource ids, TimeProvider time, ContractBook contracts, SlaClocks clocks)
    : Casework<Complaint, ComplaintId, ComplaintState>(db, me, ids, time, new("Complaint", "CMP", "/complaints", Thing.Complaint, ComplaintProcess.Table))
{
    readonly StewardDb db = db;
    readonly Me me = me;

    /// <summary>Those of the customers in the caller's care, one's own, and none that is about oneself and not yet decided.</summary>
    public override IQueryable<Complaint> Visible
    {
        get
        {
            if (me.IsSystem) return db.Set<Complaint>();
            var (contact, account, person) = (me.Contact, me.Id.Value, me.Staff);
            var wide = db.Set<Complaint>().Of(me, Thing.Complaint, Right.Read).Select(c => c.Id);
            var own = me.Giving(Thing.Complaint, Right.Read).Any();
            return db.Set<Complaint>().Where(c => (wide.Contains(c.Id) || own && (c.RecordedBy == account || contact != null && c.Complainant == contact)) && (person == null || c.About != person || c.Justified != null));
        }
    }

    /// <summary>What nobody does in the complainant's place.</summary>
    static readonly string[] Theirs = [nameof(AddToComplaint), nameof(WithdrawComplaint)];

    /// <summary>Whoever complains may accept and escalate, and alone adds words and takes it back; the person complained about takes no step, the one who proposed does not accept.</summary>
    public override bool May(Complaint one, Transition<ComplaintState> step) =>
        (one.About is null || one.About != me.Staff)
        && (step.Verb != "AcceptSettlement" || !me.IsMe(one.ProposedBy))
        && (!Theirs.Contains(step.Verb) || me.Contact is not null && one.Complainant == me.Contact)
        && (base.May(one, step) || me.Contact is { } contact && one.Complainant == contact && me.Can(Thing.Complaint, RightsOf.Of(step.Right), new(one.Customer), "own"));

    /// <summary>The service time of the customer's contract in force; without one, five by eight.</summary>
    public async Task<ServiceCalendar> Calendar(CustomerId customer, CancellationToken stop)
    {
        var signed = await contracts.All.Where(c => c.Customer == customer && c.State == ContractState.Signed).OrderBy(c => c.Id).ToListAsync(stop);
        var business = signed.Find(c => ContractBook.InForce(c, Now)) is { } contract ? (await clocks.Agreement(new(contract.Agreement, contract.AgreementNumber), stop)).Calendars.Business : CalendarPresets.FiveByEight.Ref;
        return await clocks.Calendar(business, stop);
    }

    /// <summary>Not found by the search that everybody uses, while the person complained about must not see it.</summary>
    public const string Guarded = "GuardedComplaint";

    protected override string SearchKind(Complaint one) => one.About is not null && one.Justified is null ? Guarded : Kind.Name;
    protected override string Words(Complaint one) => one.Description;
    public override INews Changed(Complaint one, string verb, ComplaintState from)
    {
        one.NextDuty = one.Due;
        return new ComplaintMoved(one.Id, one.Customer, verb, from, one.State, Now);
    }
}
