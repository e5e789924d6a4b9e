// Ends what nobody decided in time.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Sweeps;

namespace Steward.Platform.Approvals;

sealed class ApprovalSweep(StewardDb db, ApprovalDesk approvals) : ISweep
{
    public string Name => "approvals";
    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var due = await db.Set<Approval>().Where(a => a.State == ApprovalState.Waiting && a.ExpiresAt <= now).OrderBy(a => a.ExpiresAt).Select(a => a.Id).Take(50).ToListAsync(stop);
        var done = 0;
        foreach (var id in due)
        {
            db.ChangeTracker.Clear();
            var approval = await db.Set<Approval>().SingleAsync(a => a.Id == id, stop);
            if (approval.State != ApprovalState.Waiting) continue;
            var news = (await approvals.End(approval, ApprovalState.Expired, "", stop)).Value;
            // The row's version makes this a compare-and-set: a second node, or a word given at the last moment, is refused.
            if ((await db.TryCommit(stop, news)).Refusal is null) done++;
        }
        return done;
    }
}
