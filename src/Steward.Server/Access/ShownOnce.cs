// Carries a new secret to the next page and no further: sealed in a short-lived cookie that is taken away when it is read.
using System.Security.Cryptography;
using Steward.Platform.Secrets;

namespace Steward.Access;

public sealed class ShownOnce(IHttpContextAccessor context, SecretBox box)
{
    const string Cookie = "steward-once", Purpose = "shown-once";

    /// <summary>Only for browsers, and only for pages under <paramref name="path"/>: a program has the secret in its answer.</summary>
    public void Put(string secret, string path)
    {
        if (context.HttpContext is not { } http || http.Request.Path.StartsWithSegments("/api")) return;
        http.Response.Cookies.Append(Cookie, box.Seal(Purpose, secret),
            new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromMinutes(1), Path = path });
    }

    public string? Take(string path)
    {
        if (context.HttpContext is not { } http || http.Request.Cookies[Cookie] is not { } text) return null;
        http.Response.Cookies.Delete(Cookie, new CookieOptions { Path = path });
        try { return box.Open(Purpose, text); }
        catch (Exception fault) when (fault is CryptographicException or FormatException or ArgumentException) { return null; }
    }
}
