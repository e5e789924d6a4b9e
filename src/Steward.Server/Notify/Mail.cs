// A mail on its way out: written in the transaction that causes it, sent afterwards, never lost and never sent for an import.
using Steward.Platform.Audit;
using Steward.Platform.Text;

namespace Steward.Notify;

public readonly record struct MailId(Guid Value) : IId<MailId> { public static MailId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>
/// Waiting for its turn or another try; Sent: the mail server took it; Failed: given up after <see cref="Mail.LastTry"/> tries; Held: no mail server is set; Bounced: taken, and came back.
/// By its reader's wishes: Quiet until the quiet hours end, Gathered until the digest; Within another mail it was told; InChat instead of by mail; Unwanted: not told at all.
/// </summary>
public enum MailState { Waiting, Sent, Failed, Held, Bounced, Quiet, Gathered, Within, InChat, Unwanted }

public sealed class Mail : ITenantRow, INotAudited
{
    public const int LastTry = 12;

    public MailId Id { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary>The record it is about; its delivery log lists it.</summary>
    public Guid About { get; init; }
    public required string Address { get; init; }
    public required string Name { get; init; }
    public Language Language { get; init; }
    public required string Title { get; set; }
    public required string Body { get; set; }
    /// <summary>The same key is posted once: a repeated duty cannot write twice.</summary>
    public required string Key { get; init; }
    /// <summary>Which of our texts it is, and the words that fill it, as a JSON list.</summary>
    public string Template { get; init; } = "";
    public string Words { get; init; } = "";
    /// <summary>Of the highest priority: its reader's quiet hours do not hold it.</summary>
    public bool Urgent { get; set; }
    /// <summary>The mail in which it was told.</summary>
    public MailId? Within { get; init; }
    /// <summary>Message-IDs of the mails that it answers, the oldest first, parted by spaces: programs show them as one conversation.</summary>
    public string Thread { get; set; } = "";
    public DateTimeOffset WrittenAt { get; init; }
    public MailState State { get; set; }
    public int Tries { get; set; }
    public DateTimeOffset? NextTry { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public string Fault { get; set; } = "";
    /// <summary>Every try that failed, as <see cref="Failures"/> writes them.</summary>
    public string Failed { get; set; } = "";
}
