// Writes into a draft contract which assets it covers, and whether they must be watched.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Contracts.Agreements;

public sealed record AddCoverLine(
    ContractId Contract, [property: StringLength(20)] string Number, [property: StringLength(400)] string Text, [property: StringLength(400)] string TextEn, AssetKind? Kind = null, SiteId? Site = null, bool MustWatch = false);

sealed class AddCoverLineHandler(StewardDb db, Me me, PeopleBook people, IdSource ids, TimeProvider time) : IVerb<AddCoverLine, CoverLineId>
{
    public async Task<Result<CoverLineId>> Handle(AddCoverLine ask, CancellationToken stop)
    {
        if (await db.Set<Contract>().SingleOrDefaultAsync(c => c.Id == ask.Contract, stop) is not { } contract) return new NotFound();
        if (!me.Can(Thing.Contract, Right.Work, new(contract.Customer, Contract: contract.Id.Value))) return new NotAllowed();
        if (contract.State != ContractState.Draft) return new ContractIsSigned();
        if (ask.Site is { } site && !await people.Sites.AnyAsync(s => s.Id == site && s.Customer == contract.Customer, stop)) return new BadInput([new("site", "STW-404")]);
        var line = new CoverLine
        {
            Id = ids.New<CoverLineId>(time.Now()), Customer = contract.Customer, Contract = contract.Id, Number = ask.Number.Trim(), Text = ask.Text.Trim(), TextEn = ask.TextEn.Trim(), Kind = ask.Kind, Site = ask.Site, MustWatch = ask.MustWatch,
        };
        db.Add(line);
        await db.Commit(stop);
        return line.Id;
    }
}
