// Takes the answer that came by the link of the mail: once, before it expires, from anybody but whoever resolved the ticket.
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Steward.Access;
using Steward.Desk.Requests;
using Steward.Platform.Fields;
using Steward.Platform.Web;

namespace Steward.Desk.Surveys;

/// <summary><paramref name="Answers"/> holds a value for each question of a round's own, by the question's key.</summary>
public sealed record AnswerSurvey(
    [property: StringLength(200)] string Token, [property: Range(1, 5)] int Timeliness, [property: Range(1, 5)] int Skill, [property: Range(1, 5)] int Attitude, [property: Range(1, 5)] int Outcome,
    [property: Range(1, 5)] int Overall, [property: StringLength(2000)] string Comment = "", JsonObject? Answers = null);

/// <summary>It was answered before; an answer is given once.</summary>
sealed record SurveyAnswered() : Refusal("DESK-120");
sealed record SurveyExpired() : Refusal("DESK-121");

/// <summary>Who is signed in is not the one who was asked, or is the one who resolved the ticket.</summary>
sealed record NotTheirs() : Refusal("DESK-122") { public override int Status => 403; }

sealed class AnswerSurveyHandler(Answers answers, Me me) : IVerb<AnswerSurvey, Done>
{
    public async Task<Result<Done>> Handle(AnswerSurvey ask, CancellationToken stop)
    {
        if (await answers.Find(ask.Token, stop) is not { } found) return new NotFound();
        // Without a session the link is proof enough; with one it is known who holds it.
        if (me.SignedIn && me.Contact != found.Survey.Requester) return new NotTheirs();
        if (!AnswerSheet.Read(found.Questions?.Form ?? [], ask.Answers, []).TryGet(out var own, out var refusal)) return refusal;
        return await answers.Take(found.Survey, found.Ticket, new(ask.Timeliness, ask.Skill, ask.Attitude, ask.Outcome, ask.Overall, ask.Comment), own, AnswerWay.Link, stop);
    }
}
