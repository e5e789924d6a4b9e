// Access: who may. Ways in, second factors, sessions, roles and grants, deputies, API tokens, and the end of all that.
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Steward.Access.Accounts;
using Steward.Access.Auditing;
using Steward.Access.Delegations;
using Steward.Access.Factors;
using Steward.Access.Live;
using Steward.Access.Pages;
using Steward.Access.Rights;
using Steward.Access.SignIn;
using Steward.Access.Sources;
using Steward.Access.Tokens;
using Steward.People;
using Steward.Platform.Approvals;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Access;

public sealed class AccessModule : IPipelineModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        SourceSettings.Check(settings);
        services.AddHttpContextAccessor();
        services.AddScoped<Me>().AddScoped<PageFrame>().AddScoped<TokenDesk>().AddSingleton<KnownAccounts>().AddSingleton<TokenCounts>().AddSingleton<TokenLimits>().AddScoped<ISweep, TokenUseSweep>().AddScoped<ISweep, AnchorMails>();
        services.AddScoped<Doorkeeper>().AddScoped<SecondFactor>().AddScoped<OwnCode>().AddScoped<Ceremonies>().AddScoped<Welcome>().AddSingleton<LdapDirectory>();
        services.AddScoped<ILeaving, Leaving>().AddScoped<Leaving>();
        if (settings.Directory.Url.Length > 0) services.AddScoped<ISweep, DirectorySweep>();
        services.AddSingleton<ErrorPageMaker>(AccessPages.Error);
        services.AddScoped<ShownOnce>().AddScoped<PageSlots>();
        PeoplePages.Add(services);
        AccountPages.Add(services);
        OwnPages.Add(services);
        News.NewsPages.Add(services);
        Approving.DecisionPages.Add(services);
        AuditPages.Add(services);
        ApprovalPages.Add(services);
        DisplayPages.Add(services);
        CustomFields.FieldPages.Add(services);
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
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.SchemeName, null)
            .AddProvider(settings.OpenId);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddSingleton<IAuthorizationPolicyProvider, RightsPolicies>().AddSingleton<IAuthorizationHandler, RightCheck>();
    }

    public void Use(WebApplication app)
    {
        var limits = app.Services.GetRequiredService<TokenLimits>();
        app.UseAuthentication();
        app.UseRateLimiter(limits.Options);
        app.Use(limits.Passed);
        app.Use(EnrolFirst.Guard);
        app.UseAuthorization();
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        AccessPages.Map(routes);
        PeoplePages.Map(routes);
        AccountPages.Map(routes);
        OwnPages.Map(routes);
        News.NewsPages.Map(routes);
        Approving.DecisionPages.Map(routes);
        AuditPages.Map(routes);
        ApprovalPages.Map(routes);
        DisplayPages.Map(routes);
        CustomFields.FieldPages.Map(routes);
        LiveRoutes.Map(routes);
        routes.Verb<SignIn.SignIn, Done, SignInHandler>("sign-in", Needs.Anyone, AccessPages.SignInForm);
        routes.Verb<SignInCode, Done, SignInCodeHandler>("sign-in/code", Needs.Anyone, AccessPages.CodeForm);
        routes.Verb<BeginSignInPasskey, JsonElement, BeginSignInPasskeyHandler>("sign-in/passkey/options", Needs.Anyone, new() { Quiet = true });
        routes.Verb<SignInPasskey, Done, SignInPasskeyHandler>("sign-in/passkey", Needs.Anyone, AccessPages.PasskeyForm);
        OpenIdProvider.Map(routes, routes.ServiceProvider.GetRequiredService<StewardSettings>().OpenId);
        routes.Verb<SignInDemo, Done, SignInDemoHandler>("sign-in/demo", Needs.Anyone, new() { Then = (_, _) => "/" });
        routes.Verb<SignOut, Done, SignOutHandler>("sign-out", Needs.SignedIn, new() { Then = (_, _) => "/sign-in" });
        routes.Verb<SetUp, Done, SetUpHandler>("setup", Needs.Anyone, AccessPages.SetUpForm);
        routes.Verb<ChangeLooks, Done, ChangeLooksHandler>("me/looks", Needs.Anyone, new() { Quiet = true });
        routes.Verb<ChangePassword, Done, ChangePasswordHandler>("me/password", Needs.SignedIn, new() { Then = (_, _) => "/me", Again = Redraw.Of("/me") });
        routes.Verb<MakeToken, MadeToken, MakeTokenHandler>("me/tokens", Needs.SignedIn, new() { Then = (_, _) => "/me", Again = Redraw.Of("/me") });
        routes.Verb<RevokeToken, Done, RevokeTokenHandler>("me/tokens/{token}/revoke", Needs.SignedIn);
        routes.Verb<LimitToken, Done, LimitTokenHandler>("tokens/{token}/limit", Needs.TheWhole(Thing.Account, Right.Work));
        Own(routes);
        var (create, work, onAccount) = (Needs.TheWhole(Thing.Account, Right.Create), Needs.TheWhole(Thing.Account, Right.Work), Redraw.Of("/accounts/{account:guid}"));
        routes.Verb<AddAccount, AccountId, AddAccountHandler>("accounts", create, new() { Then = (_, id) => $"/accounts/{id}", Again = Redraw.Of("/accounts") });
        routes.Verb<DisableAccount, Done, DisableAccountHandler>("accounts/{account}/disable", work, new() { Then = (ask, _) => $"/accounts/{ask.Account}" });
        routes.Verb<EnableAccount, Done, EnableAccountHandler>("accounts/{account}/enable", work, new() { Then = (ask, _) => $"/accounts/{ask.Account}" });
        routes.Verb<UnlockAccount, Done, UnlockAccountHandler>("accounts/{account}/unlock", work, new() { Then = (ask, _) => $"/accounts/{ask.Account}" });
        routes.Verb<ResetPassword, Done, ResetPasswordHandler>("accounts/{account}/password", work, new() { Then = (ask, _) => $"/accounts/{ask.Account}", Again = onAccount });
        routes.Verb<ResetFactors, Done, ResetFactorsHandler>("accounts/{account}/factors/reset", work, new() { Then = (ask, _) => $"/accounts/{ask.Account}" });
        routes.Verb<DecideApproval, Done, DecideApprovalHandler>("approvals/{approval}/decide", Needs.SignedIn, new() { Then = (_, _) => "/approvals" });
        routes.Verb<WithdrawApproval, Done, WithdrawApprovalHandler>("approvals/{approval}/withdraw", Needs.SignedIn, new() { Then = (_, _) => "/approvals" });
        routes.Verb<GrantRole, GrantId, GrantRoleHandler>("accounts/{account}/grants", Needs.TheWhole(Thing.Grant, Right.Create), new() { Then = (ask, _) => $"/accounts/{ask.Account}", Again = onAccount });
        routes.Verb<RevokeGrant, Done, RevokeGrantHandler>("grants/{grant}/revoke", Needs.TheWhole(Thing.Grant, Right.Work));
    }

    /// <summary>What everybody does to their own account: second factors, and deputies.</summary>
    static void Own(IEndpointRouteBuilder routes)
    {
        var security = Redraw.Of("/me/security");
        routes.Verb<EnrolAuthenticator, EnrolledAuthenticator, EnrolAuthenticatorHandler>("me/authenticator", Needs.SignedIn, new() { Quiet = true, Then = (_, _) => "/me/security" });
        routes.Verb<ConfirmAuthenticator, RecoveryCodes, ConfirmAuthenticatorHandler>("me/authenticator/confirm", Needs.SignedIn, new() { Then = (_, _) => "/me/security", Again = security });
        routes.Verb<RemoveAuthenticator, Done, RemoveAuthenticatorHandler>("me/authenticator/remove", Needs.SignedIn, new() { Then = (_, _) => "/me/security", Again = security });
        routes.Verb<MakeRecoveryCodes, RecoveryCodes, MakeRecoveryCodesHandler>("me/authenticator/recovery-codes", Needs.SignedIn, new() { Then = (_, _) => "/me/security", Again = security });
        routes.Verb<BeginPasskey, JsonElement, BeginPasskeyHandler>("me/passkeys/options", Needs.SignedIn, new() { Quiet = true });
        routes.Verb<AddPasskey, PasskeyId, AddPasskeyHandler>("me/passkeys", Needs.SignedIn, new() { Then = (_, _) => "/me/security" });
        routes.Verb<RemovePasskey, Done, RemovePasskeyHandler>("me/passkeys/{passkey}/remove", Needs.SignedIn, new() { Then = (_, _) => "/me/security" });
        routes.Verb<GiveDelegation, DelegationId, GiveDelegationHandler>("me/deputies", Needs.The(Thing.Delegation, Right.Create), new() { Then = (_, _) => "/me/deputies", Again = Redraw.Of("/me/deputies") });
        routes.Verb<EndDelegation, Done, EndDelegationHandler>("delegations/{delegation}/end", Needs.SignedIn, new() { Then = (_, _) => "/me/deputies" });
        routes.Verb<ActFor, Done, ActForHandler>("delegations/{delegation}/act", Needs.SignedIn, new() { Then = (_, _) => "/" });
        routes.Verb<StopActing, Done, StopActingHandler>("me/acting/stop", Needs.SignedIn, new() { Then = (_, _) => "/" });
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
