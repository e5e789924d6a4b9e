// The complaint process (投诉) as a table: states, verbs, rights and required fields. Pages offer what it allows, the server refuses the rest.
using Steward.Platform.Processes;
using static Steward.Desk.ComplaintState;

namespace Steward.Desk.Process;

public static class ComplaintProcess
{
    public static readonly ProcessTable<ComplaintState> Table = new("complaint", 1, Received,
    [
        new("AcknowledgeComplaint", [Received], Investigating, "W"),
        new("JudgeComplaint", [Investigating, Proposed], null, "A", "justified", "reason"),
        new("ProposeSettlement", [Investigating], Proposed, "W", "proposal"),
        new("AcceptSettlement", [Proposed], Settled, "X"),
        new("EscalateComplaint", [Proposed], Investigating, "X", "reason"),
        new("VerifyComplaint", [Settled], Verified, "W", "text"),
        new("ReturnComplaint", [Settled], Investigating, "W", "reason"),
        new("CloseComplaint", [Verified], Closed, "W"),
        new("WithdrawComplaint", [Received, Investigating, Proposed], Withdrawn, "X", "reason"),
        new("AddToComplaint", [Received, Investigating, Proposed, Settled, Verified], null, "X", "text"),
        new("NoteComplaint", [Received, Investigating, Proposed, Settled, Verified], null, "W", "text"),
    ]);
}
