// The way of a report (domain §9) as a table: whoever may move it, and from where to where.
using Steward.Platform.Processes;
using static Steward.Reports.ReportState;

namespace Steward.Reports;

public static class ReportProcess
{
    public static readonly ProcessTable<ReportState> Table = new("report", 1, Draft,
    [
        new("DraftReport", [Draft], null, "W"),
        new("WriteReport", [Draft], null, "W"),
        new("ReviewReport", [Draft], Reviewed, "W"),
        new("ReturnReport", [Reviewed], Draft, "W", "reason"),
        new("ApproveReport", [Reviewed], Approved, "A"),
        new("SendReport", [Approved], Sent, "W"),
        new("AcceptReport", [Sent], Accepted, "A"),
        new("DisputeReport", [Sent], Disputed, "A", "text"),
    ]);
}
