// Approves a report, which freezes it: the figures with their hash, and the files made from them.
using Steward.Access;
using Steward.Platform.Approvals;
using Steward.Platform.Documents;
using Steward.Platform.Files;
using Steward.Platform.Web;
using Steward.Reports.Monthly;

namespace Steward.Reports.Filing;

public sealed record ApproveReport(ReportId Report);

/// <summary>Four eyes: whoever wrote a report does not approve it, nor does their deputy in their place.</summary>
sealed record NotYourOwnReport() : Refusal("REP-104");

/// <summary>A month that still ran at the cut-off is not whole.</summary>
sealed record MonthNotOver() : Refusal("REP-105");

/// <summary>The stored figures are not those that were hashed.</summary>
sealed record FiguresDoNotMatch() : Refusal("REP-106");

sealed class ApproveReportHandler(StewardDb db, ReportDesk desk, FileStore files, ApprovalDesk approvals, Me me) : IVerb<ApproveReport, Done>
{
    public async Task<Result<Done>> Handle(ApproveReport ask, CancellationToken stop)
    {
        if (!(await desk.Find(ask.Report, stop)).TryGet(out var report, out var refusal)) return refusal;
        if (!desk.IsProvider || !desk.May(report, Right.Approve)) return new NotAllowed();
        var body = await desk.Body(report, stop);
        var figures = MonthlyFigures.Read(body);
        if (Decide(report, figures, body, me.IsMe(report.Author)) is { } no) return no;
        if (!desk.Step(report, nameof(ApproveReport)).TryGet(out _, out refusal)) return refusal;
        (report.ApproverName, report.ApprovedAt) = (me.Signed, desk.Now);
        await approvals.Settle(ReportApproval.Kind, report.Id.Value, ApprovalState.Granted, "", stop);
        var full = new FullReport(report, figures);
        foreach (var kind in new[] { DocumentKind.Word, DocumentKind.Excel })
        {
            if (!(await desk.File(full, kind, stop)).TryGet(out var bytes, out refusal)) return refusal;
            using var content = new MemoryStream(bytes);
            if (!(await files.Put(report.Customer, report.Id.Value, report.Number + kind.Extension(), content, desk.Now, stop)).TryGet(out var stored, out refusal)) return refusal;
            if (kind == DocumentKind.Word) report.Word = stored.Id;
            else report.Excel = stored.Id;
        }
        return await db.TryCommit(stop, new ReportMoved(report.Id, report.Customer, report.Number, report.State, desk.Now));
    }

    internal static Refusal? Decide(Report report, MonthlyFigures figures, string body, bool own) =>
        own ? new NotYourOwnReport()
        : figures.Scope.LastDay >= DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(report.CutOff, TimeZoneInfo.FindSystemTimeZoneById(figures.Scope.Zone)).DateTime) ? new MonthNotOver()
        : MonthlyFigures.Hash(body) != report.SnapshotHash ? new FiguresDoNotMatch()
        : null;
}
