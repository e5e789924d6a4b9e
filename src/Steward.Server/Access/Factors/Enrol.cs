// Sets up an authenticator app: the secret is shown until a code of the app confirms it, and from then on it is asked for at sign-in.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access.SignIn;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Access.Factors;

public sealed record EnrolAuthenticator;

/// <summary>The secret for typing, and the address that the QR code holds.</summary>
public sealed record EnrolledAuthenticator(string Secret, string Address);

sealed record AlreadyEnrolled() : Refusal("ACC-152");
sealed record NothingToConfirm() : Refusal("ACC-153");

sealed class EnrolAuthenticatorHandler(StewardDb db, Me me, SecondFactor factor) : IVerb<EnrolAuthenticator, EnrolledAuthenticator>
{
    public async Task<Result<EnrolledAuthenticator>> Handle(EnrolAuthenticator ask, CancellationToken stop)
    {
        var secret = SecondFactor.NewSecret();
        var there = await db.Set<Authenticator>().SingleOrDefaultAsync(a => a.Account == me.Id, stop);
        if (there is { ConfirmedAt: not null }) return new AlreadyEnrolled();
        if (there is null) db.Add(new Authenticator { Account = me.Id, Sealed = factor.Seal(secret) });
        else there.Sealed = factor.Seal(secret);
        if (!(await db.TryCommit(stop)).TryGet(out _, out var refusal)) return refusal;
        return new EnrolledAuthenticator(SecondFactor.Written(secret), SecondFactor.Address(secret, me.Account!.UserName, await Issuer(db, stop)));
    }

    /// <summary>How the app names the entry.</summary>
    public static async Task<string> Issuer(StewardDb db, CancellationToken stop) =>
        await db.Set<Provider>().AsNoTracking().OrderBy(p => p.Id).Select(p => p.Name).FirstOrDefaultAsync(stop) is { Length: > 0 } name ? $"Steward {name}" : "Steward";
}

public sealed record ConfirmAuthenticator([property: StringLength(20)] string Code);

/// <summary>Shown this once: each opens one time when the app is lost.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);

sealed class ConfirmAuthenticatorHandler(StewardDb db, Me me, SecondFactor factor, ShownOnce shown, TimeProvider time, IHttpContextAccessor http) : IVerb<ConfirmAuthenticator, RecoveryCodes>
{
    public async Task<Result<RecoveryCodes>> Handle(ConfirmAuthenticator ask, CancellationToken stop)
    {
        if (await db.Set<Authenticator>().SingleOrDefaultAsync(a => a.Account == me.Id && a.ConfirmedAt == null, stop) is not { } authenticator) return new NothingToConfirm();
        var now = time.Now();
        if (SecondFactor.Step(factor.Open(authenticator), ask.Code.Replace(" ", ""), authenticator.LastStep, now) is not { } step) return new BadInput([new("code", "ACC-154")]);
        (authenticator.ConfirmedAt, authenticator.LastStep) = (now, step);
        var codes = await factor.NewCodes(me.Id, stop);
        if (!(await db.TryCommit(stop)).TryGet(out _, out var refusal)) return refusal;
        // The code proved both factors of this very session.
        await Sessions.Rewrite(http.HttpContext!, Sessions.Way, nameof(WayIn.Code));
        shown.Put(string.Join(' ', codes), "/me");
        return new RecoveryCodes(codes);
    }
}
