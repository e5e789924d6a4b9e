// Reports: gives account. Gathers a month from the doors below, counts, composes, and keeps what was approved unchangeable.
using Steward.Access;
using Steward.Notify;
using Steward.Platform.Approvals;
using Steward.Platform.Events;
using Steward.Platform.Host;
using Steward.Platform.Live;
using Steward.Platform.Settings;
using Steward.Platform.Web;
using Steward.Reports.Filing;
using Steward.Reports.Monthly;
using Steward.Reports.Pages;

namespace Steward.Reports;

public sealed class ReportsModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        services.AddScoped<ReportDesk>().AddScoped<GatherMonth>().AddScoped<GatherSeen>().AddScoped<GatherCases>().AddScoped<IApprovalKind, ReportApproval>().AddScoped<IApprovalKind, ReportAnswerApproval>();
        // A report is the provider's own affair until it is sent.
        foreach (var published in new[]
        {
            PublishedNews.Of<ReportMoved>("report.finished", "report", "/reports/{0}", r => r.State == ReportState.Reviewed, isInternal: true), PublishedNews.Of<ReportMoved>("report.approved", "report", "/reports/{0}", r => r.State == ReportState.Approved, isInternal: true),
            PublishedNews.Of<ReportMoved>("report.sent", "report", "/reports/{0}", r => r.State == ReportState.Sent), PublishedNews.Of<ReportMoved>("report.accepted", "report", "/reports/{0}", r => r.State == ReportState.Accepted),
            PublishedNews.Of<ReportMoved>("report.disputed", "report", "/reports/{0}", r => r.State == ReportState.Disputed),
        }) services.AddSingleton(published);
        services.AddSingleton(new LiveTopic("report", [typeof(ReportMoved)], (s, ids, stop) => s.GetRequiredService<ReportDesk>().Readable(ids, stop)));
        services.AddNewsKinds(new NewsKind("reports", NewsFor.Contacts, "report-sent")).AddNav(new NavEntry("Nav.Promises", "Reports.Title", "/reports", "report-analytics", Needs.The(Thing.Report, Right.Read), 310, Key: 'r'));
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        ReportPages.Map(routes);
        var (work, approve) = (Needs.The(Thing.Report, Right.Work), Needs.The(Thing.Report, Right.Approve));
        routes.Verb<DraftReport, DraftedReport, DraftReportHandler>("reports", work, new() { Then = (_, drafted) => $"/reports/{drafted.Id}" });
        routes.Verb<WriteReport, Done, WriteReportHandler>("reports/{report}/texts", work, new() { Then = (ask, _) => $"/reports/{ask.Report}" });
        routes.Verb<ReviewReport, Done, ReviewReportHandler>("reports/{report}/review", work, new() { Then = (ask, _) => $"/reports/{ask.Report}" });
        routes.Verb<ReturnReport, Done, ReturnReportHandler>("reports/{report}/return", work, new() { Then = (ask, _) => $"/reports/{ask.Report}" });
        routes.Verb<ApproveReport, Done, ApproveReportHandler>("reports/{report}/approve", approve, new() { Then = (ask, _) => $"/reports/{ask.Report}" });
        routes.Verb<SendReport, Done, SendReportHandler>("reports/{report}/send", work, new() { Then = (ask, _) => $"/reports/{ask.Report}" });
        routes.Verb<AcceptReport, Done, AcceptReportHandler>("reports/{report}/accept", approve, new() { Then = (ask, _) => $"/reports/{ask.Report}" });
        routes.Verb<DisputeReport, Done, DisputeReportHandler>("reports/{report}/dispute", approve, new() { Then = (ask, _) => $"/reports/{ask.Report}" });
    }
}
