// The process of service sheets (服务记录) as a table: states, verbs, rights and required fields. Pages offer what it allows, the server refuses the rest.
using Steward.Platform.Processes;
using static Steward.Desk.SheetState;

namespace Steward.Desk.Process;

public static class SheetProcess
{
    public static readonly ProcessTable<SheetState> Table = new("service-sheet", 1, Open,
    [
        new("ArriveForSheet", [Open], null, "W"),
        new("AttachToSheet", [Open], null, "W"),
        new("FinishSheet", [Open], SheetState.Done, "W", "workDone", "result"),
        new("CorrectSheet", [SheetState.Done, RefusedToSign], Open, "W", "reason"),
        new("SignSheet", [SheetState.Done, RefusedToSign], Signed, "W", "signer", "opinion"),
        new("RefuseSheet", [SheetState.Done], RefusedToSign, "W", "reason"),
        new("FollowUpSheet", [RefusedToSign], Archived, "A", "text"),
        new("ArchiveSheet", [Signed], Archived, "A"),
        new("VoidSheet", [Open, SheetState.Done, RefusedToSign], Voided, "W", "reason"),
        new("VoidSheet", [Signed], Voided, "A", "reason"),
    ]);
}
