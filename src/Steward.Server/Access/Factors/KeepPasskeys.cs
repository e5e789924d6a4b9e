// One's own passkeys: made by a device, given a name, taken away when the device is gone.
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Access.SignIn;
using Steward.Platform.Web;

namespace Steward.Access.Factors;

public sealed record BeginPasskey;

sealed class BeginPasskeyHandler(StewardDb db, Me me, Ceremonies ceremonies) : IVerb<BeginPasskey, JsonElement>
{
    public async Task<Result<JsonElement>> Handle(BeginPasskey ask, CancellationToken stop) =>
        ceremonies.BeginMaking(me.Account!, await db.Set<Passkey>().Where(p => p.Account == me.Id).Select(p => p.Credential).ToListAsync(stop));
}

/// <param name="Credential">What the browser answered, as JSON.</param>
public sealed record AddPasskey([property: StringLength(60)] string Name, [property: StringLength(20_000)] string Credential);

sealed class AddPasskeyHandler(StewardDb db, Me me, Ceremonies ceremonies, IdSource ids, TimeProvider time, IHttpContextAccessor http) : IVerb<AddPasskey, PasskeyId>
{
    public async Task<Result<PasskeyId>> Handle(AddPasskey ask, CancellationToken stop)
    {
        if (await ceremonies.Made(me.Account!, ask.Credential, stop) is not { } made) return new PasskeyRefused();
        var now = time.Now();
        var key = new Passkey { Id = ids.New<PasskeyId>(now), Account = me.Id, Name = ask.Name.Trim(), Credential = made.Id, PublicKey = made.PublicKey, SignCount = made.SignCount, MadeAt = now };
        db.Add(key);
        if (!(await db.TryCommit(stop)).TryGet(out _, out var refusal)) return refusal;
        await Sessions.Rewrite(http.HttpContext!, Sessions.Way, nameof(WayIn.Passkey));
        return key.Id;
    }
}

public sealed record RemovePasskey(PasskeyId Passkey);

sealed class RemovePasskeyHandler(StewardDb db, Me me) : IVerb<RemovePasskey, Done>
{
    public async Task<Result<Done>> Handle(RemovePasskey ask, CancellationToken stop)
    {
        if (await db.Set<Passkey>().SingleOrDefaultAsync(p => p.Id == ask.Passkey && p.Account == me.Id, stop) is not { } key) return new NotFound();
        db.Remove(key);
        return await db.TryCommit(stop);
    }
}
