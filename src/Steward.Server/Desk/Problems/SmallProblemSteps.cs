// The short steps of a problem: take on what a trend proposed or dismiss it, give it an owner, diagnose, write a note, say that it is back.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Desk.Problems;

public sealed record LogProblem(ProblemId Problem);
public sealed record DismissProblem(ProblemId Problem, [property: Required, StringLength(1000)] string Reason);
public sealed record AssignProblem(ProblemId Problem, TeamId Team, StaffId? Assignee = null);
public sealed record DiagnoseProblem(ProblemId Problem);
public sealed record RecurProblem(ProblemId Problem, [property: Required, StringLength(1000)] string Reason);
public sealed record NoteProblem(ProblemId Problem, [property: Required, StringLength(4000)] string Text);

/// <summary>Nobody diagnoses what belongs to nobody.</summary>
sealed record NoOwner() : Refusal("DESK-204");

sealed class LogProblemHandler(StewardDb db, ProblemWork work) : IVerb<LogProblem, Done>
{
    public async Task<Result<Done>> Handle(LogProblem ask, CancellationToken stop) =>
        (await work.Load(ask.Problem, nameof(LogProblem), stop)).TryGet(out var found, out var refusal) ? await db.TryCommit(stop, work.Move(found.Case, found.Step)) : refusal;
}

sealed class DismissProblemHandler(StewardDb db, ProblemWork work) : IVerb<DismissProblem, Done>
{
    public async Task<Result<Done>> Handle(DismissProblem ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Problem, nameof(DismissProblem), stop)).TryGet(out var found, out var refusal)) return refusal;
        found.Case.ClosedAt = work.Now;
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Reason.Trim()));
    }
}

sealed class AssignProblemHandler(StewardDb db, ProblemWork work) : IVerb<AssignProblem, Done>
{
    public async Task<Result<Done>> Handle(AssignProblem ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Problem, nameof(AssignProblem), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (await db.Set<Team>().SingleOrDefaultAsync(t => t.Id == ask.Team && t.Active, stop) is not { } team) return new BadInput([new("team", "STW-404")]);
        var person = ask.Assignee is { } id ? await db.Set<Staff>().SingleOrDefaultAsync(s => s.Id == id && s.Active && db.Set<TeamMember>().Any(m => m.Team == ask.Team && m.Staff == id), stop) : null;
        if (ask.Assignee is not null && person is null) return new NotInTeam();
        (found.Case.Team, found.Case.Assignee) = (ask.Team, ask.Assignee);
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, person is null ? $"→ {team.Name}" : $"→ {team.Name} · {person.Name}"));
    }
}

sealed class DiagnoseProblemHandler(StewardDb db, ProblemWork work) : IVerb<DiagnoseProblem, Done>
{
    public async Task<Result<Done>> Handle(DiagnoseProblem ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Problem, nameof(DiagnoseProblem), stop)).TryGet(out var found, out var refusal)) return refusal;
        return found.Case.Team is null ? new NoOwner() : await db.TryCommit(stop, work.Move(found.Case, found.Step));
    }
}

sealed class RecurProblemHandler(StewardDb db, ProblemWork work) : IVerb<RecurProblem, Done>
{
    public async Task<Result<Done>> Handle(RecurProblem ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Problem, nameof(RecurProblem), stop)).TryGet(out var found, out var refusal)) return refusal;
        (found.Case.Recurred, found.Case.WatchUntil) = (found.Case.Recurred + 1, null);
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Reason.Trim()));
    }
}

sealed class NoteProblemHandler(StewardDb db, ProblemWork work) : IVerb<NoteProblem, Done>
{
    public async Task<Result<Done>> Handle(NoteProblem ask, CancellationToken stop) =>
        (await work.Load(ask.Problem, nameof(NoteProblem), stop)).TryGet(out var found, out var refusal) ? await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Text.Trim(), visible: false)) : refusal;
}
