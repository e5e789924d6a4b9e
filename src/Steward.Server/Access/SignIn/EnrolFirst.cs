// Where a second factor is required and missing, every path leads to the page that sets it up.
using Microsoft.AspNetCore.Authorization;
using Steward.Platform.Web;

namespace Steward.Access.SignIn;

sealed record SecondFactorRequired() : Refusal("ACC-156") { public override int Status => 403; }

static class EnrolFirst
{
    public const string Page = "/me/security";

    /// <summary>Also the way out, the look of the pages, and a first password that must be changed.</summary>
    static readonly string[] Open = [Page, "/me/authenticator", "/me/passkeys", "/me/looks", "/me/password", "/sign-out"];

    public static async Task Guard(HttpContext http, RequestDelegate next)
    {
        var me = http.RequestServices.GetRequiredService<Me>();
        if (!me.MustEnrol || http.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy == Needs.Anyone) { await next(http); return; }
        var api = http.Request.Path.StartsWithSegments("/api/v1", out var path);
        if (Open.Any(o => (api ? path : http.Request.Path).StartsWithSegments(o))) { await next(http); return; }
        ViewerCulture.Enter(http);
        if (!api && HttpMethods.IsGet(http.Request.Method)) http.Response.Redirect(Page);
        else await Refusals.Problem(http, new SecondFactorRequired()).ExecuteAsync(http);
    }
}
