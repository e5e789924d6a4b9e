// Tells the managers once of each deadline of a complaint that has passed.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Cases;
using Steward.Notify;
using Steward.Platform.Sweeps;

namespace Steward.Desk.Complaints;

sealed class ComplaintSweep(StewardDb db, ComplaintWork work, Mailroom mails, Me me) : ISweep
{
    public string Name => "complaints";
    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var due = await db.Set<Complaint>().AsNoTracking().Where(c => c.NextDuty <= now).OrderBy(c => c.NextDuty).Select(c => c.Id).Take(50).ToListAsync(stop);
        var done = 0;
        foreach (var id in due)
        {
            db.ChangeTracker.Clear();
            var complaint = await db.Set<Complaint>().SingleAsync(c => c.Id == id, stop);
            if (complaint.NextDuty is not { } passed || passed > now) continue;
            work.Write(complaint, complaint.State == ComplaintState.Settled ? "ComplaintToVerify" : "ComplaintOverdue", "", visible: false);
            complaint.NextDuty = null;
            foreach (var manager in await db.Holding(complaint.Customer, now, complaint.About, stop, Role.SvcMgr, Role.PM))
                mails.Post(complaint.Customer, complaint.Id.Value, manager, complaint.State == ComplaintState.Settled ? "complaint-verify" : "complaint-late", $"{complaint.Id.Value:N}-{passed:yyyyMMddHHmmss}-{manager.Email}", now,
                    complaint.Number, complaint.Summary, manager.Name, mails.Link($"/complaints/{complaint.Id}"));
            // The row's version makes this a compare-and-set: a second node is refused and passes on.
            if ((await db.TryCommit(stop)).Refusal is null) done++;
        }
        return done;
    }
}
