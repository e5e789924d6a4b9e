// What all ways in share: failures are counted and lock, a first step waits for its second, and a session begins.
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Steward.Access.Accounts;
using Steward.Platform.Secrets;
using Steward.Platform.Settings;

namespace Steward.Access.SignIn;

/// <summary>How a session was entered. A password alone is one factor; a code, a passkey or the company's own provider make it two.</summary>
enum WayIn { Password, Code, Passkey, Provider, Demo }

/// <summary>The password was right; the page of the second step asks for the rest.</summary>
sealed record SecondStepNeeded() : Refusal("ACC-150") { public override int Status => 401; }

sealed class Doorkeeper(StewardDb db, KnownAccounts known, SecretBox box, StewardSettings settings, TimeProvider time, IHttpContextAccessor context)
{
    const string Cookie = "steward-half", Purpose = "sign-in-half";
    static readonly TimeSpan HalfLasts = TimeSpan.FromMinutes(5);

    HttpContext Http => context.HttpContext!;

    public bool LetsIn(Account account) => !account.Disabled && !(account.LockedUntil > time.Now());

    /// <summary>Whether the policy wants a second factor of this account.</summary>
    public static bool Demands(SignInSettings settings, Account account) => settings.SecondFactor switch
    {
        SecondFactorPolicy.Everyone => true,
        SecondFactorPolicy.Staff => account.Contact is null,
        _ => false,
    };

    /// <summary>Counts a wrong password or code and locks after too many; of two at the same moment both count.</summary>
    public async Task Wrong(AccountId id, CancellationToken stop)
    {
        for (var tries = 0; tries < 10; tries++)
        {
            db.ChangeTracker.Clear();
            var account = await db.Set<Account>().SingleAsync(a => a.Id == id, stop);
            db.Work.Actor = new(account.Id.Value, account.Name);
            account.Failures++;
            if (account.Failures >= settings.SignIn.LockAfterFailures) (account.Failures, account.LockedUntil) = (0, time.Now().AddMinutes(settings.SignIn.LockMinutes));
            if ((await db.TryCommit(stop)).Refusal is null) break;
        }
        known.Forget(id);
    }

    /// <summary>After the right password: in, or on to the second step. Failures are not forgiven before the last step, or whoever knows a password could guess codes for ever.</summary>
    public async Task<Result<Done>> AfterPassword(Account account, bool remember, CancellationToken stop)
    {
        var coded = await db.Set<Authenticator>().AnyAsync(a => a.Account == account.Id && a.ConfirmedAt != null, stop);
        if (!coded && !(Demands(settings.SignIn, account) && await db.Set<Passkey>().AnyAsync(p => p.Account == account.Id, stop))) return await Enter(account, WayIn.Password, remember, stop);
        var half = string.Join('|', account.Id.Value.ToString("N"), account.Stamp.ToString("N"), time.Now().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), remember ? "1" : "0");
        Http.Response.Cookies.Append(Cookie, box.Seal(Purpose, half), Options(HalfLasts));
        return new SecondStepNeeded();
    }

    /// <summary>Whose first step this browser has taken, not long ago.</summary>
    public async Task<(Account Account, bool Remember)?> Halfway(CancellationToken stop)
    {
        if (Http.Request.Cookies[Cookie] is not { } text) return null;
        string[] parts;
        try { parts = box.Open(Purpose, text).Split('|'); }
        catch (Exception fault) when (fault is CryptographicException or FormatException or ArgumentException) { return null; }
        if (time.Now() - DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[2], CultureInfo.InvariantCulture)) > HalfLasts) return null;
        var (id, stamp) = (AccountId.From(Guid.Parse(parts[0])), Guid.Parse(parts[1]));
        return await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == id && a.Stamp == stamp, stop) is { } account ? (account, parts[3] == "1") : null;
    }

    /// <summary>Begins the session. What the last step used up goes to disk first: if somebody else used it at the same moment, nobody enters.</summary>
    public async Task<Result<Done>> Enter(Account account, WayIn way, bool remember, CancellationToken stop)
    {
        var now = time.Now();
        db.Work.Actor = new(account.Id.Value, account.Name);
        if (account.Failures > 0 || account.LockedUntil is not null) (account.Failures, account.LockedUntil) = (0, null);
        if (db.ChangeTracker.HasChanges() && !(await db.TryCommit(stop, new SignedIn(account.Id, now))).TryGet(out _, out var refusal) && way != WayIn.Password) return refusal;
        known.Forget(account.Id);
        Http.Response.Cookies.Delete(Cookie, Options(null));
        await Http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, Sessions.PrincipalOf(account, now, way), new() { IsPersistent = remember });
        return new Done();
    }

    CookieOptions Options(TimeSpan? lasts) => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = Http.Request.IsHttps, MaxAge = lasts, Path = "/" };
}

public sealed record SignedIn(AccountId Account, DateTimeOffset OccurredAt) : Platform.Events.INews
{
    public Guid Subject => Account.Value;
    public CustomerId? Customer => null;
}
