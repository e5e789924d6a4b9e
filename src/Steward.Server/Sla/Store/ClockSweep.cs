// Looks at clocks whose next moment has come, announces warnings and breaches once, and stores what they show now. By a clock that has just jumped nobody is late (decision 14).
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Events;
using Steward.Platform.Sweeps;

namespace Steward.Sla.Store;

sealed class ClockSweep(StewardDb db, SlaClocks clocks, SteadyClock clock) : ISweep
{
    public string Name => "sla-clocks";
    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        if (!clock.IsSteady()) return 0;
        var due = await db.Set<SubjectRow>().AsNoTracking().Where(s => s.NextMoment <= now).OrderBy(s => s.NextMoment).Take(50).ToListAsync(stop);
        var done = 0;
        foreach (var seen in due)
        {
            db.ChangeTracker.Clear();
            // Whoever moves the deadline first does the work; the others pass on.
            if (await db.UpdateNow(db.Set<SubjectRow>().Where(s => s.Subject == seen.Subject && s.NextMoment == seen.NextMoment), s => s.SetProperty(r => r.NextMoment, now.AddMinutes(5)), stop) == 0) continue;
            var row = await db.Set<SubjectRow>().SingleAsync(s => s.Subject == seen.Subject, stop);
            var before = (await clocks.Clocks([seen.Subject], stop)).ToDictionary(c => c.Kind);
            var known = (await clocks.Facts(seen.Subject, stop))!;
            var reading = clocks.Read(known, now);
            List<INews> news = [.. News(row, before, reading, now), .. Told.Due(row, reading).Select(l => new EscalationReached(row.Subject, row.Customer, l.Kind, l.Priority, l.Since, l.Level, l.Round, l.Tell, l.At, l.Who))];
            Told.Mark(row, reading);
            await clocks.Store(row, reading, stop);
            await db.Commit(stop, [.. news]);
            // A fact that was told while this was computed has a deadline of its own, which must not get lost.
            if (await db.Set<FactRow>().CountAsync(f => f.Subject == seen.Subject, stop) != known.Facts.Count)
                await db.UpdateNow(db.Set<SubjectRow>().Where(s => s.Subject == seen.Subject), s => s.SetProperty(r => r.NextMoment, now), stop);
            done++;
        }
        return done;
    }

    static IEnumerable<INews> News(SubjectRow row, Dictionary<ClockKind, ClockRow> before, SlaReading reading, DateTimeOffset now)
    {
        foreach (var clock in reading.Clocks.Where(c => c.Verdict == Verdict.Breached && before.TryGetValue(c.Kind, out var old) && old.Verdict != Verdict.Breached))
            yield return new ClockBreached(row.Subject, row.Customer, clock.Kind, clock.BreachedAt ?? now);
        var reached = reading[ClockKind.Resolution].Moments.Where(m => m.Reached && m.SharePercent is > 0 and < 100).Select(m => m.SharePercent).DefaultIfEmpty().Max();
        if (reached <= row.ToldShare) yield break;
        row.ToldShare = reached;
        yield return new ClockWarned(row.Subject, row.Customer, ClockKind.Resolution, reached, now);
    }
}
