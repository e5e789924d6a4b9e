// Signs in by a passkey: no user name, no password; the device names the account and proves it.
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Access.Factors;
using Steward.Platform.Web;

namespace Steward.Access.SignIn;

public sealed record BeginSignInPasskey;

sealed class BeginSignInPasskeyHandler(Ceremonies ceremonies) : IVerb<BeginSignInPasskey, JsonElement>
{
    public Task<Result<JsonElement>> Handle(BeginSignInPasskey ask, CancellationToken stop) => Task.FromResult<Result<JsonElement>>(ceremonies.BeginSigning());
}

/// <param name="Credential">What the browser answered, as JSON.</param>
public sealed record SignInPasskey([property: StringLength(20_000)] string Credential, bool Remember = false);

sealed class SignInPasskeyHandler(StewardDb db, Ceremonies ceremonies, Doorkeeper door, TimeProvider time) : IVerb<SignInPasskey, Done>
{
    public async Task<Result<Done>> Handle(SignInPasskey ask, CancellationToken stop)
    {
        if (Ceremonies.CredentialOf(ask.Credential) is not { } credential || await db.Set<Passkey>().SingleOrDefaultAsync(p => p.Credential == credential, stop) is not { } key
            || await ceremonies.Signed(key, ask.Credential, stop) is not { } count) return new PasskeyRefused();
        var account = await db.Set<Account>().SingleAsync(a => a.Id == key.Account, stop);
        if (!door.LetsIn(account)) return new SignInRefused();
        (key.SignCount, key.UsedAt) = (count, time.Now());
        return await door.Enter(account, WayIn.Passkey, ask.Remember, stop);
    }
}
