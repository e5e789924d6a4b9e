// Ends everything that opens a door for somebody who leaves: account, sessions, tokens, second factors, grants, delegations given and held.
using Microsoft.EntityFrameworkCore;
using Steward.Access.Factors;
using Steward.People;

namespace Steward.Access.Accounts;

/// <summary>Adds to the unit of work in which the person is marked as gone: all of it ends in one commit.</summary>
sealed class Leaving(StewardDb db, SecondFactor factor, KnownAccounts known, IdSource ids) : ILeaving
{
    public async Task<Action> End(StaffId? staff, ContactId? contact, DateTimeOffset now, CancellationToken stop)
    {
        var accounts = await db.Set<Account>().Where(a => staff != null && a.Staff == staff || contact != null && a.Contact == contact).ToListAsync(stop);
        return await End(accounts, now, stop);
    }

    /// <summary>What is answered is done after the commit: this node's memory forgets them at once, another's within seconds.</summary>
    public async Task<Action> End(IReadOnlyList<Account> accounts, DateTimeOffset now, CancellationToken stop)
    {
        var all = accounts.Select(a => a.Id).ToList();
        foreach (var account in accounts)
        {
            (account.Disabled, account.Stamp) = (true, ids.Next(now));
            await factor.Forget(account.Id, stop);
        }
        db.RemoveRange(await db.Set<Passkey>().Where(p => all.Contains(p.Account)).ToListAsync(stop));
        foreach (var grant in await db.Set<Grant>().Where(g => all.Contains(g.Account) && (g.Until == null || g.Until > now)).ToListAsync(stop)) grant.Until = now;
        foreach (var delegation in await db.Set<Delegation>().Where(d => (all.Contains(d.Giver) || all.Contains(d.Deputy)) && d.EndedAt == null && d.Until > now).ToListAsync(stop)) delegation.EndedAt = now;
        var tokens = await db.Set<ApiToken>().Where(t => all.Contains(t.Account) && t.RevokedAt == null).ToListAsync(stop);
        foreach (var token in tokens) token.RevokedAt = now;
        return () =>
        {
            foreach (var id in all) known.Forget(id);
            foreach (var token in tokens) known.Forget(token.Id);
        };
    }
}
