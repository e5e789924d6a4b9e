// The customer disputes the verdict on a clock of a closed ticket; the provider agrees or upholds it, and what was computed stays beside what was agreed.
using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.Platform.Approvals;
using Steward.Platform.Events;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Desk.Disputes;

/// <summary>Asks for the opposite verdict. The customer signs by asking, the provider by agreeing.</summary>
public sealed record DisputeVerdict(TicketId Ticket, ClockKind Kind, [property: StringLength(1000)] string Reason);

sealed record NothingToDispute() : Refusal("DESK-401");
sealed record TooLateToDispute(DateTimeOffset Until) : Refusal("DESK-402", Format.Moment(Until, Format.China));
sealed record DisputedBefore() : Refusal("DESK-403");

static class DisputeRules
{
    /// <summary>Until when a verdict may be disputed; null: there is none to dispute yet.</summary>
    public static DateTimeOffset? Until(Ticket ticket, Agreement agreement, ServiceCalendar business) =>
        ticket is { State: TicketState.Closed, ClosedAt: { } closed } ? business.WorkingDaysAfter(closed, agreement.DisputeWorkingDays) : null;

    /// <summary>Who may speak for the customer: somebody of theirs who may confirm more than their own tickets.</summary>
    public static bool MaySpeak(Me me, Ticket ticket) => me.Contact is not null && me.Can(Thing.Incident, Right.Confirm, ticket.Where());

    public static Refusal? Decide(ClockReading clock, IReadOnlyList<ClockFact> facts, DateTimeOffset? until, DateTimeOffset now)
    {
        if (until is not { } last || clock.Verdict is not (Verdict.Met or Verdict.Breached)) return new NothingToDispute();
        if (facts.OfType<ClockFact.VerdictDisputed>().Any(d => d.Kind == clock.Kind)) return new DisputedBefore();
        return now > last ? new TooLateToDispute(last) : null;
    }

    public static Verdict Opposite(Verdict verdict) => verdict == Verdict.Breached ? Verdict.Met : Verdict.Breached;
}

sealed class DisputeVerdictHandler(TicketWork work, SlaClocks clocks, ApprovalDesk approvals, Me me) : IVerb<DisputeVerdict, Done>
{
    public async Task<Result<Done>> Handle(DisputeVerdict ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Confirm, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!DisputeRules.MaySpeak(me, ticket)) return new NotAllowed();
        if (await clocks.Facts(ticket.Id.Value, stop) is not { } known) return new NothingToDispute();
        var (clock, business) = (clocks.Read(known, work.Now)[ask.Kind], await clocks.Calendar(known.Agreement.Calendars.Business, stop));
        if (DisputeRules.Decide(clock, known.Facts, DisputeRules.Until(ticket, known.Agreement, business), work.Now) is { } no) return no;
        ticket.Version++;
        var dispute = new Dispute(ask.Kind, clock.Verdict, DisputeRules.Opposite(clock.Verdict), me.Signed);
        work.Write(ticket, EntryKind.Step, $"{dispute.Words}? {ask.Reason}", visible: true, nameof(DisputeVerdict));
        await work.Tell(ticket, stop, new ClockFact.VerdictDisputed(work.Now, work.Now, ask.Kind, clock.Verdict, me.Signed, ask.Reason));
        await approvals.Ask(ticket.Asks(VerdictApproval.Kind, dispute, ask.Reason, ask.Kind.ToString()), stop);
        return await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, true, work.Now));
    }
}

/// <summary>What is asked: another verdict on one clock.</summary>
sealed record Dispute(ClockKind Clock, Verdict From, Verdict To, string By)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public string Words => $"{Texts.Name(Clock)} {Texts.Name(From)} → {Texts.Name(To)}";
}

sealed class VerdictApproval(TicketWork work, StewardDb db, Me me) : IApprovalKind
{
    public const string Kind = "verdict";

    public string Name => Kind;
    public Expression<Func<Approval, bool>> MayDecide => db.AboutTickets(me, Right.Approve);
    public string Words(Approval approval) => approval.Read<Dispute>().Words;

    public async Task<Result<INews[]>> Granted(Approval approval, CancellationToken stop) => await Decided(approval, stop);
    public Task<INews[]> NotGranted(Approval approval, CancellationToken stop) => Decided(approval, stop);

    async Task<INews[]> Decided(Approval approval, CancellationToken stop)
    {
        var id = TicketId.From(approval.Subject);
        var (ticket, dispute) = (await db.Set<Ticket>().SingleAsync(t => t.Id == id, stop), approval.Read<Dispute>());
        ticket.Version++;
        work.Write(ticket, EntryKind.Step, $"{dispute.Words} {approval.State.Mark()} {approval.Answer}".TrimEnd(), true, nameof(DisputeVerdict));
        // Whoever takes their word back leaves the verdict as it was; nothing was decided about it.
        if (approval.State is ApprovalState.Granted or ApprovalState.Refused)
            await work.Tell(ticket, stop, new ClockFact.VerdictDecided(work.Now, work.Now, dispute.Clock, approval.State == ApprovalState.Granted ? dispute.To : dispute.From, dispute.By, approval.DecidedBy, approval.Answer));
        await work.Notify(ticket, "noted", stop, $"{dispute.Words} {approval.State.Mark()} {approval.Answer}".TrimEnd(), approval.DecidedBy);
        return [new TicketNoted(ticket.Id, ticket.Customer, true, work.Now)];
    }
}
