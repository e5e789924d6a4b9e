// One message for the next page: what was done, or why it was not.
using System.Text;
using System.Text.Json;
using Steward.Platform.Text;

namespace Steward.Platform.Web;

/// <summary>A message shown once, on the page after a form was sent.</summary>
public sealed record FlashMessage(bool Good, string Text);

static class Flash
{
    const string Cookie = "steward-flash";

    public static void Good(HttpContext http, string key) => Set(http, new(true, Texts.Has(key) ? Texts.T(key) : Texts.T("done")));

    public static void Bad(HttpContext http, Refusal refusal) => Set(http, new(false, refusal switch
    {
        BadInput input => string.Join(" ", input.Fields.Select(f => $"{Label(f.Name)}: {f.Sentence}")),
        BadField field => $"{Label(field.Name)}: {field.Sentence}",
        _ => refusal.Sentence,
    }));

    static string Label(string field) => Texts.Has($"field.{field}") ? Texts.T($"field.{field}") : field;

    static void Set(HttpContext http, FlashMessage message) =>
        http.Response.Cookies.Append(Cookie, Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message))),
            new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromMinutes(1), Path = "/" });

    public static FlashMessage? Take(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { } text) return null;
        http.Response.Cookies.Delete(Cookie);
        try { return JsonSerializer.Deserialize<FlashMessage>(Encoding.UTF8.GetString(Convert.FromBase64String(text))); }
        catch (Exception fault) when (fault is FormatException or JsonException) { return null; }
    }
}
