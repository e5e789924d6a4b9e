// Reminds once of each notice that is late, at its pace, and once of a review that is.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Cases;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Sweeps;

namespace Steward.Desk.Majors;

sealed class MajorSweep(StewardDb db, MajorWork work, Mailroom mails, Me me) : ISweep
{
    public string Name => "major-incidents";
    public TimeSpan Every => TimeSpan.FromSeconds(15);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var due = await db.Set<MajorIncident>().AsNoTracking().Where(m => m.NextDuty <= now).OrderBy(m => m.NextDuty).Select(m => m.Id).Take(50).ToListAsync(stop);
        var done = 0;
        foreach (var id in due)
        {
            db.ChangeTracker.Clear();
            var major = await db.Set<MajorIncident>().SingleAsync(m => m.Id == id, stop);
            if (major.NextDuty is not { } passed || passed > now) continue;
            var (verb, template) = major.IsRunning ? ("MajorNoticeLate", "major-late") : ("MajorReviewLate", "major-review");
            work.Write(major, verb, "", visible: false);
            // However long nobody looked, one reminder now and the next at its pace from here.
            major.NextDuty = major.IsRunning ? now.AddMinutes(major.NoticeMinutes) : null;
            var staff = await db.Set<Staff>().AsNoTracking().Where(s => (s.Id == major.Commander || s.Id == major.Communications) && s.Active && s.Email != "").Select(s => new Addressee(s.Name, s.Email, Platform.Text.Language.Zh)).ToListAsync(stop);
            foreach (var person in staff.Concat(await db.Holding(major.Customer, now, null, stop, Role.SvcMgr)).DistinctBy(p => p.Email, StringComparer.OrdinalIgnoreCase))
                mails.Post(major.Customer, major.Id.Value, person, template, $"{major.Id.Value:N}-{passed:yyyyMMddHHmmss}-{person.Email}", now, major.Number, major.Summary, person.Name, mails.Link($"/major-incidents/{major.Id}"));
            // The row's version makes this a compare-and-set: a second node is refused and passes on.
            if ((await db.TryCommit(stop)).Refusal is null) done++;
        }
        return done;
    }
}
