// A second pair of eyes: passes the draft on for approval, or gives it back with the reason.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Platform.Approvals;
using Steward.Platform.Web;

namespace Steward.Reports.Filing;

public sealed record ReviewReport(ReportId Report);

sealed class ReviewReportHandler(StewardDb db, ReportDesk desk, ApprovalDesk approvals, Me me) : IVerb<ReviewReport, Done>
{
    public async Task<Result<Done>> Handle(ReviewReport ask, CancellationToken stop)
    {
        if (!(await desk.Find(ask.Report, stop)).TryGet(out var report, out var refusal)) return refusal;
        if (!desk.IsProvider || !desk.May(report, Right.Work)) return new NotAllowed();
        if (!desk.Step(report, nameof(ReviewReport)).TryGet(out _, out refusal)) return refusal;
        (report.ReviewerName, report.ReviewedAt) = (me.Name, desk.Now);
        await approvals.Ask(ReportApproval.Of(report), stop);
        return await db.TryCommit(stop, new ReportMoved(report.Id, report.Customer, report.Number, report.State, desk.Now));
    }
}

public sealed record ReturnReport(ReportId Report, [property: StringLength(1000)] string Reason);

sealed class ReturnReportHandler(StewardDb db, ReportDesk desk, ApprovalDesk approvals, Me me) : IVerb<ReturnReport, Done>
{
    public async Task<Result<Done>> Handle(ReturnReport ask, CancellationToken stop)
    {
        if (!(await desk.Find(ask.Report, stop)).TryGet(out var report, out var refusal)) return refusal;
        if (!desk.IsProvider || !desk.May(report, Right.Work)) return new NotAllowed();
        if (!desk.Step(report, nameof(ReturnReport)).TryGet(out _, out refusal)) return refusal;
        (report.ReviewerName, report.ReviewedAt, report.Answer) = ("", null, ask.Reason.Trim());
        await approvals.Settle(ReportApproval.Kind, report.Id.Value, report.Author == me.Id.Value ? ApprovalState.Withdrawn : ApprovalState.Refused, report.Answer, stop);
        return await db.TryCommit(stop, new ReportMoved(report.Id, report.Customer, report.Number, report.State, desk.Now));
    }
}
