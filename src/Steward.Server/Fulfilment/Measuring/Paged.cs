// Reads one part of a list of evidence by keyset, and the tickets that its records are about.
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Steward.Desk;

namespace Steward.Fulfilment.Measuring;

static class Paged
{
    const int Chunk = 500;

    /// <summary>The rows after the cursor. Records of one instant are few, so that skipping those already shown is cheap.</summary>
    public static async Task<List<TRow>> Part<TRow, TTie>(
        this IQueryable<TRow> rows, Expression<Func<TRow, DateTimeOffset>> at, Expression<Func<TRow, TTie>> tie, EvidenceAsk ask, CancellationToken stop)
    {
        if (ask.After is { } after)
        {
            var reached = new { after.At };
            rows = rows.Where(Expression.Lambda<Func<TRow, bool>>(Expression.GreaterThanOrEqual(at.Body, Expression.Property(Expression.Constant(reached), "At")), at.Parameters));
        }
        rows = rows.OrderBy(at).ThenBy(tie);
        if (ask.After is { Shown: > 0 } shown) rows = rows.Skip(shown.Shown);
        if (ask.Take is { } take) rows = rows.Take(take);
        return await rows.ToListAsync(stop);
    }

    public static async Task<Dictionary<Guid, Ticket>> TicketsOf(this ServiceDesk desk, IEnumerable<Guid> subjects, CancellationToken stop)
    {
        var found = new Dictionary<Guid, Ticket>();
        foreach (var some in subjects.Distinct().Select(TicketId.From).Chunk(Chunk))
            foreach (var ticket in await desk.Tickets.Where(t => some.Contains(t.Id)).ToListAsync(stop)) found[ticket.Id.Value] = ticket;
        return found;
    }

    /// <summary>Where the list goes on after these rows; null when they were the last.</summary>
    public static EvidenceCursor? After(IReadOnlyList<EvidenceRow> rows, EvidenceAsk ask)
    {
        if (ask.Take is not { } take || rows.Count < take) return null;
        var last = rows[^1].CountedAt;
        var shown = rows.Count(r => r.CountedAt == last);
        return new(last, shown == rows.Count && ask.After is { } before && before.At == last ? before.Shown + shown : shown);
    }
}
