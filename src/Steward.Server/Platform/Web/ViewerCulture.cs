// Sets the reader's language for the rest of the request: the account's, a cookie's, or the browser's; Chinese when nothing is known.
using System.Globalization;
using Steward.Platform.Text;

namespace Steward.Platform.Web;

sealed class ViewerCulture(RequestDelegate next)
{
    public const string Cookie = "steward-language", ThemeCookie = "steward-theme";

    public Task Invoke(HttpContext http)
    {
        Enter(http);
        return next(http);
    }

    /// <summary>Also for whoever answers outside of this step: what is set in here is forgotten on the way out.</summary>
    public static void Enter(HttpContext http)
    {
        var viewer = http.RequestServices.GetRequiredService<Viewer>();
        if (http.User.Identity?.IsAuthenticated != true)
        {
            viewer.Language = http.Request.Cookies[Cookie] switch
            {
                "En" => Language.En,
                "Zh" => Language.Zh,
                _ => http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.Value ?? "").FirstOrDefault(l => l.StartsWith("zh", StringComparison.OrdinalIgnoreCase) || l.StartsWith("en", StringComparison.OrdinalIgnoreCase))
                    is { } first && first.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? Language.En : Language.Zh,
            };
            if (http.Request.Cookies[ThemeCookie] is "light" or "dark") viewer.Theme = http.Request.Cookies[ThemeCookie]!;
        }
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Texts.Culture(viewer.Language);
    }
}
