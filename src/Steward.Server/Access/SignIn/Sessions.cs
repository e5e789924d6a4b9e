// Turns a cookie or an API token into the caller of this request, checked against the account as it is now.
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Steward.Access.Accounts;
using Steward.Platform.Settings;
using Steward.Platform.Web;

namespace Steward.Access.SignIn;

static class Sessions
{
    public const string Scheme = "Steward";
    public const string Stamp = "stamp", Way = "way", For = "for";
    const string Since = "since";

    public static ClaimsPrincipal PrincipalOf(Account account, DateTimeOffset now, WayIn way) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, account.Id.Value.ToString("N")),
            new(ClaimTypes.Name, account.UserName),
            new(Stamp, account.Stamp.ToString("N")),
            new(Since, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new(Way, way.ToString()),
        ], CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>Changes one thing of this browser's session, which goes on otherwise; a program with a token has none.</summary>
    public static async Task Rewrite(HttpContext http, string claim, string? value)
    {
        if (await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme) is not { Succeeded: true } session) return;
        var claims = session.Principal.Claims.Where(c => c.Type != claim).Concat(value is null ? [] : [new Claim(claim, value)]);
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme)), session.Properties);
    }

    /// <summary>Ends a session whose account was disabled, whose password changed, or that has lasted too long.</summary>
    public static async Task Validate(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var now = http.RequestServices.GetRequiredService<TimeProvider>().Now();
        var settings = http.RequestServices.GetRequiredService<StewardSettings>().SignIn;
        var longest = TimeSpan.FromHours(settings.LongestHours);
        var accounts = http.RequestServices.GetRequiredService<KnownAccounts>();
        var id = AccountId.From(Guid.Parse(context.Principal!.FindFirstValue(ClaimTypes.NameIdentifier)!));
        var known = await accounts.Find(id, http.RequestAborted);
        var since = DateTimeOffset.FromUnixTimeSeconds(long.Parse(context.Principal!.FindFirstValue(Since)!, CultureInfo.InvariantCulture));
        if (known is null || known.Account.Disabled || known.Account.Stamp.ToString("N") != context.Principal!.FindFirstValue(Stamp) || now - since > longest)
        {
            context.RejectPrincipal();
            await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            return;
        }
        // A session of an older release does not say how it was entered: by the password, which was the only way.
        var oneFactor = context.Principal!.FindFirstValue(Way) is null or nameof(WayIn.Password);
        // Until the second factor is there, the account may do nothing but set it up (EnrolFirst).
        if (oneFactor && Doorkeeper.Demands(settings, known.Account)) Enter(http, known with { Grants = [] }, null, since + longest, mustEnrol: true);
        else if (Guid.TryParse(context.Principal!.FindFirstValue(For), out var delegation) && await accounts.ActingFor(DelegationId.From(delegation), id, now, http.RequestAborted) is { } acting)
            Enter(http, known with { Grants = acting.Grants }, null, since + longest, acting.Giver, DelegationId.From(delegation));
        else Enter(http, known, null, since + longest);
    }

    /// <param name="standsFor">The giver of the delegation <paramref name="under"/> which the caller acts.</param>
    public static void Enter(HttpContext http, KnownAccount known, ApiToken? token, DateTimeOffset? until, Account? standsFor = null, DelegationId? under = null, bool mustEnrol = false)
    {
        var services = http.RequestServices;
        Become(services, known, token, standsFor, mustEnrol);
        http.Features.Set(new Session(known.Account.Id, known.Account.Stamp, token?.Id, until, under));
        services.GetRequiredService<Work>().Trace = Refusals.TraceOf(http);
        var viewer = services.GetRequiredService<Viewer>();
        viewer.Language = known.Account.Language;
        viewer.Theme = known.Account.Theme;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(known.Account.Zone, out var zone)) viewer.Zone = zone;
    }

    /// <summary>Makes a scope of services act for the account, with the grants in force now.</summary>
    public static void Become(IServiceProvider services, KnownAccount known, ApiToken? token, Account? standsFor = null, bool mustEnrol = false)
    {
        var me = services.GetRequiredService<Me>();
        me.Become(known.Account, known.Grants, token?.Scopes, standsFor, mustEnrol);
        var work = services.GetRequiredService<Work>();
        work.OnBehalfOf = standsFor is null ? null : new(standsFor.Id.Value, standsFor.Name);
        work.Actor = new(known.Account.Id.Value, token is null ? known.Account.Name : $"{known.Account.Name} ({token.Name})");
        work.Scope = me.Scope;
    }
}

/// <summary>By what the caller of a request is known, for a request that lasts: it ends with this.</summary>
sealed record Session(AccountId Account, Guid Stamp, TokenId? Token, DateTimeOffset? Until, DelegationId? Under);

/// <summary><c>Authorization: Bearer stw_{id}_{secret}</c>.</summary>
sealed class TokenAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, KnownAccounts accounts, StewardSettings settings, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "Token";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var parts = Request.Headers.Authorization.ToString()["Bearer ".Length..].Split('_');
        if (parts is not ["stw", var id, var secret] || !Guid.TryParseExact(id, "N", out var guid)) return AuthenticateResult.Fail("malformed token");
        var token = await accounts.FindToken(TokenId.From(guid), Context.RequestAborted);
        var now = time.Now();
        if (token is null || token.RevokedAt is not null || token.Until <= now
            || !CryptographicOperations.FixedTimeEquals(token.Hash, SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret))))
            return AuthenticateResult.Fail("unknown, revoked or expired token");
        if (await accounts.Find(token.Account, Context.RequestAborted) is not { Account.Disabled: false } known) return AuthenticateResult.Fail("account disabled");
        Sessions.Enter(Context, known, token, token.Until);
        Context.Features.Set(new Tokens.TokenPace(token.Id, token.PerMinute ?? settings.Rate.TokenPerMinute));
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, known.Account.Id.Value.ToString("N"))], SchemeName);
        return AuthenticateResult.Success(new(new(identity), SchemeName));
    }
}

/// <summary>Turns a policy name such as <c>Incident:Work</c> into a check of the matrix.</summary>
sealed class RightsPolicies(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
{
    public override async Task<AuthorizationPolicy?> GetPolicyAsync(string name)
    {
        var parts = name.Split(':');
        if (parts.Length is 2 or 3 && Enum.TryParse<Thing>(parts[0], out var thing) && Enum.TryParse<Right>(parts[1], out var right))
            return new AuthorizationPolicyBuilder().AddRequirements(new RightRequirement(me => me.Reaches(thing, right, parts is [_, _, var reach] ? reach : ""))).Build();
        return name switch
        {
            Needs.SignedIn => new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build(),
            Needs.Approver => new AuthorizationPolicyBuilder().AddRequirements(new RightRequirement(me => me.Approves)).Build(),
            Needs.Anyone => new AuthorizationPolicyBuilder().RequireAssertion(_ => true).Build(),
            _ => await base.GetPolicyAsync(name),
        };
    }
}

/// <summary>What a policy asks of the caller.</summary>
sealed record RightRequirement(Func<Me, bool> Holds) : IAuthorizationRequirement;

sealed class RightCheck(IHttpContextAccessor context) : AuthorizationHandler<RightRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext authorization, RightRequirement requirement)
    {
        var me = context.HttpContext!.RequestServices.GetRequiredService<Me>();
        if (me.SignedIn && requirement.Holds(me)) authorization.Succeed(requirement);
        return Task.CompletedTask;
    }
}
