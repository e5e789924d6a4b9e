// Giving and taking roles: done by whoever keeps security, never for oneself.
using Microsoft.EntityFrameworkCore;
using Steward.Access.Accounts;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Access.Rights;

public sealed record GrantRole(AccountId Account, Role Role, CustomerId? Customer = null, SiteId? Site = null, Guid? Contract = null, TeamId? Team = null, DateTimeOffset? Until = null);

/// <summary>A customer's own people never get a grant that reaches beyond their customer.</summary>
sealed record CustomerRoleNeedsCustomer() : Refusal("ACC-130");

sealed class GrantRoleHandler(StewardDb db, Me me, KnownAccounts known, IdSource ids, TimeProvider time) : IVerb<GrantRole, GrantId>
{
    public async Task<Result<GrantId>> Handle(GrantRole ask, CancellationToken stop)
    {
        if (me.IsMe(ask.Account) && !me.IsSystem) return new NotYourself();
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == ask.Account, stop) is not { } account) return new NotFound();
        if ((ask.Role is Role.User or Role.CustAdm || account.Contact is not null) && ask.Customer is null) return new CustomerRoleNeedsCustomer();
        var now = time.Now();
        var grant = new Grant
        {
            Id = ids.New<GrantId>(now), Account = ask.Account, Role = ask.Role, Customer = ask.Customer, Site = ask.Site, Contract = ask.Contract, Team = ask.Team, From = now, Until = ask.Until,
        };
        db.Add(grant);
        await db.Commit(stop);
        known.Forget(account.Id);
        return grant.Id;
    }
}

public sealed record RevokeGrant(GrantId Grant);

sealed class RevokeGrantHandler(StewardDb db, KnownAccounts known, TimeProvider time) : IVerb<RevokeGrant, Done>
{
    public async Task<Result<Done>> Handle(RevokeGrant ask, CancellationToken stop)
    {
        if (await db.Set<Grant>().SingleOrDefaultAsync(g => g.Id == ask.Grant, stop) is not { } grant) return new NotFound();
        grant.Until = time.Now();
        await db.Commit(stop);
        known.Forget(grant.Account);
        return new Done();
    }
}
