// Signs in through an OpenID provider: authorization code with PKCE; the provider's groups become roles.
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Steward.Access.SignIn;
using Steward.Platform.Settings;
using Steward.Platform.Web;

namespace Steward.Access.Sources;

/// <summary>The provider does not answer, or has not let the person through.</summary>
sealed record ProviderRefused(string Name) : Refusal("ACC-164", Name) { public override int Status => 503; }

static class OpenIdProvider
{
    const string Scheme = "Provider";
    public const string Path = "/sign-in/provider";

    public static AuthenticationBuilder AddProvider(this AuthenticationBuilder authentication, OpenIdSettings settings) => settings.Authority.Length == 0 ? authentication :
        authentication.AddOpenIdConnect(Scheme, o =>
        {
            (o.Authority, o.ClientId, o.ClientSecret) = (settings.Authority, settings.ClientId, settings.ClientSecret.Length > 0 ? settings.ClientSecret : null);
            (o.ResponseType, o.ResponseMode, o.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
            (o.CallbackPath, o.SignInScheme) = (Path + "/answer", CookieAuthenticationDefaults.AuthenticationScheme);
            (o.MapInboundClaims, o.GetClaimsFromUserInfoEndpoint, o.SaveTokens) = (false, true, false);
            o.RequireHttpsMetadata = settings.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
            // Names and groups may stand in the token or come with the user info.
            o.ClaimActions.MapUniqueJsonKey(settings.UserNameClaim, settings.UserNameClaim);
            o.ClaimActions.MapJsonKey(settings.GroupsClaim, settings.GroupsClaim);
            // The answer comes by a link from the provider, which Lax lets through; without TLS a browser keeps no other.
            foreach (var cookie in new[] { o.CorrelationCookie, o.NonceCookie }) (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
            o.Scope.Clear();
            foreach (var scope in settings.Scopes) o.Scope.Add(scope);
            o.Events.OnTicketReceived = context => Arrived(context, settings);
            o.Events.OnRemoteFailure = context =>
            {
                context.HandleResponse();
                return Back(context.HttpContext, new ProviderRefused(settings.Name));
            };
        });

    public static void Map(IEndpointRouteBuilder routes, OpenIdSettings settings)
    {
        if (settings.Authority.Length == 0) return;
        routes.MapGet(Path, async (HttpContext http, string? returnUrl) =>
        {
            try { await http.ChallengeAsync(Scheme, new() { RedirectUri = Verbs.Local(returnUrl) ?? "/" }); }
            catch (Exception fault) when (fault is InvalidOperationException or HttpRequestException) { await Back(http, new ProviderRefused(settings.Name)); }
        }).RequireAuthorization(Needs.Anyone).ExcludeFromDescription();
    }

    static async Task Arrived(TicketReceivedContext context, OpenIdSettings settings)
    {
        context.HandleResponse();
        var (http, services, who) = (context.HttpContext, context.HttpContext.RequestServices, context.Principal!);
        services.GetRequiredService<Work>().Verb = nameof(OpenIdProvider);
        string? Said(string claim) => who.FindFirstValue(claim) is { Length: > 0 } text ? text : null;
        var userName = Said(settings.UserNameClaim) ?? Said("email") ?? Said("sub")!;
        var outsider = new Outsider(AccountSource.Provider, $"{settings.Authority} {Said("sub")}", userName, Said("name") ?? userName, Said("email") ?? "", [.. who.FindAll(settings.GroupsClaim).Select(c => c.Value)]);
        if (!(await services.GetRequiredService<Welcome>().Of(outsider, settings.Roles, http.RequestAborted)).TryGet(out var account, out var refusal)) await Back(http, refusal);
        else if (!services.GetRequiredService<Doorkeeper>().LetsIn(account)) await Back(http, new SignInRefused());
        else
        {
            await services.GetRequiredService<Doorkeeper>().Enter(account, WayIn.Provider, false, http.RequestAborted);
            http.Response.Redirect(Verbs.Local(context.ReturnUri) ?? "/");
        }
    }

    static Task Back(HttpContext http, Refusal refusal)
    {
        ViewerCulture.Enter(http);
        Flash.Bad(http, refusal);
        http.Response.Redirect("/sign-in");
        return Task.CompletedTask;
    }
}
