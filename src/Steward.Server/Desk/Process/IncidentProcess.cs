// The incident process (事件管理) as a table: states, verbs, rights and required fields. Pages offer what it allows, the server refuses the rest.
using Steward.Platform.Processes;
using static Steward.Desk.TicketState;

namespace Steward.Desk.Process;

public static class IncidentProcess
{
    static readonly TicketState[] Pending = [PendingUser, PendingSupplier, PendingChange, PendingPart];
    static readonly TicketState[] Working = [Accepted, Assigned, InProgress, .. Pending];

    public static readonly ProcessTable<TicketState> Table = new("incident", 1, New,
    [
        new("AcceptTicket", [New], Accepted, "W"),
        new("AssignTicket", [New, Accepted], Assigned, "W", "team"),
        new("AssignTicket", [Assigned], Assigned, "W", "team"),
        new("AssignTicket", [InProgress, .. Pending], null, "W", "team"),
        new("StartWork", [Accepted, Assigned], InProgress, "W"),
        new("PauseForUser", [Accepted, Assigned, InProgress], PendingUser, "W", "text", "waitsFor", "expectedAt", "proof"),
        new("PauseForSupplier", [Accepted, Assigned, InProgress], PendingSupplier, "W", "text", "waitsFor", "expectedAt"),
        new("PauseForChange", [Accepted, Assigned, InProgress], PendingChange, "W", "text", "waitsFor", "expectedAt"),
        new("PauseForPart", [Accepted, Assigned, InProgress], PendingPart, "W", "text", "waitsFor", "expectedAt"),
        new("ResumeTicket", Pending, InProgress, "W"),
        new("ResolveTicket", [Accepted, Assigned, InProgress, .. Pending], Resolved, "W", "solution", "cause", "device", "minutesSpent"),
        new("ConfirmTicket", [Resolved], Closed, "X"),
        new("ReopenTicket", [Resolved], InProgress, "X", "reason"),
        new("WithdrawTicket", [New, Accepted], Cancelled, "X", "reason"),
        new("CancelTicket", [New, Accepted], Cancelled, "W", "reason"),
        new("MergeTicket", [New, Accepted, Assigned], Cancelled, "W", "into"),
        new("ChangePriority", [New, .. Working], null, "W", "reason"),
        new("ArriveOnSite", Working, null, "W"),
        new("GiveWorkaround", Working, null, "W", "text"),
        new("UrgeTicket", [New, .. Working], null, "X"),
        new("AddNote", [New, .. Working, Resolved], null, "R", "text"),
    ]);
}
