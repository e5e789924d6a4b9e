// steward backup and steward restore: one file with everything, taken while the server runs, and the proof that it can be put back.
using System.CommandLine;
using System.Diagnostics;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Upkeep;

namespace Steward.Commands;

static class BackupCommand
{
    static readonly Argument<FileInfo> File = new("FILE") { Description = "The backup, one zip file. It holds the keys of the installation: keep it as you would keep those. 备份文件" };
    static readonly Option<bool> Drill = new("--drill") { Description = "Restores it into a scratch place, proves counts and audit, takes the scratch away, and says how long it took. 恢复演练" };
    static readonly Option<bool> Replace = new("--replace") { Description = "Puts aside what is in the data folder (and the database) instead of refusing. 先移走原有数据" };

    public static Command Backup()
    {
        var command = new Command("backup", "Backs everything up into one file, while the server runs: database, files, keys, settings. 在线备份") { File, Drill };
        command.SetAction(async (parsed, stop) =>
        {
            var (folder, settings) = Installation.Open(parsed);
            var (output, file, watch) = (new Output(parsed.GetValue(Shared.Json)), parsed.GetValue(File)!.FullName, Stopwatch.StartNew());
            var manifest = await Platform.Upkeep.Backup.Take(folder, settings.Database.Connection, file, TimeProvider.System.Now(), stop);
            var took = Seconds(watch);
            UpkeepNotes.Note(folder, n => n with { Backup = manifest.TakenAt });
            var lines = new List<string> { $"{file}: {Sum(manifest):N0} rows in {manifest.Counts.Count} tables, {manifest.Parts.Count:N0} parts, {new FileInfo(file).Length / 1024.0 / 1024.0:N1} MiB, audit head {manifest.AuditHead[..12]}… after {manifest.AuditLines:N0} lines, in {took:N1} s." };
            double? drilled = null;
            if (parsed.GetValue(Drill))
            {
                watch.Restart();
                await Restore.Drill(file, settings.Database.Connection, TimeProvider.System.Now(), stop);
                drilled = Seconds(watch);
                UpkeepNotes.Note(folder, n => n with { Drill = manifest.TakenAt });
                lines.Add($"Restored elsewhere and proved whole (hashes, counts, files, audit) in {drilled:N1} s.");
            }
            output.Say(new { file, manifest.Engine, manifest.TakenAt, manifest.Counts, manifest.AuditLines, manifest.AuditHead, seconds = took, drillSeconds = drilled }, lines);
            return Exit.AllGood;
        });
        return command;
    }

    public static Command RestoreFrom()
    {
        var command = new Command("restore", "Puts a backup into an empty data folder (--data) and, for one of PostgreSQL, an empty database (--database); or only tries it (--drill). 恢复备份") { File, Replace, Drill };
        command.SetAction(async (parsed, stop) =>
        {
            var (output, file, watch) = (new Output(parsed.GetValue(Shared.Json)), parsed.GetValue(File)!.FullName, Stopwatch.StartNew());
            if (!System.IO.File.Exists(file)) { output.Say(new { error = "no such file", file }, Output.NoFile(file)); return Exit.Failed; }
            if (parsed.GetValue(Shared.Database) is { } connection) Installation.On(new(), connection);
            var (target, drill) = (Path.GetFullPath(parsed.GetValue(Shared.Data)!), parsed.GetValue(Drill));
            var manifest = drill
                ? await Restore.Drill(file, parsed.GetValue(Shared.Database) ?? Named(target), TimeProvider.System.Now(), stop)
                : await Restore.Run(file, target, parsed.GetValue(Shared.Database), parsed.GetValue(Replace), TimeProvider.System.Now(), stop);
            output.Say(new { file, data = drill ? null : target, manifest.Engine, manifest.TakenAt, manifest.Counts, manifest.AuditLines, manifest.AuditHead, seconds = Seconds(watch) },
                $"{(drill ? "A trial restore" : target)}: the state of {manifest.TakenAt:yyyy-MM-dd HH:mm:ss} UTC, {Sum(manifest):N0} rows, audit whole with {manifest.AuditLines:N0} lines, in {Seconds(watch):N1} s.");
            return Exit.AllGood;
        });
        return command;
    }

    /// <summary>The database that the settings of a data folder name; nothing where there are none.</summary>
    static string Named(string data) => System.IO.File.Exists(Path.Combine(data, "steward.json")) ? StewardSettings.Load(new(data)).Database.Connection : "";

    static long Sum(Manifest manifest) => manifest.Counts.Values.Sum();

    static double Seconds(Stopwatch watch) => Math.Round(watch.Elapsed.TotalSeconds, 1);
}
