// The cause is known and users have a way around it: from now on the desk is offered both when somebody reports the same.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Web;

namespace Steward.Desk.Problems;

public sealed record PublishKnownError(
    ProblemId Problem, [property: Required, StringLength(4000)] string Cause, [property: Required, StringLength(4000)] string Workaround, [property: Range(0, 10_000_000)] int ImpactMinutes);

/// <summary>A known error needs what shows it: incidents, or the trend that proposed it.</summary>
sealed record NoEvidence() : Refusal("DESK-205");

sealed class PublishKnownErrorHandler(StewardDb db, ProblemWork work) : IVerb<PublishKnownError, Done>
{
    public async Task<Result<Done>> Handle(PublishKnownError ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Problem, nameof(PublishKnownError), stop)).TryGet(out var found, out var refusal)) return refusal;
        var problem = found.Case;
        if (problem.Trend.Length == 0 && !await db.Set<ProblemTicket>().AnyAsync(l => l.Problem == problem.Id, stop)) return new NoEvidence();
        (problem.Cause, problem.Workaround, problem.ImpactMinutes) = (ask.Cause.Trim(), ask.Workaround.Trim(), ask.ImpactMinutes);
        problem.KnownAt ??= work.Now;
        work.Index(problem);
        return await db.TryCommit(stop, work.Move(problem, found.Step, problem.Workaround));
    }
}

public sealed record KnownErrorHit(ProblemId Id, string Number, string Summary, string Workaround);

sealed class KnownErrors(StewardDb db)
{
    static readonly ProblemState[] Current = [ProblemState.KnownError, ProblemState.DecisionPending, ProblemState.Fixing, ProblemState.Accepted, ProblemState.Deferred];

    const int MostCompared = 300, MostFitting = 3;

    /// <summary>Those of the customer's known errors that fit what somebody writes, the best first.</summary>
    public async Task<IReadOnlyList<KnownErrorHit>> Fitting(CustomerId customer, string words, CancellationToken stop)
    {
        var asked = Knowledge.KnowledgeBook.Terms(words);
        if (asked.Count == 0) return [];
        var known = await db.Set<Problem>().AsNoTracking().Where(p => p.Customer == customer && p.KnownAt != null && Current.Contains(p.State)).OrderByDescending(p => p.OpenedAt).Take(MostCompared)
            .Select(p => new { p.Id, p.Number, p.Summary, p.Workaround, Words = p.Summary + "\n" + p.Description + "\n" + p.Category + "\n" + p.Cause }).ToListAsync(stop);
        return [.. known.Select(p => (Problem: p, Shared: Knowledge.KnowledgeBook.Terms(p.Words).Intersect(asked).Count())).Where(p => p.Shared > 0 && p.Shared * 4 >= asked.Count)
            .OrderByDescending(p => p.Shared).Take(MostFitting).Select(p => new KnownErrorHit(p.Problem.Id, p.Problem.Number, p.Problem.Summary, p.Problem.Workaround))];
    }

    /// <summary>What is known and not yet mended of a customer, the newest first. Published to whoever reports there, also to who may not read problems.</summary>
    public Task<List<KnownErrorHit>> Of(CustomerId customer, CancellationToken stop) =>
        db.Set<Problem>().AsNoTracking().Where(p => p.Customer == customer && p.KnownAt != null && Current.Contains(p.State)).OrderByDescending(p => p.OpenedAt).Take(8)
            .Select(p => new KnownErrorHit(p.Id, p.Number, p.Summary, p.Workaround)).ToListAsync(stop);
}
