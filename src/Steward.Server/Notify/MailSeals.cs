// The Message-IDs of our mails: sealed, so that an answer proves that it answers a mail which was really sent.
using Steward.Platform.Secrets;
using Steward.Platform.Settings;

namespace Steward.Notify;

/// <summary>Only whoever has read the mail can name it: the seal is not in the database, and a From header alone proves nothing.</summary>
public sealed class MailSeals(SecretBox box, StewardSettings settings)
{
    const int Length = 16;

    readonly SignedLink seal = new(box, "mail-message-id");

    public string MessageId(MailId mail)
    {
        Span<byte> id = stackalloc byte[Length];
        mail.Value.TryWriteBytes(id, bigEndian: true, out _);
        return $"{seal.Seal(id)}@{new Uri(settings.PublicUrl).Host}";
    }

    /// <summary>The mail of ours that a Message-ID names; null where the seal is missing or not ours.</summary>
    public MailId? Opened(string messageId) =>
        messageId.Trim('<', '>', ' ').Split('@') is [var local, _] && seal.Open(local, Length) is { } id ? MailId.From(new(id, bigEndian: true)) : null;
}

/// <summary>A room above knows whether what people answer to our mails is read at all.</summary>
public interface IMailEars
{
    Task<bool> Hear(CancellationToken stop);
}
