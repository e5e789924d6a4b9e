// Walks the whole audit log and says whether a line was edited, deleted, inserted or cut off.
using Microsoft.EntityFrameworkCore;

namespace Steward.Platform.Audit;

/// <summary>What the walk found. <see cref="Fault"/> is null when the log is whole; otherwise <see cref="At"/> is the first line concerned.</summary>
public sealed record AuditVerdict(long Lines, string Head, AuditFault? Fault, long? At);

public enum AuditFault { Edited, Deleted, Inserted, Truncated, HeadForged, AnchorMissing }

static class AuditVerifier
{
    public static async Task<AuditVerdict> Verify(StewardDb db, IReadOnlyList<AuditAnchor> anchors, CancellationToken stop, Action<long>? progress = null)
    {
        // Head and lines as they stood together: servers may be writing meanwhile.
        await using var moment = await OneMoment.Of(db, stop);
        var head = await db.Set<AuditHeadRow>().AsNoTracking().SingleAsync(stop);
        var hash = new byte[32];
        var expected = 1L;
        var anchored = new Queue<AuditAnchor>(anchors.OrderBy(a => a.Sequence));
        AuditVerdict Broken(AuditFault fault, long at) => new(expected - 1, Convert.ToHexString(hash).ToLowerInvariant(), fault, at);
        await foreach (var row in db.Set<AuditRow>().AsNoTracking().OrderBy(r => r.Sequence).AsAsyncEnumerable().WithCancellation(stop))
        {
            if (row.Sequence < expected) return Broken(AuditFault.Inserted, row.Sequence);
            if (row.Sequence > expected) return Broken(AuditFault.Deleted, expected);
            var right = AuditChain.Hash(row.Sequence, hash, row.Line);
            if (!right.AsSpan().SequenceEqual(row.Hash))
                return Broken(row.Sequence > head.Sequence ? AuditFault.Inserted : AuditFault.Edited, row.Sequence);
            if (row.Sequence > head.Sequence) return Broken(AuditFault.Inserted, row.Sequence);
            hash = right;
            // Two nodes may have written the same head down.
            while (anchored.TryPeek(out var anchor) && anchor.Sequence == expected)
            {
                if (anchor.Hash != Convert.ToHexString(hash).ToLowerInvariant()) return Broken(AuditFault.Edited, expected);
                anchored.Dequeue();
            }
            if (expected++ % 10_000 == 0) progress?.Invoke(expected - 1);
        }
        var last = expected - 1;
        if (!db.Seal.Of(head.Sequence, head.Hash).AsSpan().SequenceEqual(head.Seal) && head.Sequence > 0) return Broken(AuditFault.HeadForged, last);
        if (last < head.Sequence) return Broken(AuditFault.Truncated, last + 1);
        if (!hash.AsSpan().SequenceEqual(head.Hash)) return Broken(AuditFault.HeadForged, last);
        if (anchored.TryPeek(out var missing)) return Broken(AuditFault.AnchorMissing, missing.Sequence);
        return new(last, Convert.ToHexString(hash).ToLowerInvariant(), null, null);
    }
}
