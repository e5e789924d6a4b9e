// Stops watching for a while, begins again, or ends it: time that nobody watches is blind, and says so in the ledger.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Alerting;
using Steward.Platform.Web;

namespace Steward.Monitoring.Checks;

public sealed record PauseCheck(CheckId Check, [property: StringLength(400)] string Reason);
public sealed record ResumeCheck(CheckId Check);
public sealed record RemoveCheck(CheckId Check, [property: StringLength(400)] string Reason);

sealed record CheckIsPaused() : Refusal("MON-110");
sealed record CheckIsWatched() : Refusal("MON-111");

sealed class PauseCheckHandler(CheckWork work, AlertInbox alerts) : IVerb<PauseCheck, Done>
{
    public async Task<Result<Done>> Handle(PauseCheck ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Check, Right.Work, stop)).TryGet(out var found, out var refusal)) return refusal;
        var (check, row) = found;
        if (check.State == CheckState.Paused) return new CheckIsPaused();
        check.State = CheckState.Paused;
        row.StopWatching(work, ask.Reason);
        // A blindness that somebody wants is no trouble; an outage that was seen stays one until it is seen to be over.
        return await work.Db.TryCommit(stop, [.. await alerts.Clear(check.Customer, check.Id.Value, CheckAlerts.Blind, work.Now, work.Now, stop)]);
    }
}

sealed class ResumeCheckHandler(CheckWork work) : IVerb<ResumeCheck, Done>
{
    public async Task<Result<Done>> Handle(ResumeCheck ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Check, Right.Work, stop)).TryGet(out var found, out var refusal)) return refusal;
        var (check, row) = found;
        if (check.State == CheckState.Watched) return new CheckIsWatched();
        check.State = CheckState.Watched;
        row.Keep(row.Sight.Anew(work.Now), work.RuleOf(check));
        return await work.Db.TryCommit(stop);
    }
}

sealed class RemoveCheckHandler(CheckWork work, AlertInbox alerts) : IVerb<RemoveCheck, Done>
{
    public async Task<Result<Done>> Handle(RemoveCheck ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Check, Right.Work, stop)).TryGet(out var found, out var refusal)) return refusal;
        var (check, row) = found;
        (check.State, check.RemovedAt) = (CheckState.Removed, work.Now);
        row.StopWatching(work, ask.Reason);
        return await work.Db.TryCommit(stop, [.. await alerts.Clear(check.Customer, check.Id.Value, CheckAlerts.Down, work.Now, work.Now, stop), .. await alerts.Clear(check.Customer, check.Id.Value, CheckAlerts.Blind, work.Now, work.Now, stop)]);
    }
}

static class Stopping
{
    /// <summary>From now on nothing is seen, because somebody wanted it so; no silence is announced.</summary>
    public static void StopWatching(this SightRow row, CheckWork work, string reason)
    {
        // Where the evidence was late, nobody knows what lies between it and now.
        if (row.Behind) row.Write(work.Db, new(LedgerKind.Blind, row.Sight.Evidence, null, work.Now));
        (row.BlindAfter, row.Behind) = (null, false);
        row.Write(work.Db, new(LedgerKind.Blind, work.Now, null, work.Now, reason, work.Caller));
    }
}
