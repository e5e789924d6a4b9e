// Takes a second factor away or renews its recovery codes: one's own by a code, somebody else's by whoever keeps the accounts.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access.Accounts;
using Steward.Access.SignIn;
using Steward.Platform.Web;

namespace Steward.Access.Factors;

public sealed record RemoveAuthenticator([property: StringLength(40)] string Code);

sealed class RemoveAuthenticatorHandler(StewardDb db, Me me, SecondFactor factor, OwnCode own) : IVerb<RemoveAuthenticator, Done>
{
    public async Task<Result<Done>> Handle(RemoveAuthenticator ask, CancellationToken stop)
    {
        if (await own.Refuses(ask.Code, stop) is { } refusal) return refusal;
        await factor.Forget(me.Id, stop);
        return await db.TryCommit(stop);
    }
}

public sealed record MakeRecoveryCodes([property: StringLength(40)] string Code);

sealed class MakeRecoveryCodesHandler(StewardDb db, Me me, SecondFactor factor, OwnCode own, ShownOnce shown) : IVerb<MakeRecoveryCodes, RecoveryCodes>
{
    public async Task<Result<RecoveryCodes>> Handle(MakeRecoveryCodes ask, CancellationToken stop)
    {
        if (await own.Refuses(ask.Code, stop) is { } refusal) return refusal;
        var codes = await factor.NewCodes(me.Id, stop);
        if (!(await db.TryCommit(stop)).TryGet(out _, out var changed)) return changed;
        shown.Put(string.Join(' ', codes), "/me");
        return new RecoveryCodes(codes);
    }
}

/// <summary>For somebody who has lost phone and recovery codes: takes authenticator, recovery codes and passkeys away and ends all sessions of the account.</summary>
public sealed record ResetFactors(AccountId Account);

sealed class ResetFactorsHandler(StewardDb db, Me me, SecondFactor factor, KnownAccounts known, IdSource ids, TimeProvider time) : IVerb<ResetFactors, Done>
{
    public async Task<Result<Done>> Handle(ResetFactors ask, CancellationToken stop)
    {
        if (me.IsMe(ask.Account)) return new NotYourself();
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == ask.Account, stop) is not { } account) return new NotFound();
        await factor.Forget(account.Id, stop);
        db.RemoveRange(await db.Set<Passkey>().Where(p => p.Account == account.Id).ToListAsync(stop));
        (account.Stamp, account.Failures, account.LockedUntil) = (ids.Next(time.Now()), 0, null);
        db.OnceKept(() => known.Forget(account.Id));
        return await db.TryCommit(stop);
    }
}

/// <summary>Asks the owner of a session for a code before something is given up; wrong ones count as at sign-in, so that a stolen session guesses no further.</summary>
sealed class OwnCode(StewardDb db, Me me, SecondFactor factor, Doorkeeper door)
{
    public async Task<Refusal?> Refuses(string code, CancellationToken stop)
    {
        if (!await db.Set<Authenticator>().AnyAsync(a => a.Account == me.Id && a.ConfirmedAt != null, stop)) return new NothingToConfirm();
        var account = await db.Set<Account>().SingleAsync(a => a.Id == me.Id, stop);
        if (!door.LetsIn(account)) return new BadInput([new("code", "ACC-154")]);
        if (await factor.Takes(me.Id, code, stop)) return null;
        await door.Wrong(me.Id, stop);
        return new BadInput([new("code", "ACC-154")]);
    }
}
