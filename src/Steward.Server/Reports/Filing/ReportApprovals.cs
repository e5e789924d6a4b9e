// A reviewed report waits for its approval, a sent one for the customer's answer: both stand in the list of approvals and are decided on the report's page.
using System.Linq.Expressions;
using Steward.Access;
using Steward.Platform.Approvals;

namespace Steward.Reports.Filing;

sealed record OfMonth(string Month);

/// <summary>The author is the one who asks, so that four eyes are seen to by the approval as well.</summary>
sealed class ReportApproval(StewardDb db, ReportDesk desk, Me me) : IApprovalKind
{
    public const string Kind = "report";

    public string Name => Kind;
    public bool OnItsOwnPage => true;
    public string Words(Approval approval) => approval.Read<OfMonth>().Month;

    public Expression<Func<Approval, bool>> MayDecide => db.AboutReports(me.IsSystem ? null : desk.IsProvider ? me.Giving(Thing.Report, Right.Approve).Where(g => g.Wide).Select(g => g.Grant) : []);

    public static Question Of(Report report) => new(Kind, report.Customer, report.Id.Value, report.Number, $"/reports/{report.Id}", new OfMonth(report.Month), By: new(report.Author, report.AuthorName));
}

sealed class ReportAnswerApproval(StewardDb db, Me me) : IApprovalKind
{
    public const string Kind = "report-answer";

    public string Name => Kind;
    public bool OnItsOwnPage => true;
    public string Words(Approval approval) => approval.Read<OfMonth>().Month;

    public Expression<Func<Approval, bool>> MayDecide => db.AboutReports(me.Giving(Thing.Report, Right.Approve).Select(g => g.Grant).Where(g => g.Role == Role.CustAdm));

    public static Question Of(Report report) => new(Kind, report.Customer, report.Id.Value, report.Number, $"/reports/{report.Id}", new OfMonth(report.Month));
}

static class ReportsUnder
{
    /// <summary>The approvals about reports that the grants cover; null is every report. A report belongs to a contract and to no site or team.</summary>
    public static Expression<Func<Approval, bool>> AboutReports(this StewardDb db, IEnumerable<Grant>? grants)
    {
        var reports = grants is null ? db.Set<Report>() : db.Set<Report>().Where(Conditions.Any(grants.Where(g => g.Site is null && g.Team is null).Select(Covered)));
        return a => reports.Any(r => (Guid)(object)r.Id == a.Subject);
    }

    static Expression<Func<Report, bool>> Covered(Grant grant) => r =>
        (grant.Customer == null || r.Customer == grant.Customer) && (grant.Contract == null || (Guid)(object)r.Contract == grant.Contract);
}
