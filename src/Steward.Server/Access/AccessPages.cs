// The pages of Access: the way in, the first set-up, errors.
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Steward.Access.Pages;
using Steward.Access.SignIn;
using Steward.Access.Sources;
using Steward.People;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;

namespace Steward.Access;

static class AccessPages
{
    public static FormAnswer<SignIn.SignIn, Done> SignInForm { get; } = new()
    {
        Then = (_, _) => "/",
        Again = async (http, fields, refusal) => refusal is SecondStepNeeded ? Results.Redirect(Urls.With("/sign-in/code", ("returnUrl", ReturnUrl(http))))
            : await SignInPageOf(http, Text(fields, "userName"), refusal is BadInput ? Texts.T("ACC-101") : refusal.Sentence, refusal.Status),
    };

    public static FormAnswer<SignInCode, Done> CodeForm { get; } = new()
    {
        Then = (_, _) => "/",
        Again = async (http, _, refusal) => await SecondStepOf(http, refusal is BadInput ? Texts.T("ACC-155") : refusal.Sentence, refusal.Status),
    };

    public static FormAnswer<SignInPasskey, Done> PasskeyForm { get; } = new()
    {
        Then = (_, _) => "/",
        Again = async (http, _, refusal) => await SignInPageOf(http, null, refusal is BadInput ? Texts.T("ACC-157") : refusal.Sentence, refusal.Status),
    };

    public static FormAnswer<SetUp, Done> SetUpForm { get; } = new()
    {
        Then = (_, _) => "/",
        Again = (http, fields, refusal) => Task.FromResult<IResult>(Page.Of<SetupPage>(new SetupModel
        {
            Company = Text(fields, "company"), Name = Text(fields, "name"), UserName = Text(fields, "userName"), Refusal = refusal, Theme = ThemeOf(http),
            Language = Enum.TryParse<Language>(Text(fields, "language"), true, out var chosen) ? chosen : Texts.Current, PasswordLength = PasswordLength(http),
        }, refusal.Status)),
    };

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", async (HttpContext http, StewardDb db, CancellationToken stop) =>
            !http.RequestServices.GetRequiredService<Preparation>().Founding && !await SetUpHandler.IsDone(db, stop) ? Results.Redirect("/setup") : await SignInPageOf(http, null, null, 200)).RequireAuthorization(Needs.Anyone);
        routes.MapGet("/sign-in/code", (HttpContext http, CancellationToken _) => SecondStepOf(http, null, 200)).RequireAuthorization(Needs.Anyone);
        routes.MapGet("/setup", async (HttpContext http, StewardDb db, CancellationToken stop) =>
            http.RequestServices.GetRequiredService<Preparation>().Founding || await SetUpHandler.IsDone(db, stop) ? Results.Redirect("/sign-in") : Page.Of<SetupPage>(new SetupModel { Theme = ThemeOf(http), PasswordLength = PasswordLength(http) })).RequireAuthorization(Needs.Anyone);
    }

    public static IResult Error(HttpContext http, int status, string sentence, string trace) =>
        Page.Of<ErrorPage>(new ErrorModel(status, sentence, trace, Theme: ThemeOf(http), Path: http.Request.Path), status);

    static async Task<IResult> SignInPageOf(HttpContext http, string? userName, string? error, int status)
    {
        var services = http.RequestServices;
        var db = services.GetRequiredService<StewardDb>();
        var (demo, founding) = (services.GetRequiredService<StewardSettings>().Demo, services.GetRequiredService<Preparation>().Founding);
        if (founding) http.Response.Headers["Refresh"] = "2";
        return Page.Of<SignInPage>(new SignInModel
        {
            Error = error,
            Message = error is null ? Platform.Web.Flash.Take(http) : null,
            UserName = userName,
            ReturnUrl = ReturnUrl(http),
            Providers = services.GetRequiredService<StewardSettings>().OpenId is { Authority.Length: > 0 } provider ? [new(provider.Name, Urls.With(OpenIdProvider.Path, ("returnUrl", ReturnUrl(http))))] : [],
            Organisation = (await db.Set<Provider>().AsNoTracking().OrderBy(p => p.Id).FirstOrDefaultAsync(http.RequestAborted))?.Name,
            Founding = founding,
            DemoAccounts = demo && !founding ? await DemoAccounts(db, http.RequestAborted) : [],
            Theme = ThemeOf(http),
            Path = http.Request.Path,
        }, status);
    }

    /// <summary>Whoever has not taken the first step, or took it too long ago, begins anew.</summary>
    static async Task<IResult> SecondStepOf(HttpContext http, string? error, int status)
    {
        var (services, stop) = (http.RequestServices, http.RequestAborted);
        if (await services.GetRequiredService<Doorkeeper>().Halfway(stop) is not (var account, _))
        {
            if (error is not null) Platform.Web.Flash.Bad(http, new FirstStepLapsed());
            return Results.Redirect("/sign-in");
        }
        var db = services.GetRequiredService<StewardDb>();
        return Page.Of<SecondStepPage>(new SecondStepModel(account.Name, await db.Set<Authenticator>().AnyAsync(a => a.Account == account.Id && a.ConfirmedAt != null, stop),
            await db.Set<Passkey>().AnyAsync(p => p.Account == account.Id, stop), ReturnUrl(http), error, ThemeOf(http)), status);
    }

    static string? ReturnUrl(HttpContext http) => Verbs.Local(http.Request.Method == "POST" ? http.Request.Form["returnUrl"].ToString() : http.Request.Query["returnUrl"].ToString());

    /// <summary>For each role that has a home the account that holds little else, in the order in which a newcomer would try them.</summary>
    static async Task<IReadOnlyList<DemoAccount>> DemoAccounts(StewardDb db, CancellationToken stop)
    {
        Role[] order = [Role.User, Role.Agent, Role.Onsite, Role.SvcMgr, Role.CustAdm, Role.PM, Role.SecEng, Role.Auditor, Role.SysAdm];
        var held = await db.Set<Grant>().AsNoTracking().Where(g => order.Contains(g.Role))
            .Join(db.Set<Account>(), g => g.Account, a => a.Id, (g, a) => new { g.Role, a.UserName, a.Name }).OrderBy(h => h.UserName).ToListAsync(stop);
        var roles = held.CountBy(h => h.UserName).ToDictionary();
        return [.. order.SelectMany(role => held.Where(h => h.Role == role).OrderBy(h => roles[h.UserName]).ThenBy(h => h.UserName, StringComparer.Ordinal).Take(1))
            .Select(h => new DemoAccount(h.UserName, h.Name, Texts.Name(h.Role)))];
    }

    static Theme ThemeOf(HttpContext http) => Enum.TryParse<Theme>(http.RequestServices.GetRequiredService<Viewer>().Theme, true, out var theme) ? theme : Theme.Auto;

    static int PasswordLength(HttpContext http) => http.RequestServices.GetRequiredService<StewardSettings>().SignIn.MinimumPasswordLength;

    static string? Text(JsonObject fields, string name) => fields[name]?.ToString();
}
