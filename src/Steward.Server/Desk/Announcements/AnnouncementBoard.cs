// What stands on the board of a customer's portal now, and how records put their own notices there.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.People;

namespace Steward.Desk.Announcements;

sealed class AnnouncementBoard(StewardDb db, Me me, IdSource ids)
{
    const int Most = 10;

    /// <summary>What users of a customer read now, the gravest first, then what holds already, then planned outages to come, the next one first; of a site's, those for that site and for all.</summary>
    public Task<List<Announcement>> Now(CustomerId customer, SiteId? site, DateTimeOffset now, CancellationToken stop) =>
        db.Set<Announcement>().AsNoTracking().Where(a => a.Customer == customer && (a.From <= now || a.Kind == AnnouncementKind.PlannedOutage) && (a.Until == null || a.Until > now) && (a.Site == null || site == null || a.Site == site))
            .OrderByDescending(a => a.Kind == AnnouncementKind.MajorIncident).ThenBy(a => a.From > now).ThenBy(a => a.From > now ? a.From : now).ThenByDescending(a => a.From).ThenBy(a => a.Id).Take(Most).ToListAsync(stop);

    /// <summary>The newest word of a record, in place of the one before. Adds to the unit of work.</summary>
    public async Task Replace(CustomerId customer, AnnouncementKind kind, string title, string text, Guid about, DateTimeOffset? until, DateTimeOffset now, CancellationToken stop)
    {
        foreach (var earlier in await db.Set<Announcement>().Where(a => a.About == about && (a.Until == null || a.Until > now)).ToListAsync(stop)) earlier.Until = now;
        db.Add(new Announcement { Id = ids.New<AnnouncementId>(now), Customer = customer, Kind = kind, Title = title, Text = text, From = now, Until = until, About = about, By = me.Signed });
    }
}
