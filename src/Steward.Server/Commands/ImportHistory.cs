// steward import history FILE: takes another desk's log in as one customer's history, judged under a contract, and counts what lies in the database afterwards.
using System.CommandLine;
using System.Diagnostics;
using Steward.Desk;
using Steward.Platform.Text;

namespace Steward.Commands;

static class ImportHistory
{
    static readonly Argument<FileInfo> File = new("FILE") { Description = "CSV (a row an update, a row a ticket with its times, or tickets without dates) or XES, plain or gzip. 事件日志" };
    static readonly Option<string> Customer = new("--customer") { Description = "Short name of the customer that the history belongs to; made if it is not there. 客户简称", DefaultValueFactory = _ => "HIST" };
    static readonly Option<string> Name = new("--name") { Description = "The customer's name, if it has to be made. 客户名称", DefaultValueFactory = _ => "历史数据客户" };
    static readonly Option<string> Zone = new("--zone") { Description = "IANA zone of the times in the file, and of the customer. 时区", DefaultValueFactory = _ => "Asia/Shanghai" };
    static readonly Option<bool> Round = new("--round-the-clock") { Description = "Judge on a 7×24 calendar instead of 5×8. 按 7×24 计时" };
    static readonly Option<string?> By = new("--by") { Description = $"Count the rows of this customer and kind of file afterwards, by up to {HistoryCounts.Most} of {string.Join(", ", HistoryCounts.Columns.Keys)}, divided by commas. 按列计数" };

    public static Command Command() => Named("history");

    /// <summary>The same as it was called first.</summary>
    public static Command Replay() => new("replay", "Replays records of another system as history (import history). 导入历史") { Named("incidents") };

    static Command Named(string name)
    {
        var history = new Command(name, """
            Takes another desk's log in as history: the same tickets, clocks, audit and events as live work; nothing is sent outside.
            A step that the live process would refuse is kept and marked; unreadable rows are named by line and left out; rows without
            any date are kept for counting, make no ticket and run no clock. Doing it again changes nothing. 导入历史
            """) { File, Customer, Name, Zone, Round, By };
        history.SetAction((parsed, stop) => Installation.Run(parsed, "RecordHistory", stop, async (services, output) =>
        {
            var file = parsed.GetValue(File)!;
            if (!file.Exists) { output.Say(new { error = "no such file", file = file.FullName }, Output.NoFile(file.FullName)); return Exit.Failed; }
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(parsed.GetValue(Zone)!, out _)) { output.Say(new { error = "unknown zone", zone = parsed.GetValue(Zone) }, Texts.T("field.zone")); return Exit.Failed; }
            string[] by = parsed.GetValue(By)?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
            if (by.Length > HistoryCounts.Most || by.Any(b => !HistoryCounts.Columns.ContainsKey(b)))
            {
                output.Say(new { error = "cannot count by", by = parsed.GetValue(By), columns = HistoryCounts.Columns.Keys }, $"Cannot count by {parsed.GetValue(By)}: name up to {HistoryCounts.Most} of {string.Join(", ", HistoryCounts.Columns.Keys)}.");
                return Exit.Failed;
            }
            var import = services.GetRequiredService<HistoryImport>();
            var watch = Stopwatch.StartNew();
            await using var stream = file.OpenRead();
            var done = await output.Progress("Recording tickets", null, tell => import.Run(stream, new(parsed.GetValue(Customer)!, parsed.GetValue(Name)!, parsed.GetValue(Zone)!, parsed.GetValue(Round)), tell, stop));
            var bad = done.Bad.Select(b => new { b.Line, b.Field, reason = Texts.T(b.TextKey, b.Value.Length > 0 ? b.Value : b.Field) }).ToList();
            foreach (var row in bad.Take(20)) output.Warn($"line {row.Line}, {row.Field}: {row.reason}");
            if (bad.Count > 20) output.Warn($"… and {bad.Count - 20:N0} more");
            var nothing = done.Tickets + done.Known == 0;
            var counts = by.Length == 0 || nothing ? [] : await services.GetRequiredService<HistoryCounts>().Count(done.Customer, done.Form, by, stop);
            var what = done.Form == HistoryForm.Undated ? "undated tickets" : "tickets";
            string[] counted = by.Length == 0 ? [] : [$"{string.Join("\t", by)}\trows\ttickets", .. counts.Select(c => $"{string.Join("\t", c.Words)}\t{c.Rows}\t{c.Tickets}")];
            output.Say(new { done.Form, done.Customer, done.Contract, done.Tickets, done.Updates, alreadyThere = done.Known, done.Nonconforming, badRows = bad, seconds = Math.Round(watch.Elapsed.TotalSeconds, 1), by, counts },
                [nothing ? $"Nothing in {file.FullName} could be read as a desk's log; nothing was changed." :
                    $"{done.Tickets:N0} {what} with {done.Updates:N0} updates recorded, {done.Known:N0} already there, {done.Nonconforming:N0} nonconforming steps marked, {bad.Count:N0} rows left out, in {watch.Elapsed.TotalSeconds:N1} s.", .. counted]);
            return nothing ? Exit.Failed : bad.Count > 0 ? Exit.SomeRefused : Exit.AllGood;
        }));
        return history;
    }
}
