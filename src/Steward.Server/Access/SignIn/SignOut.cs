// Ends the session of this browser.
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Steward.Platform.Web;

namespace Steward.Access.SignIn;

public sealed record SignOut;

sealed class SignOutHandler(IHttpContextAccessor http) : IVerb<SignOut, Done>
{
    public async Task<Result<Done>> Handle(SignOut ask, CancellationToken stop)
    {
        await http.HttpContext!.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return new Done();
    }
}
