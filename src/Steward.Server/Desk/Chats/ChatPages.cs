// Addresses, rights and navigation of chats: where the makers' calls come in, the administrator's page, one's own page.
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Events;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;

namespace Steward.Desk.Chats;

public sealed record ChatRow(ChatChannel Channel, string? CustomerName, bool Signs, bool Hears, IReadOnlyList<ChatMessage> Newest, string CallbackUrl);
public sealed record ChatList(IReadOnlyList<ChatRow> Rows, IReadOnlyList<Option> Customers, bool MayWork);
public sealed record OwnChat(ChatId Chat, string Name, ChatKind Kind, string User, DateTimeOffset Since);
public sealed record OwnChats(IReadOnlyList<OwnChat> Rows, bool IsSomebody);

sealed class ChatQueries(StewardDb db, Chatroom room, Mailroom links, PeopleBook people, Me me)
{
    public async Task<ChatList> All(CancellationToken stop)
    {
        var names = await people.Customers.AsNoTracking().OrderBy(c => c.Name).Select(c => new { c.Id, c.Name }).Take(500).ToListAsync(stop);
        var rows = new List<ChatRow>();
        foreach (var c in await room.Channels.OrderBy(c => c.Name).Take(100).ToListAsync(stop))
            rows.Add(new(c, names.Find(n => n.Id == c.ForCustomer)?.Name, c.Secret.Length > 0, c.Token.Length > 0, await room.Newest(c.Id, stop), links.Link($"/chat/{c.Id}")));
        return new(rows, [.. names.Select(n => new Option(n.Id.ToString(), n.Name))], me.Can(Thing.Settings, Right.Work));
    }

    public async Task<OwnChats> Own(CancellationToken stop)
    {
        if (me.Staff is { } staff) return new(await (from p in db.Set<ChatColleague>().AsNoTracking() join c in db.Set<ChatChannel>() on p.Chat equals c.Id where p.Staff == staff orderby p.Since select new OwnChat(c.Id, c.Name, c.Kind, p.User, p.Since)).ToListAsync(stop), true);
        if (me.Contact is not { } contact) return new([], false);
        return new(await (from p in db.Set<ChatPerson>().AsNoTracking() join c in db.Set<ChatChannel>() on p.Chat equals c.Id where p.Contact == contact orderby p.Since select new OwnChat(c.Id, c.Name, c.Kind, p.User, p.Since)).ToListAsync(stop), true);
    }
}

static class ChatPages
{
    const int LargestCall = 256 * 1024;
    static readonly string Read = Needs.OfProvider(Thing.Settings, Right.Read), Work = Needs.OfProvider(Thing.Settings, Right.Work);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<ChatQueries>().AddSingleton<ChatIntake>().AddScoped<ChatArrival>().AddScoped<ChatDecision>().AddScoped<INewsEar, ChatEar>();
        services.AddSingleton(new AuditSubject("notify_chat", "/chats"));
        services.AddNav(new NavEntry("Nav.System", "Chats.Title", "/chats", "message-circle", Read, 931));
        services.AddCommands(new CommandEntry("Chats.Own", "/my-chats", Needs.SignedIn));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var (again, own) = (Redraw.Of("/chats"), Redraw.Of("/my-chats"));
        routes.Shows<ChatsPage, ChatList>("/chats", Read, "Chats", (ChatQueries chats, CancellationToken stop) => chats.All(stop));
        routes.Shows<MyChatsPage, OwnChats>("/my-chats", Needs.SignedIn, "MyChats", (ChatQueries chats, CancellationToken stop) => chats.Own(stop));
        routes.Verb<AddChat, ChatId, AddChatHandler>("chats", Work, new() { Then = (_, _) => "/chats", Again = again });
        routes.Verb<ChangeChat, Done, ChangeChatHandler>("chats/{chat}/change", Work, new() { Then = (_, _) => "/chats", Again = again });
        routes.Verb<RemoveChat, Done, RemoveChatHandler>("chats/{chat}/remove", Work, new() { Then = (_, _) => "/chats", Again = again });
        routes.Verb<TryChat, Done, TryChatHandler>("chats/{chat}/try", Work, new() { Then = (_, _) => "/chats", Again = again });
        routes.Verb<BindChat, Done, BindChatHandler>("my-chats", Needs.SignedIn, new() { Then = (_, _) => "/my-chats", Again = own });
        routes.Verb<UnbindChat, Done, UnbindChatHandler>("my-chats/remove", Needs.SignedIn, new() { Then = (_, _) => "/my-chats", Again = own });
        routes.MapMethods("/chat/{chat:guid}", ["GET", "POST"], Hear).RequireAuthorization(Needs.Anyone).DisableAntiforgery()
            .WithName("HearChat").WithTags("chats").WithSummary(Texts.In(Language.En, "page.HearChat")).WithDescription(Texts.In(Language.Zh, "page.HearChat"));
    }

    /// <summary>A call that is not signed by the chat learns nothing, not even whether there is such a channel.</summary>
    static async Task<IResult> Hear(HttpContext http, Guid chat, Chatroom room, ChatIntake intake, StewardDb db, TimeProvider time, CancellationToken stop)
    {
        var (id, now) = (ChatId.From(chat), time.Now());
        if (await room.Channels.SingleOrDefaultAsync(c => c.Id == id && c.Active, stop) is not { } channel) return Results.StatusCode(403);
        // A call need not say how long it is: so much is read of it and no more.
        using var reader = new StreamReader(http.Request.Body);
        var text = new char[LargestCall + 1];
        var length = await reader.ReadBlockAsync(text, stop);
        if (length > LargestCall) return Results.StatusCode(413);
        var body = new string(text, 0, length);
        var (keys, query) = (room.Keys(channel), http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString()));
        if (ChatCallback.Hear(keys, new(query, http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()), body), now) is not { } heard) return Results.StatusCode(403);
        if (heard.Echo is { } echo) return Results.Text(echo, echo.StartsWith('{') ? "application/json" : "text/plain");
        if (heard.Message is not { } word) return Results.Ok();
        var answer = await intake.Take(channel, word, stop);
        switch (channel.Kind)
        {
            case ChatKind.WeCom: return Results.Text(ChatCallback.WeComReply(keys, word, answer, word.To, RandomNumberGenerator.GetHexString(12), now), "application/xml");
            case ChatKind.DingTalk: return Results.Json(new { msgtype = "text", text = new { content = answer } });
            // Feishu takes no answer with the call: it is said in the group, once.
            default:
                if (!await room.WasSaid(channel.Id, $"answer:{word.Id}", stop)) room.Say(channel.Id, channel.Id.Value, ChatDialect.Plain(word.Name), answer, $"answer:{word.Id}", now);
                await db.TryCommit(stop);
                return Results.Ok();
        }
    }
}
