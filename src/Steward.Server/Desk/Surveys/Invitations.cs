// Who is asked when a ticket closes: its requester, once a ticket and not more than once in five days, never whoever resolved it.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.Notify;
using Steward.People;

namespace Steward.Desk.Surveys;

sealed class Invitations(StewardDb db, Mailroom mails, SurveyLinks links, IdSource ids)
{
    public static readonly TimeSpan Valid = TimeSpan.FromDays(14), Rest = TimeSpan.FromDays(5);

    /// <summary>Asks the requester of a ticket that is being closed, in the commit that closes it.</summary>
    public async Task Ask(Ticket ticket, TicketWork work, DateTimeOffset now, CancellationToken stop)
    {
        // What another desk closed years ago is nobody's question any more.
        if (ticket.Requester is not { } requester || ticket.Source.Length > 0) return;
        var rested = now - Rest;
        if (await db.Set<Survey>().AnyAsync(s => s.Ticket == ticket.Id || s.Round == null && s.Requester == requester && s.AskedAt > rested, stop)) return;
        var to = await work.Addressee(requester, stop);
        if (to.Email.Length == 0 && !await db.Set<Account>().AnyAsync(a => a.Contact == requester && !a.Disabled, stop)) return;
        if (await Resolved(ticket.Id, requester, to.Email, stop)) return;
        var survey = New(ticket, requester, ids, now);
        db.Add(survey);
        mails.Post(ticket.Customer, survey.Id.Value, to, "survey", $"{survey.Id.Value:N}-survey", now,
            ticket.Number, ticket.Summary, to.Name, mails.Link($"/survey/{links.Token(survey)}"), Platform.Web.Components.Format.Date(survey.ExpiresAt, await ZoneOf(ticket, stop)));
    }

    public static Survey New(Ticket ticket, ContactId requester, IdSource ids, DateTimeOffset now) => new()
    {
        Id = ids.New<SurveyId>(now), Customer = ticket.Customer, Ticket = ticket.Id, Contract = ticket.Contract, Requester = requester, AskedAt = now, ExpiresAt = now + Valid,
    };

    /// <summary>Whether the one who resolved the ticket last is the one to be asked: by the account's contact, or by the address of the member of staff behind it.</summary>
    public async Task<bool> Resolved(TicketId ticket, ContactId requester, string address, CancellationToken stop)
    {
        var by = await db.Set<TicketEntry>().Where(e => e.Ticket == ticket && e.To == TicketState.Resolved).OrderByDescending(e => e.OccurredAt).Select(e => (Guid?)e.Account).FirstOrDefaultAsync(stop);
        if (by is not { } account || account == Guid.Empty) return false;
        var resolver = AccountId.From(account);
        return await db.Set<Account>().AnyAsync(a => a.Id == resolver && (a.Contact == requester || address != "" && db.Set<Staff>().Any(s => s.Id == a.Staff && s.Email == address)), stop);
    }

    async Task<TimeZoneInfo> ZoneOf(Ticket ticket, CancellationToken stop) =>
        TimeZoneInfo.FindSystemTimeZoneById(await db.Set<Customer>().Where(c => c.Id == ticket.Customer).Select(c => c.Zone).SingleAsync(stop));
}
