// The request process (服务请求) as a table: states, verbs, rights and required fields. Pages offer what it allows, the server refuses the rest.
using Steward.Platform.Processes;
using static Steward.Desk.TicketState;

namespace Steward.Desk.Process;

public static class RequestProcess
{
    static readonly TicketState[] Pending = [PendingUser, PendingSupplier, PendingChange, PendingPart];
    static readonly TicketState[] Working = [Approved, Fulfilling, .. Pending];

    public static readonly ProcessTable<TicketState> Table = new("request", 1, New,
    [
        new("AskApproval", [New], PendingApproval, "C"),
        new("ApproveRequest", [New, PendingApproval], Approved, "A"),
        new("RejectRequest", [PendingApproval], Rejected, "A", "reason"),
        new("AcceptTicket", [Approved], Fulfilling, "W"),
        new("AssignTicket", [Approved], Fulfilling, "W", "team"),
        new("AssignTicket", [Fulfilling, .. Pending], null, "W", "team"),
        new("AssignTask", Working, null, "W", "team"),
        new("FinishTask", [Approved], Fulfilling, "W", "text"),
        new("FinishTask", [Fulfilling], null, "W", "text"),
        new("SkipTask", [Approved, Fulfilling], null, "W", "reason"),
        new("PauseForUser", [Fulfilling], PendingUser, "W", "text", "waitsFor", "expectedAt", "proof"),
        new("PauseForSupplier", [Fulfilling], PendingSupplier, "W", "text", "waitsFor", "expectedAt"),
        new("PauseForChange", [Fulfilling], PendingChange, "W", "text", "waitsFor", "expectedAt"),
        new("PauseForPart", [Fulfilling], PendingPart, "W", "text", "waitsFor", "expectedAt"),
        new("ResumeTicket", Pending, Fulfilling, "W"),
        new("FulfilRequest", [Fulfilling], Resolved, "W", "solution", "minutesSpent"),
        new("ConfirmTicket", [Resolved], Closed, "X"),
        new("ReopenTicket", [Resolved], Fulfilling, "X", "reason"),
        new("WithdrawTicket", [PendingApproval, Approved], Cancelled, "X", "reason"),
        new("CancelTicket", [PendingApproval, .. Working], Cancelled, "W", "reason"),
        new("UrgeTicket", Working, null, "X"),
        new("AddNote", [PendingApproval, .. Working, Resolved], null, "R", "text"),
    ]);
}

static class Processes
{
    /// <summary>The table by which a ticket moves.</summary>
    public static ProcessTable<TicketState> Process(this Ticket ticket) => ticket.Kind switch
    {
        TicketKind.Incident => IncidentProcess.Table,
        TicketKind.Request => RequestProcess.Table,
    };
}
