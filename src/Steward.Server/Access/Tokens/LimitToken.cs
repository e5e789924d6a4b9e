// Gives a token a figure of its own, or the usual one again: done by whoever keeps accounts, not by the token's owner.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access.Accounts;
using Steward.Platform.Web;

namespace Steward.Access.Tokens;

/// <param name="PerMinute">Requests a minute; nothing for the usual figure of the settings.</param>
public sealed record LimitToken(TokenId Token, [property: Range(1, 1_000_000)] int? PerMinute = null);

sealed class LimitTokenHandler(StewardDb db, Me me, KnownAccounts known) : IVerb<LimitToken, Done>
{
    public async Task<Result<Done>> Handle(LimitToken ask, CancellationToken stop)
    {
        if (await db.Set<ApiToken>().SingleOrDefaultAsync(t => t.Id == ask.Token, stop) is not { } token) return new NotFound();
        if (me.IsMe(token.Account)) return new NotYourself();
        token.PerMinute = ask.PerMinute;
        await db.Commit(stop);
        known.Forget(token.Id);
        return new Done();
    }
}
