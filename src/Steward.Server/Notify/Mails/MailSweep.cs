// Hands waiting mails to the mail server, each once as far as anyone can know: the same mail always has the same Message-ID.
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Steward.Platform.Secrets;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;

namespace Steward.Notify.Mails;

sealed partial class MailSweep(StewardDb db, MailSorting sorting, Wordings wordings, StewardSettings settings, SecretBox secrets, MailSeals seals, IHttpClientFactory http, TimeProvider time, ILogger<MailSweep> log) : ISweep
{
    public string Name => "mail-out";
    public TimeSpan Every => TimeSpan.FromSeconds(1);
    public bool WakesAtNews => true;

    /// <summary>So many are tried before others' turns are looked at again.</summary>
    const int Most = 20;

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        if (settings.Mail.Host.Length == 0) return 0;
        var sent = await sorting.Tell(now, stop);
        var waiting = await db.Set<Mail>().AsNoTracking().Where(m => m.NextTry <= now && m.State == MailState.Waiting).OrderBy(m => m.NextTry).Take(200).ToListAsync(stop);
        if (waiting.Count == 0) return sent;
        await wordings.Apply(waiting, stop);
        var wishes = await sorting.Wishes(waiting, stop);
        using var smtp = new SmtpClient { Timeout = 15_000 };
        var tried = 0;
        foreach (var mail in waiting)
        {
            // Decided anew at each try: what the server would not take in the evening does not come in the night.
            var wished = wishes.GetValueOrDefault((mail.Address, mail.Customer));
            if (sorting.Turn(mail, wished, now) is not { } turn) continue;
            if (turn.State != MailState.Waiting && !await sorting.Put(mail, turn, wished!, now, stop)) { sent++; continue; }
            if (++tried > Most) break;
            // Claimed for two minutes: another node passes on, and a node that dies gives it back.
            if (await db.UpdateNow(db.Set<Mail>().Where(m => m.Id == mail.Id && m.NextTry == mail.NextTry), s => s.SetProperty(m => m.NextTry, now.AddMinutes(2)).SetProperty(m => m.Title, mail.Title).SetProperty(m => m.Body, mail.Body), stop) == 0) continue;
            try
            {
                if (!smtp.IsConnected) await Connect(smtp, stop);
                await smtp.SendAsync(Compose(mail), stop);
                await db.UpdateNow(db.Set<Mail>().Where(m => m.Id == mail.Id), s => s
                    .SetProperty(m => m.State, MailState.Sent).SetProperty(m => m.SentAt, time.Now()).SetProperty(m => m.NextTry, (DateTimeOffset?)null).SetProperty(m => m.Tries, m => m.Tries + 1).SetProperty(m => m.Fault, ""), stop);
                sent++;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                var tries = mail.Tries + 1;
                // A refused address will be refused again; anything else is tried with growing patience, up to two hours apart.
                var final = tries >= Mail.LastTry || fault is SmtpCommandException { StatusCode: >= (SmtpStatusCode)500, ErrorCode: SmtpErrorCode.RecipientNotAccepted };
                var next = final ? (DateTimeOffset?)null : now + TimeSpan.FromSeconds(Math.Min(7200, 15 * Math.Pow(2, tries)));
                await db.UpdateNow(db.Set<Mail>().Where(m => m.Id == mail.Id), s => s
                    .SetProperty(m => m.State, final ? MailState.Failed : MailState.Waiting).SetProperty(m => m.NextTry, next).SetProperty(m => m.Tries, tries).SetProperty(m => m.Fault, fault.Message).SetProperty(m => m.Failed, Failures.Add(mail.Failed, now, fault.Message)), stop);
                NotSent(mail.Id.Value, tries, fault.Message);
                if (smtp.IsConnected) await smtp.DisconnectAsync(false, stop);
            }
        }
        if (smtp.IsConnected) await smtp.DisconnectAsync(true, stop);
        return sent;
    }

    async Task Connect(SmtpClient smtp, CancellationToken stop)
    {
        var mail = settings.Mail;
        await smtp.ConnectAsync(mail.Host, mail.Port, mail.Security switch { "none" => SecureSocketOptions.None, "tls" => SecureSocketOptions.SslOnConnect, _ => SecureSocketOptions.StartTls }, stop);
        if (mail.UserName.Length == 0) return;
        if (mail.Token.Url.Length == 0)
        {
            await smtp.AuthenticateAsync(mail.UserName, Plain(mail.Password), stop);
            return;
        }
        var token = await AccessToken.Ask(http.CreateClient(AccessToken.Http), new(mail.Token.Url, mail.Token.ClientId, Plain(mail.Token.ClientSecret), mail.Token.Scope, Plain(mail.Token.RefreshToken)), stop);
        await smtp.AuthenticateAsync(new SaslMechanismOAuth2(mail.UserName, token.Access), stop);
    }

    string Plain(string kept) => kept.StartsWith("v1.", StringComparison.Ordinal) ? secrets.Open("mail", kept) : kept;

    MimeMessage Compose(Mail mail)
    {
        var message = new MimeMessage { Subject = mail.Title, MessageId = seals.MessageId(mail.Id), Date = mail.WrittenAt };
        message.From.Add(MailboxAddress.Parse(settings.Mail.From));
        message.To.Add(new MailboxAddress(mail.Name, mail.Address));
        // Says to other machines: do not answer this (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "OOF, AutoReply");
        // All mails about a record hang on one root that was never sent, and on what the reader wrote themselves.
        var root = Mailroom.MessageId(mail.About, settings.PublicUrl);
        var before = mail.Thread.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var id in before.Append(root)) message.References.Add(id);
        message.InReplyTo = before is [.., var last] ? last : root;
        message.Body = new TextPart("plain") { Text = mail.Body };
        return message;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {Mail} was not taken (try {Tries}): {Fault}")]
    partial void NotSent(Guid mail, int tries, string fault);
}
