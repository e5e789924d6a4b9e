// Accounts with their grants, kept in memory for a few seconds so that no request waits for them; a change here is seen at once.
using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Steward.Access.Accounts;

sealed record KnownAccount(Account Account, IReadOnlyList<Grant> Grants, DateTimeOffset ReadAt);

/// <summary>Another node's change is seen after <see cref="Fresh"/> at the latest.</summary>
sealed class KnownAccounts(IServiceScopeFactory scopes, TimeProvider time)
{
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    // What was read while something was changed may be what it was before: it serves its reader and is not kept.
    readonly Lock gate = new();
    long changes;
    readonly ConcurrentDictionary<AccountId, KnownAccount> known = new();
    readonly ConcurrentDictionary<TokenId, (ApiToken Token, DateTimeOffset ReadAt)> tokens = new();

    public async ValueTask<KnownAccount?> Find(AccountId id, CancellationToken stop)
    {
        var now = time.Now();
        if (known.TryGetValue(id, out var account) && now - account.ReadAt < Fresh) return account;
        var before = Volatile.Read(ref changes);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDb>();
        if (await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, stop) is not { } row) return null;
        var grants = await db.Set<Grant>().AsNoTracking().Where(g => g.Account == id && g.From <= now && (g.Until == null || g.Until > now)).ToListAsync(stop);
        return Keep(known, id, new(row, grants, now), before);
    }

    public async ValueTask<ApiToken?> FindToken(TokenId id, CancellationToken stop)
    {
        var now = time.Now();
        if (tokens.TryGetValue(id, out var token) && now - token.ReadAt < Fresh) return token.Token;
        var before = Volatile.Read(ref changes);
        await using var scope = scopes.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<StewardDb>().Set<ApiToken>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, stop);
        if (row is not null) Keep(tokens, id, (row, now), before);
        return row;
    }

    /// <summary>Whom the deputy stands for now, with the giver's grants of the roles handed over. Read each time: an ended delegation ends everywhere at once.</summary>
    public async ValueTask<(Account Giver, IReadOnlyList<Grant> Grants)?> ActingFor(DelegationId id, AccountId deputy, DateTimeOffset now, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var delegation = await scope.ServiceProvider.GetRequiredService<StewardDb>().Set<Delegation>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id && d.Deputy == deputy, stop);
        if (delegation?.InForce(now) != true || await Find(delegation.Giver, stop) is not { Account.Disabled: false } giver) return null;
        return (giver.Account, [.. giver.Grants.Where(g => delegation.Roles.Contains(g.Role))]);
    }

    /// <summary>Once the change is on disk, not before: somebody else may read what it was in between, and that would be kept.</summary>
    public void Forget(AccountId id) => Drop(known, id);
    public void Forget(TokenId id) => Drop(tokens, id);

    TValue Keep<TKey, TValue>(ConcurrentDictionary<TKey, TValue> among, TKey id, TValue read, long before) where TKey : notnull
    {
        lock (gate)
            if (changes == before) among[id] = read;
        return read;
    }

    void Drop<TKey, TValue>(ConcurrentDictionary<TKey, TValue> among, TKey id) where TKey : notnull
    {
        lock (gate)
        {
            changes++;
            among.TryRemove(id, out _);
        }
    }
}
