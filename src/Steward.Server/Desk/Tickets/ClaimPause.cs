// A pause that was not entered at the time: it counts only once the service manager has agreed (SLA rule 5).
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Desk.Tickets;

public sealed record ClaimPause(TicketId Ticket, PauseReason Reason, DateTimeOffset From, DateTimeOffset Until, [property: StringLength(400)] string Proof);

sealed class ClaimPauseHandler(TicketWork work, SlaClocks clocks) : IVerb<ClaimPause, Done>
{
    public async Task<Result<Done>> Handle(ClaimPause ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (ask.From < ticket.OpenedAt || ask.Until <= ask.From || ask.Until > work.Now) return new BadInput([new("until", "DESK-110")]);
        if (await clocks.Facts(ticket.Id.Value, stop) is not { } known) return new StepNotAllowed(nameof(ClaimPause), ticket.State);
        var number = known.Facts.OfType<ClockFact.PauseClaimed>().Count() + 1;
        ticket.Version++;
        work.Write(ticket, EntryKind.Step, $"#{number} {Texts.Name(ask.Reason)} {Format.Moment(ask.From, Format.China)} – {Format.Moment(ask.Until, Format.China)}: {ask.Proof}", false, nameof(ClaimPause));
        await work.Tell(ticket, stop, [new ClockFact.PauseClaimed(ask.From, work.Now, ask.Until, ask.Reason, number, ask.Proof)]);
        return await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, false, work.Now));
    }
}

/// <summary>Nobody decides on a claim of their own.</summary>
public sealed record DecidePauseClaim(TicketId Ticket, [property: Range(1, 1000)] int Claim, bool Agree, [property: StringLength(400)] string Reason = "");

sealed class DecidePauseClaimHandler(TicketWork work, SlaClocks clocks, Me me, StewardDb db) : IVerb<DecidePauseClaim, Done>
{
    public async Task<Result<Done>> Handle(DecidePauseClaim ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Approve, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (await clocks.Facts(ticket.Id.Value, stop) is not { } known || known.Facts.OfType<ClockFact.PauseClaimed>().All(c => c.Claim != ask.Claim)) return new NotFound();
        if (db.Set<TicketEntry>().Where(e => e.Ticket == ticket.Id && e.Verb == nameof(ClaimPause)).Any(e => e.Text.StartsWith($"#{ask.Claim} ") && e.Account == me.Id.Value)) return new NotYourOwn();
        ticket.Version++;
        work.Write(ticket, EntryKind.Step, $"#{ask.Claim} {(ask.Agree ? "✓" : "✗")} {ask.Reason}", false, nameof(DecidePauseClaim));
        await work.Tell(ticket, stop, [new ClockFact.PauseClaimDecided(work.Now, work.Now, ask.Claim, ask.Agree, me.Name)]);
        return await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, false, work.Now));
    }
}

sealed record NotYourOwn() : Refusal("DESK-111");
