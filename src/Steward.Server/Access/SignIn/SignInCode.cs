// The second step of a sign-in: a code of the authenticator app, or a recovery code.
using System.ComponentModel.DataAnnotations;
using Steward.Access.Factors;
using Steward.Platform.Web;

namespace Steward.Access.SignIn;

public sealed record SignInCode([property: StringLength(40)] string Code);

/// <summary>The first step is too long ago, or the account has changed since.</summary>
sealed record FirstStepLapsed() : Refusal("ACC-151") { public override int Status => 401; }

/// <summary>Wrong, used already, or the account is locked by now: one sentence for all.</summary>
sealed record CodeRefused() : Refusal("ACC-155") { public override int Status => 401; }

sealed class SignInCodeHandler(SecondFactor factor, Doorkeeper door) : IVerb<SignInCode, Done>
{
    public async Task<Result<Done>> Handle(SignInCode ask, CancellationToken stop)
    {
        if (await door.Halfway(stop) is not (var account, var remember)) return new FirstStepLapsed();
        if (!door.LetsIn(account)) return new CodeRefused();
        if (await factor.Takes(account.Id, ask.Code, stop)) return await door.Enter(account, WayIn.Code, remember, stop);
        await door.Wrong(account.Id, stop);
        return new CodeRefused();
    }
}
