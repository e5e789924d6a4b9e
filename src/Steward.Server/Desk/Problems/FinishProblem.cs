// The cause is gone: the problem is watched, and closed when it has stayed away for the whole watch period.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Process;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;

namespace Steward.Desk.Problems;

public sealed record FinishProblem(ProblemId Problem, [property: Required, StringLength(4000)] string Solution);

sealed class FinishProblemHandler(StewardDb db, ProblemWork work, StewardSettings settings) : IVerb<FinishProblem, Done>
{
    public async Task<Result<Done>> Handle(FinishProblem ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Problem, nameof(FinishProblem), stop)).TryGet(out var found, out var refusal)) return refusal;
        var problem = found.Case;
        (problem.Solution, problem.FixedAt, problem.WatchUntil) = (ask.Solution.Trim(), work.Now, work.Now.AddDays(settings.Problems.WatchDays));
        return await db.TryCommit(stop, work.Move(problem, found.Step, problem.Solution));
    }
}

sealed class WatchSweep(StewardDb db, ProblemWork work, Me me) : ISweep
{
    public string Name => "problem-watch";
    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var due = await db.Set<Problem>().AsNoTracking().Where(p => p.WatchUntil <= now).OrderBy(p => p.WatchUntil).Select(p => p.Id).Take(50).ToListAsync(stop);
        var done = 0;
        foreach (var id in due)
        {
            db.ChangeTracker.Clear();
            var problem = await db.Set<Problem>().SingleAsync(p => p.Id == id, stop);
            if (problem.WatchUntil is null || problem.WatchUntil > now || ProblemProcess.Table.Step(problem.State, "CloseAfterWatch") is not { } step) continue;
            (problem.WatchUntil, problem.ClosedAt) = (null, now);
            // The row's version makes this a compare-and-set: a second node is refused and passes on.
            if ((await db.TryCommit(stop, work.Move(problem, step))).Refusal is null) done++;
        }
        return done;
    }
}
