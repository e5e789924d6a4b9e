// Access: who may. Sign-in, sessions, roles and grants, API tokens.
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Steward.Access.Accounts;
using Steward.Access.Live;
using Steward.Access.Pages;
using Steward.Access.Rights;
using Steward.Access.SignIn;
using Steward.Access.Tokens;
using Steward.Platform.Approvals;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Access;

public sealed class AccessModule : IPipelineModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<Me>().AddScoped<PageFrame>().AddScoped<TokenDesk>().AddSingleton<KnownAccounts>();
        services.AddSingleton<ErrorPageMaker>(AccessPages.Error);
        services.AddScoped<ShownOnce>().AddScoped<PageSlots>();
        PeoplePages.Add(services);
        AccountPages.Add(services);
        AuditPages.Add(services);
        ApprovalPages.Add(services);
        DisplayPages.Add(services);
        // A wrong token is an answer to its sender, not news for the log.
        services.AddLogging(l => l.AddFilter(typeof(TokenAuthentication).FullName, LogLevel.Warning));
        services.AddAuthentication(Sessions.Scheme)
            .AddPolicyScheme(Sessions.Scheme, null, o => o.ForwardDefaultSelector = http =>
                http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal) ? TokenAuthentication.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(o =>
            {
                o.Cookie.Name = "steward-session";
                o.Cookie.HttpOnly = true;
                o.Cookie.SameSite = SameSiteMode.Lax;
                o.SlidingExpiration = true;
                o.ExpireTimeSpan = TimeSpan.FromMinutes(settings.SignIn.IdleMinutes);
                o.LoginPath = "/sign-in";
                o.ReturnUrlParameter = "returnUrl";
                o.Events.OnValidatePrincipal = Sessions.Validate;
                o.Events.OnCheckSlidingExpiration = context =>
                {
                    // What a page does by itself is no sign of anybody.
                    context.ShouldRenew &= !Background.Is(context.HttpContext);
                    return Task.CompletedTask;
                };
                o.Events.OnRedirectToLogin = context => Answer(context, 401);
                o.Events.OnRedirectToAccessDenied = context => Answer(context, 403);
            })
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddSingleton<IAuthorizationPolicyProvider, RightsPolicies>().AddSingleton<IAuthorizationHandler, RightCheck>();
    }

    public void Use(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        AccessPages.Map(routes);
        PeoplePages.Map(routes);
        AccountPages.Map(routes);
        AuditPages.Map(routes);
        ApprovalPages.Map(routes);
        DisplayPages.Map(routes);
        LiveRoutes.Map(routes);
        routes.Verb<SignIn.SignIn, Done, SignInHandler>("sign-in", Needs.Anyone, AccessPages.SignInForm);
        routes.Verb<SignInDemo, Done, SignInDemoHandler>("sign-in/demo", Needs.Anyone, new() { Then = (_, _) => "/" });
        routes.Verb<SignOut, Done, SignOutHandler>("sign-out", Needs.SignedIn, new() { Then = (_, _) => "/sign-in" });
        routes.Verb<SetUp, Done, SetUpHandler>("setup", Needs.Anyone, AccessPages.SetUpForm);
        routes.Verb<ChangeLooks, Done, ChangeLooksHandler>("me/looks", Needs.Anyone, new() { Quiet = true });
        routes.Verb<ChangePassword, Done, ChangePasswordHandler>("me/password", Needs.SignedIn, new() { Then = (_, _) => "/me", Again = Redraw.Of("/me") });
        routes.Verb<MakeToken, MadeToken, MakeTokenHandler>("me/tokens", Needs.SignedIn, new() { Then = (_, _) => "/me", Again = Redraw.Of("/me") });
        routes.Verb<RevokeToken, Done, RevokeTokenHandler>("me/tokens/{token}/revoke", Needs.SignedIn);
        var (create, work, onAccount) = (Needs.TheWhole(Thing.Account, Right.Create), Needs.TheWhole(Thing.Account, Right.Work), Redraw.Of("/accounts/{account:guid}"));
        routes.Verb<AddAccount, AccountId, AddAccountHandler>("accounts", create, new() { Then = (_, id) => $"/accounts/{id}", Again = Redraw.Of("/accounts") });
        routes.Verb<DisableAccount, Done, DisableAccountHandler>("accounts/{account}/disable", work, new() { Then = (ask, _) => $"/accounts/{ask.Account}" });
        routes.Verb<EnableAccount, Done, EnableAccountHandler>("accounts/{account}/enable", work, new() { Then = (ask, _) => $"/accounts/{ask.Account}" });
        routes.Verb<UnlockAccount, Done, UnlockAccountHandler>("accounts/{account}/unlock", work, new() { Then = (ask, _) => $"/accounts/{ask.Account}" });
        routes.Verb<ResetPassword, Done, ResetPasswordHandler>("accounts/{account}/password", work, new() { Then = (ask, _) => $"/accounts/{ask.Account}", Again = onAccount });
        routes.Verb<DecideApproval, Done, DecideApprovalHandler>("approvals/{approval}/decide", Needs.Approver, new() { Then = (_, _) => "/approvals" });
        routes.Verb<WithdrawApproval, Done, WithdrawApprovalHandler>("approvals/{approval}/withdraw", Needs.SignedIn, new() { Then = (_, _) => "/approvals" });
        routes.Verb<GrantRole, GrantId, GrantRoleHandler>("accounts/{account}/grants", Needs.TheWhole(Thing.Grant, Right.Create), new() { Then = (ask, _) => $"/accounts/{ask.Account}", Again = onAccount });
        routes.Verb<RevokeGrant, Done, RevokeGrantHandler>("grants/{grant}/revoke", Needs.TheWhole(Thing.Grant, Right.Work));
    }

    /// <summary>Browsers are shown the way in; programs get the status.</summary>
    static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        var page = !Background.Is(context.HttpContext) && !context.Request.Path.StartsWithSegments("/api") && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        if (status == 401 && page)
        {
            ViewerCulture.Enter(context.HttpContext);
            var sending = !HttpMethods.IsGet(context.Request.Method);
            if (sending || context.Request.Cookies.ContainsKey("steward-session")) Flash.Bad(context.HttpContext, new SessionEnded(sending));
            context.Response.Redirect(context.RedirectUri);
        }
        else context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
