// A mailbox that is fetched, and how far that has come.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Contracts;
using Steward.Platform.Audit;

namespace Steward.Desk.Mails.Boxes;

public readonly record struct MailboxId(Guid Value) : IId<MailboxId> { public static MailboxId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public enum BoxSecurity { Tls, StartTls, None }

/// <summary>How Steward shows the mail server who it is: by a password, or by a token (XOAUTH2) that it has given to it as a program (ClientCredentials) or once by a person (RefreshToken).</summary>
public enum BoxSignIn { Password, ClientCredentials, RefreshToken }

/// <summary>Belongs to the installation, also where its mails belong to one customer.</summary>
public sealed class Mailbox : IVersioned
{
    public const string Purpose = "mailbox";

    public MailboxId Id { get; init; }
    public required string Name { get; set; }
    public required string Host { get; set; }
    public int Port { get; set; }
    public BoxSecurity Security { get; set; }
    public required string UserName { get; set; }
    public BoxSignIn SignIn { get; set; }
    /// <summary>The password, or the secret of <see cref="ClientId"/>; sealed.</summary>
    [Secret] public required string Secret { get; set; }
    /// <summary>Where tokens are given (RFC 6749); empty for a password.</summary>
    public string TokenUrl { get; set; } = "";
    public string ClientId { get; set; } = "";
    public string Scope { get; set; } = "";
    public string Folder { get; set; } = "INBOX";
    /// <summary>Where a mail goes when it was taken; empty: it stays and is marked as read.</summary>
    public string DoneFolder { get; set; } = "";
    /// <summary>Only contacts of this customer are known here; null: everybody's.</summary>
    public CustomerId? ForCustomer { get; set; }
    /// <summary>The service of tickets that come this way.</summary>
    public ServiceId? ForService { get; set; }
    public bool Active { get; set; } = true;
    public int Version { get; set; }
}

/// <summary>Written over and over by whoever fetches, so not audited.</summary>
public sealed class MailboxState : INotAudited
{
    public MailboxId Mailbox { get; init; }
    /// <summary>With another UIDVALIDITY the server has numbered its mails anew.</summary>
    public long UidValidity { get; set; }
    public long LastUid { get; set; }
    /// <summary>The node that fetches, and until when nobody else may.</summary>
    public string LeasedBy { get; set; } = "";
    public DateTimeOffset? LeasedUntil { get; set; }
    public DateTimeOffset? LastOkAt { get; set; }
    public DateTimeOffset? FaultAt { get; set; }
    public string Fault { get; set; } = "";
    public int Unread { get; set; }
    public DateTimeOffset? OldestUnreadAt { get; set; }
    public long Taken { get; set; }
    /// <summary>Sealed. Stands here because whoever gives tokens may replace it with each of them.</summary>
    public string RefreshToken { get; set; } = "";
}

sealed class MailboxTables : IEntityTypeConfiguration<Mailbox>, IEntityTypeConfiguration<MailboxState>
{
    public void Configure(EntityTypeBuilder<Mailbox> row) => row.ToTable("desk_mailbox").HasKey(r => r.Id);
    public void Configure(EntityTypeBuilder<MailboxState> row) => row.ToTable("desk_mailbox_state").HasKey(r => r.Mailbox);
}
