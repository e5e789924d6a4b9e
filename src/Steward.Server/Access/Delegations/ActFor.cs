// Takes up a delegation: until it is laid down, this browser works with the giver's roles and in the giver's place.
using Microsoft.EntityFrameworkCore;
using Steward.Access.SignIn;
using Steward.Platform.Web;

namespace Steward.Access.Delegations;

public sealed record ActFor(DelegationId Delegation);

sealed record DelegationNotInForce() : Refusal("ACC-175");

sealed class ActForHandler(StewardDb db, Me me, TimeProvider time, IHttpContextAccessor http) : IVerb<ActFor, Done>
{
    public async Task<Result<Done>> Handle(ActFor ask, CancellationToken stop)
    {
        if (await db.Set<Delegation>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == ask.Delegation && d.Deputy == me.Id, stop) is not { } delegation) return new NotFound();
        if (!delegation.InForce(time.Now()) || await db.Set<Account>().AnyAsync(a => a.Id == delegation.Giver && a.Disabled, stop)) return new DelegationNotInForce();
        await Sessions.Rewrite(http.HttpContext!, Sessions.For, delegation.Id.Value.ToString("N"));
        return new Done();
    }
}

public sealed record StopActing;

sealed class StopActingHandler(IHttpContextAccessor http) : IVerb<StopActing, Done>
{
    public async Task<Result<Done>> Handle(StopActing ask, CancellationToken stop)
    {
        await Sessions.Rewrite(http.HttpContext!, Sessions.For, null);
        return new Done();
    }
}
