// The wall and its stream, opened by a display's token and by nothing else.
using System.Globalization;
using Steward.Access;
using Steward.Platform.Live;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Home.Wall;

static class WallRoutes
{
    const string Topics = "ticket alert check";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/wall/{token}", Show).RequireAuthorization(Needs.Anyone).ExcludeFromDescription();
        routes.MapGet("/wall/{token}/live", Listen).RequireAuthorization(Needs.Anyone).DisableHttpMetrics().ExcludeFromDescription();
    }

    static async Task<IResult> Show(HttpContext http, string token, Language? language, DisplayDesk displays, IServiceScopeFactory scopes, CancellationToken stop)
    {
        if (await displays.Find(token, stop) is not { } display) return Results.NotFound();
        await displays.Seen(display, stop);
        // Whoever happens to be signed in at this browser is not the one who looks.
        await using var scope = scopes.CreateAsyncScope();
        DisplayDesk.Enter(scope.ServiceProvider, display);
        var model = await scope.ServiceProvider.GetRequiredService<WallQueries>().Of(stop);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Texts.Culture(language ?? display.Language);
        // Drawn here, since the language is forgotten on the way out.
        await Page.Of<WallPage>(model).ExecuteAsync(http);
        return Results.Empty;
    }

    static async Task<IResult> Listen(HttpContext http, string token, LiveStream stream, IServiceScopeFactory scopes, string? after, CancellationToken stop)
    {
        Display? first;
        await using (var scope = scopes.CreateAsyncScope())
            if ((first = await scope.ServiceProvider.GetRequiredService<DisplayDesk>().Find(token, stop)) is null) return Results.NotFound();
        return await stream.Open(http, new(first.Id.Value, async (services, ended) =>
        {
            var displays = services.GetRequiredService<DisplayDesk>();
            if (await displays.Find(token, ended) is not { } display) return false;
            await displays.Seen(display, ended);
            DisplayDesk.Enter(services, display);
            return true;
        }), Topics, after);
    }
}
