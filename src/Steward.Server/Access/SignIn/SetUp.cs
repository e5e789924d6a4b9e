// First run: the person who installs Steward makes the first administrator, once.
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Steward.People;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Access.SignIn;

public sealed record SetUp(
    [property: StringLength(60)] string Company, [property: StringLength(60)] string Name, [property: StringLength(60, MinimumLength = 3)] string UserName,
    string Password, string PasswordAgain, Language Language = Language.Zh);

sealed record AlreadySetUp() : Refusal("ACC-120") { public override int Status => 404; }

sealed class SetUpHandler(StewardDb db, IdSource ids, StewardSettings settings, TimeProvider time, IHttpContextAccessor http) : IVerb<SetUp, Done>
{
    public async Task<Result<Done>> Handle(SetUp ask, CancellationToken stop)
    {
        if (await IsDone(db, stop)) return new AlreadySetUp();
        var now = time.Now();
        if (Decide(ask, settings.SignIn, ids, now).TryGet(out var made, out var refusal) is false) return refusal;
        db.Work.Actor = new(made.Account.Id.Value, made.Account.Name);
        db.Add(made.Account);
        db.AddRange(made.Grants);
        db.Add(new Provider { Id = ids.Next(now), Name = ask.Company.Trim() });
        await db.Commit(stop);
        if (http.HttpContext is { } context)
            await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, Sessions.PrincipalOf(made.Account, now, WayIn.Password));
        return new Done();
    }

    /// <summary>The first person keeps accounts and settings, and grants rights until a security engineer is named (三员分立).</summary>
    internal static Result<(Account Account, List<Grant> Grants)> Decide(SetUp ask, SignInSettings rules, IdSource ids, DateTimeOffset now)
    {
        var userName = ask.UserName.Trim().ToLowerInvariant();
        if (PasswordRules.Check("password", userName, ask.Password, rules) is { } weak) return new BadInput([weak]);
        if (ask.Password != ask.PasswordAgain) return new BadInput([new("passwordAgain", "ACC-113")]);
        var account = new Account
        {
            Id = ids.New<AccountId>(now), UserName = userName, Name = ask.Name.Trim(), PasswordHash = SignInHandler.Hash(ask.Password), Stamp = ids.Next(now), Language = ask.Language,
        };
        return (account, [.. new[] { Role.SysAdm, Role.SecEng, Role.PM, Role.SvcMgr }.Select(role => new Grant { Id = ids.New<GrantId>(now), Account = account.Id, Role = role, From = now })]);
    }

    public static Task<bool> IsDone(StewardDb db, CancellationToken stop) => db.Set<Account>().AnyAsync(stop);
}
