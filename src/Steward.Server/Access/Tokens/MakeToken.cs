// Makes and revokes API tokens: shown once, checked by one fast hash.
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Steward.Access.Accounts;
using Steward.Access.Pages;
using Steward.Platform.Web;

namespace Steward.Access.Tokens;

/// <summary>Scopes are rights such as <c>Incident:Read</c>; areas, such as <c>Desk</c> with the reach <c>Read</c>, stand for the caller's rights of that area. None of either means all that the account may.</summary>
public sealed record MakeToken([property: StringLength(60)] string Name, List<string>? Scopes = null, DateTimeOffset? Until = null, Dictionary<string, string>? Areas = null);

/// <summary>The only time that the token is seen in full.</summary>
public sealed record MadeToken(TokenId Id, string Token);

sealed class MakeTokenHandler(StewardDb db, Me me, IdSource ids, TimeProvider time, ShownOnce shown) : IVerb<MakeToken, MadeToken>
{
    public async Task<Result<MadeToken>> Handle(MakeToken ask, CancellationToken stop)
    {
        if (Unknown(ask.Scopes ?? []) is { } unknown) return unknown;
        var scopes = new List<string>(ask.Scopes ?? []);
        foreach (var (area, reach) in (ask.Areas ?? []).Where(a => a.Value.Length > 0))
        {
            // An area without a right of one's own would leave no scope, and a token without scopes may do everything.
            if (TokenAreas.Scopes(area, reach, AccountQueries.Held(me)) is not { Count: > 0 } within) return new BadField($"areas.{area}", "ACC-140", $"{area}:{reach}");
            scopes.AddRange(within);
        }
        var (row, made) = Make(ids, me.Id, ask.Name, [.. scopes.Distinct()], ask.Until, time.Now());
        db.Add(row);
        await db.Commit(stop);
        shown.Put(made.Token, "/me");
        return made;
    }

    internal static BadField? Unknown(IReadOnlyList<string> scopes) =>
        scopes.FirstOrDefault(s => s.Split(':') is not [var thing, var right] || !Enum.TryParse<Thing>(thing, out _) || !Enum.TryParse<Right>(right, out _)) is { } scope
            ? new BadField("scopes", "ACC-140", scope) : null;

    internal static (ApiToken Row, MadeToken Made) Make(IdSource ids, AccountId account, string name, List<string> scopes, DateTimeOffset? until, DateTimeOffset now)
    {
        var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(24)).ToLowerInvariant();
        var id = ids.New<TokenId>(now);
        return (new ApiToken { Id = id, Account = account, Name = name, Hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret)), Scopes = scopes, MadeAt = now, Until = until },
            new MadeToken(id, $"stw_{id.Value:N}_{secret}"));
    }
}

public sealed record RevokeToken(TokenId Token);

sealed class RevokeTokenHandler(StewardDb db, Me me, KnownAccounts known, TimeProvider time) : IVerb<RevokeToken, Done>
{
    public async Task<Result<Done>> Handle(RevokeToken ask, CancellationToken stop)
    {
        var token = await db.Set<ApiToken>().SingleOrDefaultAsync(t => t.Id == ask.Token, stop);
        if (token is null || token.Account != me.Id && !me.Can(Thing.Account, Right.Work, default)) return new NotFound();
        token.RevokedAt ??= time.Now();
        await db.Commit(stop);
        known.Forget(token.Id);
        return new Done();
    }
}
