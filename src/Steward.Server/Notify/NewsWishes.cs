// What one person wants of their news: by which way each kind, when it is to be quiet, and when the digest comes. And what follows for one piece of news at one moment: pure.
namespace Steward.Notify;

/// <summary>Of a member of staff or a contact, whatever accounts they have. Times of day are counted in minutes from midnight in <see cref="Zone"/>.</summary>
public sealed class NewsWishes : IVersioned
{
    public const int UsualDigest = 8 * 60;

    /// <summary>The id of the member of staff or of the contact.</summary>
    public Guid Person { get; init; }
    public required string Zone { get; set; }
    /// <summary>By the name of the kind; what is not in it comes in its usual way.</summary>
    public Dictionary<string, NewsWay> Ways { get; set; } = [];
    /// <summary>Quiet in [from, until), which may go over midnight; both or neither.</summary>
    public int? QuietFrom { get; set; }
    public int? QuietUntil { get; set; }
    public int DigestAt { get; set; } = UsualDigest;
    /// <summary>Null: every day.</summary>
    public DayOfWeek? DigestDay { get; set; }
    public int Version { get; set; }

    public NewsWay Way(NewsKind kind) => kind.Demanded ? NewsWay.Mail : Ways.GetValueOrDefault(kind.Name, kind.Usual);
}

/// <summary>What becomes of a mail now: sent (Waiting), held (Quiet, Gathered) until then, said in the chat, or not wanted. Null instead: not to be decided at this moment.</summary>
public readonly record struct NewsTurn(MailState State, DateTimeOffset? Until = null);

public static class NewsTimes
{
    /// <param name="urgent">Of the highest priority: comes within quiet hours, and no digest delays it.</param>
    /// <param name="steady">The machine's clock can be believed; of one that cannot nothing is said about night and day.</param>
    public static NewsTurn? Turn(NewsWishes? wishes, NewsKind? kind, bool urgent, bool steady, DateTimeOffset now)
    {
        if (wishes is null) return new(MailState.Waiting);
        var way = kind is null ? NewsWay.Mail : wishes.Way(kind);
        if (way == NewsWay.Nothing) return new(MailState.Unwanted);
        var said = new NewsTurn(way == NewsWay.Chat ? MailState.InChat : MailState.Waiting);
        if (urgent || kind?.Breaks == true) return said;
        if (!steady) return null;
        return way == NewsWay.Digest ? new(MailState.Gathered, NextDigest(wishes, now)) : QuietUntil(wishes, now) is { } until ? new(MailState.Quiet, until) : said;
    }

    /// <summary>The end of the quiet span that the moment lies in; null outside.</summary>
    public static DateTimeOffset? QuietUntil(NewsWishes wishes, DateTimeOffset now)
    {
        if (wishes is not { QuietFrom: { } from, QuietUntil: { } until }) return null;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(wishes.Zone);
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var (day, minute) = (DateOnly.FromDateTime(local.DateTime), (int)local.TimeOfDay.TotalMinutes);
        var inside = from < until ? minute >= from && minute < until : minute >= from || minute < until;
        if (!inside) return null;
        // Of a span over midnight the evening's part ends on the next day. Where clocks are put back over its end, it ends the first time, which may just be over.
        var end = At(from > until && minute >= from ? day.AddDays(1) : day, until, zone);
        return end > now ? end : null;
    }

    /// <summary>The first digest after the moment; one that would fall into quiet hours comes at their end.</summary>
    public static DateTimeOffset NextDigest(NewsWishes wishes, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(wishes.Zone);
        for (var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime); ; day = day.AddDays(1))
            if ((wishes.DigestDay is not { } wanted || day.DayOfWeek == wanted) && At(day, wishes.DigestAt, zone) is var at && at > now) return QuietUntil(wishes, at) ?? at;
    }

    /// <summary>Where clocks are put forward over that time of day, it falls when they go on; where they are put back, it falls the first time.</summary>
    static DateTimeOffset At(DateOnly day, int minute, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(default).AddMinutes(minute);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
