// Adds, changes, tries and removes a channel of an enterprise chat; and a contact says which of its users they are.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Notify;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Desk.Chats;

/// <param name="TicketsFrom">New tickets of this priority and graver are told: 1 to 4; 0 for none.</param>
public sealed record AddChat(
    [property: Required, StringLength(80)] string Name, ChatKind Kind, [property: Required, StringLength(500)] string Webhook, [property: StringLength(200)] string Secret = "", [property: StringLength(200)] string Token = "",
    [property: StringLength(200)] string CryptKey = "", CustomerId? ForCustomer = null, [property: Range(0, 4)] int TicketsFrom = 2, bool Promises = false, bool Majors = false);

/// <summary>What is secret and left empty stays as it is, while the address stays the same.</summary>
public sealed record ChangeChat(
    ChatId Chat, int Version, [property: Required, StringLength(80)] string Name, [property: StringLength(500)] string Webhook = "", [property: StringLength(200)] string Secret = "", [property: StringLength(200)] string Token = "",
    [property: StringLength(200)] string CryptKey = "", CustomerId? ForCustomer = null, [property: Range(0, 4)] int TicketsFrom = 2, bool Promises = false, bool Majors = false, bool Active = false);

public sealed record RemoveChat(ChatId Chat);
/// <summary>Says a word of trial there.</summary>
public sealed record TryChat(ChatId Chat);
/// <summary>Whoever enters the code that the robot said to a user of the chat is that user.</summary>
public sealed record BindChat([property: Required, StringLength(20)] string Code);
public sealed record UnbindChat(ChatId Chat, [property: Required, StringLength(200)] string User);

sealed record RobotsOnly(string Hosts) : Refusal("DESK-191", Hosts) { public override int Status => 400; public override string? Field => "webhook"; }
sealed record CryptKeyWanted() : Refusal("DESK-192") { public override int Status => 400; public override string? Field => "cryptKey"; }
sealed record CodeUnknown() : Refusal("DESK-193") { public override int Status => 400; public override string? Field => "code"; }

static class ChatSettings
{
    /// <summary>An address of the maker's own robots, or one that the settings name; on the machine itself also unencrypted.</summary>
    public static Refusal? Fault(ChatKind kind, string webhook, string token, string cryptKey, StewardSettings settings)
    {
        var hosts = ChatDialect.Hosts(kind).Concat(settings.ChatHosts).ToList();
        var good = Uri.TryCreate(webhook.Trim(), UriKind.Absolute, out var url) && (url.Scheme == "https" && hosts.Contains(url.Host) || url.Scheme == "http" && url.IsLoopback && settings.ChatHosts.Contains(url.Host));
        if (!good) return new RobotsOnly(string.Join(", ", hosts));
        // WeCom seals everything; its key is 43 characters of base64.
        if (kind == ChatKind.WeCom && token.Length > 0 && !(cryptKey.Length == 43 && Convert.TryFromBase64String(cryptKey + "=", new byte[33], out var bytes) && bytes == 32)) return new CryptKeyWanted();
        return null;
    }
}

sealed class AddChatHandler(StewardDb db, Chatroom room, StewardSettings settings, IdSource ids, TimeProvider time) : IVerb<AddChat, ChatId>
{
    public async Task<Result<ChatId>> Handle(AddChat ask, CancellationToken stop)
    {
        if (ChatSettings.Fault(ask.Kind, ask.Webhook, ask.Token.Trim(), ask.CryptKey.Trim(), settings) is { } fault) return fault;
        var row = new ChatChannel
        {
            Id = ids.New<ChatId>(time.Now()), Name = ask.Name.Trim(), Kind = ask.Kind, Webhook = room.Seal(ask.Webhook.Trim()), Secret = room.Seal(ask.Secret.Trim()), Token = room.Seal(ask.Token.Trim()), CryptKey = room.Seal(ask.CryptKey.Trim()),
            ForCustomer = ask.ForCustomer, TicketsFrom = ask.TicketsFrom, Promises = ask.Promises, Majors = ask.Majors,
        };
        db.Add(row);
        return (await db.TryCommit(stop)).TryGet(out _, out var refusal) ? row.Id : refusal;
    }
}

sealed class ChangeChatHandler(StewardDb db, Chatroom room, StewardSettings settings) : IVerb<ChangeChat, Done>
{
    public async Task<Result<Done>> Handle(ChangeChat ask, CancellationToken stop)
    {
        if (await db.Set<ChatChannel>().SingleOrDefaultAsync(c => c.Id == ask.Chat, stop) is not { } row) return new NotFound();
        if (row.Version != ask.Version) return new ChangedMeanwhile();
        string Kept(string asked, string sealedText) => asked.Trim() is { Length: > 0 } fresh ? fresh : room.Open(sealedText);
        // What is secret goes only where it was meant for: another address wants it anew.
        var elsewhere = ask.Webhook.Trim().Length > 0 && ask.Webhook.Trim() != room.Open(row.Webhook);
        var (webhook, token, key) = (Kept(ask.Webhook, row.Webhook), Kept(ask.Token, row.Token), Kept(ask.CryptKey, row.CryptKey));
        if (ChatSettings.Fault(row.Kind, webhook, token, key, settings) is { } fault) return fault;
        (row.Webhook, row.Secret) = (room.Seal(webhook), room.Seal(elsewhere ? ask.Secret.Trim() : Kept(ask.Secret, row.Secret)));
        (row.Token, row.CryptKey) = (room.Seal(token), room.Seal(key));
        (row.Name, row.ForCustomer, row.TicketsFrom, row.Promises, row.Majors, row.Active) = (ask.Name.Trim(), ask.ForCustomer, ask.TicketsFrom, ask.Promises, ask.Majors, ask.Active);
        return await db.TryCommit(stop);
    }
}

sealed class RemoveChatHandler(StewardDb db) : IVerb<RemoveChat, Done>
{
    public async Task<Result<Done>> Handle(RemoveChat ask, CancellationToken stop)
    {
        if (await db.Set<ChatChannel>().SingleOrDefaultAsync(c => c.Id == ask.Chat, stop) is not { } row) return new NotFound();
        db.Remove(row);
        db.RemoveRange(await db.Set<ChatPerson>().Where(p => p.Chat == ask.Chat).ToListAsync(stop));
        db.RemoveRange(await db.Set<ChatColleague>().Where(p => p.Chat == ask.Chat).ToListAsync(stop));
        return await db.TryCommit(stop);
    }
}

sealed class TryChatHandler(StewardDb db, Chatroom room, Me me, TimeProvider time) : IVerb<TryChat, Done>
{
    public async Task<Result<Done>> Handle(TryChat ask, CancellationToken stop)
    {
        if (!await room.Channels.AnyAsync(c => c.Id == ask.Chat, stop)) return new NotFound();
        var now = time.Now();
        room.Say(ask.Chat, ask.Chat.Value, Texts.T("Chats.TrialTitle"), Texts.T("Chats.Trial", me.Name), $"trial:{now.UtcTicks}", now);
        return await db.TryCommit(stop);
    }
}

sealed class BindChatHandler(StewardDb db, Me me, TimeProvider time) : IVerb<BindChat, Done>
{
    public async Task<Result<Done>> Handle(BindChat ask, CancellationToken stop)
    {
        var (code, now) = (ask.Code.Trim(), time.Now());
        if (me.Contact is null && me.Staff is null) return new NotAllowed();
        if (await db.Set<ChatCode>().SingleOrDefaultAsync(c => c.Code == code && c.Until > now, stop) is not { } said) return new CodeUnknown();
        db.Remove(said);
        if (me.Staff is { } staff)
        {
            if (await db.Set<ChatColleague>().SingleOrDefaultAsync(p => p.Chat == said.Chat && p.User == said.User && p.Staff == staff, stop) is { } known) known.Since = now;
            else db.Add(new ChatColleague { Chat = said.Chat, User = said.User, Staff = staff, Since = now });
            return await db.TryCommit(stop);
        }
        if (me.Contact is not { } contact || await db.Set<Steward.People.Contact>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == contact, stop) is not { } own) return new NotAllowed();
        // Whoever was known under this user before is so no longer: the newest counts.
        if (await db.Set<ChatPerson>().SingleOrDefaultAsync(p => p.Chat == said.Chat && p.User == said.User && p.Contact == contact, stop) is { } before) before.Since = now;
        else db.Add(new ChatPerson { Chat = said.Chat, User = said.User, Customer = own.Customer, Contact = contact, Since = now });
        return await db.TryCommit(stop);
    }
}

sealed class UnbindChatHandler(StewardDb db, Me me) : IVerb<UnbindChat, Done>
{
    public async Task<Result<Done>> Handle(UnbindChat ask, CancellationToken stop)
    {
        var (contact, staff) = (me.Contact, me.Staff);
        if (staff is not null && await db.Set<ChatColleague>().SingleOrDefaultAsync(p => p.Chat == ask.Chat && p.User == ask.User && p.Staff == staff, stop) is { } colleague)
        {
            db.Remove(colleague);
            return await db.TryCommit(stop);
        }
        if (contact is null || await db.Set<ChatPerson>().SingleOrDefaultAsync(p => p.Chat == ask.Chat && p.User == ask.User && p.Contact == contact, stop) is not { } row) return new NotFound();
        db.Remove(row);
        return await db.TryCommit(stop);
    }
}
