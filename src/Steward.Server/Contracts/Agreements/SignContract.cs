// Signs a contract: from its first day on, its services may be asked for and its promises are measured.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Events;
using Steward.Platform.Web;

namespace Steward.Contracts.Agreements;

public sealed record SignContract(ContractId Contract, [property: StringLength(60)] string SignedBy);

sealed record NothingToSign() : Refusal("CON-104");

/// <summary>Told upwards so that modules above create their work from the contract.</summary>
public sealed record ContractSigned(ContractId Contract, CustomerId? Customer, DateTimeOffset OccurredAt) : INews
{
    public Guid Subject => Contract.Value;
}

sealed class SignContractHandler(StewardDb db, Me me, TimeProvider time) : IVerb<SignContract, Done>
{
    public async Task<Result<Done>> Handle(SignContract ask, CancellationToken stop)
    {
        if (await db.Set<Contract>().SingleOrDefaultAsync(c => c.Id == ask.Contract, stop) is not { } contract) return new NotFound();
        if (!me.Can(Thing.Contract, Right.Approve, new(contract.Customer, Contract: contract.Id.Value))) return new NotAllowed();
        if (contract.State != ContractState.Draft) return new ContractIsSigned();
        if (!await db.Set<ServiceItem>().AnyAsync(s => s.Contract == contract.Id, stop)) return new NothingToSign();
        var now = time.Now();
        (contract.State, contract.SignedAt, contract.SignedBy) = (ContractState.Signed, now, ask.SignedBy.Trim());
        return await db.TryCommit(stop, new ContractSigned(contract.Id, contract.Customer, now));
    }
}
