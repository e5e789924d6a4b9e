// Proposes another version of a contract's agreement: targets, matrix, ladders, targets of groups and suppliers. First shown with all that it would move, then asked, and in force once somebody else has agreed.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Calendars;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Approvals;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Agreements;

/// <summary>
/// Each list that is given takes the place of the one before; one that is left out stays. Times are minutes of service. Keys: <paramref name="Targets"/> <c>OnSite-P1-Resolution</c>;
/// <paramref name="Matrix"/> <c>Organisation-Stopped</c>, the value a priority; <paramref name="Ladder"/> <c>P1-50</c> and <paramref name="Chain"/> <c>Group-75</c>, the value roles parted by commas; <paramref name="Groups"/>
/// <c>First-P1</c>; <paramref name="Suppliers"/> and <paramref name="Updates"/> <c>P1</c>; <paramref name="UpdateCalendars"/> <c>P1</c>, the value a calendar. <paramref name="Team"/> with
/// <paramref name="OfTeam"/>, and <paramref name="Supplier"/> with <paramref name="OfSupplier"/>, set what holds for that one alone. <paramref name="AtOnce"/> are categories that go to the next line at once.
/// <paramref name="Rule"/> says from where targets of open tickets are counted that differ. Without <paramref name="Confirmed"/> nothing happens and the answer says what would; <paramref name="Version"/> is the one that was shown.
/// </summary>
public sealed record ProposeAgreement(
    ContractId Contract, [property: StringLength(1000)] string Reason = "", ChangeRule Rule = ChangeRule.FromStart,
    IReadOnlyDictionary<string, string>? Targets = null, IReadOnlyDictionary<string, string>? Matrix = null, IReadOnlyDictionary<string, string>? Ladder = null, IReadOnlyDictionary<string, string>? Chain = null,
    IReadOnlyDictionary<string, string>? Groups = null, IReadOnlyDictionary<string, string>? Suppliers = null, TeamId? Team = null, IReadOnlyDictionary<string, string>? OfTeam = null,
    SupplierId? Supplier = null, IReadOnlyDictionary<string, string>? OfSupplier = null, IReadOnlyDictionary<string, string>? Updates = null, IReadOnlyDictionary<string, string>? UpdateCalendars = null,
    AgreedDateRule? DateRule = null, [property: Range(0, 400)] int? DateDays = null, [property: Range(0, 20)] int? DateTimes = null, IReadOnlyList<string>? AtOnce = null,
    bool Confirmed = false, int? Version = null);

/// <summary>What another version changes: its lines, and the open clocks and verdicts that move. <paramref name="Asked"/>: somebody else decides on it now.</summary>
public sealed record AgreementOutcome(bool Asked, AgreementRef Agreement, IReadOnlyList<AgreementChange> Changes, IReadOnlyList<ChangedTicket> Moved);

public sealed record ChangedTicket(TicketId Ticket, string Number, string Summary, ClockKind Clock, DateTimeOffset? DueBefore, DateTimeOffset? DueAfter, Verdict VerdictBefore, Verdict VerdictAfter);

sealed record SameAgreement() : Refusal("SLA-218");
sealed record AgreementMovedOn() : Refusal("SLA-219");

sealed class ProposeAgreementHandler(StewardDb db, Me me, SlaClocks clocks, ServiceDesk desk, TicketWork work, ApprovalDesk approvals) : IVerb<ProposeAgreement, AgreementOutcome>
{
    public async Task<Result<AgreementOutcome>> Handle(ProposeAgreement ask, CancellationToken stop)
    {
        if (await db.Set<Contract>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == ask.Contract, stop) is not { } contract) return new NotFound();
        if (!me.Can(Thing.Contract, Right.Work, new(contract.Customer, Contract: contract.Id.Value))) return new NotAllowed();
        if (ask.Team is { } team && !await db.Set<Team>().AnyAsync(t => t.Id == team, stop)) return new BadInput([new("team", "STW-404")]);
        if (ask.Supplier is { } supplier && !await db.Set<Supplier>().AnyAsync(s => s.Id == supplier, stop)) return new BadInput([new("supplier", "STW-404")]);
        var own = $"contract-{contract.Id.Value:N}";
        var before = await clocks.Agreement(new(contract.Agreement, contract.AgreementNumber), stop);
        if (!AgreementForm.Apply(ask, before, new(own, await clocks.NextAgreement(own, stop))).TryGet(out var next, out var refusal)) return refusal;
        if (next.Fault() is { } fault) return fault;
        var (changes, moved) = (await Named(AgreementEdit.Diff(before, next), stop), await Moved(contract.Id, next, ask.Rule, stop));
        if (!ask.Confirmed) return new AgreementOutcome(false, next.Ref, changes, moved);
        if (ask.Version is null) return new NotLookedAt();
        if (ask.Version != next.Ref.Number) return new LookAgain();
        if (changes.Count == 0) return new SameAgreement();
        if (ask.Reason.Trim().Length == 0) return new BadInput([new("reason", "field.required")]);
        // The version stands on disk while it is decided on; nothing refers to it yet.
        if (clocks.Keep(next).Refusal is { } unsound) return unsound;
        await approvals.Ask(new(AgreementApproval.Kind, contract.Customer, contract.Id.Value, $"{contract.Number} {contract.Name}", $"/contracts/{contract.Id}/agreement-change",
            new AskedAgreement(next.Ref, before.Ref, ask.Rule, changes, moved.Count), ask.Reason.Trim()), stop);
        return (await work.Commit(stop)).Refusal is { } lost ? lost : new AgreementOutcome(true, next.Ref, changes, moved);
    }

    async Task<List<ChangedTicket>> Moved(ContractId contract, Agreement next, ChangeRule rule, CancellationToken stop)
    {
        var found = await clocks.Preview(contract.Value, next, rule, work.Now, stop);
        var ids = found.Select(m => TicketId.From(m.Subject)).Distinct().ToList();
        var tickets = await desk.Tickets.Where(t => ids.Contains(t.Id)).Select(t => new { t.Id, t.Number, t.Summary }).ToDictionaryAsync(t => t.Id, stop);
        return [.. found.Where(m => tickets.ContainsKey(TicketId.From(m.Subject)))
            .Select(m => tickets[TicketId.From(m.Subject)] is var t ? new ChangedTicket(t.Id, t.Number, t.Summary, m.Kind, m.DueBefore, m.DueAfter, m.VerdictBefore, m.VerdictAfter) : null!)];
    }

    /// <summary>Groups and suppliers by name, as whoever decides knows them.</summary>
    async Task<IReadOnlyList<AgreementChange>> Named(IReadOnlyList<AgreementChange> changes, CancellationToken stop)
    {
        var ids = changes.SelectMany(c => c.What.Split('|')).Where(w => w.StartsWith('=') && Guid.TryParse(w[1..], out _)).Select(w => Guid.Parse(w[1..])).Distinct().ToList();
        if (ids.Count == 0) return changes;
        var (teams, suppliers) = (ids.ConvertAll(TeamId.From), ids.ConvertAll(SupplierId.From));
        var names = (await db.Set<Team>().Where(t => teams.Contains(t.Id)).Select(t => new { t.Id, t.Name }).ToListAsync(stop)).Select(t => (t.Id.Value, t.Name))
            .Concat((await db.Set<Supplier>().Where(s => suppliers.Contains(s.Id)).Select(s => new { s.Id, s.Name }).ToListAsync(stop)).Select(s => (s.Id.Value, s.Name))).ToList();
        return [.. changes.Select(c => names.Aggregate(c, (line, name) => line with { What = line.What.Replace($"={name.Value}", $"={name.Name.Replace('|', '/')}", StringComparison.Ordinal) }))];
    }
}
