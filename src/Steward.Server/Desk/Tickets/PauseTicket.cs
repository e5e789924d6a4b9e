// Stops working on a ticket because somebody else must act first: why, who, until when, and with what proof.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.People;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Tickets;

/// <summary>Whether the pause stops the clock is for the contract to say; waiting for the user needs proof that they were asked (SLA rule 5).</summary>
/// <param name="Supplier">Who is waited for, where it is a known supplier: the clock of its contract runs.</param>
public sealed record PauseTicket(
    TicketId Ticket, PauseReason Reason, [property: StringLength(1000)] string Text, [property: StringLength(120)] string WaitsFor, DateTimeOffset ExpectedAt,
    [property: StringLength(400)] string Proof = "", SupplierId? Supplier = null);

sealed record ExpectedInPast() : Refusal("DESK-106") { public override string? Field => "expectedAt"; public override int Status => 400; }

sealed class PauseTicketHandler(StewardDb db, TicketWork work, Me me) : IVerb<PauseTicket, Done>
{
    public async Task<Result<Done>> Handle(PauseTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, VerbOf(ask.Reason)).TryGet(out var step, out refusal)) return refusal;
        if (ask.ExpectedAt <= work.Now) return new ExpectedInPast();
        if (ask.Reason == PauseReason.PendingUser && ask.Proof.Length == 0) return new BadInput([new("proof", "field.required")]);
        var supplier = ask.Supplier is { } id && ask.Reason is PauseReason.PendingSupplier or PauseReason.PendingPart ? await db.Set<Supplier>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, stop) : null;
        if (ask.Supplier is not null && supplier is null) return new BadInput([new("supplier", "DESK-400")]);
        var news = work.Move(ticket, step, ask.Proof.Length > 0 ? $"{ask.Text} ({ask.Proof})" : ask.Text);
        (ticket.WaitsFor, ticket.ExpectedAt) = (ask.WaitsFor, ask.ExpectedAt);
        // Its reason is mailed to the requester, in words of whoever pauses.
        await work.Tell(ticket, stop, new ClockFact.Paused(work.Now, work.Now, ask.Reason, ask.Proof.Length > 0 ? ask.Proof : null, supplier?.Id.Value, supplier?.Carrier ?? false), new ClockFact.Informed(work.Now, work.Now, me.Signed));
        await work.Notify(ticket, ask.Reason == PauseReason.PendingUser ? "asked" : "paused", stop, ask.Text, ask.WaitsFor);
        return await work.Commit(stop, news);
    }

    internal static string VerbOf(PauseReason reason) => reason switch
    {
        PauseReason.PendingUser => "PauseForUser",
        PauseReason.PendingSupplier => "PauseForSupplier",
        PauseReason.PendingChange => "PauseForChange",
        PauseReason.PendingPart => "PauseForPart",
    };
}
