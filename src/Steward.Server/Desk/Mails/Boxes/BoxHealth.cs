// The mailboxes as figures for whoever watches Steward: how long the oldest unread mail has been lying, and whether fetching works.
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Steward.Platform.Sweeps;

namespace Steward.Desk.Mails.Boxes;

sealed class BoxHealth
{
    sealed record Of(string Name, bool Works, int Unread, DateTimeOffset? Oldest);

    readonly ConcurrentDictionary<MailboxId, Of> boxes = new();

    public BoxHealth(TimeProvider time)
    {
        Telemetry.Meter.CreateObservableGauge("steward.mailbox.oldest_unread_age", () => boxes.Values.Select(b => new Measurement<double>(b.Oldest is { } at ? Math.Max(0, (time.GetUtcNow() - at).TotalSeconds) : 0, Tag(b))), "s", "Age of the oldest unread mail of a mailbox that this node fetches");
        Telemetry.Meter.CreateObservableGauge("steward.mailbox.unread", () => boxes.Values.Select(b => new Measurement<int>(b.Unread, Tag(b))), null, "Unread mails of a mailbox that this node fetches");
        Telemetry.Meter.CreateObservableGauge("steward.mailbox.works", () => boxes.Values.Select(b => new Measurement<int>(b.Works ? 1 : 0, Tag(b))), null, "1 when the last look into the mailbox went well");
    }

    static KeyValuePair<string, object?> Tag(Of box) => new("mailbox", box.Name);

    public void Unread(MailboxId box, string name, int count, DateTimeOffset? oldest) => boxes.AddOrUpdate(box, new Of(name, true, count, oldest), (_, b) => b with { Name = name, Unread = count, Oldest = oldest });
    public void Worked(MailboxId box, string name) => boxes.AddOrUpdate(box, new Of(name, true, 0, null), (_, b) => b with { Works = true });
    public void Failed(MailboxId box, string name) => boxes.AddOrUpdate(box, new Of(name, false, 0, null), (_, b) => b with { Works = false });

    public void KeepOnly(IEnumerable<MailboxId> mine)
    {
        var kept = mine.ToHashSet();
        foreach (var box in boxes.Keys.Where(b => !kept.Contains(b)).ToList()) boxes.TryRemove(box, out _);
    }
}
