// Reads a raw mail into what the desk needs: who, about what, which text, which files, and whether a person wrote it.
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Tnef;

namespace Steward.Desk.Mails.Reading;

static partial class MailReader
{
    public static IncomingMail Read(ReadOnlyMemory<byte> raw)
    {
        try
        {
            var body = Mended(WithoutEnvelope(raw));
            // Asked for before MimeKit is touched: it learns of character sets once, when it is first used.
            var unnamed = Charsets.GuessFor(body.AsSpan());
            var options = new ParserOptions { CharsetEncoding = unnamed, AllowUnquotedCommasInAddresses = true };
            using var stream = new MemoryStream(body, writable: false);
            var mail = MimeMessage.Load(options, stream);
            return mail.Headers.Count + (mail.Body?.Headers.Count ?? 0) == 0 ? Unreadable(raw) : Read(mail, raw);
        }
        // Mails come from anywhere and hold anything: one that breaks the parser is one that a person must look at, not one that stops the rest.
        catch (Exception fault) when (fault is not OutOfMemoryException) { return Unreadable(raw); }
    }

    static IncomingMail Unreadable(ReadOnlyMemory<byte> raw) =>
        new(Key(raw.Span), "", [], "", "", "", "", null, "", "", [], MailKind.Unreadable, "Mails.Sign.Unreadable");

    static IncomingMail Read(MimeMessage mail, ReadOnlyMemory<byte> raw)
    {
        var (from, name) = Sender(mail);
        var subject = OneLine(mail.Subject ?? "");
        var content = new Content();
        content.Take(mail.Body);
        var text = content.Text();
        var said = Quotes.Without(text);
        var answers = Answers(mail);
        var id = mail.MessageId ?? "";
        if (from.Length == 0 && subject.Length == 0 && text.Length == 0 && content.Files.Count == 0) return Unreadable(raw);
        var machine = Machines.Judge(mail, from, text);
        var kind = machine?.Kind ?? (from.Length == 0 ? MailKind.Unreadable : answers.Count > 0 || Markers.ReplyPrefix.IsMatch(subject) ? MailKind.Reply : MailKind.New);
        return new(
            // Some programs use one Message-ID for many mails: the same mail is what also has the same sender and date.
            id.Length > 0 ? Key(Encoding.UTF8.GetBytes($"{id}\n{from.ToLowerInvariant()}\n{mail.Headers["Date"]}")) : Key(raw.Span),
            id, answers, from, name, subject, Topic(subject), mail.Headers.Contains(HeaderId.Date) && mail.Date.Year > 1980 ? mail.Date.ToUniversalTime() : null, text, said, content.Files, kind,
            machine?.Sign ?? (kind == MailKind.Unreadable ? "Mails.Sign.NoSender" : ""), kind == MailKind.Bounce ? Machines.Read(mail, text) : null);
    }

    static string Key(ReadOnlySpan<byte> of) => Convert.ToHexString(SHA256.HashData(of)).ToLowerInvariant();

    /// <summary>A subject without what programs put before it.</summary>
    public static string Topic(string subject) => Markers.Prefixes.Replace(subject, "").Trim();

    /// <summary>Message-IDs that it answers, the nearest first.</summary>
    public static IReadOnlyList<string> Answers(MimeMessage mail) =>
        [.. new[] { mail.InReplyTo ?? "" }.Concat(mail.References.Reverse()).Concat(AnyIds().Matches(mail.Headers["In-Reply-To"] ?? "").Select(m => m.Groups[1].Value)).Where(i => i.Length > 0).Distinct()];

    /// <summary>What a mailbox file puts before a mail, and empty lines.</summary>
    static ReadOnlyMemory<byte> WithoutEnvelope(ReadOnlyMemory<byte> raw)
    {
        if (raw.Span.StartsWith("\uFEFF"u8)) raw = raw[3..];
        while (raw.Length > 0)
        {
            var line = raw.Span.IndexOf((byte)'\n') is var end && end < 0 ? raw.Span : raw.Span[..end];
            var blank = line.IndexOfAnyExcept("\r\n \t"u8) < 0;
            if (!blank && !line.StartsWith("From "u8) && !line.StartsWith(">From "u8)) return raw;
            raw = raw[Math.Min(raw.Length, line.Length + 1)..];
        }
        return raw;
    }

    /// <summary>Lines of the head that are neither a header nor folded belong to the header above them, as programs that forget to fold mean it.</summary>
    static byte[] Mended(ReadOnlyMemory<byte> raw)
    {
        var mended = new MemoryStream(raw.Length + 64);
        var rest = raw.Span;
        for (var (begun, skipped) = (false, 0); rest.Length > 0;)
        {
            var line = rest[..(rest.IndexOf((byte)'\n') is var end && end < 0 ? rest.Length : end + 1)];
            if (line.IndexOfAnyExcept("\r\n"u8) < 0) break;
            var name = line.IndexOf((byte)':') is var colon && colon > 0 && line[..colon].TrimEnd(" \t"u8).IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
            // Words before the first header are no part of the mail.
            if (!begun && !name && ++skipped > 5) return raw.ToArray();
            begun |= name;
            if (begun && !name && line[0] is not ((byte)' ' or (byte)'\t')) mended.WriteByte((byte)' ');
            if (begun) mended.Write(line);
            rest = rest[line.Length..];
        }
        mended.Write(rest);
        return mended.ToArray();
    }

    /// <summary>From, or else what stands in for it. Broken addresses are read as far as they can be.</summary>
    static (string Address, string Name) Sender(MimeMessage mail)
    {
        foreach (var list in new[] { mail.From, mail.ReplyTo, mail.ResentFrom })
            if (list.Mailboxes.FirstOrDefault(m => Whole().IsMatch(m.Address ?? "")) is { } box)
                return (box.Address.EndsWith('"') ? box.Address.Trim('"') : box.Address.Trim(), OneLine(ReferenceEquals(list, mail.From) ? box.Name ?? "" : mail.From.FirstOrDefault()?.Name ?? box.Name ?? ""));
        foreach (var header in new[] { "From", "Reply-To", "Sender", "Return-Path", "Resent-From" })
        {
            var value = mail.Headers[header] ?? "";
            if (InBrackets().Match(value) is { Success: true } bracketed) return (bracketed.Groups[1].Value.Trim(), OneLine(value[..bracketed.Index].Trim(' ', '"')));
            if (Loose().Match(value) is { Success: true } loose) return (loose.Value, "");
        }
        // A mail system may call itself by a name alone.
        var bare = mail.From.Mailboxes.FirstOrDefault()?.Address?.Trim() ?? "";
        return (bare.Contains(' ', StringComparison.Ordinal) ? "" : bare, OneLine(mail.From.FirstOrDefault()?.Name ?? ""));
    }

    static string OneLine(string text) => White().Replace(text, " ").Trim();

    /// <summary>The text of a part, by its own character set as far as that is true.</summary>
    public static string TextOf(TextPart part)
    {
        if (part.Content is null) return "";
        using var bytes = new MemoryStream();
        part.Content.DecodeTo(bytes);
        var all = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        return Charsets.Decode(all, part.ContentType.Charset ?? (part.IsHtml ? Charsets.NamedInHtml(all) : null)).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\0", "", StringComparison.Ordinal);
    }

    /// <summary>Gathers text and files from the tree of parts.</summary>
    sealed class Content
    {
        readonly List<(bool Html, string Text)> pieces = [];
        readonly List<TextPart> named = [];
        public List<MailFile> Files { get; } = [];

        public void Take(MimeEntity? entity, int depth = 0)
        {
            if (entity is null || depth > 50) return;
            switch (entity)
            {
                case Multipart alternative when alternative.ContentType.IsMimeType("multipart", "alternative"): Choose(alternative, depth); break;
                case Multipart many: foreach (var inner in many) Take(inner, depth + 1); break;
                case MessagePart message: Add(message); break;
                case TnefPart tnef: Unpack(tnef); break;
                case TextPart text when IsBody(text):
                    // A second document within a mail is a file of it.
                    if (text.IsHtml && pieces.Exists(p => p.Html)) Add(text);
                    else pieces.Add((text.IsHtml, Flow(text)));
                    break;
                case MimePart part:
                    if (part is TextPart could && !part.IsAttachment) named.Add(could);
                    Add(part);
                    break;
            }
        }

        public string Text()
        {
            var said = pieces.Where(p => p.Text.Any(c => !char.IsWhiteSpace(c))).Select(p => Plain(p)).Where(t => t.Length > 0).ToList();
            // The only text of a mail is its text, even if it bears a name.
            if (said.Count == 0 && named is [var only]) said = [Plain((only.IsHtml, TextOf(only)))];
            return string.Join("\n\n", said);
        }

        /// <summary>Of several forms of one text, the rich one: it is what its writer saw. The plain one, which programs make of it or leave empty, where that says more.</summary>
        void Choose(Multipart alternative, int depth)
        {
            var forms = new List<Content>();
            foreach (var form in alternative)
            {
                var content = new Content();
                content.Take(form, depth + 1);
                forms.Add(content);
            }
            var (plain, html) = (forms.Find(f => f.pieces.Any(p => !p.Html && Letters(p.Text) > 0)), forms.FindLast(f => f.pieces.Exists(p => p.Html)));
            var chosen = html is not null && (plain is null || Letters(html.Text()) is > 0 and var rich && rich * 3 >= Letters(plain.Text())) ? html : plain ?? forms.Find(f => f.pieces.Count > 0);
            if (chosen is not null) pieces.AddRange(chosen.pieces);
            foreach (var form in forms) { Files.AddRange(form.Files); named.AddRange(form.named); }
        }

        static int Letters(string text) => text.Count(char.IsLetterOrDigit);

        static string Plain((bool Html, string Text) piece) => (piece.Html ? HtmlToText.Of(piece.Text) : string.Join('\n', piece.Text.Split('\n').Select(l => l.TrimEnd()))).Trim('\n');

        static bool IsBody(TextPart text) =>
            !text.IsAttachment && string.IsNullOrEmpty(text.FileName) && (text.IsPlain || text.IsHtml || text.ContentType.IsMimeType("text", "enriched") || text.ContentType.IsMimeType("text", "richtext") || text.ContentType.IsMimeType("text", "*"))
            && !text.ContentType.IsMimeType("text", "rfc822-headers") && !text.ContentType.IsMimeType("text", "calendar") && !text.ContentType.IsMimeType("text", "x-vcard") && !text.ContentType.IsMimeType("text", "vcard") && !text.ContentType.IsMimeType("text", "csv");

        /// <summary>Lines that a program broke at a space go on (RFC 3676).</summary>
        static string Flow(TextPart part)
        {
            var text = TextOf(part);
            if (!part.IsFlowed) return text;
            var (whole, goesOn) = (new StringBuilder(), false);
            var cut = "yes".Equals(part.ContentType.Parameters["delsp"], StringComparison.OrdinalIgnoreCase);
            foreach (var line in text.Split('\n'))
            {
                var unstuffed = line.StartsWith(' ') ? line[1..] : line;
                if (whole.Length > 0 && !(goesOn && !unstuffed.StartsWith('>') && unstuffed is not "-- ")) whole.Append('\n');
                goesOn = unstuffed.EndsWith(' ') && unstuffed is not "-- " && !unstuffed.StartsWith('>');
                whole.Append(goesOn && cut ? unstuffed[..^1] : unstuffed);
            }
            return whole.ToString();
        }

        /// <summary>winmail.dat: what it holds is meant, not the parcel.</summary>
        void Unpack(TnefPart tnef)
        {
            try
            {
                var message = tnef.ConvertToMessage();
                var before = pieces.Count;
                Take(message.Body);
                // Its text is a copy of the mail's own.
                if (before > 0) pieces.RemoveRange(before, pieces.Count - before);
            }
            catch (Exception fault) when (fault is FormatException or IOException or ArgumentException or InvalidOperationException or TnefException) { Add(tnef); }
        }

        void Add(MessagePart part)
        {
            if (part.Message is null) return;
            using var bytes = new MemoryStream();
            part.Message.WriteTo(bytes);
            var name = NameOf(part) is { Length: > 0 } given ? given : OneLine(part.Message.Subject ?? "") is { Length: > 0 } subject ? subject : OneLine(part.Headers[HeaderId.ContentDescription] ?? "") is { Length: > 0 } said ? said : "message";
            Keep(name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) ? name : name + ".eml", "message/rfc822", bytes.ToArray(), false);
        }

        void Add(MimePart part)
        {
            using var bytes = new MemoryStream();
            part.Content?.DecodeTo(bytes);
            Keep(NameOf(part) is { Length: > 0 } given ? given : Invented(part), part.ContentType.MimeType, bytes.ToArray(), !part.IsAttachment && (part.ContentId is not null || part.ContentDisposition is not null));
        }

        void Keep(string name, string type, byte[] bytes, bool inline)
        {
            var (stem, ending) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
            for (var n = 1; Files.Exists(f => f.Name == name); n++) name = $"{stem}{n}{ending}";
            Files.Add(new(name, type, bytes, inline));
        }

        static string NameOf(MimeEntity part)
        {
            var name = part.ContentDisposition?.FileName ?? part.ContentType.Name ?? "";
            if (name.Trim().Length == 0) name = part.ContentLocation?.ToString() ?? part.Headers[HeaderId.ContentLocation] ?? "";
            // Programs make the id of a picture of its name; of other ids no name can be made, unless nothing else is known.
            if (name.Trim().Length == 0 && part.ContentId is { } id && id.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && (Ending().IsMatch(id[..at]) || part.ContentType.IsMimeType("application", "*"))) name = id[..at];
            return Clean(name);
        }

        /// <summary>A name that a file can have anywhere.</summary>
        static string Clean(string name)
        {
            if (name.Contains("=?", StringComparison.Ordinal)) name = MimeKit.Utils.Rfc2047.DecodeText(Encoding.UTF8.GetBytes(name));
            name = name.Replace('\\', '/');
            if (name.Contains('/', StringComparison.Ordinal) && (name.StartsWith("http", StringComparison.OrdinalIgnoreCase) || name.StartsWith('/') || name[1..].StartsWith(":/", StringComparison.Ordinal))) name = name[(name.LastIndexOf('/') + 1)..];
            return OneLine(string.Concat(name.Select(c => char.IsControl(c) ? ' ' : c is '/' ? '_' : c)).Trim('"'));
        }

        /// <summary>A name for what has none: what it is said to be, or its kind.</summary>
        static string Invented(MimePart part)
        {
            var ending = part.ContentType.MimeType.ToLowerInvariant() switch
            {
                "message/delivery-status" or "text/rfc822-headers" or "text/plain" => "txt",
                "text/html" => "html",
                "video/quicktime" => "mov",
                "image/jpeg" or "image/jpg" => "jpg",
                "application/octet-stream" or "application/ms-tnef" => "bin",
                var type => type[(type.IndexOf('/', StringComparison.Ordinal) + 1)..].Split('+')[^1] is { Length: > 0 and < 6 } own ? own : "bin",
            };
            var stem = OneLine(part.Headers[HeaderId.ContentDescription] ?? "") is { Length: > 0 } said ? Clean(said) : part.ContentType.MediaType.ToLowerInvariant() switch { "image" => "image", "video" => "video", "audio" => "audio", "text" => "document", _ => "file" };
            return stem.EndsWith("." + ending, StringComparison.OrdinalIgnoreCase) ? stem : $"{stem}.{ending}";
        }
    }

    [GeneratedRegex(@"^[^\s<>@]+@[^\s<>@]+$|^""[^""]+""@[^\s<>@]+$")] private static partial Regex Whole();
    [GeneratedRegex(@"<\s*([^<>]*[^<>\s@]@[^<>\s@][^<>]*?)\s*>")] private static partial Regex InBrackets();
    [GeneratedRegex(@"[^\s<>""(),:;@\[\]]+@[^\s<>""(),:;@\[\]]+")] private static partial Regex Loose();
    [GeneratedRegex(@"<([^<>\s]+)>")] private static partial Regex AnyIds();
    [GeneratedRegex(@"[^.]\.[A-Za-z]{2,4}$")] private static partial Regex Ending();
    [GeneratedRegex(@"[ \t\r\n\u00A0]+")] private static partial Regex White();
}
