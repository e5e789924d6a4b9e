// Puts an alert into the group of its destination; a new group waits first, so that what comes with it is told with it.
using Microsoft.EntityFrameworkCore;
using Steward.Alerting.Routing;

namespace Steward.Alerting.Notices;

sealed class Groups(StewardDb db, IdSource ids)
{
    /// <summary>Already in it, it stays as it is. A group that exists tells what is new at its next tick.</summary>
    public async Task<AlertGroup> Join(Alert alert, Destination way, DateTimeOffset now, CancellationToken stop)
    {
        var key = way.Grouping.KeyOf(alert.Labels);
        var group = db.Held<AlertGroup>().Select(e => e.Entity).FirstOrDefault(IsIt)
            ?? await db.Set<AlertGroup>().SingleOrDefaultAsync(g => g.Customer == alert.Customer && g.Receiver == way.Receiver && g.Path == way.Path && g.Key == key, stop);
        if (group is null)
        {
            group = new AlertGroup { Id = ids.Next(now), Customer = alert.Customer, Receiver = way.Receiver, Path = way.Path, Key = key, MutedDuring = [], ActiveDuring = [], NextTick = now + way.Grouping.Wait };
            db.Add(group);
        }
        (group.WaitSeconds, group.IntervalSeconds, group.RepeatSeconds) = ((long)way.Grouping.Wait.TotalSeconds, (long)way.Grouping.Interval.TotalSeconds, (long)way.Grouping.Repeat.TotalSeconds);
        (group.MutedDuring, group.ActiveDuring) = ([.. way.MutedDuring], [.. way.ActiveDuring]);
        var there = db.Held<GroupMember>().Any(e => e.Entity.Group == group.Id && e.Entity.Alert == alert.Id) || await db.Set<GroupMember>().AnyAsync(m => m.Group == group.Id && m.Alert == alert.Id, stop);
        if (there) return group;
        db.Add(new GroupMember { Group = group.Id, Alert = alert.Id, Customer = alert.Customer });
        // A tick that looks at this moment must not end the group that somebody joins.
        group.Version++;
        return group;

        bool IsIt(AlertGroup g) => g.Customer == alert.Customer && g.Receiver == way.Receiver && g.Path == way.Path && g.Key == key;
    }
}
