// What is to become of a known error: mend it, live with it until a day, or put it off. Somebody proposes, somebody else decides.
using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Process;
using Steward.Platform.Approvals;
using Steward.Platform.Events;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;

namespace Steward.Desk.Problems;

public sealed record ProposeDecision(ProblemId Problem, ProblemDecision Decision, [property: Required, StringLength(1000)] string Reason, DateTimeOffset? Until = null);

sealed class ProposeDecisionHandler(StewardDb db, ProblemWork work, ApprovalDesk approvals) : IVerb<ProposeDecision, Done>
{
    public async Task<Result<Done>> Handle(ProposeDecision ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Problem, nameof(ProposeDecision), stop)).TryGet(out var found, out var refusal)) return refusal;
        // Living with a risk always has a day on which it is looked at again.
        if (ask.Decision != ProblemDecision.Fix && ask.Until is null) return new BadInput([new("until", "field.required")]);
        if (ask.Until <= work.Now) return new BadInput([new("until", "DESK-106")]);
        var problem = found.Case;
        await approvals.Ask(new(ProblemApproval.Kind, problem.Customer, problem.Id.Value, $"{problem.Number} {problem.Summary}", $"/problems/{problem.Id}",
            new ProposedDecision(ask.Decision, ask.Decision == ProblemDecision.Fix ? null : ask.Until), ask.Reason.Trim()), stop);
        return await db.TryCommit(stop, work.Move(problem, found.Step, $"{Texts.Name(ask.Decision)}: {ask.Reason.Trim()}"));
    }
}

sealed record ProposedDecision(ProblemDecision Decision, DateTimeOffset? Until);

sealed class ProblemApproval(StewardDb db, ProblemWork work, Me me, Viewer viewer) : IApprovalKind
{
    public const string Kind = "problem";

    public string Name => Kind;

    public Expression<Func<Approval, bool>> MayDecide
    {
        get
        {
            var problems = db.Set<Problem>();
            if (me.IsSystem) return a => problems.Any(p => (Guid)(object)p.Id == a.Subject);
            var grants = me.Giving(Thing.Problem, Right.Approve).Where(g => g is { Wide: true, Grant: { Site: null, Contract: null, Team: null } }).Select(g => g.Grant.Customer).ToList();
            var (all, customers) = (grants.Contains(null), grants.OfType<TenantId>().ToList());
            return a => problems.Any(p => (Guid)(object)p.Id == a.Subject && (all || customers.Contains(p.Customer)));
        }
    }

    public string Words(Approval approval) => approval.Read<ProposedDecision>() is var asked && asked.Until is { } until ? $"{Texts.Name(asked.Decision)} → {Format.Date(until, viewer.Zone)}" : Texts.Name(asked.Decision);

    public async Task<Result<INews[]>> Granted(Approval approval, CancellationToken stop)
    {
        var (decision, until) = approval.Read<ProposedDecision>();
        return await Decided(approval, $"Decide{decision}", until, stop);
    }

    public Task<INews[]> NotGranted(Approval approval, CancellationToken stop) => Decided(approval, "DecideOtherwise", null, stop);

    async Task<INews[]> Decided(Approval approval, string verb, DateTimeOffset? until, CancellationToken stop)
    {
        var id = ProblemId.From(approval.Subject);
        var problem = await db.Set<Problem>().SingleAsync(p => p.Id == id, stop);
        problem.DecidedUntil = until;
        return [work.Move(problem, ProblemProcess.Table.Step(problem.State, verb)!, approval.Answer)];
    }
}
