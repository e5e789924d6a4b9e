// The open line to a mailbox: kept between looks, so that new mail is heard of at once (IDLE, RFC 2177).
using System.Collections.Concurrent;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace Steward.Desk.Mails.Boxes;

sealed class BoxLine(ImapClient client, int version) : IDisposable
{
    public ImapClient Client => client;
    /// <summary>Of the mailbox's row: a changed one wants a new line.</summary>
    public int Version => version;
    public IMailFolder? Folder { get; set; }
    /// <summary>Whether the server said that something arrived since the last look.</summary>
    public bool Rang { get; set; }

    /// <param name="proof">The password or the token.</param>
    public static async Task<BoxLine> Open(Mailbox box, string proof, CancellationToken stop)
    {
        var client = new ImapClient { Timeout = 30_000 };
        try
        {
            var how = box.Security switch { BoxSecurity.Tls => SecureSocketOptions.SslOnConnect, BoxSecurity.StartTls => SecureSocketOptions.StartTls, BoxSecurity.None => SecureSocketOptions.None };
            await client.ConnectAsync(box.Host, box.Port, how, stop);
            if (box.SignIn == BoxSignIn.Password) await client.AuthenticateAsync(box.UserName, proof, stop);
            else await client.AuthenticateAsync(new SaslMechanismOAuth2(box.UserName, proof), stop);
            var line = new BoxLine(client, box.Version);
            line.Folder = box.Folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? client.Inbox : await client.GetFolderAsync(box.Folder, stop);
            await line.Folder.OpenAsync(FolderAccess.ReadWrite, stop);
            line.Folder.CountChanged += (_, _) => line.Rang = true;
            return line;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public bool CanWait => client.IsConnected && client.Capabilities.HasFlag(ImapCapabilities.Idle) && Folder is { IsOpen: true };

    public void Dispose() => client.Dispose();
}

/// <summary>The lines of this node, and what it last knew of its mailboxes.</summary>
sealed class BoxLines : IDisposable
{
    readonly ConcurrentDictionary<MailboxId, BoxLine> open = new();
    readonly ConcurrentDictionary<MailboxId, (int Version, DateTimeOffset NextLook, int Failures)> rhythm = new();

    public BoxLine? Of(MailboxId box) => open.GetValueOrDefault(box);
    public IEnumerable<BoxLine> Waiting => open.Values.Where(l => l.CanWait);

    public void Keep(MailboxId box, BoxLine line) => open[box] = line;

    public void Hang(MailboxId box)
    {
        if (open.TryRemove(box, out var line)) line.Dispose();
    }

    public void HangAllBut(IReadOnlyCollection<MailboxId> mine)
    {
        foreach (var box in open.Keys.Where(b => !mine.Contains(b)).ToList()) Hang(box);
    }

    /// <summary>A mailbox that was changed is looked into at once, whatever went wrong with it before.</summary>
    public bool IsDue(Mailbox box, DateTimeOffset now) => Of(box.Id) is { Rang: true } || !rhythm.TryGetValue(box.Id, out var r) || r.Version != box.Version || r.NextLook <= now;

    /// <summary>A look that went well is repeated by the rhythm of polling; one that failed ever more seldom, up to five minutes.</summary>
    public void Looked(Mailbox box, DateTimeOffset now, bool well)
    {
        var failures = well ? 0 : rhythm.GetValueOrDefault(box.Id).Failures + 1;
        rhythm[box.Id] = (box.Version, now + (well ? BoxFetch.Rhythm : TimeSpan.FromSeconds(Math.Min(300, 5 * Math.Pow(2, Math.Min(failures, 7))))), failures);
    }

    public void Dispose()
    {
        foreach (var box in open.Keys.ToList()) Hang(box);
    }
}
