// What the pages about accounts show: who has a way in, what they are granted, and one's own profile.
using Microsoft.EntityFrameworkCore;
using Steward.Access.Tokens;
using Steward.People;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Steward.Platform.Web.Help;

namespace Steward.Access.Pages;

public sealed record AccountRow(AccountId Id, string UserName, string Name, bool Disabled, bool Locked, IReadOnlyList<Role> Roles);
public sealed record AccountList(Slice<AccountRow> Accounts, string? Words, Role? Role, bool MayAdd, IReadOnlyList<Choice> Staff);
/// <summary>A thing to choose in a form.</summary>
public sealed record Choice(string Id, string Name);
public sealed record GrantRow(GrantId Id, Role Role, string? Customer, string? Site, string? Team, DateTimeOffset From, DateTimeOffset? Until, bool Over);
public sealed record TokenRow(TokenId Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset MadeAt, DateTimeOffset? Until, bool Over, int PerMinute, bool OwnFigure, DateTimeOffset? LastUsedAt, long Requests, long Refused, DateTimeOffset? LastRefusedAt);
public sealed record AccountView(
    AccountId Id, string UserName, string Name, bool Disabled, DateTimeOffset? LockedUntil, int Failures, Language Language, string Zone,
    StaffId? Staff, ContactId? Contact, string? Person, IReadOnlyList<GrantRow> Grants, IReadOnlyList<TokenRow> Tokens, IReadOnlyList<Choice> Customers, IReadOnlyList<Choice> Teams,
    CustomerId? CustomerOfContact, bool MayWork, bool MayGrant, bool MayRevoke, bool IsMe, AccountSource? Source, string? SourceId, FactorsView Factors);
/// <summary>What an account proves itself by beside its password.</summary>
public sealed record FactorsView(DateTimeOffset? AuthenticatorSince, int RecoveryLeft, IReadOnlyList<PasskeyRow> Passkeys)
{
    public bool Any => AuthenticatorSince is not null || Passkeys.Count > 0;
}
public sealed record PasskeyRow(PasskeyId Id, string Name, DateTimeOffset MadeAt, DateTimeOffset? UsedAt);
public sealed record ProfileView(
    string UserName, string Name, Language Language, string Theme, string Zone, string? Person, IReadOnlyList<GrantRow> Grants, IReadOnlyList<TokenRow> Tokens, IReadOnlyList<string> Scopes, AccountSource? Source)
{
    /// <summary>A token that was made a moment ago; shown this once, never to programs.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public string? NewToken { get; init; }
}

sealed class AccountQueries(StewardDb db, PeopleBook book, Me me, ShownOnce shown, OwnQueries own, StewardSettings settings, TimeProvider time)
{
    const int PageOf = 50;

    public async Task<AccountList> Accounts(string? q, Role? role, string? after, string? before, CancellationToken stop)
    {
        var now = time.Now();
        var seen = db.Set<Account>().AsNoTracking();
        if (q?.Trim() is { Length: > 0 } words) seen = seen.Where(a => a.UserName.Contains(words.ToLower()) || a.Name.Contains(words));
        if (role is { } wanted) seen = seen.Where(a => db.Set<Grant>().Any(g => g.Account == a.Id && g.Role == wanted && (g.Until == null || g.Until > now)));
        var back = Cursor.Read(before, 1);
        if ((back ?? Cursor.Read(after, 1)) is [var at]) seen = back is null ? seen.Where(a => a.UserName.CompareTo(at) > 0) : seen.Where(a => a.UserName.CompareTo(at) < 0);
        var found = await (back is null ? seen.OrderBy(a => a.UserName) : seen.OrderByDescending(a => a.UserName)).Take(PageOf + 1).ToListAsync(stop);
        var ids = found.ConvertAll(a => a.Id);
        var roles = (await db.Set<Grant>().AsNoTracking().Where(g => ids.Contains(g.Account) && (g.Until == null || g.Until > now)).Select(g => new { g.Account, g.Role }).Distinct().ToListAsync(stop))
            .ToLookup(g => g.Account, g => g.Role);
        var rows = found.ConvertAll(a => new AccountRow(a.Id, a.UserName, a.Name, a.Disabled, a.LockedUntil > now, [.. roles[a.Id].Order()]));
        var mayAdd = me.Can(Thing.Account, Right.Create);
        var staff = mayAdd
            ? await book.Staff.AsNoTracking().Where(s => s.Active && !db.Set<Account>().Any(a => a.Staff == s.Id)).OrderBy(s => s.Name).Select(s => new Choice(s.Id.ToString(), s.Name)).ToListAsync(stop) : [];
        return new(Cursor.Cut(rows, PageOf, back is not null, after is not null, r => Cursor.Of(r.UserName)), q?.Trim(), role, mayAdd, staff);
    }

    public async Task<AccountView?> Account(Guid account, CancellationToken stop)
    {
        var now = time.Now();
        var id = AccountId.From(account);
        if (await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, stop) is not { } found) return null;
        // Names behind an account are shown to whoever keeps accounts, in whichever customer the person works.
        Person? contact = null;
        using (db.Work.AmongAll())
            if (found.Contact is { } person) contact = await book.Contacts.AsNoTracking().Where(c => c.Id == person).Select(c => new Person(c.Name, c.Customer)).SingleOrDefaultAsync(stop);
        var staff = found.Staff is { } member ? await book.Staff.AsNoTracking().Where(s => s.Id == member).Select(s => s.Name).SingleOrDefaultAsync(stop) : null;
        return new(found.Id, found.UserName, found.Name, found.Disabled, found.LockedUntil > now ? found.LockedUntil : null, found.Failures, found.Language, found.Zone,
            found.Staff, found.Contact, contact?.Name ?? staff, await Grants(id, stop), await Tokens(id, stop),
            await book.Customers.AsNoTracking().OrderBy(c => c.ShortName).Select(c => new Choice(c.Id.ToString(), c.ShortName + " " + c.Name)).ToListAsync(stop),
            await book.Teams.AsNoTracking().Where(t => t.Active).OrderBy(t => t.Name).Select(t => new Choice(t.Id.ToString(), t.Name)).ToListAsync(stop),
            contact?.Customer, me.Can(Thing.Account, Right.Work), me.Can(Thing.Grant, Right.Create), me.Can(Thing.Grant, Right.Work), me.IsMe(id), found.Source, found.SourceId, await own.Factors(id, stop));
    }

    /// <summary>Every right that somebody has, as tokens write it.</summary>
    internal static IEnumerable<string> Held(Me who) => from thing in Enum.GetValues<Thing>() from right in Enum.GetValues<Right>() where who.Can(thing, right) select Needs.The(thing, right);

    public async Task<ProfileView> Profile(CancellationToken stop)
    {
        var found = await db.Set<Account>().AsNoTracking().SingleAsync(a => a.Id == me.Id, stop);
        var person = found.Contact is { } contact ? await book.Contacts.AsNoTracking().Where(c => c.Id == contact).Select(c => c.Name).SingleOrDefaultAsync(stop)
            : found.Staff is { } staff ? await book.Staff.AsNoTracking().Where(s => s.Id == staff).Select(s => s.Name).SingleOrDefaultAsync(stop) : null;
        return new(found.UserName, found.Name, found.Language, found.Theme, found.Zone, person, await Grants(me.Id, stop), await Tokens(me.Id, stop),
            [.. Held(me)], found.Source)
        { NewToken = shown.Take("/me") };
    }

    sealed record Person(string Name, CustomerId Customer);

    async Task<List<GrantRow>> Grants(AccountId account, CancellationToken stop)
    {
        var now = time.Now();
        var grants = await db.Set<Grant>().AsNoTracking().Where(g => g.Account == account).OrderByDescending(g => g.From).Take(100).ToListAsync(stop);
        Dictionary<CustomerId, string> customers;
        Dictionary<SiteId, string> sites;
        using (db.Work.AmongAll())
        {
            customers = await book.Customers.AsNoTracking().Where(c => grants.Select(g => g.Customer).Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
            sites = await book.Sites.AsNoTracking().Where(s => grants.Select(g => g.Site).Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, stop);
        }
        var teams = await book.Teams.AsNoTracking().Where(t => grants.Select(g => g.Team).Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Name, stop);
        return [.. grants.Select(g => new GrantRow(g.Id, g.Role, g.Customer is { } c ? customers.GetValueOrDefault(c) : null, g.Site is { } s ? sites.GetValueOrDefault(s) : null,
            g.Team is { } t ? teams.GetValueOrDefault(t) : null, g.From, g.Until, g.Until <= now)).OrderBy(g => g.Over)];
    }

    Task<List<TokenRow>> Tokens(AccountId account, CancellationToken stop)
    {
        var now = time.Now();
        var usual = settings.Rate.TokenPerMinute;
        return (from t in db.Set<ApiToken>().AsNoTracking().Where(t => t.Account == account).OrderByDescending(t => t.MadeAt).Take(100) join u in db.Set<TokenUse>() on t.Id equals u.Token into uses from u in uses.DefaultIfEmpty() orderby t.MadeAt descending
                select new TokenRow(t.Id, t.Name, t.Scopes, t.MadeAt, t.Until, t.RevokedAt != null || t.Until <= now, t.PerMinute ?? usual, t.PerMinute != null, u == null ? null : (DateTimeOffset?)u.LastUsedAt, u == null ? 0 : u.Requests, u == null ? 0 : u.Refused, u == null ? null : u.LastRefusedAt)).ToListAsync(stop);
    }
}
