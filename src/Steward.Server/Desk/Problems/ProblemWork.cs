// Problems as cases: their numbers, their rights, their process.
using Steward.Access;
using Steward.Desk.Cases;
using Steward.Desk.Process;
using Steward.Platform.Events;

namespace Steward.Desk.Problems;

sealed class ProblemWork(StewardDb db, Me me, IdSource ids, TimeProvider time)
    : Casework<Problem, ProblemId, ProblemState>(db, me, ids, time, new("Problem", "PRB", "/problems", Thing.Problem, ProblemProcess.Table))
{
    protected override string Words(Problem one) => $"{one.Description} {one.Category} {one.Cause} {one.Workaround}";
    public override INews Changed(Problem one, string verb, ProblemState from) => new ProblemMoved(one.Id, one.Customer, verb, from, one.State, Now);
}
