// Gives the ticket to a team, and perhaps to a person in it. Giving an accepted ticket to another team counts as a reassignment.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Escalations;
using Steward.People;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Tickets;

public sealed record AssignTicket(TicketId Ticket, TeamId Team, StaffId? Assignee = null, [property: StringLength(1000)] string Reason = "");

sealed record NotInTeam() : Refusal("DESK-104") { public override string? Field => "assignee"; }
sealed record AlreadyThere() : Refusal("DESK-105");

sealed class AssignTicketHandler(StewardDb db, TicketWork work, Me me) : IVerb<AssignTicket, Done>
{
    public async Task<Result<Done>> Handle(AssignTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(AssignTicket)).TryGet(out var step, out refusal)) return refusal;
        if (await db.Set<Team>().SingleOrDefaultAsync(t => t.Id == ask.Team && t.Active, stop) is not { } team) return new BadInput([new("team", "STW-404")]);
        if (ticket.Team == ask.Team && ticket.Assignee == ask.Assignee) return new AlreadyThere();
        var person = ask.Assignee is { } id ? await db.Set<Staff>().SingleOrDefaultAsync(s => s.Id == id && s.Active, stop) : null;
        if (ask.Assignee is not null && (person is null || !await db.Set<TeamMember>().AnyAsync(m => m.Team == ask.Team && m.Staff == ask.Assignee, stop))) return new NotInTeam();
        var reassigned = ticket.Team is { } before && before != ask.Team;
        if (reassigned) ticket.Reassigned++;
        (ticket.Team, ticket.Assignee) = (ask.Team, ask.Assignee);
        // Whoever assigns has looked at it: a human response, unless there was one before.
        var given = new ClockFact.Assigned(work.Now, work.Now, ask.Team.Value, team.AsLine());
        if (ticket.AcceptedAt is null)
        {
            ticket.AcceptedAt = work.Now;
            await work.Tell(ticket, stop, [new ClockFact.Accepted(work.Now, work.Now, me.Name), given]);
        }
        else await work.Tell(ticket, stop, given);
        var to = person is null ? team.Name : $"{team.Name} · {person.Name}";
        var news = work.Move(ticket, step, ask.Reason.Length > 0 ? $"→ {to}: {ask.Reason}" : $"→ {to}", kind: reassigned ? EntryKind.Assigned : EntryKind.Step);
        return await work.Commit(stop, news, new TicketAssigned(ticket.Id, ticket.Customer, ask.Team.Value, ask.Assignee?.Value, work.Now));
    }
}
