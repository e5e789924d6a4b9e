// The door through which the command line makes tokens.
using Microsoft.EntityFrameworkCore;
using Steward.Access.Tokens;

namespace Steward.Access;

public sealed class TokenDesk(StewardDb db, IdSource ids, TimeProvider time)
{
    /// <summary>A token that acts as <paramref name="userName"/>; shown here and never again.</summary>
    public async Task<Result<string>> Make(string userName, string name, IReadOnlyList<string> scopes, DateTimeOffset? until, CancellationToken stop)
    {
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.UserName == userName.ToLowerInvariant(), stop) is not { } account) return new NotFound(userName);
        if (MakeTokenHandler.Unknown(scopes) is { } unknown) return unknown;
        var (row, made) = MakeTokenHandler.Make(ids, account.Id, name, [.. scopes], until, time.Now());
        db.Add(row);
        await db.Commit(stop);
        return made.Token;
    }
}
