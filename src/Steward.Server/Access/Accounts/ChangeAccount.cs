// Small changes to an account: its password, its looks, its end.
using Microsoft.EntityFrameworkCore;
using Steward.Access.SignIn;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Access.Accounts;

public sealed record ChangePassword(string OldPassword, string NewPassword, string NewPasswordAgain);

/// <summary>Ends all other sessions of the account; the browser in which it was changed stays signed in.</summary>
sealed class ChangePasswordHandler(StewardDb db, Me me, IdSource ids, KnownAccounts known, StewardSettings settings, TimeProvider time, IHttpContextAccessor http) : IVerb<ChangePassword, Done>
{
    public async Task<Result<Done>> Handle(ChangePassword ask, CancellationToken stop)
    {
        var account = await db.Set<Account>().SingleAsync(a => a.Id == me.Id, stop);
        if (!SignInHandler.Fits(account, ask.OldPassword)) return new BadInput([new("oldPassword", "ACC-115")]);
        if (PasswordRules.Check("newPassword", account.UserName, ask.NewPassword, settings.SignIn) is { } weak) return new BadInput([weak]);
        if (ask.NewPassword != ask.NewPasswordAgain) return new BadInput([new("newPasswordAgain", "ACC-113")]);
        (account.PasswordHash, account.Stamp) = (SignInHandler.Hash(ask.NewPassword), ids.Next(time.Now()));
        if (!(await db.TryCommit(stop)).TryGet(out var done, out var refusal)) return refusal;
        known.Forget(account.Id);
        await Sessions.Rewrite(http.HttpContext!, Sessions.Stamp, account.Stamp.ToString("N"));
        return done;
    }
}

/// <summary>Language (Zh, En) and theme (light, dark, auto) of one's own pages.</summary>
public sealed record ChangeLooks(Language? Language = null, string? Theme = null, string? Zone = null);

sealed class ChangeLooksHandler(StewardDb db, Me me, KnownAccounts known, IHttpContextAccessor http) : IVerb<ChangeLooks, Done>
{
    public async Task<Result<Done>> Handle(ChangeLooks ask, CancellationToken stop)
    {
        if (ask.Theme is not (null or "light" or "dark" or "auto")) return new BadField("theme", "field.unreadable");
        if (ask.Zone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) return new BadField("zone", "field.zone");
        var keep = new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = http.HttpContext!.Request.IsHttps };
        if (ask.Language is { } language) http.HttpContext!.Response.Cookies.Append(ViewerCulture.Cookie, language.ToString(), keep);
        if (ask.Theme is { } theme) http.HttpContext!.Response.Cookies.Append(ViewerCulture.ThemeCookie, theme, keep);
        if (!me.SignedIn) return new Done();
        var account = await db.Set<Account>().SingleAsync(a => a.Id == me.Id, stop);
        account.Language = ask.Language ?? account.Language;
        account.Theme = ask.Theme ?? account.Theme;
        account.Zone = ask.Zone ?? account.Zone;
        db.OnceKept(() => known.Forget(account.Id));
        return await db.TryCommit(stop);
    }
}

public sealed record DisableAccount(AccountId Account);

sealed class DisableAccountHandler(StewardDb db, Me me, KnownAccounts known, IdSource ids, TimeProvider time) : IVerb<DisableAccount, Done>
{
    public async Task<Result<Done>> Handle(DisableAccount ask, CancellationToken stop)
    {
        if (me.IsMe(ask.Account)) return new NotYourself();
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == ask.Account, stop) is not { } account) return new NotFound();
        (account.Disabled, account.Stamp) = (true, ids.Next(time.Now()));
        db.OnceKept(() => known.Forget(account.Id));
        return await db.TryCommit(stop);
    }
}

public sealed record EnableAccount(AccountId Account);

sealed class EnableAccountHandler(StewardDb db, KnownAccounts known) : IVerb<EnableAccount, Done>
{
    public async Task<Result<Done>> Handle(EnableAccount ask, CancellationToken stop)
    {
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == ask.Account, stop) is not { } account) return new NotFound();
        account.Disabled = false;
        db.OnceKept(() => known.Forget(account.Id));
        return await db.TryCommit(stop);
    }
}

/// <summary>Lets somebody in again before the lock after failed sign-ins has run out.</summary>
public sealed record UnlockAccount(AccountId Account);

sealed class UnlockAccountHandler(StewardDb db, KnownAccounts known) : IVerb<UnlockAccount, Done>
{
    public async Task<Result<Done>> Handle(UnlockAccount ask, CancellationToken stop)
    {
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == ask.Account, stop) is not { } account) return new NotFound();
        (account.Failures, account.LockedUntil) = (0, null);
        db.OnceKept(() => known.Forget(account.Id));
        return await db.TryCommit(stop);
    }
}

/// <summary>For somebody who has forgotten theirs: ends all sessions of the account and lifts a lock. One's own is changed with the old one.</summary>
public sealed record ResetPassword(AccountId Account, string NewPassword);

sealed class ResetPasswordHandler(StewardDb db, Me me, IdSource ids, KnownAccounts known, StewardSettings settings, TimeProvider time) : IVerb<ResetPassword, Done>
{
    public async Task<Result<Done>> Handle(ResetPassword ask, CancellationToken stop)
    {
        if (me.IsMe(ask.Account)) return new NotYourself();
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == ask.Account, stop) is not { } account) return new NotFound();
        if (account.Source is not null) return new PasswordKeptElsewhere();
        if (PasswordRules.Check("newPassword", account.UserName, ask.NewPassword, settings.SignIn) is { } weak) return new BadInput([weak]);
        (account.PasswordHash, account.Stamp, account.Failures, account.LockedUntil) = (SignInHandler.Hash(ask.NewPassword), ids.Next(time.Now()), 0, null);
        db.OnceKept(() => known.Forget(account.Id));
        return await db.TryCommit(stop);
    }
}

/// <summary>The password of this person is kept by the directory or provider that vouches for them.</summary>
sealed record PasswordKeptElsewhere() : Refusal("ACC-161");

sealed record NotYourself() : Refusal("ACC-116");
