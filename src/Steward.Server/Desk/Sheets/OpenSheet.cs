// Opens the sheet of a visit or of a remote job, and says when somebody came: the same arrival that stops the ticket's clock.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.Platform.Events;
using Steward.Platform.Web;

namespace Steward.Desk.Sheets;

/// <summary><paramref name="Arrived"/>: whoever opens it stands at the user's desk now, or has begun the remote job.</summary>
public sealed record OpenSheet(TicketId Ticket, SheetKind Kind = SheetKind.Visit, bool Arrived = false);

/// <summary>Left empty, the time is now.</summary>
public sealed record ArriveForSheet(SheetId Sheet, DateTimeOffset? OccurredAt = null);

/// <summary>A visit has one sheet: the one that is open is gone on with.</summary>
sealed record SheetIsOpen(string Number) : Refusal("DESK-502", Number);
sealed record AlreadyArrived() : Refusal("DESK-503");
sealed record TicketIsOver(TicketState State) : Refusal("DESK-504", Platform.Text.Texts.Name(State));

sealed class OpenSheetHandler(StewardDb db, SheetWork work, TicketWork tickets, Arrivals arrivals, Me me, IdSource ids) : IVerb<OpenSheet, SheetId>
{
    public async Task<Result<SheetId>> Handle(OpenSheet ask, CancellationToken stop)
    {
        if (!(await tickets.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        // Work that was done is written up also after it was resolved, but not on what nobody works on.
        if (ticket.State is TicketState.Closed or TicketState.Cancelled or TicketState.Rejected or TicketState.PendingApproval) return new TicketIsOver(ticket.State);
        if (await db.Set<ServiceSheet>().Where(s => s.Ticket == ticket.Id && s.State == SheetState.Open && s.Engineer == me.Staff).Select(s => s.Number).FirstOrDefaultAsync(stop) is { } there) return new SheetIsOpen(there);
        var news = new List<INews>();
        var arrived = ask.Kind == SheetKind.Remote ? ask.Arrived ? work.Now : (DateTimeOffset?)null : await Recorded(ticket, stop);
        if (ask is { Kind: SheetKind.Visit, Arrived: true } && arrived is null)
        {
            if (!(await arrivals.At(ticket, work.Now, stop)).TryGet(out var told, out refusal)) return refusal;
            news.AddRange(told);
            arrived = work.Now;
        }
        var sheet = new ServiceSheet { Id = ids.New<SheetId>(work.Now), Customer = ticket.Customer, Ticket = ticket.Id, Kind = ask.Kind, Summary = ticket.Summary, Engineer = me.Staff, EngineerName = me.Name, OpenedAt = work.Now, ArrivedAt = arrived };
        await work.Begin(sheet, nameof(OpenSheet), stop);
        db.OnceNumbered(() => tickets.Write(ticket, EntryKind.Note, sheet.Number, visible: false, nameof(OpenSheet)));
        ticket.Version++;
        return (await db.TryCommit(stop, [.. news, new SheetOpened(sheet.Id, sheet.Customer, work.Now), new TicketNoted(ticket.Id, ticket.Customer, false, work.Now)])).TryGet(out _, out var lost) ? sheet.Id : lost;
    }

    /// <summary>An arrival that was said on the ticket itself and that no sheet tells of yet.</summary>
    async Task<DateTimeOffset?> Recorded(Ticket ticket, CancellationToken stop)
    {
        var known = await db.Set<ServiceSheet>().Where(s => s.Ticket == ticket.Id && s.State != SheetState.Voided && s.ArrivedAt != null).OrderByDescending(s => s.ArrivedAt).Select(s => s.ArrivedAt).FirstOrDefaultAsync(stop);
        var said = await db.Set<TicketEntry>().Where(e => e.Ticket == ticket.Id && e.Verb == nameof(ArriveOnSite)).OrderByDescending(e => e.OccurredAt).Select(e => (DateTimeOffset?)e.OccurredAt).FirstOrDefaultAsync(stop);
        return said > (known ?? DateTimeOffset.MinValue) ? said : null;
    }
}

sealed class ArriveForSheetHandler(SheetWork work, Arrivals arrivals) : IVerb<ArriveForSheet, Done>
{
    public async Task<Result<Done>> Handle(ArriveForSheet ask, CancellationToken stop)
    {
        if (!(await work.Take(ask.Sheet, nameof(ArriveForSheet), stop)).TryGet(out var found, out var refusal)) return refusal;
        var (sheet, ticket, step) = found;
        if (sheet.ArrivedAt is not null) return new AlreadyArrived();
        var at = ask.OccurredAt ?? work.Now;
        if (at > work.Now || at < ticket.OpenedAt) return new BadInput([new("occurredAt", "DESK-102")]);
        // Of a visit the ticket is told, and it tells every sheet that waits for the arrival: this one.
        if (sheet.Kind == SheetKind.Visit && !(await arrivals.At(ticket, at, stop)).TryGet(out _, out refusal)) return refusal;
        sheet.ArrivedAt = at;
        return await work.Commit(sheet, work.Move(sheet, step, occurredAt: at), stop);
    }
}
