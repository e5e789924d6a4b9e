// Tells whoever leads the service desk, once, of each call back that is late: to somebody who rang and was not answered, and to somebody who was dissatisfied.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Cases;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Sweeps;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;

namespace Steward.Desk.Calls;

/// <summary>The leads of the groups in which agents of the service desk work who take this customer's calls; where no group has a lead, the service managers. Of an unknown number only those who work for all.</summary>
sealed class DeskLeads(StewardDb db)
{
    public async Task<List<Addressee>> Of(CustomerId? customer, DateTimeOffset now, CancellationToken stop)
    {
        var leads = await (from g in db.Set<Grant>().AsNoTracking()
                           join a in db.Set<Account>().AsNoTracking() on g.Account equals a.Id
                           join m in db.Set<TeamMember>().AsNoTracking() on a.Staff equals (StaffId?)m.Staff
                           join t in db.Set<Team>().AsNoTracking() on m.Team equals t.Id
                           where g.Role == Role.Agent && (g.Customer == null || g.Customer == customer) && g.From <= now && (g.Until == null || g.Until > now) && !a.Disabled && t.Active && t.Lead != null
                           select t.Lead!.Value).Distinct().ToListAsync(stop);
        var found = (await db.Set<Staff>().AsNoTracking().Where(s => leads.Contains(s.Id) && s.Active && s.Email != "").OrderBy(s => s.Email)
            .Select(s => new { s.Name, s.Email, Language = db.Set<Account>().Where(a => a.Staff == s.Id).Select(a => (Language?)a.Language).FirstOrDefault() }).ToListAsync(stop))
            .ConvertAll(s => new Addressee(s.Name, s.Email, s.Language ?? Language.Zh));
        return found.Count > 0 ? found : await db.Holding(customer ?? default, now, null, stop, Role.SvcMgr);
    }
}

sealed class LateCallSweep(StewardDb db, DeskLeads leads, PeopleBook people, Mailroom mails, Me me, SteadyClock clock) : ISweep
{
    public string Name => "late-calls";
    public TimeSpan Every => TimeSpan.FromSeconds(15);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        if (!clock.IsSteady()) return 0;
        me.BecomeSystem();
        return await Each(db.Set<LostCall>().Where(c => c.NextDuty <= now).OrderBy(c => c.NextDuty).Select(c => c.Id), Lost) + await Each(db.Set<Survey>().Where(s => s.NextDuty <= now).OrderBy(s => s.NextDuty).Select(s => s.Id), Dissatisfied);

        async Task<int> Each<TId>(IQueryable<TId> late, Func<TId, DateTimeOffset, CancellationToken, Task<bool>> tell)
        {
            var done = 0;
            foreach (var id in await late.Take(50).ToListAsync(stop))
            {
                db.ChangeTracker.Clear();
                // The row's version makes this a compare-and-set: a second node is refused and passes on.
                if (await tell(id, now, stop) && (await db.TryCommit(stop)).Refusal is null) done++;
            }
            return done;
        }
    }

    async Task<bool> Lost(LostCallId id, DateTimeOffset now, CancellationToken stop)
    {
        var call = await db.Set<LostCall>().SingleAsync(c => c.Id == id, stop);
        if (call.NextDuty is not { } due || due > now) return false;
        call.NextDuty = null;
        var caller = call.Contact is { } contact ? await people.Contacts.Where(c => c.Id == contact).Select(c => c.Name).SingleOrDefaultAsync(stop) : null;
        var zone = await Zone(call.ForCustomer, stop);
        foreach (var lead in await leads.Of(call.ForCustomer, now, stop))
            // What is about an unknown number is no customer's to read.
            mails.Post(call.ForCustomer ?? default, id.Value, lead, "call-late", $"{id.Value:N}-late-{lead.Email}", now, call.Phone, caller ?? Texts.In(lead.Language, "Call.Unknown"), lead.Name, mails.Link("/calls"), Format.Moment(call.Due, zone));
        return true;
    }

    async Task<bool> Dissatisfied(SurveyId id, DateTimeOffset now, CancellationToken stop)
    {
        var survey = await db.Set<Survey>().SingleAsync(s => s.Id == id, stop);
        if (survey.NextDuty is not { } due || due > now) return false;
        survey.NextDuty = null;
        var caller = await people.Contacts.Where(c => c.Id == survey.Requester).Select(c => c.Name).SingleAsync(stop);
        var ticket = survey.Ticket is { } of ? await db.Set<Ticket>().AsNoTracking().SingleAsync(t => t.Id == of, stop) : null;
        var round = survey.Round is { } asked ? await db.Set<SurveyRound>().AsNoTracking().SingleAsync(r => r.Id == asked, stop) : null;
        var zone = await Zone(survey.Customer, stop);
        foreach (var lead in await leads.Of(survey.Customer, now, stop))
            mails.Post(survey.Customer, id.Value, lead, "survey-call-late", $"{id.Value:N}-late-{lead.Email}", now, ticket?.Number ?? round!.Period, ticket?.Summary ?? Texts.In(lead.Language, $"Respondents.{round!.For}"), lead.Name, mails.Link("/surveys"), Format.Moment(due, zone), caller);
        return true;
    }

    async Task<TimeZoneInfo> Zone(CustomerId? customer, CancellationToken stop) =>
        customer is { } id ? TimeZoneInfo.FindSystemTimeZoneById(await people.Customers.Where(c => c.Id == id).Select(c => c.Zone).SingleAsync(stop)) : Format.China;
}
