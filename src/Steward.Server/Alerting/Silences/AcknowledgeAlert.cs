// Somebody knows of an alert and says so; it stands in the ticket too. The alert goes on being called out: that is what silences are for.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Alerting.Stages;
using Steward.Desk;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Alerting.Silences;

public sealed record AcknowledgeAlert(AlertId Alert, [property: StringLength(400)] string Comment = "");

sealed record AlertIsNotOpen() : Refusal("ALR-111");

sealed class AcknowledgeAlertHandler(AlertWork work, Passage passage, ServiceDesk desk, IdSource ids) : IVerb<AcknowledgeAlert, Done>
{
    public async Task<Result<Done>> Handle(AcknowledgeAlert ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Alert, Right.Work, stop)).TryGet(out var alert, out var refusal)) return refusal;
        if (!alert.IsOpen) return new AlertIsNotOpen();
        (alert.AckedBy, alert.AckedAt, alert.AckComment) = (work.Caller, work.Now, ask.Comment.Trim());
        work.Db.Add(new Acknowledgement { Id = ids.Next(work.Now), Alert = alert.Id, Customer = alert.Customer, By = work.Caller, At = work.Now, Comment = alert.AckComment });
        passage.Write(alert, work.Now, StageName.Acknowledge, "Alerting.Step.Acked", default, false, work.Caller, alert.AckComment);
        var noted = alert.Ticket is { } ticket ? await desk.NoteOn(TicketId.From(ticket), $"{Texts.In(await passage.LanguageOf(alert.Customer, stop), "Alerting.Note.Acked", alert.Summary)} {alert.AckComment}".TrimEnd(), stop) : null;
        var news = new AlertAcknowledged(alert.Id, alert.Customer, work.Now);
        return await (noted is null ? work.Db.TryCommit(stop, news) : work.Db.TryCommit(stop, news, noted));
    }
}
