// Judges codes of authenticator apps (RFC 6238) and recovery codes, and uses them up: none counts twice.
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Steward.Platform.Secrets;

namespace Steward.Access.Factors;

sealed class SecondFactor(StewardDb db, SecretBox box, IdSource ids, TimeProvider time)
{
    const string Purpose = "authenticator";
    const int Codes = 10, CodeLength = 16;

    /// <summary>Codes of the step before and after count too: clocks differ, and people type slowly.</summary>
    static readonly VerificationWindow Window = new(previous: 1, future: 1);

    public string Seal(byte[] secret) => box.Seal(Purpose, Base32Encoding.ToString(secret));
    public byte[] Open(Authenticator of) => Base32Encoding.ToBytes(box.Open(Purpose, of.Sealed));
    public static byte[] NewSecret() => KeyGeneration.GenerateRandomKey(20);
    public static string Written(byte[] secret) => Base32Encoding.ToString(secret);

    /// <summary>What the app reads from the QR code.</summary>
    public static string Address(byte[] secret, string userName, string issuer) => new OtpUri(OtpType.Totp, secret, userName, issuer).ToString();

    /// <summary>The time step whose code this is, if it is later than the last one taken.</summary>
    internal static long? Step(byte[] secret, string code, long after, DateTimeOffset now) =>
        new Totp(secret).VerifyTotp(now.UtcDateTime, code, out var step, Window) && step > after ? step : null;

    /// <summary>Takes a code of the app or a recovery code. What was used up goes to disk with the caller's commit, and of two at the same moment only one does.</summary>
    public async Task<bool> Takes(AccountId account, string code, CancellationToken stop)
    {
        var typed = Plain(code);
        if (await db.Set<Authenticator>().SingleOrDefaultAsync(a => a.Account == account && a.ConfirmedAt != null, stop) is not { } authenticator) return false;
        if (Step(Open(authenticator), typed, authenticator.LastStep, time.Now()) is { } step)
        {
            authenticator.LastStep = step;
            return true;
        }
        var hash = Hash(account, typed);
        if (await db.Set<RecoveryCode>().SingleOrDefaultAsync(c => c.Account == account && c.Hash == hash && c.UsedAt == null, stop) is not { } recovery) return false;
        recovery.UsedAt = time.Now();
        return true;
    }

    /// <summary>New recovery codes in place of all earlier ones; seen here and never again.</summary>
    public async Task<IReadOnlyList<string>> NewCodes(AccountId account, CancellationToken stop)
    {
        db.RemoveRange(await db.Set<RecoveryCode>().Where(c => c.Account == account).ToListAsync(stop));
        var codes = Enumerable.Range(0, Codes).Select(_ => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", CodeLength)).ToList();
        db.AddRange(codes.Select(c => new RecoveryCode { Id = ids.New<RecoveryCodeId>(time.Now()), Account = account, Hash = Hash(account, c) }));
        return codes.ConvertAll(c => string.Join('-', c.Chunk(4).Select(part => new string(part))));
    }

    public async Task Forget(AccountId account, CancellationToken stop)
    {
        db.RemoveRange(await db.Set<Authenticator>().Where(a => a.Account == account).ToListAsync(stop));
        db.RemoveRange(await db.Set<RecoveryCode>().Where(c => c.Account == account).ToListAsync(stop));
    }

    static string Plain(string code) => string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>Under a key outside the database: a stolen table of codes opens nothing.</summary>
    byte[] Hash(AccountId account, string code) => HMACSHA256.HashData(box.Derive("recovery-code"), Encoding.UTF8.GetBytes($"{account.Value:N} {code}"));
}
