// What each node of an installation says of itself: that it lives, what it runs, its disk, and when its data was last backed up and its audit verified.
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform.Audit;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;

namespace Steward.Platform.Host;

/// <summary>A node by its machine and data folder. Written over and over, so not audited.</summary>
public sealed class NodeRow : INotAudited
{
    public required string Name { get; init; }
    public string Version { get; set; } = "";
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset SeenAt { get; set; }
    public long DiskFree { get; set; }
    public long DiskBytes { get; set; }
    /// <summary>The duties whose last run failed.</summary>
    public string Faults { get; set; } = "";
    public DateTimeOffset? BackupAt { get; set; }
    public DateTimeOffset? DrillAt { get; set; }
    public DateTimeOffset? AuditAt { get; set; }
    /// <summary>What the last verification found wrong; empty when the chain was whole.</summary>
    public string AuditFault { get; set; } = "";
}

sealed class NodeTable : IEntityTypeConfiguration<NodeRow>
{
    public void Configure(EntityTypeBuilder<NodeRow> row) => row.ToTable("platform_node").HasKey(r => r.Name);
}

/// <summary>What commands leave behind in the data folder for the node that serves from it: they run as processes of their own.</summary>
public sealed record UpkeepNotes(DateTimeOffset? Backup = null, DateTimeOffset? Drill = null, DateTimeOffset? Audit = null, string AuditFault = "")
{
    public static UpkeepNotes Of(DataFolder folder)
    {
        try { return File.Exists(folder.UpkeepNotes) ? JsonSerializer.Deserialize<UpkeepNotes>(File.ReadAllText(folder.UpkeepNotes), Web.Json.Options) ?? new() : new(); }
        catch (Exception unread) when (unread is IOException or JsonException or UnauthorizedAccessException) { return new(); }
    }

    /// <summary>A note, no more: what it tells of was done, whether or not it can be written down.</summary>
    public static void Note(DataFolder folder, Func<UpkeepNotes, UpkeepNotes> change)
    {
        try
        {
            File.WriteAllText(folder.UpkeepNotes + ".next", JsonSerializer.Serialize(change(Of(folder)), Web.Json.Options));
            File.Move(folder.UpkeepNotes + ".next", folder.UpkeepNotes, overwrite: true);
        }
        catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException) { }
    }
}

/// <summary>This process, for as long as it runs.</summary>
sealed class ThisNode(DataFolder folder, TimeProvider time)
{
    public string Name { get; } = $"{Environment.MachineName}:{folder.Path}";
    public DateTimeOffset StartedAt { get; } = time.Now();
    public static string Version { get; } = typeof(ThisNode).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}

sealed class NodeSweep(StewardDb db, ThisNode node, DataFolder folder, SweepLog runs) : ISweep
{
    public string Name => "nodes";
    public TimeSpan Every => TimeSpan.FromSeconds(30);

    /// <summary>A node of which nothing was heard for so long has left for good.</summary>
    static readonly TimeSpan Forgotten = TimeSpan.FromDays(7);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var (disk, notes, faults, gone) = (new DriveInfo(folder.Path), UpkeepNotes.Of(folder), string.Join(", ", runs.Failing), now - Forgotten);
        var (free, bytes, name) = (disk.AvailableFreeSpace, disk.TotalSize, node.Name);
        var known = await db.UpdateNow(db.Set<NodeRow>().Where(n => n.Name == name), s => s
            .SetProperty(n => n.Version, ThisNode.Version).SetProperty(n => n.StartedAt, node.StartedAt).SetProperty(n => n.SeenAt, now).SetProperty(n => n.DiskFree, free).SetProperty(n => n.DiskBytes, bytes)
            .SetProperty(n => n.Faults, faults).SetProperty(n => n.BackupAt, notes.Backup).SetProperty(n => n.DrillAt, notes.Drill).SetProperty(n => n.AuditAt, notes.Audit).SetProperty(n => n.AuditFault, notes.AuditFault), stop);
        if (known > 0) return 0;
        db.Add(new NodeRow { Name = name, Version = ThisNode.Version, StartedAt = node.StartedAt, SeenAt = now, DiskFree = free, DiskBytes = bytes, Faults = faults, BackupAt = notes.Backup, DrillAt = notes.Drill, AuditAt = notes.Audit, AuditFault = notes.AuditFault });
        await db.TryCommit(stop);
        await db.DeleteNow(db.Set<NodeRow>().Where(n => n.SeenAt < gone), stop);
        return 0;
    }
}
