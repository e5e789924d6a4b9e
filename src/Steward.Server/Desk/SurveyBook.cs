// The surveys of the desk, for rooms above that count them.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Cases;
using Steward.Desk.Tickets;

namespace Steward.Desk;

public sealed class SurveyBook(StewardDb db, Me me)
{
    /// <summary>Every survey about a ticket of the unit of work's tenants, to count in the database.</summary>
    public IQueryable<Survey> All => db.Set<Survey>().AsNoTracking().Where(s => s.Ticket != null);

    /// <summary>Those about the service at large, asked in rounds.</summary>
    public IQueryable<Survey> OfRounds => db.Set<Survey>().AsNoTracking().Where(s => s.Round != null);

    /// <summary>The rounds of a contract that were sent, the first first.</summary>
    public IQueryable<SurveyRound> Sent(ContractId contract) => db.Set<SurveyRound>().AsNoTracking().Where(r => r.Contract == contract && r.SentAt != null).OrderBy(r => r.SentAt).ThenBy(r => r.Id);

    /// <summary>Of the rounds, what the caller may read: those of the customers over whom they hold the right to read reports.</summary>
    public IQueryable<Survey> ReadableOfRounds => OfRounds.Of(me, Thing.Report, Right.Read);

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
