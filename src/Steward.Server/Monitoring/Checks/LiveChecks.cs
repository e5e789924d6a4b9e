// What open pages are told of checks: that one went down, came back, went blind or sees again, to those who may see it.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Live;

namespace Steward.Monitoring.Checks;

static class LiveChecks
{
    public static readonly LiveTopic Checks = new("check", [typeof(ServiceWentDown), typeof(ServiceCameBack), typeof(WentBlind), typeof(SeesAgain)], async (services, ids, stop) =>
    {
        var (named, work) = (ids.Select(CheckId.From).ToList(), services.GetRequiredService<CheckWork>());
        return [.. (await services.GetRequiredService<Watch>().Checks.Where(c => named.Contains(c.Id)).ToListAsync(stop)).Where(work.Sees).Select(c => c.Id.Value)];
    });
}
