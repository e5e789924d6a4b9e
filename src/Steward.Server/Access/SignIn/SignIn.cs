// Signs a person in by user name and password, and locks the account after too many failures.
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Steward.Access.Sources;
using Steward.Platform.Settings;
using Steward.Platform.Web;

namespace Steward.Access.SignIn;

/// <param name="Remember">Keeps the session when the browser is closed; idleness still ends it.</param>
public sealed record SignIn([property: StringLength(100)] string UserName, [property: StringLength(200)] string Password, bool Remember = false);

/// <summary>Said on the sign-in page to whoever was on the way to something else; what a form held was not sent.</summary>
sealed record SessionEnded(bool Sending) : Refusal(Sending ? "ACC-103" : "ACC-102") { public override int Status => 401; }

/// <summary>One sentence for every reason: a stranger learns nothing about which accounts exist.</summary>
sealed record SignInRefused() : Refusal("ACC-101") { public override int Status => 401; }

/// <summary>Local accounts still get in: only people of the directory have to wait.</summary>
sealed record DirectoryAway() : Refusal("ACC-160") { public override int Status => 503; }

sealed partial class SignInHandler(StewardDb db, Doorkeeper door, LdapDirectory directory, Welcome welcome, StewardSettings settings, ILogger<SignInHandler> log) : IVerb<SignIn, Done>
{
    static readonly PasswordHasher<Account> Hasher = new();
    static readonly string NobodysHash = Hasher.HashPassword(null!, "nobody");

    public async Task<Result<Done>> Handle(SignIn ask, CancellationToken stop)
    {
        var name = ask.UserName.Trim().ToLowerInvariant();
        // Nobody is called so, and PostgreSQL would not even look.
        if (name.Any(char.IsControl)) return new SignInRefused();
        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.UserName == name, stop);
        // The hash is checked for unknown names too, so that the time taken tells nothing.
        var right = Hasher.VerifyHashedPassword(null!, account?.PasswordHash is { Length: > 0 } hash ? hash : NobodysHash, ask.Password) != PasswordVerificationResult.Failed;
        // A name that has a password here is never asked of the directory: nobody there can become its owner.
        if (directory.IsThere && account is null or { Source: AccountSource.Directory }) return await ByDirectory(account, name, ask, stop);
        if (account is null || account.PasswordHash.Length == 0 || !door.LetsIn(account)) return new SignInRefused();
        if (right) return await door.AfterPassword(account, ask.Remember, stop);
        await door.Wrong(account.Id, stop);
        return new SignInRefused();
    }

    async Task<Result<Done>> ByDirectory(Account? account, string name, SignIn ask, CancellationToken stop)
    {
        if (account is not null && !door.LetsIn(account)) return new SignInRefused();
        Outsider? person;
        try { person = await directory.SignIn(name, ask.Password, stop); }
        catch (DirectoryAwayException fault)
        {
            DirectoryIsAway(fault);
            return new DirectoryAway();
        }
        if (person is null)
        {
            if (account is not null) await door.Wrong(account.Id, stop);
            return new SignInRefused();
        }
        return (await welcome.Of(person, settings.Directory.Roles, stop)).TryGet(out var known, out var refusal) ? await door.AfterPassword(known, ask.Remember, stop) : refusal;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The directory does not answer")]
    partial void DirectoryIsAway(Exception fault);

    public static string Hash(string password) => Hasher.HashPassword(null!, password);
    public static bool Fits(Account account, string password) => Hasher.VerifyHashedPassword(null!, account.PasswordHash, password) != PasswordVerificationResult.Failed;
}
