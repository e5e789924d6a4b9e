// Drafts a month's report, or counts the present draft anew; and lets a person write what the figures cannot say.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Contracts;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Reports.Filing;

public sealed record DraftReport(ContractId Contract, [property: StringLength(7)] string Period, Language Language = Language.Zh);

public sealed record DraftedReport(ReportId Id, string Number, string SnapshotHash);

sealed class DraftReportHandler(StewardDb db, ReportDesk desk) : IVerb<DraftReport, DraftedReport>
{
    public async Task<Result<DraftedReport>> Handle(DraftReport ask, CancellationToken stop)
    {
        if (!(await desk.Draft(ask.Contract, ask.Period, ask.Language, stop)).TryGet(out var full, out var refusal)) return refusal;
        var saved = await db.TryCommit(stop, new ReportMoved(full.Report.Id, full.Report.Customer, full.Report.Number, ReportState.Draft, desk.Now));
        return saved.Refusal is { } failed ? failed : new DraftedReport(full.Report.Id, full.Report.Number, full.Report.SnapshotHash);
    }
}

public sealed record WriteReport(ReportId Report, [property: StringLength(8000)] string Summary = "", [property: StringLength(8000)] string NextMonth = "");

sealed class WriteReportHandler(StewardDb db, ReportDesk desk) : IVerb<WriteReport, Done>
{
    public async Task<Result<Done>> Handle(WriteReport ask, CancellationToken stop)
    {
        if (!(await desk.Find(ask.Report, stop)).TryGet(out var report, out var refusal)) return refusal;
        if (!desk.IsProvider || !desk.May(report, Right.Work)) return new NotAllowed();
        if (!desk.Step(report, nameof(WriteReport)).TryGet(out _, out refusal)) return refusal;
        (report.Summary, report.NextMonth) = (ask.Summary.Trim(), ask.NextMonth.Trim());
        return await db.TryCommit(stop);
    }
}
