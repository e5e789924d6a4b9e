// Address and content of the page about one's own notifications.
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Access.News;

public sealed record NewsChoice(string Kind, string Title, string What, NewsWay Way, bool Demanded, bool Breaks);

/// <param name="Address">Where mails go; empty: nowhere.</param>
/// <param name="Shared">Somebody else has the same address, so that nobody's choices count.</param>
/// <param name="InChat">There is a chat in which the reader can be reached.</param>
public sealed record MyNews(IReadOnlyList<NewsChoice> Kinds, string QuietFrom, string QuietUntil, string DigestAt, DayOfWeek? DigestDay, string Zone, string Address, bool Shared, bool InChat, bool IsSomebody);

sealed class NewsQueries(StewardDb db, NewsKinds kinds, IEnumerable<IChatSeats> seats, PeopleBook people, Me me)
{
    public async Task<MyNews> Own(CancellationToken stop)
    {
        if (SetNewsHandler.Person(me) is not { } person) return new([], "", "", "", null, me.Account?.Zone ?? "", "", false, false, false);
        var wishes = await db.Set<NewsWishes>().AsNoTracking().SingleOrDefaultAsync(w => w.Person == person, stop) ?? new NewsWishes { Person = person, Zone = me.Account!.Zone };
        var address = await SetNewsHandler.Address(people, me, stop);
        // Demanded ones stand last: there is nothing to choose about them.
        return new([.. SetNewsHandler.Of(kinds, me).OrderBy(k => k.Demanded).Select(k => new NewsChoice(k.Name, Texts.T($"news.{k.Name}"), Texts.T($"news.{k.Name}.what"), wishes.Way(k), k.Demanded, k.Breaks))],
            Time(wishes.QuietFrom), Time(wishes.QuietUntil), Time(wishes.DigestAt), wishes.DigestDay, wishes.Zone, address, address.Length > 0 && await Shared(address, stop), await SetNewsHandler.Seat(seats, person, stop) is not null, true);
    }

    async Task<bool> Shared(string address, CancellationToken stop)
    {
        // Of a customer's contacts those of the same customer, whom the reader may see anyway; of the provider's, its own and every customer's.
        using var all = me.Contact is null ? db.Work.AmongAll() : null;
        return await people.Staff.CountAsync(s => s.Active && s.Email == address, stop) + await people.Contacts.CountAsync(c => c.Active && c.Email == address, stop) > 1;
    }

    static string Time(int? minute) => minute is { } m ? TimeOnly.FromTimeSpan(TimeSpan.FromMinutes(m)).ToString("HH:mm", CultureInfo.InvariantCulture) : "";
}

static class NewsPages
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<NewsQueries>().AddSingleton(new AuditSubject("notify_wishes", "/accounts"));
        services.AddCommands(new CommandEntry("MyNews.Title", "/me/news", Needs.SignedIn));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<NewsPage, MyNews>("/me/news", Needs.SignedIn, "MyNews", (NewsQueries news, CancellationToken stop) => news.Own(stop));
        routes.Verb<SetNews, Done, SetNewsHandler>("me/news", Needs.SignedIn, new() { Then = (_, _) => "/me/news", Again = Redraw.Of("/me/news") });
    }
}
