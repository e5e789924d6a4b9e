// Lets in whom a directory or provider vouches for: makes the account at the first time, and lets its roles follow the groups at each.
using Microsoft.EntityFrameworkCore;
using Steward.Access.Accounts;
using Steward.Access.SignIn;
using Steward.People;
using Steward.Platform.Settings;
using Steward.Platform.Text;

namespace Steward.Access.Sources;

/// <summary>A person as a source knows them.</summary>
sealed record Outsider(AccountSource Source, string Id, string UserName, string Name, string Mail, IReadOnlyCollection<string> Groups);

/// <summary>Known there, but none of their groups means anything here: no account is made for a whole company.</summary>
sealed record NoRoleHere() : Refusal("ACC-162") { public override int Status => 403; }
/// <summary>The user name belongs to an account with a password of its own, or of another source.</summary>
sealed record NameTakenHere(string UserName) : Refusal("ACC-163", UserName);

sealed class Welcome(StewardDb db, PeopleBook people, KnownAccounts known, IdSource ids, TimeProvider time)
{
    public async Task<Result<Account>> Of(Outsider who, IReadOnlyList<RoleMapping> mappings, CancellationToken stop)
    {
        var now = time.Now();
        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.Source == who.Source && a.SourceId == who.Id, stop);
        if (account is { Disabled: true }) return new SignInRefused();
        var userName = who.UserName.Trim().ToLowerInvariant();
        if (account is null && await db.Set<Account>().SingleOrDefaultAsync(a => a.UserName == userName, stop) is { } other)
        {
            // The same user name under another entry: the person was moved within the directory. Otherwise it is somebody else.
            if (other.Source != who.Source || who.Source == AccountSource.Provider) return new NameTakenHere(userName);
            if (other.Disabled) return new SignInRefused();
            (account = other).SourceId = who.Id;
        }
        var wanted = await Wanted(who, mappings, stop);
        if (account is null)
        {
            if (wanted.Count == 0 || userName.Length is 0 or > 60) return new NoRoleHere();
            var staff = who.Mail.Length == 0 ? null : await people.Staff.Where(s => s.Active && s.Email == who.Mail && !db.Set<Account>().Any(a => a.Staff == s.Id)).Select(s => (StaffId?)s.Id).FirstOrDefaultAsync(stop);
            db.Add(account = new Account
            {
                Id = ids.New<AccountId>(now), UserName = userName, Name = who.Name[..Math.Min(60, who.Name.Length)], Stamp = ids.Next(now), Source = who.Source, SourceId = who.Id, Staff = staff, Language = Texts.Current,
            });
        }
        db.Work.Actor = new(account.Id.Value, account.Name);
        await FollowGroups(account.Id, who.Source, wanted, now, stop);
        if (db.ChangeTracker.HasChanges() && !(await db.TryCommit(stop)).TryGet(out _, out var refusal)) return refusal;
        known.Forget(account.Id);
        return account;
    }

    async Task<HashSet<(Role Role, CustomerId? Customer)>> Wanted(Outsider who, IReadOnlyList<RoleMapping> mappings, CancellationToken stop)
    {
        var mine = mappings.Where(m => who.Groups.Contains(m.Group, StringComparer.OrdinalIgnoreCase)).ToList();
        var names = mine.Select(m => m.Customer.ToUpperInvariant()).Where(n => n.Length > 0).ToList();
        // Nobody is signed in yet; the settings name the customers.
        using var all = db.Work.AmongAll();
        var customers = await people.Customers.Where(c => names.Contains(c.ShortName)).ToDictionaryAsync(c => c.ShortName, c => c.Id, stop);
        // A customer that is not there (yet) gives no role: a name that is wrong must not open everything.
        return [.. mine.Where(m => m.Customer.Length == 0 || customers.ContainsKey(m.Customer.ToUpperInvariant()))
            .Select(m => (Enum.Parse<Role>(m.Role, ignoreCase: true), m.Customer.Length == 0 ? (CustomerId?)null : customers[m.Customer.ToUpperInvariant()]))];
    }

    /// <summary>Only grants that came from this source: what was granted by hand stays until a hand takes it.</summary>
    async Task FollowGroups(AccountId account, AccountSource source, HashSet<(Role Role, CustomerId? Customer)> wanted, DateTimeOffset now, CancellationToken stop)
    {
        var held = await db.Set<Grant>().Where(g => g.Account == account && g.Source == source && (g.Until == null || g.Until > now)).ToListAsync(stop);
        foreach (var grant in held.Where(g => !wanted.Contains((g.Role, g.Customer)))) grant.Until = now;
        db.AddRange(wanted.Where(w => !held.Any(g => g.Role == w.Role && g.Customer == w.Customer))
            .Select(w => new Grant { Id = ids.New<GrantId>(now), Account = account, Role = w.Role, Customer = w.Customer, From = now, Source = source }));
    }
}
