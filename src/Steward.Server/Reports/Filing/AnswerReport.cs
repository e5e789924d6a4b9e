// The customer's word on a report: accepted, or disputed with the reason.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Platform.Approvals;
using Steward.Platform.Web;

namespace Steward.Reports.Filing;

public sealed record AcceptReport(ReportId Report, [property: StringLength(2000)] string Text = "");
public sealed record DisputeReport(ReportId Report, [property: StringLength(2000)] string Text);

sealed class AcceptReportHandler(StewardDb db, ReportDesk desk, ApprovalDesk approvals, Me me) : IVerb<AcceptReport, Done>
{
    public Task<Result<Done>> Handle(AcceptReport ask, CancellationToken stop) => ReportAnswers.Give(db, desk, approvals, me, ask.Report, nameof(AcceptReport), ask.Text, stop);
}

sealed class DisputeReportHandler(StewardDb db, ReportDesk desk, ApprovalDesk approvals, Me me) : IVerb<DisputeReport, Done>
{
    public Task<Result<Done>> Handle(DisputeReport ask, CancellationToken stop) => ReportAnswers.Give(db, desk, approvals, me, ask.Report, nameof(DisputeReport), ask.Text, stop);
}

static class ReportAnswers
{
    /// <summary>Only the customer's own administrator answers, never the provider in their place.</summary>
    public static async Task<Result<Done>> Give(StewardDb db, ReportDesk desk, ApprovalDesk approvals, Me me, ReportId id, string verb, string text, CancellationToken stop)
    {
        if (!(await desk.Find(id, stop)).TryGet(out var report, out var refusal)) return refusal;
        if (!desk.MayAnswer(report)) return new NotAllowed();
        if (!desk.Step(report, verb).TryGet(out _, out refusal)) return refusal;
        (report.AnsweredAt, report.AnsweredBy, report.Answer) = (desk.Now, me.Name, text.Trim());
        await approvals.Settle(ReportAnswerApproval.Kind, report.Id.Value, report.State == ReportState.Accepted ? ApprovalState.Granted : ApprovalState.Refused, report.Answer, stop);
        return await db.TryCommit(stop, new ReportMoved(report.Id, report.Customer, report.Number, report.State, desk.Now));
    }
}
