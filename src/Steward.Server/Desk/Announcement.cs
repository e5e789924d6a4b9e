// An announcement (公告): what a customer's users are told in the portal, without being asked, while it concerns them.
using Steward.People;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;

namespace Steward.Desk;

public readonly record struct AnnouncementId(Guid Value) : IId<AnnouncementId> { public static AnnouncementId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public enum AnnouncementKind { Information, PlannedOutage, MajorIncident }

public sealed class Announcement : ITenantRow, IVersioned
{
    public AnnouncementId Id { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary>For the users of one site only; null: of all.</summary>
    public SiteId? Site { get; init; }
    public AnnouncementKind Kind { get; init; }
    public required string Title { get; set; }
    public string Text { get; set; } = "";
    /// <summary>It holds in [From, Until); without an end, until it is withdrawn. A planned outage is shown from its publication on, all others while they hold.</summary>
    public DateTimeOffset From { get; init; }
    public DateTimeOffset? Until { get; set; }
    /// <summary>The record that it tells of, if one does: a major incident's newest notice replaces the one before.</summary>
    public Guid? About { get; init; }
    public required string By { get; init; }
    public int Version { get; set; }

    /// <summary>A planned outage says from when to when, ahead of it and while it lasts; nothing for the rest.</summary>
    public string Span(DateTimeOffset now, TimeZoneInfo zone) => Kind != AnnouncementKind.PlannedOutage ? ""
        : Texts.T((now < From, Until) switch { (true, null) => "Announcement.PlannedFrom", (true, _) => "Announcement.PlannedFromTo", (false, null) => "Announcement.RunsSince", _ => "Announcement.RunsUntil" },
            Format.Moment(From, zone), Until is { } until ? Format.Moment(until, zone) : "");
}
