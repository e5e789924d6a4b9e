// Writes a promise into a draft contract: its text, and the measure and target by which it is proved.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Web;

namespace Steward.Contracts.Agreements;

public sealed record AddClause(
    ContractId Contract, [property: StringLength(20)] string Number, [property: StringLength(400)] string Text, [property: StringLength(400)] string TextEn,
    [property: StringLength(60)] string Measure = "", Comparison Comparison = Comparison.AtLeast, decimal Target = 0, Period Period = Period.Month);

sealed class AddClauseHandler(StewardDb db, Me me, IdSource ids, TimeProvider time) : IVerb<AddClause, ClauseId>
{
    public async Task<Result<ClauseId>> Handle(AddClause ask, CancellationToken stop)
    {
        if (await db.Set<Contract>().SingleOrDefaultAsync(c => c.Id == ask.Contract, stop) is not { } contract) return new NotFound();
        if (!me.Can(Thing.Contract, Right.Work, new(contract.Customer, Contract: contract.Id.Value))) return new NotAllowed();
        if (contract.State != ContractState.Draft) return new ContractIsSigned();
        var clause = new Clause
        {
            Id = ids.New<ClauseId>(time.Now()), Customer = contract.Customer, Contract = contract.Id, Number = ask.Number.Trim(), Text = ask.Text.Trim(), TextEn = ask.TextEn.Trim(),
            Measure = ask.Measure, Comparison = ask.Comparison, Target = ask.Target, Period = ask.Period,
        };
        db.Add(clause);
        await db.Commit(stop);
        return clause.Id;
    }
}
