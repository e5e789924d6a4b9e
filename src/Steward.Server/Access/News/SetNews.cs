// Chooses how one hears of each kind of news, when it is to be quiet, and when the digest comes. Only one's own.
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Access.News;

/// <summary>
/// A kind that is left out stays as it is. Times of day are written 22:00, in <paramref name="Zone"/> (the account's if left out); without both of <paramref name="QuietFrom"/> and
/// <paramref name="QuietUntil"/> it is never quiet. Without a <paramref name="DigestDay"/> the digest comes every day.
/// </summary>
public sealed record SetNews(
    Dictionary<string, NewsWay>? Ways = null, [property: StringLength(5)] string QuietFrom = "", [property: StringLength(5)] string QuietUntil = "",
    [property: StringLength(5)] string DigestAt = "", DayOfWeek? DigestDay = null, [property: StringLength(60)] string Zone = "");

/// <summary>A contract or a duty demands it.</summary>
sealed record NewsDemanded(string Kind) : Refusal("ACC-180", Texts.T($"news.{Kind}")) { public override string? Field => $"ways.{Kind}"; public override int Status => 400; }
sealed record NoQuietSpan() : Refusal("ACC-181") { public override string? Field => "quietUntil"; public override int Status => 400; }
sealed record NotInAChat() : Refusal("ACC-182") { public override int Status => 400; }
/// <summary>The account stands for nobody who could be written to.</summary>
sealed record NobodyToTell() : Refusal("ACC-183");

sealed class SetNewsHandler(StewardDb db, NewsKinds kinds, IEnumerable<IChatSeats> seats, Mailroom mails, PeopleBook people, Me me, TimeProvider time) : IVerb<SetNews, Done>
{
    public async Task<Result<Done>> Handle(SetNews ask, CancellationToken stop)
    {
        if (Person(me) is not { } person) return new NobodyToTell();
        if (!Times(ask).TryGet(out var times, out var refusal)) return refusal;
        var zone = ask.Zone.Length > 0 ? ask.Zone : me.Account!.Zone;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) return new BadField("zone", "field.zone");
        foreach (var (name, way) in ask.Ways ?? [])
        {
            if (Of(kinds, me).FirstOrDefault(k => k.Name == name) is not { } kind) return new BadField($"ways.{name}", "field.unreadable");
            if (kind.Demanded && way != NewsWay.Mail) return new NewsDemanded(name);
            if (way == NewsWay.Chat && await Seat(seats, person, stop) is null) return new NotInAChat();
        }
        if (await db.Set<NewsWishes>().SingleOrDefaultAsync(w => w.Person == person, stop) is not { } wishes) db.Add(wishes = new NewsWishes { Person = person, Zone = zone });
        (wishes.Zone, wishes.QuietFrom, wishes.QuietUntil, wishes.DigestAt, wishes.DigestDay) = (zone, times.From, times.Until, times.Digest, ask.DigestDay);
        wishes.Ways = new(wishes.Ways.Concat(ask.Ways ?? []).GroupBy(w => w.Key).Select(w => w.Last()));
        if ((await db.TryCommit(stop)).Refusal is { } lost) return lost;
        if (await Address(people, me, stop) is { Length: > 0 } address) await mails.SortAgain(address, time.Now(), stop);
        return new Done();
    }

    static Result<(int? From, int? Until, int Digest)> Times(SetNews ask)
    {
        var (from, until, digest) = (Minute(ask.QuietFrom), Minute(ask.QuietUntil), ask.DigestAt.Length == 0 ? NewsWishes.UsualDigest : Minute(ask.DigestAt));
        if (from is null && ask.QuietFrom.Length > 0) return new BadField("quietFrom", "field.unreadable");
        if (until is null && ask.QuietUntil.Length > 0) return new BadField("quietUntil", "field.unreadable");
        if (digest is null) return new BadField("digestAt", "field.unreadable");
        return (from is null) != (until is null) || from is not null && from == until ? new NoQuietSpan() : (from, until, digest.Value);
    }

    static int? Minute(string text) => TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at.Hour * 60 + at.Minute : null;

    public static Guid? Person(Me me) => me.Staff?.Value ?? me.Contact?.Value;

    /// <summary>The kinds that reach the caller's side.</summary>
    public static IEnumerable<NewsKind> Of(NewsKinds kinds, Me me) => kinds.All.Where(k => k.For.HasFlag(me.Contact is null ? NewsFor.Staff : NewsFor.Contacts));

    public static async Task<ChatId?> Seat(IEnumerable<IChatSeats> seats, Guid person, CancellationToken stop)
    {
        foreach (var of in seats)
            if (await of.Of(person, stop) is { } seat) return seat;
        return null;
    }

    public static async Task<string> Address(PeopleBook people, Me me, CancellationToken stop) =>
        me.Staff is { } staff ? await people.Staff.Where(s => s.Id == staff).Select(s => s.Email).SingleOrDefaultAsync(stop) ?? ""
        : me.Contact is { } contact ? await people.Contacts.Where(c => c.Id == contact).Select(c => c.Email).SingleOrDefaultAsync(stop) ?? "" : "";
}
