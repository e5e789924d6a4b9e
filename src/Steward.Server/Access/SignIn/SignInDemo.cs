// On a demo system only: signs in as one of the sample people at a click.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Settings;
using Steward.Platform.Web;

namespace Steward.Access.SignIn;

public sealed record SignInDemo(string UserName);

sealed class SignInDemoHandler(StewardDb db, StewardSettings settings, Doorkeeper door) : IVerb<SignInDemo, Done>
{
    public async Task<Result<Done>> Handle(SignInDemo ask, CancellationToken stop)
    {
        if (!settings.Demo || await db.Set<Account>().SingleOrDefaultAsync(a => a.UserName == ask.UserName && !a.Disabled, stop) is not { } account) return new NotFound();
        return await door.Enter(account, WayIn.Demo, false, stop);
    }
}
