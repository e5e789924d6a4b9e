// The kinds of news that the desk writes, and those of them that are written only to whoever asked: assigned tickets and announcements.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Chats;
using Steward.Desk.Escalations;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Events;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Desk.News;

static class DeskNewsKinds
{
    public static readonly NewsKind Assigned = new("assigned", NewsFor.Staff, "assigned") { Usual = NewsWay.Nothing }, Announced = new("announcements", NewsFor.Contacts, "announced") { Usual = NewsWay.Nothing };

    public static void Add(IServiceCollection services) => services.AddScoped<IChatSeats, ChatSeats>().AddScoped<INewsEar, AssignedEar>().AddScoped<Wanting>().AddNewsKinds(
        new("own", NewsFor.Contacts, "opened", "accepted", "asked", "paused", "resolved", "reminded", "closed", "reopened", "cancelled", "priority", "noted", "date-agreed", "merged", "requested", "request-approved", "request-rejected", "fulfilled"),
        new("survey", NewsFor.Contacts, "survey", "questionnaire", "questionnaire-reminder"),
        new("planned", NewsFor.Contacts, "change-planned", "change-ended"),
        Announced,
        new("mentioned", NewsFor.Staff, "mentioned"),
        Assigned,
        new("urged", NewsFor.Staff, "urged", "sheet-refused", "passed-solved"),
        new("changes", NewsFor.Staff, "change-run", "change-approved", "change-duty", "change-late", "change-unauthorised"),
        new("reminders", NewsFor.Staff, "remind-me") { Breaks = true },
        new("calls", NewsFor.Staff, "call-late", "survey-call-late"),
        new("escalation", NewsFor.Everybody, "escalation-start", "escalation", "standstill", "passed-on", "passed-away", "passed-at-once", "choose-at-once", "chain-late", "update-late") { Demanded = true },
        new("complaints", NewsFor.Staff, "complaint-late", "complaint-verify") { Demanded = true },
        new("majors", NewsFor.Everybody, "major-declared", "major-notice", "major-restored", "major-late", "major-review") { Demanded = true, Breaks = true });
}

/// <summary>Who of some people asked for a kind of news that nobody gets unasked.</summary>
sealed class Wanting(StewardDb db)
{
    public async Task<HashSet<Guid>> Of(NewsKind kind, IReadOnlyCollection<Guid> people, CancellationToken stop)
    {
        if (people.Count == 0) return [];
        return [.. (await db.Set<NewsWishes>().AsNoTracking().Where(w => people.Contains(w.Person)).ToListAsync(stop)).Where(w => w.Way(kind) != NewsWay.Nothing).Select(w => w.Person)];
    }

    /// <summary>An announcement, to those contacts of the customer (at the site) who asked for it.</summary>
    public async Task<List<Addressee>> Readers(CustomerId customer, SiteId? site, CancellationToken stop)
    {
        var known = await (from w in db.Set<NewsWishes>().AsNoTracking()
                           join c in db.Set<Contact>().AsNoTracking() on w.Person equals (Guid)(object)c.Id
                           where c.Customer == customer && c.Active && c.Email != "" && (site == null || c.Site == site)
                           select new { w, c.Name, c.Email, Language = db.Set<Account>().Where(a => a.Contact == c.Id).Select(a => (Language?)a.Language).FirstOrDefault() }).ToListAsync(stop);
        return [.. known.Where(k => k.w.Way(DeskNewsKinds.Announced) != NewsWay.Nothing).Select(k => new Addressee(k.Name, k.Email, k.Language ?? Language.Zh))];
    }
}

/// <summary>A ticket came to somebody, or to their group while nobody has it in hand.</summary>
sealed class AssignedEar(StewardDb db, Wanting wanting, Whom whom, SlaClocks clocks, Mailroom mails, Me me) : INewsEar
{
    public string Name => "desk-assigned";
    public IReadOnlyCollection<Type> Kinds { get; } = [typeof(TicketAssigned)];

    public async Task<IReadOnlyList<INews>> Hear(INews news, DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var (assigned, id) = ((TicketAssigned)news, TicketId.From(news.Subject));
        if (assigned.Team is not { } team || await db.Set<Ticket>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, stop) is not { IsOpen: true } ticket) return [];
        // Whom an escalation called knows it already.
        if (await db.Set<TicketEntry>().AnyAsync(e => e.Ticket == id && e.OccurredAt == news.OccurredAt && e.Verb == "EscalateToLine", stop)) return [];
        var people = assigned.Assignee is { } one ? await whom.StaffOf([StaffId.From(one)], EscalationRole.Owner, stop) : await whom.Members(TeamId.From(team), EscalationRole.Owner, stop);
        var wanted = await wanting.Of(DeskNewsKinds.Assigned, [.. people.Select(p => p.Id)], stop);
        if (wanted.Count == 0) return [];
        var name = await db.Set<Team>().Where(t => t.Id == TeamId.From(team)).Select(t => t.Name).SingleAsync(stop);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(await db.Set<Customer>().Where(c => c.Id == ticket.Customer).Select(c => c.Zone).SingleAsync(stop));
        var due = (await clocks.Clocks([ticket.Id.Value], stop)).Find(c => c.Kind == ClockKind.Resolution)?.Due;
        foreach (var to in people.Where(p => wanted.Contains(p.Id)))
            if (mails.Post(ticket.Customer, ticket.Id.Value, to.To, "assigned", $"{ticket.Id.Value:N}-assigned-{news.OccurredAt.ToUnixTimeMilliseconds()}-{to.Id:N}", now,
                ticket.Number, ticket.Summary, to.To.Name, mails.Link($"/tickets/{ticket.Id}"), Texts.In(to.To.Language, $"Priority.{ticket.Priority}"), name, due is { } at ? Format.Moment(at, zone) : "—") is { } mail) mail.Urgent = ticket.Priority == Priority.P1;
        return [];
    }
}

/// <summary>The group in which a contact or a member of staff said last who they are; a customer's own group is nobody's but its people's.</summary>
sealed class ChatSeats(StewardDb db) : IChatSeats
{
    public async Task<ChatId?> Of(Guid person, CancellationToken stop)
    {
        var contact = ContactId.From(person);
        if (await (from p in db.Set<ChatColleague>() join c in db.Set<ChatChannel>() on p.Chat equals c.Id where p.Staff == StaffId.From(person) && c.Active && c.ForCustomer == null orderby p.Since descending select (ChatId?)c.Id).FirstOrDefaultAsync(stop) is { } seat) return seat;
        return await (from p in db.Set<ChatPerson>() join c in db.Set<ChatChannel>() on p.Chat equals c.Id where p.Contact == contact && c.Active && (c.ForCustomer == null || c.ForCustomer == p.Customer) orderby p.Since descending select (ChatId?)c.Id).FirstOrDefaultAsync(stop);
    }
}
