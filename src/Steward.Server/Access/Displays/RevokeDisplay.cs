// Takes a display's token away: its screen goes dark at once and for good.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Web;

namespace Steward.Access.Displays;

public sealed record RevokeDisplay(DisplayId Display);

sealed class RevokeDisplayHandler(StewardDb db, Me me, TimeProvider time) : IVerb<RevokeDisplay, Done>
{
    public async Task<Result<Done>> Handle(RevokeDisplay ask, CancellationToken stop)
    {
        if (await db.Set<Display>().SingleOrDefaultAsync(d => d.Id == ask.Display, stop) is not { } display
            || !MakeDisplayHandler.Places(display.Customers, display.Sites).All(place => me.Can(Thing.Display, Right.Work, place))) return new NotFound();
        display.RevokedAt ??= time.Now();
        await db.Commit(stop);
        return new Done();
    }
}
