// Does one deed to many tickets: each goes through the verb of its own, with its rules and its rights, and the answer says how each ended.
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Links;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Bulk;

/// <summary>What a deed needs is what its own verb needs: a group for Assign, impact and urgency for Priority, a text for Note, a reason for Cancel, the number of another ticket for Merge and Link.</summary>
public sealed record BulkTickets(
    BulkDeed Deed, IReadOnlyList<TicketId>? Tickets = null, TeamId? Team = null, StaffId? Assignee = null, Impact? Impact = null, Urgency? Urgency = null, CancelReason? Reason = null,
    [property: StringLength(1000)] string Text = "", bool Public = false, [property: StringLength(40)] string Other = "", LinkKind Kind = LinkKind.RelatedTo);

/// <summary>Takes back what a run did, where its deed has an opposite; what has changed since stays as it is.</summary>
public sealed record UndoBulk(BulkRunId Run);

public sealed record BulkDone(BulkRunId Id, int Done, int Refused, IReadOnlyList<BulkLine> Lines);

sealed record TooManyTickets(int Most) : Refusal("DESK-603", Most) { public override int Status => 400; }
sealed record NoOpposite() : Refusal("DESK-605");
sealed record UndoneAlready() : Refusal("DESK-606");
sealed record ChangedSince() : Refusal("DESK-607");
sealed record HadNoGroup() : Refusal("DESK-608");

/// <summary>Each ticket has a unit of work of its own, so that one that is refused leaves no trace in the next.</summary>
sealed class BulkWork(StewardDb db, ServiceDesk desk, Me me, IServiceScopeFactory scopes, IServiceProvider caller, IdSource ids, TimeProvider time)
{
    public const int Most = 500;

    public async Task<Result<BulkDone>> Run(BulkTickets ask, IReadOnlyList<TicketId> tickets, BulkRunId? takesBack, Func<IServiceProvider, Ticket, CancellationToken, Task<Refusal?>> deed, CancellationToken stop)
    {
        var numbers = await desk.Tickets.Where(t => tickets.Contains(t.Id)).Select(t => new { t.Id, t.Number }).ToDictionaryAsync(t => t.Id, t => t.Number, stop);
        var lines = new List<BulkLine>();
        foreach (var id in tickets)
        {
            await using var scope = scopes.CreateAsyncScope();
            Me.ActAsSame(caller, scope.ServiceProvider);
            var ticket = await scope.ServiceProvider.GetRequiredService<ServiceDesk>().Tickets.SingleOrDefaultAsync(t => t.Id == id, stop);
            var refusal = ticket is null ? new NotFound() : await deed(scope.ServiceProvider, ticket, stop);
            lines.Add(new(id, numbers.GetValueOrDefault(id, ""), refusal?.Code ?? "", Why(refusal), ticket is null ? null : new(ticket.Team, ticket.Assignee, ticket.Impact, ticket.Urgency)));
        }
        var run = new BulkRun { Id = ids.New<BulkRunId>(time.Now()), Account = me.Id, At = time.Now(), Deed = ask.Deed, Ask = JsonSerializer.Serialize(ask with { Tickets = null }, Json.Options), Lines = JsonSerializer.Serialize(lines, Json.Options), TakesBack = takesBack };
        db.Add(run);
        if ((await db.TryCommit(stop)).Refusal is { } no) return no;
        return new BulkDone(run.Id, lines.Count(l => l.Done), lines.Count(l => !l.Done), lines);
    }

    /// <summary>Of an entry that cannot be used, the sentence at its field says more.</summary>
    static string Why(Refusal? refusal) => refusal switch { null => "", BadInput { Fields: [var field, ..] } => field.Sentence, _ => refusal.Sentence };

    public static async Task<Refusal?> Do<TAsk>(IServiceProvider services, TAsk ask, CancellationToken stop)
    {
        services.GetRequiredService<Work>().Verb = typeof(TAsk).Name;
        return (await services.GetRequiredService<IVerb<TAsk, Done>>().Handle(ask, stop)).Refusal;
    }
}

sealed class BulkTicketsHandler(BulkWork bulk) : IVerb<BulkTickets, BulkDone>
{
    public async Task<Result<BulkDone>> Handle(BulkTickets ask, CancellationToken stop)
    {
        var tickets = (ask.Tickets ?? []).Distinct().ToList();
        if (tickets.Count == 0) return new BadInput([new("tickets", "field.required")]);
        if (tickets.Count > BulkWork.Most) return new TooManyTickets(BulkWork.Most);
        if (Missing(ask) is { } field) return new BadInput([new(field, "field.required")]);
        return await bulk.Run(ask, tickets, null, (services, ticket, end) => One(services, ticket.Id, ask, end), stop);
    }

    internal static string? Missing(BulkTickets ask) => ask switch
    {
        { Deed: BulkDeed.Assign, Team: null } => "team",
        { Deed: BulkDeed.Priority, Impact: null } => "impact",
        { Deed: BulkDeed.Priority, Urgency: null } => "urgency",
        { Deed: BulkDeed.Cancel, Reason: null } => "reason",
        { Deed: BulkDeed.Note or BulkDeed.Priority or BulkDeed.Cancel } when ask.Text.Trim().Length == 0 => "text",
        { Deed: BulkDeed.Merge or BulkDeed.Link } when ask.Other.Trim().Length == 0 => "other",
        _ => null,
    };

    static Task<Refusal?> One(IServiceProvider services, TicketId ticket, BulkTickets ask, CancellationToken stop) => ask.Deed switch
    {
        BulkDeed.Assign => BulkWork.Do(services, new AssignTicket(ticket, ask.Team!.Value, ask.Assignee, ask.Text), stop),
        BulkDeed.Priority => BulkWork.Do(services, new ChangePriority(ticket, ask.Impact!.Value, ask.Urgency!.Value, ask.Text), stop),
        BulkDeed.Note => BulkWork.Do(services, new AddNote(ticket, ask.Text, ask.Public), stop),
        BulkDeed.Cancel => BulkWork.Do(services, new CancelTicket(ticket, ask.Reason!.Value, ask.Text), stop),
        BulkDeed.Merge => BulkWork.Do(services, new MergeTicket(ticket, ask.Other, ask.Text), stop),
        BulkDeed.Link => BulkWork.Do(services, new LinkTickets(ticket, ask.Other, ask.Kind), stop),
    };
}

sealed class UndoBulkHandler(StewardDb db, ServiceDesk desk, BulkWork bulk, Me me) : IVerb<UndoBulk, BulkDone>
{
    /// <summary>What was said, ended or merged stays so: these steps have no opposite.</summary>
    public static bool HasOpposite(BulkDeed deed) => deed is BulkDeed.Assign or BulkDeed.Priority or BulkDeed.Link;

    public async Task<Result<BulkDone>> Handle(UndoBulk ask, CancellationToken stop)
    {
        if (await db.Set<BulkRun>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == ask.Run && r.Account == me.Id, stop) is not { } run) return new NotFound();
        if (!HasOpposite(run.Deed) || run.TakesBack is not null) return new NoOpposite();
        if (await db.Set<BulkRun>().AnyAsync(r => r.TakesBack == run.Id, stop)) return new UndoneAlready();
        var (asked, lines) = (JsonSerializer.Deserialize<BulkTickets>(run.Ask, Json.Options)!, JsonSerializer.Deserialize<List<BulkLine>>(run.Lines, Json.Options)!);
        var before = lines.Where(l => l is { Done: true, Before: not null }).ToDictionary(l => l.Ticket, l => l.Before!);
        var other = asked.Other.Trim();
        var linked = run.Deed == BulkDeed.Link ? await desk.Tickets.Where(t => t.Number == other).Select(t => (TicketId?)t.Id).SingleOrDefaultAsync(stop) : null;
        return await bulk.Run(asked, [.. before.Keys], run.Id, (services, ticket, end) => One(services, ticket, before[ticket.Id], asked, linked, end), stop);
    }

    static async Task<Refusal?> One(IServiceProvider services, Ticket ticket, Before before, BulkTickets asked, TicketId? linked, CancellationToken stop) => asked.Deed switch
    {
        BulkDeed.Assign when ticket.Team != asked.Team || ticket.Assignee != asked.Assignee => new ChangedSince(),
        BulkDeed.Assign when before.Team is null => new HadNoGroup(),
        BulkDeed.Assign => await BulkWork.Do(services, new AssignTicket(ticket.Id, before.Team.Value, before.Assignee), stop),
        BulkDeed.Priority when ticket.Impact != asked.Impact || ticket.Urgency != asked.Urgency => new ChangedSince(),
        BulkDeed.Priority => await BulkWork.Do(services, new ChangePriority(ticket.Id, before.Impact, before.Urgency, asked.Text), stop),
        BulkDeed.Link when linked is { } at => await BulkWork.Do(services, new UnlinkTickets(ticket.Id, at), stop),
        _ => new NoOpposite(),
    };
}
