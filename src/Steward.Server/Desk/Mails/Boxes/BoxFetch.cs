// Looks into mailboxes and takes what is new, each mail once: taken first, then marked on the server, then counted.
using MailKit;
using MailKit.Search;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Host;
using Steward.Platform.Secrets;
using Steward.Platform.Settings;

namespace Steward.Desk.Mails.Boxes;

sealed partial class BoxFetch(StewardDb db, BoxLines lines, BoxHealth health, MailIntake intake, SecretBox secrets, IHttpClientFactory http, ThisNode node, StewardSettings settings, TimeProvider time, ILogger<BoxFetch> log)
{
    /// <summary>Where nobody rings, one looks this often.</summary>
    public static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(15);

    static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);
    const int Batch = 20;

    /// <summary>All mailboxes that are due and that no other node has; answers how many mails were taken.</summary>
    public async Task<int> All(DateTimeOffset now, CancellationToken stop)
    {
        var boxes = await db.Set<Mailbox>().AsNoTracking().Where(m => m.Active).OrderBy(m => m.Id).ToListAsync(stop);
        var mine = new List<MailboxId>();
        var taken = 0;
        foreach (var box in boxes)
        {
            if (!await Claim(box.Id, now, stop)) continue;
            mine.Add(box.Id);
            if (lines.IsDue(box, now)) taken += await Look(box, now, stop);
        }
        lines.HangAllBut(mine);
        health.KeepOnly(boxes.Where(b => mine.Contains(b.Id)).Select(b => b.Id));
        return taken;
    }

    /// <summary>One node at a time. A node that dies gives it up after <see cref="Lease"/>; started again it goes on at once.</summary>
    async Task<bool> Claim(MailboxId box, DateTimeOffset now, CancellationToken stop)
    {
        var (me, until) = (node.Name, now + Lease);
        return await db.UpdateNow(db.Set<MailboxState>().Where(s => s.Mailbox == box && (s.LeasedUntil == null || s.LeasedUntil <= now || s.LeasedBy == me)),
            s => s.SetProperty(x => x.LeasedBy, me).SetProperty(x => x.LeasedUntil, until), stop) == 1;
    }

    async Task<int> Look(Mailbox box, DateTimeOffset now, CancellationToken stop)
    {
        // What no message of a server may carry into a log or onto a page.
        var hidden = new List<string>();
        try
        {
            if (lines.Of(box.Id) is { } old && (old.Version != box.Version || !old.Client.IsConnected || old.Folder?.IsOpen != true)) lines.Hang(box.Id);
            if (lines.Of(box.Id) is not { } line) lines.Keep(box.Id, line = await BoxLine.Open(box, await Proof(box, hidden, stop), stop));
            else await line.Client.NoOpAsync(stop);
            line.Rang = false;
            var taken = await Take(box, line, stop);
            lines.Looked(box, now, well: true);
            return taken;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            lines.Hang(box.Id);
            lines.Looked(box, now, well: false);
            var (said, at) = (MailTickets.Cut(hidden.Where(h => h.Length > 0).Aggregate(fault.Message, (text, h) => text.Replace(h, "•••", StringComparison.Ordinal)), 500), time.Now());
            await db.UpdateNow(db.Set<MailboxState>().Where(s => s.Mailbox == box.Id), s => s.SetProperty(x => x.Fault, said).SetProperty(x => x.FaultAt, at), stop);
            health.Failed(box.Id, box.Name);
            NotFetched(box.Name, said);
            return 0;
        }
    }

    /// <summary>The password, or a fresh token. A refresh token that was replaced is kept before the new one is used for anything.</summary>
    async Task<string> Proof(Mailbox box, List<string> hidden, CancellationToken stop)
    {
        var secret = secrets.Open(Mailbox.Purpose, box.Secret);
        hidden.Add(secret);
        if (box.SignIn == BoxSignIn.Password) return secret;
        var refresh = box.SignIn == BoxSignIn.RefreshToken ? secrets.Open(Mailbox.Purpose, await db.Set<MailboxState>().Where(s => s.Mailbox == box.Id).Select(s => s.RefreshToken).SingleAsync(stop)) : "";
        hidden.Add(refresh);
        var token = await AccessToken.Ask(http.CreateClient(AccessToken.Http), new(box.TokenUrl, box.ClientId, secret, box.Scope, refresh), stop);
        hidden.AddRange([token.Access, token.Renewed ?? ""]);
        if (token.Renewed is { } renewed && renewed != refresh)
        {
            var kept = secrets.Seal(Mailbox.Purpose, renewed);
            await db.UpdateNow(db.Set<MailboxState>().Where(s => s.Mailbox == box.Id), s => s.SetProperty(x => x.RefreshToken, kept), stop);
        }
        return token.Access;
    }

    async Task<int> Take(Mailbox box, BoxLine line, CancellationToken stop)
    {
        var folder = line.Folder!;
        var state = await db.Set<MailboxState>().AsNoTracking().SingleAsync(s => s.Mailbox == box.Id, stop);
        // A mailbox that was in use before is not turned into tickets: of what lay there at the first look, only what nobody has read.
        var first = state.UidValidity == 0;
        var (validity, last) = ((long)folder.UidValidity, state.UidValidity == folder.UidValidity ? state.LastUid : 0);
        await Tell(box, folder, stop);
        var done = box.DoneFolder.Length > 0 ? await DoneFolder(line, box.DoneFolder, stop) : null;
        // The server answers n:* with the last mail even if its number is below n.
        var there = (await folder.SearchAsync(SearchQuery.Uids(new UniqueIdRange(new UniqueId((uint)last + 1), UniqueId.MaxValue)), stop)).Where(u => u.Id > last).OrderBy(u => u.Id).ToList();
        var fresh = !first || there.Count == 0 ? there : [.. there.Intersect(await folder.SearchAsync(SearchQuery.NotSeen, stop))];
        var renewed = time.Now();
        foreach (var some in fresh.Chunk(Batch))
        {
            var sizes = (await folder.FetchAsync(some, MessageSummaryItems.UniqueId | MessageSummaryItems.Size, stop)).ToDictionary(m => m.UniqueId, m => m.Size ?? 0);
            // A mail that somebody else took away meanwhile is not there any more.
            foreach (var uid in some.Where(sizes.ContainsKey))
                await intake.Take(await Raw(folder, uid, sizes[uid], stop), new(box.Id.Value, box.ForCustomer, box.ForService, TooLarge: sizes[uid] > MostBytes), stop);
            if (done is not null) await folder.MoveToAsync(some, done, stop);
            else await folder.AddFlagsAsync(some, MessageFlags.Seen, true, stop);
            var (position, count) = (first ? (0L, 0L) : (validity, (long)some[^1].Id), some.Length);
            await db.UpdateNow(db.Set<MailboxState>().Where(s => s.Mailbox == box.Id), s => s.SetProperty(x => x.UidValidity, position.Item1).SetProperty(x => x.LastUid, position.Item2).SetProperty(x => x.Taken, x => x.Taken + count), stop);
            if (time.Now() - renewed <= Lease / 4) continue;
            renewed = time.Now();
            // Who has lost it leaves the rest to whoever has it now.
            if (!await Claim(box.Id, renewed, stop)) return fresh.Count;
        }
        if (fresh.Count > 0) await Tell(box, folder, stop);
        var (at, end) = (time.Now(), there.Count == 0 ? last : (long)there[^1].Id);
        await db.UpdateNow(db.Set<MailboxState>().Where(s => s.Mailbox == box.Id), s => s.SetProperty(x => x.UidValidity, validity).SetProperty(x => x.LastUid, end).SetProperty(x => x.LastOkAt, at).SetProperty(x => x.Fault, "").SetProperty(x => x.FaultAt, (DateTimeOffset?)null), stop);
        health.Worked(box.Id, box.Name);
        return fresh.Count;
    }

    long MostBytes => settings.Files.LargestBytes * 3 / 2;

    /// <summary>Of a mail that is too large only its head, which says from whom it is and about what.</summary>
    async Task<ReadOnlyMemory<byte>> Raw(IMailFolder folder, UniqueId uid, uint size, CancellationToken stop)
    {
        await using var stream = size > MostBytes ? await folder.GetStreamAsync(uid, "HEADER", stop) : await folder.GetStreamAsync(uid, stop);
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, stop);
        return all.ToArray();
    }

    static async Task<IMailFolder> DoneFolder(BoxLine line, string name, CancellationToken stop)
    {
        try { return await line.Client.GetFolderAsync(name, stop); }
        catch (FolderNotFoundException)
        {
            // Each folder on the way, since a server makes one at a time.
            var at = line.Client.GetFolder(line.Client.PersonalNamespaces[0]);
            foreach (var part in name.Split(at.DirectorySeparator)) at = (await at.GetSubfoldersAsync(false, stop)).FirstOrDefault(f => f.Name == part) ?? await at.CreateAsync(part, true, stop) ?? throw new FolderNotFoundException(name);
            return at;
        }
    }

    /// <summary>How many mails nobody has taken yet, and how long the first has been lying there.</summary>
    async Task Tell(Mailbox box, IMailFolder folder, CancellationToken stop)
    {
        var unread = (await folder.SearchAsync(SearchQuery.NotSeen, stop)).OrderBy(u => u.Id).ToList();
        var first = unread.Count == 0 ? null : (await folder.FetchAsync([unread[0]], MessageSummaryItems.UniqueId | MessageSummaryItems.InternalDate, stop)).FirstOrDefault()?.InternalDate?.ToUniversalTime();
        var count = unread.Count;
        await db.UpdateNow(db.Set<MailboxState>().Where(s => s.Mailbox == box.Id), s => s.SetProperty(x => x.Unread, count).SetProperty(x => x.OldestUnreadAt, first), stop);
        health.Unread(box.Id, box.Name, count, first);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mailbox {Mailbox} was not fetched: {Fault}")]
    partial void NotFetched(string mailbox, string fault);
}
