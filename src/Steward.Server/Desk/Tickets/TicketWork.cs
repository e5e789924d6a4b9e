// What every verb on a ticket shares: who may touch it, which step it is, and how the step is written down.
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Process;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Approvals;
using Steward.Platform.Events;
using Steward.Platform.Processes;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Desk.Tickets;

/// <summary>The process does not allow this step from the state the ticket is in.</summary>
sealed record StepNotAllowed(string Verb, TicketState State) : Refusal("DESK-103", Texts.T($"verb.{Verb}"), Texts.Name(State));

sealed class TicketWork(StewardDb db, Me me, SlaClocks clocks, Mailroom mails, IdSource ids, TimeProvider time)
{
    public DateTimeOffset Now { get; } = time.Now();

    /// <summary>The ticket, if the caller may see it and has the right for it; an end user has both for own tickets only.</summary>
    public async Task<Result<Ticket>> Load(TicketId id, Right right, CancellationToken stop)
    {
        var ticket = await db.Set<Ticket>().SingleOrDefaultAsync(t => t.Id == id, stop);
        if (ticket is null || !Visible.To(me, ticket)) return new NotFound();
        return May(ticket, right) ? ticket : new NotAllowed();
    }

    public bool May(Ticket ticket, Right right) =>
        me.Can(Thing.Incident, right, ticket.Where()) || ticket.Requester is { } requester && requester == me.Contact && me.Can(Thing.Incident, right, ticket.Where(), "own");

    public Result<Transition<TicketState>> Step(Ticket ticket, string verb) =>
        ticket.Process().Step(ticket.State, verb) is { } step ? step : new StepNotAllowed(verb, ticket.State);

    /// <summary>Moves the ticket along a step and writes the line of its story.</summary>
    public TicketMoved Move(Ticket ticket, Transition<TicketState> step, string text = "", bool visible = true, DateTimeOffset? occurredAt = null, EntryKind kind = EntryKind.Step)
    {
        var from = ticket.State;
        ticket.State = step.To ?? from;
        Write(ticket, kind, text, visible, step.Verb, from, ticket.State, occurredAt);
        if (!ticket.IsPaused) (ticket.WaitsFor, ticket.ExpectedAt) = ("", null);
        return new(ticket.Id, ticket.Customer, step.Verb, from, ticket.State, occurredAt ?? Now);
    }

    public void Write(Ticket ticket, EntryKind kind, string text, bool visible, string verb = "", TicketState? from = null, TicketState? to = null, DateTimeOffset? occurredAt = null, string whole = "") =>
        db.Add(new TicketEntry
        {
            Id = ids.New<EntryId>(Now), Ticket = ticket.Id, Customer = ticket.Customer, OccurredAt = occurredAt ?? Now, RecordedAt = Now,
            // A sweep of the platform acts without a person.
            Kind = kind, By = me.SignedIn ? me.Signed : db.Work.Actor.Name, Account = me.Id.Value, Verb = verb, From = from, To = to, Text = text, Whole = whole, Public = visible,
        });

    /// <summary>Adds facts to the ticket's clocks; a ticket outside every contract has none, and neither has a request that is not approved.</summary>
    public async Task Tell(Ticket ticket, CancellationToken stop, params IReadOnlyList<ClockFact> facts)
    {
        if (ticket is { Contract: not null } and ({ Item: null } or { ApprovedAt: not null })) await clocks.Tell(ticket.Id.Value, Now, stop, facts);
    }

    /// <summary>Mails the requester, those who watch, and whoever reported a double of it, if they have an address; the mails are written once a new ticket has its number.</summary>
    public async Task Notify(Ticket ticket, string template, CancellationToken stop, params object?[] more)
    {
        if (ticket.Requester is { } requester) await Notify(ticket, requester, template, more, stop);
        // A ticket that was opened just now has neither watchers nor doubles.
        if (template == Opened) return;
        var others = new List<ContactId>();
        await foreach (var other in Others.In(db)(db, ticket.Id).WithCancellation(stop)) others.Add(other);
        foreach (var other in others.Where(o => o != ticket.Requester).Distinct()) await Notify(ticket, other, template, more, stop);
    }

    /// <summary>The mail of a ticket that was opened just now.</summary>
    public const string Opened = "opened";

    static readonly KnownQuery<Func<StewardDb, TicketId, IAsyncEnumerable<ContactId>>> Others = new(() => EF.CompileAsyncQuery((StewardDb db, TicketId ticket) =>
        db.Set<TicketWatcher>().Where(w => w.Ticket == ticket).Select(w => w.Contact).Concat(
            from l in db.Set<TicketLink>()
            join t in db.Set<Ticket>() on l.Ticket equals t.Id
            where l.Other == ticket && l.Kind == LinkKind.DoubleOf && t.Requester != null
            select t.Requester!.Value)));

    async Task Notify(Ticket ticket, ContactId reader, string template, object?[] more, CancellationToken stop)
    {
        var to = await Addressee(reader, stop);
        // Who wrote by mail reads the answer below their own mail.
        var thread = ticket.Channel == Channel.Mail && reader == ticket.Requester ? await Mails.Conversation.Of(db, ticket.Id, stop) : "";
        db.OnceNumbered(() =>
        {
            if (mails.Post(ticket.Customer, ticket.Id.Value, to, template, $"{ticket.Id.Value:N}-{template}-{ids.Next(Now):N}", Now,
            [ticket.Number, ticket.Summary, to.Name, mails.Link($"/tickets/{ticket.Id}"), .. more]) is { } mail) (mail.Thread, mail.Urgent) = (thread, ticket.Priority == Priority.P1);
        });
    }

    /// <summary>A contact of the customer as mails address them, in the language of their account.</summary>
    public Task<Addressee> Addressee(ContactId contact, CancellationToken stop) => AddresseeOf.In(db)(db, contact, stop);

    static readonly KnownQuery<Func<StewardDb, ContactId, CancellationToken, Task<Addressee>>> AddresseeOf = new(() =>
        EF.CompileAsyncQuery((StewardDb db, ContactId requester, CancellationToken stop) => db.Set<Contact>().Where(c => c.Id == requester)
            .Select(c => new Addressee(c.Name, c.Email, db.Set<Account>().Where(a => a.Contact == c.Id).Select(a => (Language?)a.Language).FirstOrDefault() ?? Language.Zh)).Single()));

    public Task<Result<Done>> Commit(CancellationToken stop, params INews[] news) => db.TryCommit(stop, news);
}

static class Visible
{
    public static Place Where(this Ticket ticket) => new(ticket.Customer, ticket.Site, ticket.Contract?.Value, ticket.Team);

    public static bool To(Me me, Ticket ticket) =>
        me.Can(Thing.Incident, Right.Read, ticket.Where()) || ticket.Requester is { } requester && requester == me.Contact && me.Can(Thing.Incident, Right.Read, ticket.Where(), "own");

    /// <summary>The tickets a caller may read, as a condition of the query: the tenant filter has already cut by customer.</summary>
    public static IQueryable<Ticket> VisibleTo(this IQueryable<Ticket> tickets, Me me)
    {
        if (me.ReadsEveryTicket()) return tickets;
        var giving = me.Giving(Thing.Incident, Right.Read).ToList();
        if (giving.Count == 0) return tickets.Where(_ => false);
        // A grant for one customer and no more is the usual case; the tenant filter does it alone.
        var wide = giving.Where(g => g.Wide).Select(g => g.Grant).ToList();
        var customers = wide.Where(g => g is { Customer: not null, Site: null, Contract: null, Team: null }).Select(g => g.Customer!.Value).Distinct().ToList();
        var narrow = wide.Where(g => g.Site is not null || g.Contract is not null || g.Team is not null).ToList();
        var own = giving.Any(g => !g.Wide) ? me.Contact : null;
        if (narrow.Count == 0 && own is null) return tickets.Where(t => customers.Contains(t.Customer));
        if (narrow.Count == 0 && customers.Count == 0) return tickets.Where(t => t.Requester == own);
        return tickets.Where(Conditions.Any<Ticket>([t => customers.Contains(t.Customer) || own != null && t.Requester == own, .. narrow.Select(Covered)]));
    }

    /// <summary>Whether nothing but the customer's wall stands between the caller and a ticket.</summary>
    public static bool ReadsEveryTicket(this Me me) => me.IsSystem || me.Giving(Thing.Incident, Right.Read).Any(g => g is { Wide: true, Grant: { Customer: null, Site: null, Contract: null, Team: null } });

    /// <summary>What <see cref="Grant.Covers"/> says, as a condition of the query.</summary>
    static Expression<Func<Ticket, bool>> Covered(Grant grant)
    {
        ContractId? contract = grant.Contract is { } id ? ContractId.From(id) : null;
        return t => (grant.Customer == null || t.Customer == grant.Customer) && (grant.Site == null || t.Site == grant.Site)
            && (contract == null || t.Contract == contract) && (grant.Team == null || t.Team == grant.Team);
    }

    /// <summary>The tickets over which the caller holds a right about another kind of record, without narrowing; the very same query for a right over everything.</summary>
    public static IQueryable<Ticket> Under(this IQueryable<Ticket> tickets, Me me, Thing thing, Right right)
    {
        var wide = me.Giving(thing, right).Where(g => g.Wide).Select(g => g.Grant).ToList();
        return me.IsSystem || wide.Any(g => g is { Customer: null, Site: null, Contract: null, Team: null }) ? tickets : tickets.Where(Conditions.Any(wide.Select(Covered)));
    }

    /// <summary>The approvals about tickets for which the caller holds the right where they belong now, without narrowing.</summary>
    public static Expression<Func<Approval, bool>> AboutTickets(this StewardDb db, Me me, Right right)
    {
        var tickets = me.IsSystem ? db.Set<Ticket>() : db.Set<Ticket>().Where(Conditions.Any(me.Giving(Thing.Incident, right).Where(g => g.Wide).Select(g => Covered(g.Grant))));
        return a => tickets.Any(t => (Guid)(object)t.Id == a.Subject);
    }

    public static Question Asks(this Ticket ticket, string kind, object body, string reason, string key = "") =>
        new(kind, ticket.Customer, ticket.Id.Value, $"{ticket.Number} {ticket.Summary}", $"/tickets/{ticket.Id}", body, reason, key);

    /// <summary>How an approval ended, in a line of the story.</summary>
    public static string Mark(this ApprovalState state) => state switch { ApprovalState.Granted => "✓", ApprovalState.Refused => "✗", ApprovalState.Waiting => "?", _ => Texts.Name(state) };
}
