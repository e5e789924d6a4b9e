// The change process (变更管理) as a table: states, verbs, rights and required fields. Pages offer what it allows, the server refuses the rest.
using Steward.Platform.Processes;
using static Steward.Desk.ChangeState;

namespace Steward.Desk.Process;

public static class ChangeProcess
{
    static readonly ChangeState[] Planning = [Draft, Submitted, Assessing];
    static readonly ChangeState[] Living = [.. Planning, PendingApproval, Approved, Scheduled, Implementing, Implemented, BackedOut, Failed, Pir];

    public static readonly ProcessTable<ChangeState> Table = new("change", 1, Draft,
    [
        new("PlanChange", Planning, null, "C"),
        new("SubmitChange", [Draft], Submitted, "C", "reason"),
        new("AssessChange", [Submitted], Assessing, "W"),
        new("RequestApproval", [Assessing], PendingApproval, "W", "reason", "assets", "risk", "testResult", "steps", "backoutPlan", "backoutAt", "toNotify", "window", "implementer"),
        new("CallEcab", Planning, PendingApproval, "W", "ground", "reason", "assets", "window", "implementer", "backoutPlan"),
        new("ApproveChange", [PendingApproval], Approved, "A"),
        new("ScheduleChange", [Approved], Scheduled, "W"),
        new("StartChange", [Scheduled], Implementing, "W"),
        new("MarkStep", [Implementing], null, "W"),
        new("RecordStep", [Implementing, Implemented, BackedOut, Failed, Pir], null, "W", "doneAt"),
        new("FinishChange", [Implementing], Implemented, "W", "result"),
        new("BackOutChange", [Implementing], BackedOut, "W", "reason"),
        new("FailChange", [Implementing], Failed, "W", "reason"),
        new("ReviewChange", [Implemented, BackedOut, Failed], Pir, "W", "review"),
        new("CloseChange", [Implemented, Pir], Closed, "X"),
        new("RejectChange", [Submitted, Assessing, PendingApproval], Rejected, "A", "reason"),
        new("ReworkChange", [PendingApproval, Approved, Scheduled, Rejected], Assessing, "W", "reason"),
        new("LapseApproval", [PendingApproval, Approved, Scheduled], Assessing, "X"),
        new("LapseStandard", [Scheduled], Cancelled, "X"),
        new("CancelChange", [.. Planning, PendingApproval, Approved, Scheduled], Cancelled, "C", "reason"),
        new("WaiveCollision", [.. Planning, Approved, Scheduled], null, "X", "reason"),
        new("CompletePapers", [Approved, Scheduled, Implementing, Implemented, BackedOut, Failed, Pir], null, "W"),
        new("LinkChangeTicket", Living, null, "C"),
        new("NoteChange", Living, null, "C", "text"),
    ]);
}
