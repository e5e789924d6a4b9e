// Hears that a level of escalation was reached: calls the people of the contract, and gives work that stands still, or that the first line is not for, to the next line.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Process;
using Steward.Desk.Tickets;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Events;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Desk.Escalations;

/// <summary>The news is heard once on any number of nodes, and what it does is one commit with the mark that it was heard; the key of <see cref="ToldLevel"/> stands behind that.</summary>
sealed class EscalationEar(StewardDb db, TicketWork work, SlaClocks clocks, Whom whom, Mailroom mails, Me me) : INewsEar
{
    public string Name => "desk-escalation";
    public IReadOnlyCollection<Type> Kinds { get; } = [typeof(EscalationReached)];

    public async Task<IReadOnlyList<INews>> Hear(INews news, DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var reached = (EscalationReached)news;
        var id = TicketId.From(reached.Subject);
        // Solved meanwhile: nobody need be called any more.
        if (await db.Set<Ticket>().SingleOrDefaultAsync(t => t.Id == id, stop) is not { IsOpen: true } ticket) return [];
        if (await clocks.Facts(reached.Subject, stop) is not { } known || await Known(reached, id, stop)) return [];
        var reading = clocks.Read(known, now);
        var owner = await db.Set<Customer>().AsNoTracking().SingleAsync(c => c.Id == ticket.Customer, stop);
        // Somebody has moved since, so this standstill, stay, wait or round is over.
        if (reached.Kind != EscalationKind.Ladder && !reading.Escalation.Any(l => l.Kind == reached.Kind && l.Since == reached.Since && l.Level == reached.Level)) return [];
        return reached.Kind switch
        {
            EscalationKind.Ladder => await Climb(reached, ticket, reading, owner, now, stop),
            EscalationKind.Line or EscalationKind.AtOnce => await PassOn(reached, ticket, known, owner, now, stop),
            EscalationKind.Group or EscalationKind.Supplier => await Chase(reached, ticket, known, owner, now, stop),
            EscalationKind.Update => await Remind(reached, ticket, reading, owner, now, stop),
        };
    }

    Task<bool> Known(EscalationReached of, TicketId ticket, CancellationToken stop) =>
        db.Set<ToldLevel>().AnyAsync(t => t.Ticket == ticket && t.Kind == of.Kind && t.Priority == of.Priority && t.Since == of.Since && t.Level == of.Level && t.Round == of.Round, stop);

    async Task<IReadOnlyList<INews>> Climb(EscalationReached of, Ticket ticket, SlaReading reading, Customer owner, DateTimeOffset now, CancellationToken stop)
    {
        var called = await whom.Of(ticket, of.Tell, atStart: of.Level == 0, now, stop);
        db.Add(Row(of, ticket, now, called));
        // A ticket that nobody has taken on yet has no owner to greet; that is no escalation.
        if (called.Count == 0 && of.Level == 0) return [];
        var due = reading[ClockKind.Resolution].Due;
        foreach (var one in called)
            Post(of, ticket, one, of.Level == 0 ? "escalation-start" : "escalation", now, Share(of, one.To.Language), due is { } at ? Format.Moment(at, ZoneOf(owner)) : "—", Texts.In(one.To.Language, $"EscalationRole.{one.Role}"));
        var who = called.Count > 0 ? Names(called, owner.Language, roles: true) : Texts.In(owner.Language, "Escalation.Nobody");
        return Written(ticket, "EscalateByTime", $"{Share(of, owner.Language)} → {who}");
    }

    /// <summary>
    /// What nobody has in hand goes over to the next line; whoever is at work keeps it, and the next line is called to help. Which of several groups, somebody has to say.
    /// </summary>
    async Task<IReadOnlyList<INews>> PassOn(EscalationReached of, Ticket ticket, SubjectFacts known, Customer owner, DateTimeOffset now, CancellationToken stop)
    {
        var (line, minutes, atOnce) = (of.Level + 1, (known.Agreement.FunctionalAfter(of.Priority, (SupportLine)of.Level) ?? 0) / 60, of.Kind == EscalationKind.AtOnce);
        var category = atOnce ? CategoryOf(ticket, known) : "";
        var (teams, sender) = (await db.Set<Team>().AsNoTracking().Where(t => t.Active && t.Line == line && t.Id != ticket.Team).OrderBy(t => t.Name).Take(2).ToListAsync(stop), ticket.Assignee);
        var news = new List<INews>();
        if (teams is not [var next])
        {
            var asked = await whom.Of(ticket, [EscalationRole.GroupLead, EscalationRole.ServiceManager], atStart: false, now, stop);
            db.Add(Row(of, ticket, now, asked));
            foreach (var one in asked)
                if (atOnce) Post(of, ticket, one, "choose-at-once", now, category);
                else Post(of, ticket, one, "standstill", now, minutes, Texts.In(one.To.Language, $"SupportLine.{(SupportLine)of.Level}"));
            news.AddRange(Written(ticket, "EscalateToLine", Texts.In(owner.Language, atOnce ? "Escalation.ChooseAtOnce" : "Escalation.ChooseGroup", Names(asked, owner.Language, roles: false), category)));
            return news;
        }
        var (called, own) = (await whom.Members(next.Id, EscalationRole.Owner, stop), sender is { } staff ? await whom.StaffOf([staff], EscalationRole.Owner, stop) : []);
        db.Add(Row(of, ticket, now, [.. called], next.Id, sender));
        object more = atOnce ? category : minutes;
        foreach (var one in called) Post(of, ticket, one, atOnce ? "passed-at-once" : "passed-on", now, next.Name, more);
        foreach (var one in own.ExceptBy(called.Select(c => c.Id), c => c.Id)) Post(of, ticket, one, atOnce ? "passed-at-once" : "passed-away", now, next.Name, more);
        if (ticket.State == TicketState.InProgress)
        {
            news.AddRange(Written(ticket, "EscalateToLine", Texts.In(owner.Language, atOnce ? "Escalation.HelpAtOnce" : "Escalation.CalledToHelp", next.Name, category)));
            return news;
        }
        (ticket.Team, ticket.Assignee) = (next.Id, null);
        // A step of the process that takes nobody's word for a response: a ticket that no human has looked at stays new.
        var to = ticket.Process().Step(ticket.State, nameof(AssignTicket))?.To ?? ticket.State;
        news.Add(work.Move(ticket, new("EscalateToLine", [ticket.State], ticket.State == TicketState.New ? TicketState.New : to, "W"), atOnce ? $"{category} → {next.Name}" : $"→ {next.Name}", visible: false));
        await work.Tell(ticket, stop, new ClockFact.Assigned(now, now, next.Id.Value, next.AsLine()));
        news.Add(new TicketAssigned(ticket.Id, ticket.Customer, next.Id.Value, null, now));
        return news;
    }

    /// <summary>A group or a supplier is about to be late by its own target: whoever the ladder names asks them. The customer's clock goes on as it does.</summary>
    async Task<IReadOnlyList<INews>> Chase(EscalationReached of, Ticket ticket, SubjectFacts known, Customer owner, DateTimeOffset now, CancellationToken stop)
    {
        var called = await whom.Of(ticket, of.Tell, atStart: false, now, stop);
        db.Add(Row(of, ticket, now, called));
        var link = of.Kind == EscalationKind.Group ? ChainLink.Group : ChainLink.Supplier;
        var due = clocks.Attribute(known, now).Chain.LastOrDefault(c => c.Link == link && c.From == of.Since)?.Due;
        var name = await NameOf(of, stop);
        foreach (var one in called)
            Post(of, ticket, one, "chain-late", now, name ?? Texts.In(one.To.Language, "Chain.NoName"), Texts.In(one.To.Language, "Escalation.Share", of.Level), due is { } at ? Format.Moment(at, ZoneOf(owner)) : "—", Texts.In(one.To.Language, $"EscalationRole.{one.Role}"));
        var who = called.Count > 0 ? Names(called, owner.Language, roles: true) : Texts.In(owner.Language, "Escalation.Nobody");
        return Written(ticket, "EscalateByTime", $"{Texts.In(owner.Language, $"Escalation.{of.Kind}Share", name ?? Texts.In(owner.Language, "Chain.NoName"), of.Level)} → {who}");
    }

    /// <summary>The requester has waited long for a word: the owner is reminded, and others once it is late.</summary>
    async Task<IReadOnlyList<INews>> Remind(EscalationReached of, Ticket ticket, SlaReading reading, Customer owner, DateTimeOffset now, CancellationToken stop)
    {
        var called = await whom.Of(ticket, of.Tell, atStart: false, now, stop);
        db.Add(Row(of, ticket, now, called));
        var due = reading[ClockKind.Update].Due is { } at ? Format.Moment(at, ZoneOf(owner)) : "—";
        foreach (var one in called)
            Post(of, ticket, one, "update-late", now, Texts.In(one.To.Language, of.Level < 100 ? "Escalation.WordDue" : "Escalation.WordLate"), due, Texts.In(one.To.Language, $"EscalationRole.{one.Role}"));
        var who = called.Count > 0 ? Names(called, owner.Language, roles: true) : Texts.In(owner.Language, "Escalation.Nobody");
        return Written(ticket, "EscalateByTime", $"{Texts.In(owner.Language, of.Level < 100 ? "Escalation.WordDue" : "Escalation.WordLate")} → {who}");
    }

    /// <summary>As the ticket says it; of a request the catalogue's category.</summary>
    static string CategoryOf(Ticket ticket, SubjectFacts known) => ticket.Category.Length > 0 ? ticket.Category
        : known.Facts.OfType<ClockFact.Opened>().First().Category is { } of ? Pages.Categories.Said(of) : "";

    async Task<string?> NameOf(EscalationReached of, CancellationToken stop)
    {
        if (of.Who is not { } who) return null;
        var (team, supplier) = (TeamId.From(who), SupplierId.From(who));
        return of.Kind == EscalationKind.Group ? await db.Set<Team>().Where(t => t.Id == team).Select(t => t.Name).SingleOrDefaultAsync(stop)
            : await db.Set<Supplier>().Where(s => s.Id == supplier).Select(s => s.Name).SingleOrDefaultAsync(stop);
    }

    INews[] Written(Ticket ticket, string verb, string text)
    {
        ticket.Version++;
        work.Write(ticket, EntryKind.Duty, text, visible: false, verb);
        return [new TicketNoted(ticket.Id, ticket.Customer, false, work.Now)];
    }

    static ToldLevel Row(EscalationReached of, Ticket ticket, DateTimeOffset now, IReadOnlyList<Called> called, TeamId? to = null, StaffId? sender = null) => new()
    {
        Ticket = ticket.Id, Kind = of.Kind, Priority = of.Priority, Since = of.Since, Level = of.Level, Round = of.Round, Customer = ticket.Customer, At = of.OccurredAt, ToldAt = now,
        Names = Shortened(string.Join(", ", called.Select(c => c.To.Name))), To = to, Sender = sender,
    };

    void Post(EscalationReached of, Ticket ticket, Called one, string template, DateTimeOffset now, params object?[] more)
    {
        if (mails.Post(ticket.Customer, ticket.Id.Value, one.To, template, FormattableString.Invariant($"{ticket.Id.Value:N}-{of.Kind}-{of.Priority}-{of.Since.ToUnixTimeSeconds()}-{of.Level}-{of.Round}-{one.Id:N}"), now,
            [ticket.Number, ticket.Summary, one.To.Name, mails.Link($"/tickets/{ticket.Id}"), Texts.In(one.To.Language, $"Priority.{ticket.Priority}"), .. more]) is { } mail) mail.Urgent = ticket.Priority == Priority.P1;
    }

    static string Share(EscalationReached of, Language language) => of switch
    {
        { Level: 0 } => Texts.In(language, "Escalation.AtOnce"),
        { Round: > 0 } => Texts.In(language, "Escalation.Still", of.Level),
        _ => Texts.In(language, "Escalation.Share", of.Level),
    };

    static string Names(IReadOnlyList<Called> called, Language language, bool roles) => Shortened(string.Join(Texts.In(language, "Desk.Comma"),
        called.Select(c => (roles ? $"{Texts.In(language, $"EscalationRole.{c.Role}")} {c.To.Name}" : c.To.Name) + (c.To.Email.Length == 0 ? Texts.In(language, "Escalation.NoAddress") : ""))));

    static string Shortened(string names) => names.Length > 400 ? names[..399] + "…" : names;

    static TimeZoneInfo ZoneOf(Customer owner) => TimeZoneInfo.FindSystemTimeZoneById(owner.Zone);
}

/// <summary>Those who passed a ticket on hear how it ended.</summary>
sealed class Senders(StewardDb db, Whom whom, Mailroom mails)
{
    public async Task Solved(Ticket ticket, string solution, DateTimeOffset now, CancellationToken stop)
    {
        var senders = await db.Set<ToldLevel>().AsNoTracking().Where(t => t.Ticket == ticket.Id && t.Sender != null && t.Sender != ticket.Assignee).Select(t => t.Sender!.Value).Distinct().ToListAsync(stop);
        foreach (var one in await whom.StaffOf(senders, EscalationRole.Owner, stop))
            mails.Post(ticket.Customer, ticket.Id.Value, one.To, "passed-solved", FormattableString.Invariant($"{ticket.Id.Value:N}-solved-{ticket.Reopened}-{one.Id:N}"), now,
                ticket.Number, ticket.Summary, one.To.Name, mails.Link($"/tickets/{ticket.Id}"), solution);
    }
}
