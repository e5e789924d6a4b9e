// A mail that reached the desk, as the desk reads it: no headers and no MIME, but who wrote what, with which files, and whether a person did.
namespace Steward.Desk;

/// <summary>New and Reply are written by people; Auto answers by itself (absence, receipt, newsletter); Bounce tells that a mail was not delivered; Unreadable cannot be understood.</summary>
public enum MailKind { New, Reply, Auto, Bounce, Unreadable }

/// <summary>A file of a mail. <paramref name="Inline"/> ones are shown within the text.</summary>
public sealed record MailFile(string Name, string ContentType, ReadOnlyMemory<byte> Bytes, bool Inline);

/// <summary>What a bounce says: of which mails (by Message-ID), for whom, and why.</summary>
public sealed record BounceNotice(IReadOnlyList<string> About, string Recipient, string Reason);

/// <param name="Key">The same mail has the same key, however often it is read.</param>
/// <param name="From">The sender's address; empty if none can be found.</param>
/// <param name="Subject">As it was written; <paramref name="Topic"/> is it without prefixes such as "Re:".</param>
/// <param name="Text">All of the text; <paramref name="Said"/> is it without what was quoted from earlier mails, or all of it if nothing else is there.</param>
/// <param name="References">Message-IDs to which it answers, the nearest first.</param>
/// <param name="Sign">By what a mail that no person wrote was recognised; the key of a text.</param>
public sealed record IncomingMail(
    string Key, string MessageId, IReadOnlyList<string> References, string From, string FromName, string Subject, string Topic, DateTimeOffset? SentAt, string Text, string Said, IReadOnlyList<MailFile> Files, MailKind Kind,
    string Sign = "", BounceNotice? Bounce = null)
{
    /// <summary>What stands above the quotation: nothing where the quotation comes first.</summary>
    public string Above
    {
        get
        {
            static string First(string text) => text.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0, "");
            return First(Said) == First(Text) ? Said : "";
        }
    }

    /// <summary>Reads a raw mail. Whatever is wrong with it, this answers and never throws.</summary>
    public static IncomingMail Read(ReadOnlyMemory<byte> raw) => Mails.Reading.MailReader.Read(raw);
}

public readonly record struct ReceivedMailId(Guid Value) : IId<ReceivedMailId> { public static ReceivedMailId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>Opened a ticket; Replied on one; Told: a bounce, noted on the mail that came back; Answered: a word on an approval, recorded or answered with how to give it; Waiting in quarantine; Released from it as a ticket; Discarded.</summary>
public enum MailFate { Opened, Replied, Told, Answered, Waiting, Released, Discarded }
