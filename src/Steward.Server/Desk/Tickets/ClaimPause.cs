// A pause that was not entered at the time: it counts only once the service manager has agreed (SLA rule 5).
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Approvals;
using Steward.Platform.Events;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Desk.Tickets;

public sealed record ClaimPause(TicketId Ticket, PauseReason Reason, DateTimeOffset From, DateTimeOffset Until, [property: StringLength(400)] string Proof);

sealed class ClaimPauseHandler(TicketWork work, SlaClocks clocks, ApprovalDesk approvals) : IVerb<ClaimPause, Done>
{
    public async Task<Result<Done>> Handle(ClaimPause ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (ask.From < ticket.OpenedAt || ask.Until <= ask.From || ask.Until > work.Now) return new BadInput([new("until", "DESK-110")]);
        if (await clocks.Facts(ticket.Id.Value, stop) is not { } known) return new StepNotAllowed(nameof(ClaimPause), ticket.State);
        var number = known.Facts.OfType<ClockFact.PauseClaimed>().Count() + 1;
        var claim = new PauseClaim(number, ask.Reason, ask.From, ask.Until);
        ticket.Version++;
        work.Write(ticket, EntryKind.Step, $"{claim.Words(Format.China)}: {ask.Proof}", false, nameof(ClaimPause));
        await work.Tell(ticket, stop, [new ClockFact.PauseClaimed(ask.From, work.Now, ask.Until, ask.Reason, number, ask.Proof)]);
        await approvals.Ask(ticket.Asks(PauseApproval.Kind, claim, ask.Proof, number.ToString(CultureInfo.InvariantCulture)), stop);
        return await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, false, work.Now));
    }
}

sealed record PauseClaim(int Number, PauseReason Reason, DateTimeOffset From, DateTimeOffset Until)
{
    public string Words(TimeZoneInfo zone) => $"#{Number} {Texts.Name(Reason)} {Format.Moment(From, zone)} – {Format.Moment(Until, zone)}";
}

sealed class PauseApproval(TicketWork work, StewardDb db, Me me, Viewer viewer) : IApprovalKind
{
    public const string Kind = "pause";

    public string Name => Kind;
    public Expression<Func<Approval, bool>> MayDecide => db.AboutTickets(me, Right.Approve);
    public string Words(Approval approval) => approval.Read<PauseClaim>().Words(viewer.Zone);

    public async Task<Result<INews[]>> Granted(Approval approval, CancellationToken stop) => await Decided(approval, stop);
    public Task<INews[]> NotGranted(Approval approval, CancellationToken stop) => Decided(approval, stop);

    async Task<INews[]> Decided(Approval approval, CancellationToken stop)
    {
        var id = TicketId.From(approval.Subject);
        var ticket = await db.Set<Ticket>().SingleAsync(t => t.Id == id, stop);
        var claim = approval.Read<PauseClaim>().Number;
        ticket.Version++;
        work.Write(ticket, EntryKind.Step, $"#{claim} {approval.State.Mark()} {approval.Answer}".TrimEnd(), false, nameof(ClaimPause));
        await work.Tell(ticket, stop, [new ClockFact.PauseClaimDecided(work.Now, work.Now, claim, approval.State == ApprovalState.Granted, approval.DecidedBy)]);
        return [new TicketNoted(ticket.Id, ticket.Customer, false, work.Now)];
    }
}
