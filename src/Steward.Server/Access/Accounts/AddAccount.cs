// Gives a member of staff or a contact a way in; they begin with the language of whoever adds them.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access.SignIn;
using Steward.People;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Access.Accounts;

public sealed record AddAccount(
    [property: StringLength(60, MinimumLength = 3)] string UserName, [property: StringLength(60)] string Name, string Password,
    StaffId? Staff = null, ContactId? Contact = null, Language? Language = null, string Zone = "Asia/Shanghai");

sealed class AddAccountHandler(StewardDb db, IdSource ids, StewardSettings settings, Viewer viewer, TimeProvider time) : IVerb<AddAccount, AccountId>
{
    public async Task<Result<AccountId>> Handle(AddAccount ask, CancellationToken stop)
    {
        var now = time.Now();
        var userName = ask.UserName.Trim().ToLowerInvariant();
        if (PasswordRules.Check("password", userName, ask.Password, settings.SignIn) is { } weak) return new BadInput([weak]);
        if (await db.Set<Account>().AnyAsync(a => a.UserName == userName, stop)) return new BadInput([new("userName", "ACC-114")]);
        if (ask.Contact is { } contact && !await db.Set<Contact>().AnyAsync(c => c.Id == contact, stop)) return new BadInput([new("contact", "STW-404")]);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(ask.Zone, out _)) return new BadInput([new("zone", "field.zone")]);
        var account = new Account
        {
            Id = ids.New<AccountId>(now), UserName = userName, Name = ask.Name.Trim(), PasswordHash = SignInHandler.Hash(ask.Password), Stamp = ids.Next(now),
            Staff = ask.Staff, Contact = ask.Contact, Language = ask.Language ?? viewer.Language, Zone = ask.Zone,
        };
        db.Add(account);
        await db.Commit(stop);
        return account.Id;
    }
}
