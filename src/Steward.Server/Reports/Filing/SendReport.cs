// Sends an approved report: from now on the customer sees it, and its administrators are told by mail.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Approvals;
using Steward.Platform.Web;

namespace Steward.Reports.Filing;

public sealed record SendReport(ReportId Report);

sealed class SendReportHandler(StewardDb db, ReportDesk desk, ApprovalDesk approvals, Mailroom mails) : IVerb<SendReport, Done>
{
    public async Task<Result<Done>> Handle(SendReport ask, CancellationToken stop)
    {
        if (!(await desk.Find(ask.Report, stop)).TryGet(out var report, out var refusal)) return refusal;
        if (!desk.IsProvider || !desk.May(report, Right.Work)) return new NotAllowed();
        if (!desk.Step(report, nameof(SendReport)).TryGet(out _, out refusal)) return refusal;
        report.SentAt = desk.Now;
        await approvals.Ask(ReportAnswerApproval.Of(report), stop);
        foreach (var reader in await Readers(report, stop))
            mails.Post(report.Customer, report.Id.Value, reader, "report-sent", $"{report.Id}-sent-{reader.Email}", desk.Now, report.Number, report.Month, reader.Name, mails.Link($"/reports/{report.Id}"));
        return await db.TryCommit(stop, new ReportMoved(report.Id, report.Customer, report.Number, report.State, desk.Now));
    }

    /// <summary>The customer's administrators whose grant reaches this contract and is in force.</summary>
    async Task<List<Addressee>> Readers(Report report, CancellationToken stop)
    {
        var (customer, contract) = (report.Customer, report.Contract.Value);
        return [.. (await (from g in db.Set<Grant>() join a in db.Set<Account>() on g.Account equals a.Id join c in db.Set<Contact>() on a.Contact equals c.Id
                           where g.Role == Role.CustAdm && g.Customer == customer && (g.Contract == null || g.Contract == contract) && g.From <= desk.Now && (g.Until == null || g.Until > desk.Now) && !a.Disabled && c.Email != ""
                           select new { c.Name, c.Email, a.Language }).ToListAsync(stop)).DistinctBy(r => r.Email).Select(r => new Addressee(r.Name, r.Email, r.Language))];
    }
}
