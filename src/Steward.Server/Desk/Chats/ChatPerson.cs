// Who of the customers stands behind a name in a chat, and what was heard there.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Audit;

namespace Steward.Desk.Chats;

/// <summary>A user of a chat who has shown who they are: by a code that was said to them there and entered here.</summary>
public sealed class ChatPerson : ITenantRow
{
    public ChatId Chat { get; init; }
    public required string User { get; init; }
    public CustomerId Customer { get; init; }
    public ContactId Contact { get; init; }
    public DateTimeOffset Since { get; set; }
}

/// <summary>The same for a member of the provider's staff: who belongs to no customer, decides there, and opens no tickets.</summary>
public sealed class ChatColleague
{
    public ChatId Chat { get; init; }
    public required string User { get; init; }
    public StaffId Staff { get; init; }
    public DateTimeOffset Since { get; set; }
}

/// <summary>A code said to a stranger; whoever enters it in time, signed in, is that user.</summary>
public sealed class ChatCode : INotAudited
{
    public required string Code { get; init; }
    public ChatId Chat { get; init; }
    public required string User { get; init; }
    public DateTimeOffset Until { get; init; }
}

/// <summary>A word that was heard, by the chat's own id: said again by the chat it is answered from here.</summary>
public sealed class ChatHearing : INotAudited
{
    public ChatId Chat { get; init; }
    public required string Word { get; init; }
    public required string User { get; init; }
    public DateTimeOffset At { get; init; }
    public TicketId? Ticket { get; init; }
    public string Answer { get; set; } = "";
}

sealed class ChatPeopleTables : IEntityTypeConfiguration<ChatPerson>, IEntityTypeConfiguration<ChatColleague>, IEntityTypeConfiguration<ChatCode>, IEntityTypeConfiguration<ChatHearing>
{
    public void Configure(EntityTypeBuilder<ChatPerson> row)
    {
        row.ToTable("desk_chat_person").HasKey(r => new { r.Chat, r.User, r.Contact });
        row.HasIndex(r => r.Contact);
    }

    public void Configure(EntityTypeBuilder<ChatColleague> row)
    {
        row.ToTable("desk_chat_colleague").HasKey(r => new { r.Chat, r.User, r.Staff });
        row.HasIndex(r => r.Staff);
    }

    public void Configure(EntityTypeBuilder<ChatCode> row)
    {
        row.ToTable("desk_chat_code").HasKey(r => r.Code);
        row.HasIndex(r => new { r.Chat, r.User });
    }

    public void Configure(EntityTypeBuilder<ChatHearing> row)
    {
        row.ToTable("desk_chat_hearing").HasKey(r => new { r.Chat, r.Word });
        row.HasIndex(r => new { r.Chat, r.User, r.At });
    }
}
