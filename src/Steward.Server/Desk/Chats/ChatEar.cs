// Hears what happens to tickets, promises and major incidents, and says it in the chats that want to know.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Events;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Desk.Chats;

sealed class ChatEar(StewardDb db, Chatroom room, Mailroom links, SlaClocks clocks, Me me) : INewsEar
{
    const int WarnFrom = 75;

    public string Name => "desk-chats";
    public IReadOnlyCollection<Type> Kinds { get; } = [typeof(TicketOpened), typeof(ClockWarned), typeof(ClockBreached), typeof(MajorDeclared), typeof(MajorMoved)];

    public async Task<IReadOnlyList<INews>> Hear(INews news, DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var channels = (await room.For(news.Customer, stop)).FindAll(c => Wants(c, news));
        if (channels.Count == 0 || await Words(news, stop) is not { } words) return [];
        var key = $"{news.GetType().Name}:{news.Subject:N}:{news.OccurredAt.UtcTicks}";
        foreach (var channel in channels)
            if (!await room.WasSaid(channel.Id, key, stop)) room.Say(channel.Id, news.Subject, words.Title, words.Text, key, now);
        return [];
    }

    static bool Wants(ChatChannel channel, INews news) => news switch
    {
        TicketOpened opened => channel.TicketsFrom > 0 && (int)opened.Priority <= channel.TicketsFrom,
        ClockWarned warned => channel.Promises && warned.Share >= WarnFrom,
        ClockBreached => channel.Promises,
        MajorDeclared => channel.Majors,
        MajorMoved moved => channel.Majors && moved.To == MajorState.Restored,
        _ => false,
    };

    async Task<(string Title, string Text)?> Words(INews news, CancellationToken stop)
    {
        var customer = await db.Set<Customer>().AsNoTracking().SingleAsync(c => c.Id == news.Customer!.Value, stop);
        string In(string key, params object?[] words) => Texts.In(customer.Language, key, words);
        if (news is MajorNews about)
        {
            var major = await db.Set<MajorIncident>().AsNoTracking().SingleAsync(m => m.Id == about.Major, stop);
            return (In(news is MajorDeclared ? "Chats.MajorDeclared" : "Chats.MajorRestored"), $"{ChatDialect.Plain(customer.Name)}: {ChatDialect.Plain(major.Summary)}\n[{major.Number}]({links.Link($"/majors/{major.Id}")})");
        }
        var id = TicketId.From(news.Subject);
        if (await db.Set<Ticket>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, stop) is not { } ticket) return null;
        var due = (await clocks.Clocks([ticket.Id.Value], stop)).Find(c => c.Kind == (news switch { ClockWarned w => w.Kind, ClockBreached b => b.Kind, _ => ClockKind.Resolution }))?.Due;
        var title = news switch
        {
            ClockWarned warned => In("Chats.Warned", warned.Share, In($"ClockKind.{warned.Kind}")),
            ClockBreached breached => In("Chats.Breached", In($"ClockKind.{breached.Kind}")),
            _ => In("Chats.New", ticket.Priority),
        };
        var until = due is { } at ? In("Chats.Due", Format.Moment(at, TimeZoneInfo.FindSystemTimeZoneById(customer.Zone))) : "";
        return (title, $"{ChatDialect.Plain(customer.Name)}: {ChatDialect.Plain(ticket.Summary)}\n{until}\n[{ticket.Number}]({links.Link($"/tickets/{ticket.Id}")})".Replace("\n\n", "\n", StringComparison.Ordinal));
    }
}
