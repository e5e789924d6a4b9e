// Watches what is under way: warns near the end of the window and at the back-out decision, tells overruns, late papers and late reviews, and ends approvals whose window passed.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Process;
using Steward.Platform.Events;
using Steward.Platform.Sweeps;

namespace Steward.Desk.Changes;

sealed class DutySweep(StewardDb db, ChangeWork work, ChangeMails mails, Me me) : ISweep
{
    public string Name => "change-duties";
    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var due = await db.Set<Change>().AsNoTracking().Where(c => c.NextDuty <= now).OrderBy(c => c.NextDuty).Select(c => c.Id).Take(50).ToListAsync(stop);
        var done = 0;
        foreach (var id in due)
        {
            db.ChangeTracker.Clear();
            var change = await db.Set<Change>().SingleAsync(c => c.Id == id, stop);
            if (change.NextDuty is null || change.NextDuty > now) continue;
            var reached = ChangeRules.Duties(change).Where(d => d.At <= now && (change.ToldUntil is null || d.At > change.ToldUntil)).OrderBy(d => d.At).ToList();
            change.ToldUntil = now;
            var news = new List<INews>();
            foreach (var (_, what) in reached) news.Add(await Tell(change, what, stop));
            change.NextDuty = ChangeRules.Next(change);
            // The row's version makes this a compare-and-set: a second node is refused and passes on.
            if ((await db.TryCommit(stop, [.. news])).Refusal is null) done++;
        }
        return done;
    }

    async Task<INews> Tell(Change change, ChangeDuty what, CancellationToken stop)
    {
        if (what == ChangeDuty.Lapse)
        {
            (change.ApprovedAt, change.PapersDue) = (null, null);
            if (change.Kind == ChangeKind.Standard) change.ClosedAt = work.Now;
            return work.Go(change, ChangeProcess.Table.Step(change.State, change.Kind == ChangeKind.Standard ? "LapseStandard" : "LapseApproval")!);
        }
        var verb = $"Duty{what}";
        work.Write(change, verb, "", visible: true);
        await mails.ToImplementer(change, "change-duty", stop, verb);
        if (what is not ChangeDuty.NearlyOver) await mails.ToManagers(change, "change-late", stop, duty: verb);
        return work.Changed(change, verb, change.State);
    }
}
