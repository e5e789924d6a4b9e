// Drafts a contract with a customer: term, price, and the agreement version its records will keep.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.People;
using Steward.Platform.Search;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Contracts.Agreements;

public sealed record DraftContract(
    CustomerId Customer, [property: StringLength(120)] string Name, DateOnly FirstDay, DateOnly LastDay,
    [property: Range(0, 1_000_000_000)] decimal Price = 0, string Agreement = "standard", int AgreementNumber = 1, [property: Range(1, 28)] int MonthStartsOn = 1);

sealed record AgreementUnknown(string Id, int Number) : Refusal("CON-103", Id, Number) { public override string? Field => "agreement"; }

sealed class DraftContractHandler(StewardDb db, Me me, SlaClocks clocks, IdSource ids, TimeProvider time) : IVerb<DraftContract, ContractId>
{
    public async Task<Result<ContractId>> Handle(DraftContract ask, CancellationToken stop)
    {
        if (await db.Set<Customer>().SingleOrDefaultAsync(c => c.Id == ask.Customer, stop) is not { } customer) return new NotFound();
        if (!me.Can(Thing.Contract, Right.Work, new(ask.Customer))) return new NotAllowed();
        if (ask.LastDay < ask.FirstDay) return new BadInput([new("lastDay", "CON-101")]);
        try { await clocks.Agreement(new(ask.Agreement, ask.AgreementNumber), stop); }
        catch (InvalidOperationException) { return new AgreementUnknown(ask.Agreement, ask.AgreementNumber); }
        var now = time.Now();
        var contract = new Contract
        {
            Id = ids.New<ContractId>(now), Customer = ask.Customer, Name = ask.Name.Trim(), FirstDay = ask.FirstDay, LastDay = ask.LastDay, Zone = customer.Zone,
            Price = ask.Price, Agreement = ask.Agreement, AgreementNumber = ask.AgreementNumber, MonthStartsOn = ask.MonthStartsOn,
        };
        db.TakeNumber($"CON-{customer.ShortName}-{ask.FirstDay.Year}", n => contract.Number = FormattableString.Invariant($"CON-{customer.ShortName}-{ask.FirstDay.Year}-{n:00}"));
        db.Add(contract);
        db.Index(() => new SearchEntry("Contract", contract.Id.Value, contract.Customer, $"{contract.Number} {contract.Name}", customer.Name, $"/contracts/{contract.Id}", now));
        await db.Commit(stop);
        return contract.Id;
    }
}
