// The stream of changes for whoever is signed in: one for each open page, ended with the session that it belongs to and never keeping it alive.
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Steward.Access.Accounts;
using Steward.Access.SignIn;
using Steward.Platform.Live;

namespace Steward.Access.Live;

static class LiveRoutes
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/live", Listen).RequireAuthorization(Needs.SignedIn).DisableHttpMetrics().ExcludeFromDescription();

    static async Task<IResult> Listen(HttpContext http, LiveStream stream, KnownAccounts accounts, TimeProvider time, string? topics, string? after)
    {
        var session = http.Features.Get<Session>()!;
        // Only the page's own steps keep a session alive: it ends when it would have ended without the stream.
        var cookie = session.Token is null ? await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme) : null;
        var idle = cookie?.Properties?.ExpiresUtc;
        return await stream.Open(http, new(session.Account.Value, Enter), topics, after);

        async Task<bool> Enter(IServiceProvider services, CancellationToken stop)
        {
            if (time.Now() is var now && (now >= session.Until || now >= idle)) return false;
            if (await accounts.Find(session.Account, stop) is not { Account.Disabled: false } known || known.Account.Stamp != session.Stamp) return false;
            var token = session.Token is { } id ? await accounts.FindToken(id, stop) : null;
            if (session.Token is not null && token is not { RevokedAt: null }) return false;
            if (session.Under is not { } delegation) Sessions.Become(services, known, token);
            // A deputy's stream ends with the delegation; the page then opens one of its own.
            else if (await accounts.ActingFor(delegation, session.Account, now, stop) is not { } acting) return false;
            else Sessions.Become(services, known with { Grants = acting.Grants }, token, acting.Giver);
            return true;
        }
    }
}
