// Asks those who sit on a change for their word: a question to each seat, and all must agree. What is decided by telephone is written down by the change manager.
using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Process;
using Steward.Platform.Approvals;
using Steward.Platform.Events;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Desk.Changes;

public sealed record RequestApproval(ChangeId Change);

/// <summary>An emergency needs one: an open P1 or P2 ticket of this customer that is its reason.</summary>
sealed record NoEmergency() : Refusal("DESK-306") { public override string? Field => "ground"; }

sealed class RequestApprovalHandler(StewardDb db, ChangeWork work, CollisionCheck check, ApprovalDesk approvals) : IVerb<RequestApproval, Done>
{
    static readonly TicketState[] Over = [TicketState.Resolved, TicketState.Closed, TicketState.Cancelled];

    public async Task<Result<Done>> Handle(RequestApproval ask, CancellationToken stop)
    {
        var emergency = await work.Visible.AnyAsync(c => c.Id == ask.Change && c.Kind == ChangeKind.Emergency, stop);
        if (!(await work.Load(ask.Change, emergency ? "CallEcab" : nameof(RequestApproval), stop)).TryGet(out var found, out var refusal)) return refusal;
        var change = found.Case;
        var faults = ChangeRules.Faults(change, await work.Assets(change.Id, stop), await work.Steps(change.Id, stop), full: !emergency, work.Now);
        if (faults.Count > 0) return new BadInput(faults);
        if (emergency && change.Ground == EmergencyGround.Ticket && !await (from l in db.Set<ChangeTicket>() where l.Change == change.Id && l.Tie == ChangeTie.Reason
            join t in db.Set<Ticket>() on l.Ticket equals t.Id where t.Customer == change.Customer && (t.Priority == Priority.P1 || t.Priority == Priority.P2) && !Over.Contains(t.State) select t.Id).AnyAsync(stop)) return new NoEmergency();
        if (await check.Open(change, stop) is { } open) return open;
        change.AskedAt = work.Now;
        var members = await SeatMembers.Of(db, change, work.Now, stop);
        foreach (var seat in ChangeRules.Seats(change))
            await approvals.Ask(new(ChangeApproval.Kind, change.Customer, change.Id.Value, $"{change.Number} {change.Summary}", $"/changes/{change.Id}", new AskedSeat(seat, change.Kind, change.Risk, change.WindowFrom!.Value, change.WindowTo!.Value),
                change.Reason, seat.ToString(), ChangeRules.WordsNeeded(seat), seat == ChangeSeat.Board ? members.Count(m => m.Seat == seat) : 1, change.WindowTo, new(change.OpenedBy, change.OpenedByName)), stop);
        return await db.TryCommit(stop, work.Go(change, found.Step, string.Join(" · ", ChangeRules.Seats(change).Select(s => Texts.Name(s)))));
    }
}

sealed record AskedSeat(ChangeSeat Seat, ChangeKind Kind, ChangeRisk? Risk, DateTimeOffset From, DateTimeOffset To);

/// <summary>Somebody whose word counts at a seat.</summary>
sealed record SeatMember(ChangeSeat Seat, AccountId Account, string Name);

/// <summary>Who sits on a change now: whoever holds a seat's role for the customer, without those who may not speak on this change.</summary>
static class SeatMembers
{
    public static async Task<List<SeatMember>> Of(StewardDb db, Change change, DateTimeOffset now, CancellationToken stop)
    {
        var seats = ChangeRules.Seats(change);
        var roles = seats.Select(ChangeRules.Holder).Distinct().ToList();
        var author = AccountId.From(change.OpenedBy);
        var held = await (from g in db.Set<Grant>() join a in db.Set<Account>() on g.Account equals a.Id
            where roles.Contains(g.Role) && (g.Customer == null || g.Customer == change.Customer) && g.Site == null && g.Contract == null && g.Team == null && g.From <= now && (g.Until == null || g.Until > now)
                && !a.Disabled && a.Id != author && (a.Staff == null || a.Staff != change.Implementer)
            select new { g.Role, a.Id, a.Name }).Distinct().ToListAsync(stop);
        return [.. from seat in seats from h in held where h.Role == ChangeRules.Holder(seat) orderby seat, h.Name select new SeatMember(seat, h.Id, h.Name)];
    }
}

sealed class ChangeApproval(StewardDb db, ChangeWork work, ApprovalDesk approvals, ChangeMails mails, SlaClocks clocks, Me me, Viewer viewer) : IApprovalKind
{
    public const string Kind = "change";

    public string Name => Kind;

    /// <summary>Whoever holds the seat's role for this customer, does not do the work, and has not spoken on another seat: each seat is another person.</summary>
    public Expression<Func<Approval, bool>> MayDecide
    {
        get
        {
            var changes = db.Set<Change>();
            if (me.IsSystem) return a => changes.Any(c => (Guid)(object)c.Id == a.Subject);
            var (staff, mine, giver) = (me.Staff, me.Id.Value, me.StandsFor?.Value ?? me.Id.Value);
            var (givers, others, votes) = (db.Set<Account>().Where(x => x.Id == AccountId.From(giver)).Select(x => x.Staff), db.Set<Approval>(), db.Set<ApprovalVote>());
            var held = me.Giving(Thing.Change, Right.Approve).Where(g => g.Grant is { Site: null, Contract: null, Team: null }).Select(g => g.Grant).ToList();
            return Conditions.Any(Enum.GetValues<ChangeSeat>().Select(seat => (Key: seat.ToString(), Customers: held.Where(g => g.Role == ChangeRules.Holder(seat)).Select(g => g.Customer).ToList())).Where(s => s.Customers.Count > 0)
                .Select(s =>
                {
                    var (key, all, customers) = (s.Key, s.Customers.Contains(null), s.Customers.OfType<TenantId>().ToList());
                    return (Expression<Func<Approval, bool>>)(a => a.Key == key && changes.Any(c => (Guid)(object)c.Id == a.Subject && (all || customers.Contains(c.Customer))
                        && (staff == null || c.Implementer != staff) && !givers.Any(g => g != null && g == c.Implementer)
                        && !others.Any(o => o.Kind == Kind && o.Subject == a.Subject && o.Id != a.Id && o.AskedAt >= c.AskedAt && votes.Any(v => v.Approval == o.Id && (v.By == mine || v.By == giver || v.InPlaceOf == mine || v.InPlaceOf == giver)))));
                }));
        }
    }

    public string Words(Approval approval)
    {
        var asked = approval.Read<AskedSeat>();
        return Texts.T("Change.Asked", Texts.Name(asked.Seat), Texts.Name(asked.Kind), asked.Risk is { } risk ? Texts.Name(risk) : "—", Format.Moment(asked.From, viewer.Zone), Format.Moment(asked.To, viewer.Zone));
    }

    public async Task<Result<INews[]>> Granted(Approval approval, CancellationToken stop)
    {
        var change = await Of(approval, stop);
        if (ChangeProcess.Table.Step(change.State, "ApproveChange") is not { } step) return new Cases.CaseStepNotAllowed("ApproveChange", Texts.Name(change.State));
        var line = $"{Texts.Name(approval.Read<AskedSeat>().Seat)} ✓ {approval.Answer}".TrimEnd();
        if (await db.Set<Approval>().AnyAsync(o => o.Kind == Kind && o.Subject == approval.Subject && o.State == ApprovalState.Waiting && o.Id != approval.Id, stop))
        {
            // The line raises the change's version: of two last words at one moment the second counts again.
            work.Write(change, "AgreeChange", line, visible: true);
            return new[] { work.Changed(change, "AgreeChange", change.State) };
        }
        change.ApprovedAt = work.Now;
        if (change.Kind == ChangeKind.Emergency && change.PapersAt is null) change.PapersDue = (await clocks.Calendar(CalendarPresets.FiveByEight.Ref, stop)).WorkingDaysAfter(work.Now, ChangeRules.PapersDays);
        var news = work.Go(change, step, line);
        await mails.ToImplementer(change, "change-approved", stop);
        return new[] { news };
    }

    public async Task<INews[]> NotGranted(Approval approval, CancellationToken stop)
    {
        var change = await Of(approval, stop);
        // One seat that refuses, or a question that nobody answered in time, ends the round.
        foreach (var seat in ChangeRules.Seats(change).Select(s => s.ToString()).Where(s => s != approval.Key)) await approvals.Settle(Kind, approval.Subject, ApprovalState.Withdrawn, "", stop, seat);
        var verb = approval.State == ApprovalState.Refused ? "RejectChange" : "LapseApproval";
        if (ChangeProcess.Table.Step(change.State, verb) is not { } step) return [];
        return [work.Go(change, step, $"{Texts.Name(approval.Read<AskedSeat>().Seat)} {Texts.Name(approval.State)} {approval.Answer}".TrimEnd())];
    }

    Task<Change> Of(Approval approval, CancellationToken stop)
    {
        var id = ChangeId.From(approval.Subject);
        return db.Set<Change>().SingleAsync(c => c.Id == id, stop);
    }
}

/// <summary>In an emergency a word may be given by telephone: the change manager writes down whose, and when.</summary>
public sealed record RecordPhoneWord(ChangeId Change, ChangeSeat Seat, AccountId By, DateTimeOffset At, bool Agree, [property: StringLength(1000)] string Reason = "");

sealed record NotByPhone() : Refusal("DESK-307");
/// <summary>The person named holds no such seat, does the work, wrote the change, is the one who writes this down, or has spoken already.</summary>
sealed record NotTheirSeat() : Refusal("DESK-308") { public override string? Field => "by"; }

sealed class RecordPhoneWordHandler(StewardDb db, ChangeWork work, ApprovalDesk approvals, PhoneBook phone, Me me, IdSource ids) : IVerb<RecordPhoneWord, Done>
{
    public async Task<Result<Done>> Handle(RecordPhoneWord ask, CancellationToken stop)
    {
        if (await work.Visible.SingleOrDefaultAsync(c => c.Id == ask.Change, stop) is not { } change) return new NotFound();
        if (!me.Can(Thing.Change, Right.Confirm, new Place(change.Customer))) return new NotAllowed();
        if (change.Kind != ChangeKind.Emergency || change.State != ChangeState.PendingApproval || ask.Seat == ChangeSeat.Chair) return new NotByPhone();
        if (ask.At > work.Now || ask.At < change.AskedAt) return new BadInput([new("at", "DESK-309")]);
        var key = ask.Seat.ToString();
        if (await db.Set<Approval>().SingleOrDefaultAsync(a => a.Kind == ChangeApproval.Kind && a.Subject == change.Id.Value && a.Key == key && a.State == ApprovalState.Waiting, stop) is not { } approval) return new NotFound();
        if ((await phone.Of(change, stop)).Find(p => p.Seat == ask.Seat && p.Account == ask.By) is not { } person || me.IsMe(ask.By)) return new NotTheirSeat();
        var word = new ApprovalVote
        {
            Id = ids.New<VoteId>(work.Now), Approval = approval.Id, Customer = change.Customer, By = ask.By.Value, ByName = Texts.T("Change.ByPhone", person.Name, me.Signed), Agree = ask.Agree, Reason = ask.Reason.Trim(), At = ask.At,
        };
        if (!ApprovalRules.Decide(approval, [], word, null, work.Now).TryGet(out var state, out var refusal)) return refusal;
        db.Add(word);
        approval.Version++;
        work.Write(change, nameof(RecordPhoneWord), $"{Texts.Name(ask.Seat)}: {word.ByName} {(ask.Agree ? "✓" : "✗")} {word.Reason}".TrimEnd(), visible: true, occurredAt: ask.At);
        return (await approvals.End(approval, state, word.Reason, stop)).TryGet(out var news, out refusal) ? await db.TryCommit(stop, news) : refusal;
    }
}

public sealed record PhoneVoice(ChangeSeat Seat, AccountId Account, string Name);

/// <summary>Whom the change manager may call for an emergency: the customer's head or a deputy of theirs, and somebody technical.</summary>
sealed class PhoneBook(StewardDb db, TimeProvider time)
{
    static readonly Role[] Technical = [Role.CAB, Role.L2, Role.L3];

    public async Task<List<PhoneVoice>> Of(Change change, CancellationToken stop)
    {
        var (now, author, spoken) = (time.Now(), AccountId.From(change.OpenedBy), await (from a in db.Set<Approval>() where a.Kind == ChangeApproval.Kind && a.Subject == change.Id.Value && a.AskedAt >= change.AskedAt
            join v in db.Set<ApprovalVote>() on a.Id equals v.Approval select v.By).ToListAsync(stop));
        Role[] roles = ChangeRules.Seats(change).Contains(ChangeSeat.Security) ? [Role.CustAdm, Role.SecEng, .. Technical] : [Role.CustAdm, .. Technical];
        var held = await (from g in db.Set<Grant>() join a in db.Set<Account>() on g.Account equals a.Id
            where roles.Contains(g.Role) && (g.Customer == null || g.Customer == change.Customer) && g.From <= now && (g.Until == null || g.Until > now) && !a.Disabled && a.Id != author && (a.Staff == null || a.Staff != change.Implementer)
            select new { g.Role, a.Id, a.Name }).ToListAsync(stop);
        var heads = held.Where(h => h.Role == Role.CustAdm).Select(h => h.Id).ToList();
        var deputies = (await db.Set<Delegation>().Where(d => heads.Contains(d.Giver) && d.From <= now && d.Until > now && d.EndedAt == null).ToListAsync(stop)).Where(d => d.Roles.Contains(Role.CustAdm)).Select(d => d.Deputy).ToList();
        var named = await db.Set<Account>().Where(a => deputies.Contains(a.Id) && !a.Disabled && a.Id != author && (a.Staff == null || a.Staff != change.Implementer)).Select(a => new { a.Id, a.Name }).ToListAsync(stop);
        return [.. held.Select(h => new PhoneVoice(h.Role == Role.CustAdm ? ChangeSeat.Customer : h.Role == Role.SecEng ? ChangeSeat.Security : ChangeSeat.Technical, h.Id, h.Name)).Concat(named.Select(n => new PhoneVoice(ChangeSeat.Customer, n.Id, n.Name)))
            .Distinct().Where(p => !spoken.Contains(p.Account.Value)).OrderBy(p => p.Seat).ThenBy(p => p.Name, StringComparer.Ordinal)];
    }
}
