// Keeps the mailboxes empty: looks, then waits on the open lines until one of them rings, and looks again.
using Steward.Platform.Sweeps;

namespace Steward.Desk.Mails.Boxes;

sealed class MailboxSweep(BoxFetch fetch, BoxLines lines) : ISweep
{
    /// <summary>Also how long a new or changed mailbox waits to be seen.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "mail-in";
    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var taken = await fetch.All(now, stop);
        if (taken == 0) await Wait(stop);
        return taken;
    }

    async Task Wait(CancellationToken stop)
    {
        var waiting = lines.Waiting.Where(l => !l.Rang).ToList();
        if (waiting.Count == 0) return;
        using var done = new CancellationTokenSource(Patience);
        void Ring(object? sender, EventArgs args) => done.Cancel();
        foreach (var line in waiting) line.Folder!.CountChanged += Ring;
        try { await Task.WhenAll(waiting.Select(l => l.Client.IdleAsync(done.Token, stop))); }
        // A line that broke is found so by the next look.
        catch (Exception broken) when (broken is IOException or MailKit.ProtocolException or MailKit.ServiceNotConnectedException) { await done.CancelAsync(); }
        finally { foreach (var line in waiting) line.Folder!.CountChanged -= Ring; }
    }
}
