// Ends a silence before its time: what it covered is looked at again at once.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Alerting.Stages;
using Steward.Platform.Web;

namespace Steward.Alerting.Silences;

public sealed record ExpireSilence(SilenceId Silence);

sealed record IsExpired() : Refusal("ALR-110");

sealed class ExpireSilenceHandler(AlertWork work, Passage passage) : IVerb<ExpireSilence, Done>
{
    public async Task<Result<Done>> Handle(ExpireSilence ask, CancellationToken stop)
    {
        if (await work.Db.Set<Silence>().SingleOrDefaultAsync(s => s.Id == ask.Silence, stop) is not { } silence) return new NotFound();
        if (await work.Refuses(silence.Customer, null, Right.Work, stop) is { } refusal) return refusal;
        if (silence.StateAt(work.Now) == CoverState.Expired) return new IsExpired();
        silence.Until = work.Now;
        return await work.Db.TryCommit(stop, [.. await passage.LookAtAll(silence.Customer, work.Now, stop)]);
    }
}
