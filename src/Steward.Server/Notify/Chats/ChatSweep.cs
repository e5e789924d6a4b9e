// Says what waits in the chats, no more often than each robot may speak; what waits for one robot is said together.
using System.Text;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Sweeps;

namespace Steward.Notify.Chats;

sealed partial class ChatSweep(StewardDb db, Chatroom room, IHttpClientFactory http, ILogger<ChatSweep> log) : ISweep
{
    public const string Client = "chat";
    const int Together = 10;

    public string Name => "chat-out";
    public TimeSpan Every => TimeSpan.FromSeconds(1);
    public bool WakesAtNews => true;

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var waiting = await db.Set<ChatMessage>().AsNoTracking().Where(m => m.NextTry <= now).OrderBy(m => m.NextTry).ThenBy(m => m.Id).Take(200).ToListAsync(stop);
        var said = 0;
        foreach (var of in waiting.GroupBy(m => m.Chat))
        {
            var (channel, since) = (await room.Channels.SingleOrDefaultAsync(c => c.Id == of.Key && c.Active, stop), now.AddMinutes(-1));
            // Messages that were said together bear one moment.
            var left = channel is null ? int.MaxValue : ChatDialect.MostAMinute(channel.Kind) - await db.Set<ChatMessage>().Where(m => m.Chat == of.Key && m.SentAt > since).Select(m => m.SentAt).Distinct().CountAsync(stop);
            var at = now;
            foreach (var together in of.Chunk(Together).Take(Math.Max(0, left)))
            {
                var mine = new List<ChatMessage>();
                // Claimed for two minutes: another node passes on, and a node that dies gives it back.
                foreach (var message in together)
                    if (await db.UpdateNow(db.Set<ChatMessage>().Where(m => m.Id == message.Id && m.NextTry == message.NextTry), s => s.SetProperty(m => m.NextTry, now.AddMinutes(2)), stop) > 0) mine.Add(message);
                if (mine.Count == 0) continue;
                var answer = channel is null ? new ChatAnswer.Never("") : await Ask(channel, mine, now, stop);
                foreach (var message in mine) await Keep(message, answer, at, stop);
                if (answer is not ChatAnswer.Taken) break;
                said += mine.Count;
                at = at.AddMilliseconds(1);
            }
        }
        return said;
    }

    async Task<ChatAnswer> Ask(ChatChannel channel, List<ChatMessage> messages, DateTimeOffset now, CancellationToken stop)
    {
        var (title, text) = messages is [var one] ? (one.Title, one.Text) : ($"{messages[0].Title} (+{messages.Count - 1})", string.Join("\n\n", messages.Select(m => $"**{m.Title}**\n{m.Text}")));
        var (address, body) = ChatDialect.Say(channel.Kind, room.Open(channel.Webhook), room.Open(channel.Secret), title, text, now);
        try
        {
            using var client = http.CreateClient(Client);
            using var answer = await client.PostAsync(address, new StringContent(body, Encoding.UTF8, "application/json"), stop);
            return ChatDialect.Read(channel.Kind, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(stop));
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested) { return new ChatAnswer.Unclear(fault.Message); }
    }

    async Task Keep(ChatMessage message, ChatAnswer answer, DateTimeOffset now, CancellationToken stop)
    {
        // To be told to wait is no failure, and counts as no try.
        var tries = message.Tries + (answer is ChatAnswer.Later ? 0 : 1);
        var (state, next, fault) = answer switch
        {
            ChatAnswer.Later(var wait, var why) => (MailState.Waiting, now + wait, why),
            ChatAnswer.Never(var why) => (MailState.Failed, (DateTimeOffset?)null, why),
            ChatAnswer.Unclear(var why) when tries >= ChatMessage.LastTry => (MailState.Failed, null, why),
            ChatAnswer.Unclear(var why) => (MailState.Waiting, now + TimeSpan.FromSeconds(Math.Min(7200, 15 * Math.Pow(2, tries))), why),
            _ => (MailState.Sent, null, ""),
        };
        await db.UpdateNow(db.Set<ChatMessage>().Where(m => m.Id == message.Id), s => s
            .SetProperty(m => m.State, state).SetProperty(m => m.SentAt, state == MailState.Sent ? now : null).SetProperty(m => m.NextTry, next).SetProperty(m => m.Tries, tries).SetProperty(m => m.Fault, fault)
            .SetProperty(m => m.Failed, state == MailState.Sent ? message.Failed : Failures.Add(message.Failed, now, fault)), stop);
        if (state != MailState.Sent) NotSaid(message.Id.Value, tries, fault);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Chat message {Message} was not taken (try {Tries}): {Fault}")]
    partial void NotSaid(Guid message, int tries, string fault);
}
