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

    public static async Task<BoxLine> Open(Mailbox box, string secret, CancellationToken stop)
    {
        var client = new ImapClient { Timeout = 30_000 };
        try
        {
            var how = box.Security switch { BoxSecurity.Tls => SecureSocketOptions.SslOnConnect, BoxSecurity.StartTls => SecureSocketOptions.StartTls, BoxSecurity.None => SecureSocketOptions.None };
            await client.ConnectAsync(box.Host, box.Port, how, stop);
            await client.AuthenticateAsync(box.UserName, secret, stop);
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
    readonly ConcurrentDictionary<MailboxId, (DateTimeOffset NextLook, int Failures)> rhythm = new();

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

    public bool IsDue(MailboxId box, DateTimeOffset now) => Of(box) is { Rang: true } || !rhythm.TryGetValue(box, out var r) || r.NextLook <= now;

    /// <summary>A look that went well is repeated by the rhythm of polling; one that failed ever more seldom, up to five minutes.</summary>
    public void Looked(MailboxId box, DateTimeOffset now, bool well)
    {
        var failures = well ? 0 : rhythm.GetValueOrDefault(box).Failures + 1;
        rhythm[box] = (now + (well ? BoxFetch.Rhythm : TimeSpan.FromSeconds(Math.Min(300, 5 * Math.Pow(2, Math.Min(failures, 7))))), failures);
    }

    public void Dispose()
    {
        foreach (var box in open.Keys.ToList()) Hang(box);
    }
}
