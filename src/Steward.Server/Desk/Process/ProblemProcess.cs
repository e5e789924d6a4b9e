// The problem process (问题管理) as a table: states, verbs, rights and required fields. Pages offer what it allows, the server refuses the rest.
using Steward.Platform.Processes;
using static Steward.Desk.ProblemState;

namespace Steward.Desk.Process;

public static class ProblemProcess
{
    static readonly ProblemState[] Living = [Logged, Diagnosing, KnownError, DecisionPending, Fixing, Accepted, Deferred, ProblemState.Monitoring];

    public static readonly ProcessTable<ProblemState> Table = new("problem", 1, Detected,
    [
        new("LogProblem", [Detected], Logged, "W"),
        new("DismissProblem", [Detected], Dismissed, "W", "reason"),
        new("AssignProblem", Living, null, "W", "team"),
        new("DiagnoseProblem", [Logged], Diagnosing, "W", "team"),
        new("PublishKnownError", [Diagnosing], KnownError, "W", "cause", "workaround", "impactMinutes"),
        new("ProposeDecision", [KnownError, Accepted, Deferred], DecisionPending, "W", "decision", "reason"),
        new("DecideFix", [DecisionPending], Fixing, "A"),
        new("DecideAccept", [DecisionPending], Accepted, "A", "until"),
        new("DecideDefer", [DecisionPending], Deferred, "A", "until"),
        new("DecideOtherwise", [DecisionPending], KnownError, "A", "reason"),
        new("FinishProblem", [Fixing, Accepted, Deferred], ProblemState.Monitoring, "W", "solution"),
        new("RecurProblem", [ProblemState.Monitoring], Diagnosing, "W", "reason"),
        new("CloseAfterWatch", [ProblemState.Monitoring], Closed, "X"),
        new("LinkProblem", Living, null, "W"),
        new("NoteProblem", [Detected, .. Living], null, "W", "text"),
    ]);
}
