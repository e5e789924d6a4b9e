// Writes a new version of what a contract's people are asked; rounds that were sent keep theirs.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Platform.Web;

namespace Steward.Desk.Questionnaires;

/// <summary><paramref name="Questions"/> of one's own, a line each, as <see cref="QuestionLines"/> reads them; the five dimensions are always asked.</summary>
public sealed record DesignQuestionnaire(
    ContractId Contract, Respondents For, [property: Required, StringLength(120)] string Title, [property: StringLength(120)] string TitleEn = "", [property: StringLength(1000)] string Intro = "",
    [property: StringLength(1000)] string IntroEn = "", [property: StringLength(8000)] string Questions = "");

sealed class DesignQuestionnaireHandler(StewardDb db, ContractBook contracts, Me me, IdSource ids, TimeProvider time) : IVerb<DesignQuestionnaire, QuestionnaireId>
{
    public async Task<Result<QuestionnaireId>> Handle(DesignQuestionnaire ask, CancellationToken stop)
    {
        if (await contracts.All.SingleOrDefaultAsync(c => c.Id == ask.Contract, stop) is not { } contract) return new NotFound();
        if (!me.Can(Thing.Report, Right.Work, new(contract.Customer, Contract: contract.Id.Value))) return new NotAllowed();
        if (!QuestionLines.Read(ask.Questions).TryGet(out var form, out var refusal)) return refusal;
        var now = time.Now();
        var number = await db.Set<Questionnaire>().Where(q => q.Contract == contract.Id && q.For == ask.For).MaxAsync(q => (int?)q.Number, stop) ?? 0;
        var made = new Questionnaire
        {
            Id = ids.New<QuestionnaireId>(now), Customer = contract.Customer, Contract = contract.Id, For = ask.For, Number = number + 1, Title = ask.Title.Trim(), TitleEn = ask.TitleEn.Trim(), Intro = ask.Intro.Trim(), IntroEn = ask.IntroEn.Trim(),
            Form = form, DesignedAt = now, DesignedBy = me.Signed,
        };
        db.Add(made);
        return (await db.TryCommit(stop)).Refusal is { } lost ? lost : made.Id;
    }
}
