// The other door of Notify: says something in a chat with the caller's unit of work.
using Microsoft.EntityFrameworkCore;
using Steward.Notify.Chats;
using Steward.Platform.Secrets;

namespace Steward.Notify;

public sealed class Chatroom(StewardDb db, SecretBox box, IdSource ids)
{
    public IQueryable<ChatChannel> Channels => db.Set<ChatChannel>().AsNoTracking();

    /// <summary>The channels that tell of this customer.</summary>
    public Task<List<ChatChannel>> For(CustomerId? customer, CancellationToken stop) => Channels.Where(c => c.Active && (c.ForCustomer == null || c.ForCustomer == customer)).OrderBy(c => c.Id).ToListAsync(stop);

    /// <summary><paramref name="key"/> keeps a repeated duty from saying it twice.</summary>
    public void Say(ChatId chat, Guid about, string title, string text, string key, DateTimeOffset now) =>
        db.Add(new ChatMessage { Id = ids.New<ChatMessageId>(now), Chat = chat, About = about, Title = title, Text = text, Key = key, WrittenAt = now, NextTry = now });

    public Task<bool> WasSaid(ChatId chat, string key, CancellationToken stop) => db.Set<ChatMessage>().AnyAsync(m => m.Chat == chat && m.Key == key, stop);

    /// <summary>The newest that was said or waits, for the page of the channels.</summary>
    public Task<List<ChatMessage>> Newest(ChatId chat, CancellationToken stop) => db.Set<ChatMessage>().AsNoTracking().Where(m => m.Chat == chat).OrderByDescending(m => m.Id).Take(20).ToListAsync(stop);

    public string Seal(string secret) => secret.Length == 0 ? "" : box.Seal(ChatChannel.Purpose, secret);
    public string Open(string sealedText) => sealedText.Length == 0 ? "" : box.Open(ChatChannel.Purpose, sealedText);
    public ChatKeys Keys(ChatChannel channel) => new(channel.Kind, Open(channel.Token), Open(channel.CryptKey));
}
