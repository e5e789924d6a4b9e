// steward move: takes an installation from the embedded database to PostgreSQL, with equal counts and the same audit head.
using System.CommandLine;
using System.Diagnostics;
using Steward.Platform.Upkeep;

namespace Steward.Commands;

static class MoveCommand
{
    static readonly Option<string> To = new("--to") { Description = "Connection string of an empty PostgreSQL database, e.g. \"Host=db;Database=steward;Username=steward;Password=…\". 目标连接串", Required = true };

    public static Command Command()
    {
        var command = new Command("move", "Moves everything from the embedded database to PostgreSQL; the server must be stopped. One that was broken off is begun anew. 迁移到 PostgreSQL") { To };
        command.SetAction(async (parsed, stop) =>
        {
            var (folder, settings) = Installation.Open(parsed);
            var (output, target, watch) = (new Output(parsed.GetValue(Shared.Json)), parsed.GetValue(To)!, Stopwatch.StartNew());
            if (settings.Database.Connection.Length > 0) { output.Say(new { error = "already moved", data = folder.Path }, $"{folder.Path} is on PostgreSQL already."); return Exit.Failed; }
            var there = Installation.On(settings, target);
            var moved = await Moving.Run(folder, target, output.Warn, stop);
            // From here on the server opens the other database; the old one keeps another name, so that nobody works on it by mistake.
            there.Keep(folder);
            var kept = folder.SqliteFile + ".moved";
            File.Move(folder.SqliteFile, kept);
            output.Say(new { moved.Counts, moved.AuditLines, moved.AuditHead, kept, seconds = Math.Round(watch.Elapsed.TotalSeconds, 1) },
                $"{moved.Counts.Values.Sum():N0} rows in {moved.Counts.Count} tables moved; counts and audit head ({moved.AuditHead[..12]}… after {moved.AuditLines:N0} lines) are equal. {watch.Elapsed.TotalSeconds:N1} s.",
                $"{folder.SettingsFile} names the new database; the old one is kept as {kept}.");
            return Exit.AllGood;
        });
        return command;
    }
}
