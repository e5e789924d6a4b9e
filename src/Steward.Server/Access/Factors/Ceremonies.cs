// The two ceremonies of WebAuthn, making a passkey and signing with it: the library judges, a sealed cookie carries the challenge in between.
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Fido2NetLib;
using Fido2NetLib.Objects;
using Steward.Platform.Secrets;

namespace Steward.Access.Factors;

/// <summary>The device's answer does not fit the question, is too old, or its key is not known here.</summary>
sealed record PasskeyRefused() : Refusal("ACC-157") { public override int Status => 401; }

/// <summary>A passkey belongs to the name under which people reach this server: it works nowhere else, which is what makes it safe from phishing.</summary>
sealed class Ceremonies(SecretBox box, TimeProvider time, IHttpContextAccessor context)
{
    const string Cookie = "steward-ceremony";
    static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    HttpContext Http => context.HttpContext!;

    Fido2 Library => new(new Fido2Configuration { ServerDomain = Http.Request.Host.Host, ServerName = "Steward", Origins = new HashSet<string> { $"{Http.Request.Scheme}://{Http.Request.Host}" } });

    /// <summary>What the browser asks the device to make. A device that holds one of <paramref name="known"/> already is not asked twice.</summary>
    public JsonElement BeginMaking(Account account, IEnumerable<byte[]> known)
    {
        var options = Library.RequestNewCredential(new()
        {
            User = new() { Id = account.Id.Value.ToByteArray(bigEndian: true), Name = account.UserName, DisplayName = account.Name },
            ExcludeCredentials = [.. known.Select(k => new PublicKeyCredentialDescriptor(k))],
            AuthenticatorSelection = new() { ResidentKey = ResidentKeyRequirement.Required, UserVerification = UserVerificationRequirement.Required },
            AttestationPreference = AttestationConveyancePreference.None,
        });
        Keep("make", options.Challenge);
        return JsonDocument.Parse(options.ToJson()).RootElement;
    }

    public async Task<RegisteredPublicKeyCredential?> Made(Account account, string answer, CancellationToken stop)
    {
        if (Kept("make") is not { } challenge) return null;
        try
        {
            var options = Library.RequestNewCredential(new()
            {
                User = new() { Id = account.Id.Value.ToByteArray(bigEndian: true), Name = account.UserName, DisplayName = account.Name },
                AuthenticatorSelection = new() { ResidentKey = ResidentKeyRequirement.Required, UserVerification = UserVerificationRequirement.Required },
            });
            options.Challenge = challenge;
            return await Library.MakeNewCredentialAsync(new()
            {
                AttestationResponse = JsonSerializer.Deserialize<AuthenticatorAttestationRawResponse>(answer)!, OriginalOptions = options,
                // The unique index of the table says no to a key that is known already.
                IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true),
            }, stop);
        }
        catch (Exception fault) when (IsBad(fault)) { return null; }
    }

    /// <summary>Any passkey for this server: the device offers those it holds, and names the account.</summary>
    public JsonElement BeginSigning()
    {
        var options = Library.GetAssertionOptions(new() { UserVerification = UserVerificationRequirement.Required });
        Keep("sign", options.Challenge);
        return JsonDocument.Parse(options.ToJson()).RootElement;
    }

    /// <summary>The id of the credential that answers; whether it may, <see cref="Signed"/> says.</summary>
    public static byte[]? CredentialOf(string answer)
    {
        try { return JsonSerializer.Deserialize<AuthenticatorAssertionRawResponse>(answer)?.RawId; }
        catch (Exception fault) when (IsBad(fault)) { return null; }
    }

    /// <summary>The counter of the device, if it signed this very challenge with the key.</summary>
    public async Task<long?> Signed(Passkey key, string answer, CancellationToken stop)
    {
        if (Kept("sign") is not { } challenge) return null;
        try
        {
            var options = Library.GetAssertionOptions(new() { UserVerification = UserVerificationRequirement.Required });
            options.Challenge = challenge;
            return (await Library.MakeAssertionAsync(new()
            {
                AssertionResponse = JsonSerializer.Deserialize<AuthenticatorAssertionRawResponse>(answer)!, OriginalOptions = options, StoredPublicKey = key.PublicKey, StoredSignatureCounter = (uint)key.SignCount,
                IsUserHandleOwnerOfCredentialIdCallback = (owner, _) => Task.FromResult(owner.UserHandle.AsSpan().SequenceEqual(key.Account.Value.ToByteArray(bigEndian: true))),
            }, stop)).SignCount;
        }
        catch (Exception fault) when (IsBad(fault)) { return null; }
    }

    static bool IsBad(Exception fault) => fault is Fido2VerificationException or JsonException or FormatException or ArgumentException or InvalidOperationException or CryptographicException;

    void Keep(string deed, byte[] challenge) => Http.Response.Cookies.Append(Cookie,
        box.Seal(Cookie, $"{deed}|{time.Now().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}|{Convert.ToBase64String(challenge)}"),
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = Http.Request.IsHttps, MaxAge = Lasts, Path = "/" });

    byte[]? Kept(string deed)
    {
        if (Http.Request.Cookies[Cookie] is not { } text) return null;
        Http.Response.Cookies.Delete(Cookie);
        try
        {
            return box.Open(Cookie, text).Split('|') is [var of, var at, var challenge] && of == deed
                && time.Now() - DateTimeOffset.FromUnixTimeSeconds(long.Parse(at, CultureInfo.InvariantCulture)) <= Lasts ? Convert.FromBase64String(challenge) : null;
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException or ArgumentException) { return null; }
    }
}
