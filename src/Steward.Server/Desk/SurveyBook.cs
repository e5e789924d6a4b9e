// The surveys of the desk, for rooms above that count them.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Tickets;

namespace Steward.Desk;

public sealed class SurveyBook(StewardDb db, Me me)
{
    /// <summary>Every survey of the unit of work's tenants, to count in the database.</summary>
    public IQueryable<Survey> All => db.Set<Survey>().AsNoTracking();

    /// <summary>The surveys whose answers the caller may read: those of the tickets over which they hold the right to read reports.</summary>
    public IQueryable<Survey> Readable
    {
        get
        {
            var tickets = db.Set<Ticket>().AsNoTracking();
            var under = tickets.Under(me, Thing.Report, Right.Read);
            return ReferenceEquals(tickets, under) ? All : All.Where(s => under.Any(t => t.Id == s.Ticket));
        }
    }
}
