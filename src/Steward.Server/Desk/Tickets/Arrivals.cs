// Somebody has come for a ticket: one truth for its clock, its story and the sheets that wait for it, wherever it was said.
using Microsoft.EntityFrameworkCore;
using Steward.Desk.Process;
using Steward.Platform.Events;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Tickets;

sealed class Arrivals(StewardDb db, TicketWork work)
{
    /// <summary>Adds to the unit of work. A request has no arrival in its process: there only the sheets tell of it.</summary>
    public async Task<Result<INews[]>> At(Ticket ticket, DateTimeOffset at, CancellationToken stop)
    {
        if (at > work.Now || at < ticket.OpenedAt) return new BadInput([new("occurredAt", "DESK-102")]);
        INews[] news = [];
        if (ticket.Process().Transitions.Any(t => t.Verb == nameof(ArriveOnSite)))
        {
            if (work.Step(ticket, nameof(ArriveOnSite)).TryGet(out var step, out var refusal))
            {
                news = [work.Move(ticket, step, occurredAt: at)];
                await work.Tell(ticket, stop, [new ClockFact.ArrivedOnSite(at, work.Now)]);
            }
            // Who comes back to what is solved already, to see or to be signed for, moves no clock.
            else if (ticket.State != TicketState.Resolved) return refusal;
        }
        foreach (var sheet in await db.Set<ServiceSheet>().Where(s => s.Ticket == ticket.Id && s.State == SheetState.Open && s.Kind == SheetKind.Visit && s.ArrivedAt == null).ToListAsync(stop))
        {
            sheet.ArrivedAt = at;
            sheet.Version++;
        }
        return news;
    }
}
