// steward replay incidents FILE: takes a real desk's log in as one customer's history, judged under a contract.
using System.CommandLine;
using System.Diagnostics;
using Steward.Desk;
using Steward.Platform.Text;

namespace Steward.Commands;

static class Replay
{
    static readonly Argument<FileInfo> File = new("FILE") { Description = "CSV or CSV.GZ: one row an update, with number, incident_state, opened_at, sys_updated_at and what else there is." };
    static readonly Option<string> Customer = new("--customer") { Description = "Short name of the customer that the history belongs to; made if it is not there. 客户简称", DefaultValueFactory = _ => "HIST" };
    static readonly Option<string> Name = new("--name") { Description = "The customer's name, if it has to be made. 客户名称", DefaultValueFactory = _ => "历史数据客户" };
    static readonly Option<string> Zone = new("--zone") { Description = "IANA zone of the times in the file, and of the customer. 时区", DefaultValueFactory = _ => "Asia/Shanghai" };
    static readonly Option<bool> Round = new("--round-the-clock") { Description = "Judge on a 7×24 calendar instead of 5×8. 按 7×24 计时" };

    public static Command Command()
    {
        var incidents = new Command("incidents", """
            Takes an incident log in as history: the same tickets, clocks, audit and events as live work; nothing is sent outside.
            A step that the live process would refuse is kept and marked; unreadable rows are named by line and left out.
            Doing it again changes nothing.
            """) { File, Customer, Name, Zone, Round };
        incidents.SetAction((parsed, stop) => Installation.Run(parsed, "RecordHistory", stop, async (services, output) =>
        {
            var file = parsed.GetValue(File)!;
            if (!file.Exists) { output.Say(new { error = "no such file", file = file.FullName }, Output.NoFile(file.FullName)); return Exit.Failed; }
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(parsed.GetValue(Zone)!, out _)) { output.Say(new { error = "unknown zone", zone = parsed.GetValue(Zone) }, Texts.T("field.zone")); return Exit.Failed; }
            var import = services.GetRequiredService<HistoryImport>();
            var watch = Stopwatch.StartNew();
            await using var stream = file.OpenRead();
            var done = await output.Progress("Replaying tickets", null, tell => import.Run(stream, new(parsed.GetValue(Customer)!, parsed.GetValue(Name)!, parsed.GetValue(Zone)!, parsed.GetValue(Round)), tell, stop));
            var bad = done.Bad.Select(b => new { b.Line, b.Field, reason = Texts.T(b.TextKey, b.Value.Length > 0 ? b.Value : b.Field) }).ToList();
            foreach (var row in bad.Take(20)) output.Warn($"line {row.Line}, {row.Field}: {row.reason}");
            if (bad.Count > 20) output.Warn($"… and {bad.Count - 20:N0} more");
            output.Say(new { done.Customer, done.Contract, done.Tickets, done.Updates, alreadyThere = done.Known, done.Nonconforming, badRows = bad, seconds = Math.Round(watch.Elapsed.TotalSeconds, 1) },
                done.Tickets + done.Known == 0 ? $"Nothing in {file.FullName} could be read as an incident log; nothing was changed." :
                $"{done.Tickets:N0} tickets with {done.Updates:N0} updates recorded, {done.Known:N0} already there, {done.Nonconforming:N0} nonconforming steps marked, {bad.Count:N0} rows left out, in {watch.Elapsed.TotalSeconds:N1} s.");
            return done.Tickets + done.Known == 0 ? Exit.Failed : bad.Count > 0 ? Exit.SomeRefused : Exit.AllGood;
        }));
        return new Command("replay", "Replays records of another system as history. 导入历史") { incidents };
    }
}
