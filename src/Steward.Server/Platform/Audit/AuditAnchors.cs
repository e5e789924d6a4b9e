// Writes the head of the audit log to a file beside the database now and then: whoever restores an old database state is found out.
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;

namespace Steward.Platform.Audit;

/// <summary>The chain's hash (hex) after line <see cref="Sequence"/>, as written to <c>audit-anchors.tsv</c>.</summary>
public sealed record AuditAnchor(long Sequence, string Hash);

sealed class AuditAnchors(DataFolder folder, StewardDb db) : ISweep
{
    public string Name => "audit-anchors";
    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var head = await db.Set<AuditHeadRow>().AsNoTracking().SingleAsync(stop);
        var known = Read(folder);
        if (head.Sequence == 0 || known.Count > 0 && known[^1].Sequence == head.Sequence) return 0;
        await File.AppendAllTextAsync(folder.AuditAnchors, (EndsTorn(folder.AuditAnchors) ? "\n" : "") +
            string.Create(CultureInfo.InvariantCulture, $"{head.Sequence}\t{Convert.ToHexString(head.Hash).ToLowerInvariant()}\t{now:O}\n"), stop);
        return 1;
    }

    /// <summary>A line that a full disk cut off must not run into the next one.</summary>
    static bool EndsTorn(string file)
    {
        if (!File.Exists(file)) return false;
        using var there = File.OpenRead(file);
        if (there.Length == 0) return false;
        there.Position = there.Length - 1;
        return there.ReadByte() != '\n';
    }

    public static List<AuditAnchor> Read(DataFolder folder) =>
        !File.Exists(folder.AuditAnchors) ? [] :
        [.. File.ReadLines(folder.AuditAnchors).Select(line => line.Split('\t')).Where(c => c is [_, { Length: 64 }, _])
            .Select(c => new AuditAnchor(long.Parse(c[0], CultureInfo.InvariantCulture), c[1]))];
}
