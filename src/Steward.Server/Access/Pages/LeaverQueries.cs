// What ends when somebody leaves, shown before it is done and after: their ways in, delegations, and what modules above hand on.
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Steward.People;

namespace Steward.Access.Pages;

public sealed record LeavingAccount(AccountId Id, string UserName, bool Disabled, int Tokens, int Passkeys, bool Authenticator, IReadOnlyList<Role> Roles);

/// <param name="Active">Still here: nothing has ended yet.</param>
/// <param name="Action">Where it is posted to.</param>
public sealed record LeaverView(string Name, bool Active, string Home, string Action, IReadOnlyList<LeavingAccount> Accounts, int Given, int Held)
{
    [JsonIgnore] public IReadOnlyList<SlotContent> Slots { get; init; } = [];
}

sealed class LeaverQueries(StewardDb db, PeopleBook people, PeopleQueries contacts, PageSlots slots, TimeProvider time)
{
    public async Task<LeaverView?> Staff(Guid staff, CancellationToken stop)
    {
        var id = StaffId.From(staff);
        return await people.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, stop) is not { } person ? null
            : await Of(person.Name, person.Active, $"/staff#staff-{person.Id}", $"/staff/{person.Id}/active", staff, db.Set<Account>().Where(a => a.Staff == id), stop);
    }

    public async Task<LeaverView?> Contact(Guid contact, CancellationToken stop)
    {
        var id = ContactId.From(contact);
        return await contacts.Contact(contact, stop) is not { MayWork: true } person ? null
            : await Of(person.Name, person.Active, $"/contacts/{person.Id}", $"/contacts/{person.Id}/active", contact, db.Set<Account>().Where(a => a.Contact == id), stop);
    }

    async Task<LeaverView> Of(string name, bool active, string home, string action, Guid person, IQueryable<Account> accounts, CancellationToken stop)
    {
        var now = time.Now();
        var found = await accounts.AsNoTracking().OrderBy(a => a.UserName).Select(a => new
        {
            a.Id, a.UserName, a.Disabled, Tokens = db.Set<ApiToken>().Count(t => t.Account == a.Id && t.RevokedAt == null), Passkeys = db.Set<Passkey>().Count(p => p.Account == a.Id),
            Authenticator = db.Set<Authenticator>().Any(x => x.Account == a.Id),
        }).ToListAsync(stop);
        var all = found.ConvertAll(a => a.Id);
        var roles = (await db.Set<Grant>().AsNoTracking().Where(g => all.Contains(g.Account) && (g.Until == null || g.Until > now)).Select(g => new { g.Account, g.Role }).Distinct().ToListAsync(stop)).ToLookup(g => g.Account, g => g.Role);
        var running = db.Set<Delegation>().Where(d => d.EndedAt == null && d.Until > now);
        return new(name, active, home, action, found.ConvertAll(a => new LeavingAccount(a.Id, a.UserName, a.Disabled, a.Tokens, a.Passkeys, a.Authenticator, [.. roles[a.Id].Order()])),
            await running.CountAsync(d => all.Contains(d.Giver), stop), await running.CountAsync(d => all.Contains(d.Deputy), stop))
        { Slots = await slots.Fill(PageSlot.Leaver, person, stop) };
    }
}
