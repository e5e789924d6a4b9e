// Signs a person in by user name and password, and locks the account after too many failures.
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Steward.Access.Accounts;
using Steward.Platform.Settings;
using Steward.Platform.Web;

namespace Steward.Access.SignIn;

/// <param name="Remember">Keeps the session when the browser is closed; idleness still ends it.</param>
public sealed record SignIn([property: StringLength(100)] string UserName, [property: StringLength(200)] string Password, bool Remember = false);

/// <summary>Said on the sign-in page to whoever was on the way to something else; what a form held was not sent.</summary>
sealed record SessionEnded(bool Sending) : Refusal(Sending ? "ACC-103" : "ACC-102") { public override int Status => 401; }

/// <summary>One sentence for every reason: a stranger learns nothing about which accounts exist.</summary>
sealed record SignInRefused() : Refusal("ACC-101") { public override int Status => 401; }

sealed class SignInHandler(StewardDb db, KnownAccounts known, StewardSettings settings, TimeProvider time, IHttpContextAccessor http) : IVerb<SignIn, Done>
{
    static readonly PasswordHasher<Account> Hasher = new();
    static readonly string NobodysHash = Hasher.HashPassword(null!, "nobody");

    public async Task<Result<Done>> Handle(SignIn ask, CancellationToken stop)
    {
        var now = time.Now();
        var name = ask.UserName.Trim().ToLowerInvariant();
        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.UserName == name, stop);
        // The hash is checked for unknown names too, so that the time taken tells nothing.
        var right = Hasher.VerifyHashedPassword(null!, account?.PasswordHash is { Length: > 0 } hash ? hash : NobodysHash, ask.Password) != PasswordVerificationResult.Failed;
        if (account is null || account.Disabled || account.PasswordHash.Length == 0 || account.LockedUntil > now) return new SignInRefused();
        db.Work.Actor = new(account.Id.Value, account.Name);
        if (!right)
        {
            account.Failures++;
            if (account.Failures >= settings.SignIn.LockAfterFailures) (account.Failures, account.LockedUntil) = (0, now.AddMinutes(settings.SignIn.LockMinutes));
            await db.TryCommit(stop);
            return new SignInRefused();
        }
        if (account.Failures > 0 || account.LockedUntil is not null)
        {
            (account.Failures, account.LockedUntil) = (0, null);
            await db.TryCommit(stop, new SignedIn(account.Id, now));
        }
        known.Forget(account.Id);
        await http.HttpContext!.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, Sessions.PrincipalOf(account, now), new() { IsPersistent = ask.Remember });
        return new Done();
    }

    public static string Hash(string password) => Hasher.HashPassword(null!, password);
    public static bool Fits(Account account, string password) => Hasher.VerifyHashedPassword(null!, account.PasswordHash, password) != PasswordVerificationResult.Failed;
}

public sealed record SignedIn(AccountId Account, DateTimeOffset OccurredAt) : Platform.Events.INews
{
    public Guid Subject => Account.Value;
    public CustomerId? Customer => null;
}
