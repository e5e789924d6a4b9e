// The tasks of a request: given to somebody, done with a word of what was done, or passed over with a reason.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Events;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Requests;

public sealed record AssignTask(TicketId Ticket, RequestTaskId Task, TeamId Team, StaffId? Assignee = null);
public sealed record FinishTask(TicketId Ticket, RequestTaskId Task, [property: Required, StringLength(1000)] string Text, [property: Range(0, 100_000)] int MinutesSpent = 0);
public sealed record SkipTask(TicketId Ticket, RequestTaskId Task, [property: Required, StringLength(1000)] string Reason);

/// <summary>The step before is not over, or this task is.</summary>
sealed record TaskNotReady(RequestTaskState State) : Refusal("DESK-355", Platform.Text.Texts.Name(State));
/// <summary>Accounts, assets and custody of somebody who leaves are seen to, always.</summary>
sealed record TaskIsDuty() : Refusal("DESK-356");

sealed class AssignTaskHandler(StewardDb db, TicketWork work, RequestWork requests) : IVerb<AssignTask, Done>
{
    public async Task<Result<Done>> Handle(AssignTask ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(AssignTask)).TryGet(out var step, out refusal)) return refusal;
        if ((await requests.Tasks(ticket.Id, stop)).Find(t => t.Id == ask.Task) is not { } task) return new NotFound();
        if (task.IsOver) return new TaskNotReady(task.State);
        if (await db.Set<Team>().SingleOrDefaultAsync(t => t.Id == ask.Team && t.Active, stop) is not { } team) return new BadInput([new("team", "STW-404")]);
        var person = ask.Assignee is { } id ? await db.Set<Staff>().SingleOrDefaultAsync(s => s.Id == id && s.Active && db.Set<TeamMember>().Any(m => m.Team == ask.Team && m.Staff == id), stop) : null;
        if (ask.Assignee is not null && person is null) return new NotInTeam();
        (task.Team, task.Assignee) = (ask.Team, ask.Assignee);
        ticket.Version++;
        return await work.Commit(stop, work.Move(ticket, step, $"{task.Name} → {(person is null ? team.Name : $"{team.Name} · {person.Name}")}", visible: false));
    }
}

sealed class FinishTaskHandler(TicketWork work, RequestWork requests, Leaving leaving, Me me) : IVerb<FinishTask, Done>
{
    public async Task<Result<Done>> Handle(FinishTask ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(FinishTask)).TryGet(out var step, out refusal)) return refusal;
        var tasks = await requests.Tasks(ticket.Id, stop);
        if (tasks.Find(t => t.Id == ask.Task) is not { } task) return new NotFound();
        if (task.State != RequestTaskState.Ready) return new TaskNotReady(task.State);
        if (await leaving.Unfinished(task, stop) is { } held) return held;
        (task.State, task.DoneAt, task.DoneBy, task.Note) = (RequestTaskState.Done, work.Now, me.Signed, ask.Text.Trim());
        task.Assignee ??= me.Staff;
        ticket.MinutesSpent += ask.MinutesSpent;
        RequestWork.Begin(tasks, work.Now);
        // Whoever does the first piece of work has taken the request on.
        if (ticket.AcceptedAt is null)
        {
            ticket.AcceptedAt = work.Now;
            ticket.Assignee ??= me.Staff;
            await work.Tell(ticket, stop, [new ClockFact.Accepted(work.Now, work.Now, me.Name)]);
        }
        ticket.Version++;
        return await work.Commit(stop, work.Move(ticket, step, $"{task.Name}: {task.Note}"));
    }
}

sealed class SkipTaskHandler(TicketWork work, RequestWork requests, Me me) : IVerb<SkipTask, Done>
{
    public async Task<Result<Done>> Handle(SkipTask ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(SkipTask)).TryGet(out var step, out refusal)) return refusal;
        var tasks = await requests.Tasks(ticket.Id, stop);
        if (tasks.Find(t => t.Id == ask.Task) is not { } task) return new NotFound();
        if (task.IsOver) return new TaskNotReady(task.State);
        if (task.Duty != TaskDuty.None) return new TaskIsDuty();
        (task.State, task.DoneAt, task.DoneBy, task.Note) = (RequestTaskState.Skipped, work.Now, me.Signed, ask.Reason.Trim());
        RequestWork.Begin(tasks, work.Now);
        ticket.Version++;
        return await work.Commit(stop, work.Move(ticket, step, $"{task.Name}: {task.Note}", visible: false));
    }
}
