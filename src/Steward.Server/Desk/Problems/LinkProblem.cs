// Says which problem is behind an incident, or that it is not. An incident after the repair shows that the cause is back.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Process;
using Steward.Desk.Tickets;
using Steward.Platform.Web;

namespace Steward.Desk.Problems;

public sealed record LinkProblem(ProblemId Problem, [property: Required, StringLength(40)] string Ticket);
public sealed record UnlinkProblem(ProblemId Problem, TicketId Ticket);

sealed class ProblemLinks(StewardDb db, ProblemWork work, TicketWork tickets)
{
    /// <summary>Adds to the unit of work; both stories tell of it.</summary>
    public async Task<Refusal?> Add(Problem problem, Ticket ticket, CancellationToken stop)
    {
        if (await db.Set<ProblemTicket>().SingleOrDefaultAsync(l => l.Ticket == ticket.Id, stop) is { } there)
            return new HasProblem(await db.Set<Problem>().Where(p => p.Id == there.Problem).Select(p => p.Number).SingleAsync(stop));
        db.Add(new ProblemTicket { Ticket = ticket.Id, Problem = problem.Id, Customer = problem.Customer, Since = work.Now });
        work.Write(problem, nameof(LinkProblem), $"{ticket.Number} {ticket.Summary}", visible: true);
        db.OnceNumbered(() => tickets.Write(ticket, EntryKind.Note, $"{problem.Number} {problem.Summary}", visible: false, nameof(LinkProblem)));
        return null;
    }
}

sealed class LinkProblemHandler(StewardDb db, ProblemWork work, ProblemLinks links, ServiceDesk desk) : IVerb<LinkProblem, Done>
{
    public async Task<Result<Done>> Handle(LinkProblem ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Problem, nameof(LinkProblem), stop)).TryGet(out var found, out var refusal)) return refusal;
        var (problem, step) = found;
        var number = ask.Ticket.Trim();
        if (await desk.Tickets.SingleOrDefaultAsync(t => t.Number == number && t.Customer == problem.Customer, stop) is not { } ticket) return new BadInput([new("ticket", "DESK-203")]);
        if (await links.Add(problem, ticket, stop) is { } taken) return taken;
        if (problem is { State: ProblemState.Monitoring, FixedAt: { } mended } && ticket.OpenedAt > mended)
        {
            (problem.Recurred, problem.WatchUntil) = (problem.Recurred + 1, null);
            return await db.TryCommit(stop, work.Move(problem, ProblemProcess.Table.Step(problem.State, nameof(RecurProblem))!, ticket.Number));
        }
        return await db.TryCommit(stop, work.Changed(problem, step.Verb, problem.State));
    }
}

sealed class UnlinkProblemHandler(StewardDb db, ProblemWork work, TicketWork tickets) : IVerb<UnlinkProblem, Done>
{
    public async Task<Result<Done>> Handle(UnlinkProblem ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Problem, nameof(LinkProblem), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (await db.Set<ProblemTicket>().SingleOrDefaultAsync(l => l.Ticket == ask.Ticket && l.Problem == ask.Problem, stop) is not { } link) return new NotFound();
        var ticket = await db.Set<Ticket>().SingleAsync(t => t.Id == ask.Ticket, stop);
        db.Remove(link);
        work.Write(found.Case, nameof(UnlinkProblem), $"{ticket.Number} {ticket.Summary}", visible: true);
        tickets.Write(ticket, EntryKind.Note, $"{found.Case.Number} {found.Case.Summary}", visible: false, nameof(UnlinkProblem));
        return await db.TryCommit(stop, work.Changed(found.Case, nameof(UnlinkProblem), found.Case.State));
    }
}
