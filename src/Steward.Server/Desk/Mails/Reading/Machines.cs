// Tells mails that no person wrote: bounces (RFC 3464 and the many shapes before it) and automatic answers (RFC 3834 and what programs do instead).
using System.Text.RegularExpressions;
using MimeKit;

namespace Steward.Desk.Mails.Reading;

/// <summary>By what it was recognised: the key of a text.</summary>
readonly record struct Verdict(MailKind Kind, string Sign);

static partial class Machines
{
    /// <summary>Null: a person wrote it, as far as anyone can tell.</summary>
    public static Verdict? Judge(MimeMessage mail, string from, string text)
    {
        var parts = mail.BodyParts.ToList();
        bool Has(params string[] types) => parts.Any(p => types.Contains(p.ContentType.MimeType, StringComparer.OrdinalIgnoreCase));
        string Head(string name) => mail.Headers[name]?.Trim() ?? "";
        var report = mail.Body is Multipart { ContentType: { } type } && type.IsMimeType("multipart", "report") ? type.Parameters["report-type"] ?? "" : "";

        // What says so itself, in the way that the standard gives.
        if (report.Equals("disposition-notification", StringComparison.OrdinalIgnoreCase) || Has("message/disposition-notification")) return new(MailKind.Auto, "Mails.Sign.Receipt");
        if (report.Equals("delivery-status", StringComparison.OrdinalIgnoreCase) || Has("message/delivery-status", "message/global-delivery-status")) return new(MailKind.Bounce, "Mails.Sign.Report");
        if (report.Equals("feedback-report", StringComparison.OrdinalIgnoreCase) || Has("message/feedback-report")) return new(MailKind.Bounce, "Mails.Sign.Feedback");
        if (Head("X-Failed-Recipients").Length > 0) return new(MailKind.Bounce, "Mails.Sign.Failed");

        // What comes from a mail system and speaks of a mail that did not arrive.
        var daemon = from.Length == 0 && IsNull(mail) || DaemonName().IsMatch(Head("From"));
        var (subject, fails) = (Markers.Undelivered.IsMatch(mail.Subject ?? ""), Markers.Failed.IsMatch(text));
        var away = Markers.Away.IsMatch(mail.Subject ?? "");
        if (DaemonAddress().IsMatch(from.Split('@')[0]) && !away) return new(MailKind.Bounce, "Mails.Sign.Daemon");
        if (daemon && !away && (subject || fails || IsNull(mail))) return new(MailKind.Bounce, "Mails.Sign.Daemon");
        if (IsNull(mail) && !away && (subject || fails && Carries(mail))) return new(MailKind.Bounce, "Mails.Sign.NoReturn");

        // What answers by itself, or is sent to many.
        if (Head("Auto-Submitted") is { Length: > 0 } auto && !auto.StartsWith("no", StringComparison.OrdinalIgnoreCase)) return new(subject && fails ? MailKind.Bounce : MailKind.Auto, "Mails.Sign.AutoSubmitted");
        if (Suppressed().IsMatch(Head("X-Auto-Response-Suppress"))) return new(MailKind.Auto, "Mails.Sign.Suppress");
        if (AnswerHeaders.Any(h => Head(h).Length > 0)) return new(MailKind.Auto, "Mails.Sign.AutoReply");
        if (Bulk().IsMatch(Head("Precedence")) || Bulk().IsMatch(Head("X-Precedence"))) return new(MailKind.Auto, "Mails.Sign.Precedence");
        if (ListHeaders.Any(h => Head(h).Length > 0)) return new(MailKind.Auto, "Mails.Sign.List");
        if (away) return new(MailKind.Auto, "Mails.Sign.Away");
        return IsNull(mail) ? new(MailKind.Auto, "Mails.Sign.NoReturn") : null;
    }

    /// <summary>What a bounce is about, as far as it tells.</summary>
    public static BounceNotice Read(MimeMessage mail, string text)
    {
        var (about, reason, recipient) = (new List<string>(), "", mail.Headers["X-Failed-Recipients"]?.Split(',')[0].Trim() ?? "");
        foreach (var part in Parts(mail.Body))
            switch (part)
            {
                case MessagePart { Message.MessageId: { Length: > 0 } id }: about.Add(id); break;
                case MessageDeliveryStatus status:
                    foreach (var group in StatusGroups(status))
                    {
                        if (recipient.Length == 0) recipient = After(group["Final-Recipient"] ?? group["Original-Recipient"]);
                        if (reason.Length == 0) reason = After(group["Diagnostic-Code"]) is { Length: > 0 } said ? said : group["Status"] ?? "";
                    }
                    break;
                case TextPart inside when inside.ContentType.IsMimeType("text", "rfc822-headers") || !inside.ContentType.IsMimeType("text", "html"):
                    about.AddRange(MessageIds().Matches(MailReader.TextOf(inside)).Select(m => m.Groups[1].Value));
                    break;
            }
        about.AddRange(MessageIds().Matches(text).Select(m => m.Groups[1].Value));
        about.AddRange(MailReader.Answers(mail));
        if (recipient.Length == 0) recipient = Address().Match(text) is { Success: true } named ? named.Value : "";
        if (reason.Length == 0) reason = text.Split('\n').FirstOrDefault(l => Code().IsMatch(l)) ?? text.Split('\n').FirstOrDefault(l => Markers.Failed.IsMatch(l)) ?? "";
        return new([.. about.Where(a => a.Length > 0).Distinct()], recipient, reason.Trim() is { Length: > 500 } much ? much[..500] : reason.Trim());
    }

    static IEnumerable<MimeEntity> Parts(MimeEntity? of)
    {
        if (of is null) yield break;
        yield return of;
        if (of is Multipart many) foreach (var inner in many.SelectMany(Parts)) yield return inner;
    }

    static IEnumerable<HeaderList> StatusGroups(MessageDeliveryStatus status)
    {
        try { return [.. status.StatusGroups]; }
        catch (Exception fault) when (fault is FormatException or IOException or ArgumentException) { return []; }
    }

    /// <summary>"rfc822; user@example.com" names its kind first.</summary>
    static string After(string? value) => value is null ? "" : value[(value.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim();

    /// <summary>The return path is there and empty: nobody is to answer.</summary>
    static bool IsNull(MimeMessage mail) => mail.Headers["Return-Path"]?.Trim() is "<>" or "<MAILER-DAEMON>" || mail.Headers["From"]?.Trim() is "<>";

    static bool Carries(MimeMessage mail) => mail.BodyParts.Any(p => p is MessagePart) || Parts(mail.Body).Any(p => p is MessagePart || p.ContentType.IsMimeType("text", "rfc822-headers")) || MessageIds().IsMatch(mail.TextBody ?? "");

    static readonly string[] AnswerHeaders = ["X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Autoreply-From", "X-Auto-Reply-From", "X-AutoReply", "X-Mail-Autoreply", "X-Loop", "X-FC-MachineGenerated", "X-POST-MessageClass"];
    static readonly string[] ListHeaders = ["X-ML-Info", "X-MLServer", "X-ML-Name", "X-Mailman-Version", "Feedback-ID", "X-Campaign-Id", "X-CampaignId"];

    [GeneratedRegex(@"^(?:mailer[-_.]?daemon|mail[-_.]?daemon|post[-_.]?master|postoffice|mdaemon|mail[-_.]?delivery[-_.]?(?:sub)?system|mmdf|smtp[-_.]?gateway)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DaemonAddress();
    [GeneratedRegex(@"Mail(?:er)? ?Deliver\w* (?:Sub)?system|Mail(?:er)?[ -]Daemon|NDR Administrator", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)] private static partial Regex DaemonName();
    [GeneratedRegex(@"\b(?:All|OOF|AutoReply)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)] private static partial Regex Suppressed();
    [GeneratedRegex(@"^(?:bulk|junk|list|auto_reply|auto-reply)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)] private static partial Regex Bulk();
    [GeneratedRegex(@"^[\s>]*Message-Id\s*:\s*<([^<>\s]+)>", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)] private static partial Regex MessageIds();
    [GeneratedRegex(@"[A-Za-z0-9._%+'-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")] private static partial Regex Address();
    [GeneratedRegex(@"\b[45]\.\d{1,3}\.\d{1,3}\b|\b[45]\d\d[ -]")] private static partial Regex Code();
}
