// steward import mail FILE…: says of each mail what is read from it, and with --data takes it in as if it had come through a mailbox.
using System.CommandLine;
using System.IO.Compression;
using Steward.Desk;
using Steward.Platform.Text;

namespace Steward.Commands;

static class ImportMail
{
    static readonly Argument<string[]> Paths = new("FILE") { Description = "Raw mails (.eml, one mail of a mailbox file, also gzipped), or folders with them. 邮件文件或目录", Arity = ArgumentArity.OneOrMore };

    public static Command Command()
    {
        var mail = new Command("mail", """
            Reads mails and says of each, on a line of its own, who sent what: sender, subject, text, attachments and kind (new, reply, auto, bounce, unreadable).
            Without --data nothing else happens. With --data each is taken into that installation: a reply on its ticket, a ticket of a known contact,
            or a place in quarantine with the reason; a mail that was taken before is not taken again. 读取或收取邮件
            """) { Paths };
        mail.SetAction((parsed, stop) => parsed.GetResult(Shared.Data) is { Implicit: false }
            ? Installation.Run(parsed, "TakeMail", stop, (services, output) => Each(parsed.GetValue(Paths)!, output, services.GetRequiredService<MailIntake>(), stop))
            : Each(parsed.GetValue(Paths)!, new Output(parsed.GetValue(Shared.Json)), null, stop));
        return mail;
    }

    static async Task<int> Each(string[] paths, Output output, MailIntake? intake, CancellationToken stop)
    {
        var files = paths.SelectMany(p => Directory.Exists(p) ? Directory.GetFiles(p, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : (IEnumerable<string>)[p]).ToList();
        var unread = 0;
        foreach (var file in files)
        {
            if (!File.Exists(file))
            {
                unread++;
                output.Say(new { file, error = "no such file" }, $"There is no file {file}.");
                continue;
            }
            var raw = await Raw(file, stop);
            var mail = IncomingMail.Read(raw);
            if (mail.Kind == MailKind.Unreadable) unread++;
            var taken = intake is null ? null : await intake.Take(raw, MailWay.Direct, stop);
            output.Say(new
            {
                file, kind = mail.Kind.ToString().ToLowerInvariant(), from = mail.From, fromName = mail.FromName, subject = mail.Subject, topic = mail.Topic, mail.SentAt, mail.MessageId, mail.References, text = mail.Text, said = mail.Said,
                attachments = mail.Files.Select(f => new { f.Name, f.ContentType, bytes = f.Bytes.Length, f.Inline }), sign = mail.Sign.Length > 0 ? Texts.T(mail.Sign) : null, bounce = mail.Bounce,
                taken = taken is null ? null : new { taken.Fate, why = taken.Why.Length > 0 ? taken.Why : null, ticket = taken.Number.Length > 0 ? taken.Number : null, before = taken.Known },
            },
                $"{file}: {Texts.Name(mail.Kind)}{(mail.Sign.Length > 0 ? $" ({Texts.T(mail.Sign)})" : "")}",
                $"  {mail.FromName} <{mail.From}>: {mail.Subject}",
                $"  {mail.Text.Length:N0} characters, {mail.Files.Count} attachments{string.Concat(mail.Files.Select(f => $", {f.Name} ({f.Bytes.Length:N0} bytes)"))}",
                taken is null ? "" : $"  → {Texts.Name(taken.Fate)} {taken.Number} {taken.Why}{(taken.Known ? " (taken before)" : "")}");
        }
        return files.Count == unread ? Exit.Failed : unread > 0 ? Exit.SomeRefused : Exit.AllGood;
    }

    static async Task<byte[]> Raw(string file, CancellationToken stop)
    {
        var bytes = await File.ReadAllBytesAsync(file, stop);
        if (bytes is not [0x1F, 0x8B, ..]) return bytes;
        await using var unpacked = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var all = new MemoryStream();
        await unpacked.CopyToAsync(all, stop);
        return all.ToArray();
    }
}
