// Puts an announcement on the portal of one customer, or of all, and takes it down.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;

namespace Steward.Desk.Announcements;

/// <summary>Without a customer, all active ones of whom the caller may announce. <paramref name="From"/> is now if left out.</summary>
public sealed record Announce([property: Required, StringLength(120)] string Title, [property: StringLength(2000)] string Text = "", AnnouncementKind Kind = AnnouncementKind.Information,
    CustomerId? Customer = null, SiteId? Site = null, DateTimeOffset? From = null, DateTimeOffset? Until = null);

public sealed record WithdrawAnnouncement(AnnouncementId Announcement);

sealed class AnnounceHandler(StewardDb db, News.Wanting wanting, Mailroom mails, Me me, IdSource ids, TimeProvider time) : IVerb<Announce, Done>
{
    public async Task<Result<Done>> Handle(Announce ask, CancellationToken stop)
    {
        var now = time.Now();
        var from = ask.From ?? now;
        if (ask.Until <= from || ask.Until <= now) return new BadInput([new("until", "DESK-443")]);
        if (ask.Site is { } site && !await db.Set<Site>().AnyAsync(s => s.Id == site && s.Customer == ask.Customer, stop)) return new BadInput([new("site", "STW-404")]);
        var customers = await db.Set<Customer>().Where(c => c.Active && (ask.Customer == null || c.Id == ask.Customer)).Select(c => c.Id).ToListAsync(stop);
        if (customers.Count == 0) return new BadInput([new("customer", "STW-404")]);
        var mine = customers.Where(c => me.Can(Thing.Incident, Right.Approve, new Place(c))).ToList();
        if (mine.Count == 0) return new NotAllowed();
        foreach (var customer in mine)
        {
            var announcement = new Announcement { Id = ids.New<AnnouncementId>(now), Customer = customer, Site = ask.Site, Kind = ask.Kind, Title = ask.Title.Trim(), Text = ask.Text.Trim(), From = from, Until = ask.Until, By = me.Signed };
            db.Add(announcement);
            var zone = TimeZoneInfo.FindSystemTimeZoneById(await db.Set<Customer>().Where(c => c.Id == customer).Select(c => c.Zone).SingleAsync(stop));
            foreach (var to in await wanting.Readers(customer, ask.Site, stop))
                mails.Post(customer, announcement.Id.Value, to, "announced", $"{announcement.Id.Value:N}-{to.Email}", now, announcement.Title, announcement.Text, to.Name, mails.Link("/"), Format.Moment(from, zone), ask.Until is { } until ? Format.Moment(until, zone) : "…");
        }
        return await db.TryCommit(stop);
    }
}

sealed class WithdrawAnnouncementHandler(StewardDb db, Me me, TimeProvider time) : IVerb<WithdrawAnnouncement, Done>
{
    public async Task<Result<Done>> Handle(WithdrawAnnouncement ask, CancellationToken stop)
    {
        if (await db.Set<Announcement>().SingleOrDefaultAsync(a => a.Id == ask.Announcement, stop) is not { } announcement) return new NotFound();
        if (!me.Can(Thing.Incident, Right.Approve, new Place(announcement.Customer))) return new NotAllowed();
        announcement.Until = time.Now();
        return await db.TryCommit(stop);
    }
}
