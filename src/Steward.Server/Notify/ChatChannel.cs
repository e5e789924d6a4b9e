// A group of an enterprise chat that Steward writes to and hears from, and what waits to be said there.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform.Audit;

namespace Steward.Notify;

public readonly record struct ChatId(Guid Value) : IId<ChatId> { public static ChatId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct ChatMessageId(Guid Value) : IId<ChatMessageId> { public static ChatMessageId From(Guid value) => new(value); }

/// <summary>企业微信, 钉钉, 飞书.</summary>
public enum ChatKind { WeCom, DingTalk, Feishu }

/// <summary>Belongs to the installation, also where it tells of one customer only.</summary>
public sealed class ChatChannel : IVersioned
{
    public const string Purpose = "chat";

    public ChatId Id { get; init; }
    public required string Name { get; set; }
    public ChatKind Kind { get; init; }
    /// <summary>The address of the group's robot; its query holds the robot's key, so it is sealed.</summary>
    [Secret] public required string Webhook { get; set; }
    /// <summary>With which messages are signed (DingTalk, Feishu); sealed, empty when the robot wants none.</summary>
    [Secret] public string Secret { get; set; } = "";
    /// <summary>Of messages that come in: WeCom's token, DingTalk's application secret, Feishu's verification token; sealed, empty while nothing may come in.</summary>
    [Secret] public string Token { get; set; } = "";
    /// <summary>WeCom's EncodingAESKey, Feishu's encrypt key; sealed.</summary>
    [Secret] public string CryptKey { get; set; } = "";
    /// <summary>Only news of this customer go there, and only its contacts are heard; null: everybody's.</summary>
    public CustomerId? ForCustomer { get; set; }
    /// <summary>Tells of new tickets from this priority up, 1 to 4; 0 tells of none.</summary>
    public int TicketsFrom { get; set; }
    /// <summary>Tells of promises that were broken, and of those three quarters used up.</summary>
    public bool Promises { get; set; }
    public bool Majors { get; set; }
    public bool Active { get; set; } = true;
    public int Version { get; set; }
}

/// <summary>As a mail: written with the transaction that causes it, said afterwards, tried again with growing patience.</summary>
public sealed class ChatMessage : INotAudited
{
    public const int LastTry = 12;

    public ChatMessageId Id { get; init; }
    public ChatId Chat { get; init; }
    public Guid About { get; init; }
    public required string Title { get; init; }
    /// <summary>Markdown as all three understand it.</summary>
    public required string Text { get; init; }
    /// <summary>The same key is said once.</summary>
    public required string Key { get; init; }
    public DateTimeOffset WrittenAt { get; init; }
    public MailState State { get; set; }
    public int Tries { get; set; }
    public DateTimeOffset? NextTry { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public string Fault { get; set; } = "";
    /// <summary>Every try that failed, as <see cref="Failures"/> writes them.</summary>
    public string Failed { get; set; } = "";
}

sealed class ChatTables : IEntityTypeConfiguration<ChatChannel>, IEntityTypeConfiguration<ChatMessage>
{
    public void Configure(EntityTypeBuilder<ChatChannel> row) => row.ToTable("notify_chat").HasKey(r => r.Id);

    public void Configure(EntityTypeBuilder<ChatMessage> row)
    {
        row.ToTable("notify_chat_message").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Chat, r.Key }).IsUnique();
        row.HasIndex(r => new { r.Chat, r.SentAt });
        row.HasIndex(r => r.NextTry).HasFilter("next_try is not null");
    }
}
