// steward check calendar FILE: validates a calendar file item by item, computes the examples in it, and prints the working days of each month.
using System.CommandLine;
using System.Globalization;
using Steward.Sla;

namespace Steward.Commands;

static class CheckCalendar
{
    static readonly Argument<string[]> Files = new("FILE") { Description = "A service calendar, an official list of days off (JSON by year, tab-parted, iCalendar), or a file of worked examples. 日历文件", Arity = ArgumentArity.OneOrMore };

    public static Command Command()
    {
        var calendar = new Command("calendar", """
            Reads a calendar file and says of each item whether it is right: the days of an official list, the exceptions of a service calendar, or
            worked examples (a schedule with what is open, elapsed and due; a history with pending states and what was worked). Then the working days of
            each month. Touches no installation. 校验日历文件
            """) { Files };
        calendar.SetAction(async (parsed, stop) =>
        {
            var (output, worst) = (new Output(parsed.GetValue(Shared.Json)), Exit.AllGood);
            foreach (var file in parsed.GetValue(Files)!) worst = Math.Max(worst, await One(file, output, stop));
            return worst;
        });
        return new Command("check", "Judges files without touching an installation. 校验文件") { calendar };
    }

    static async Task<int> One(string file, Output output, CancellationToken stop)
    {
        if (!File.Exists(file))
        {
            output.Say(new { file, kind = CalendarVerdict.Unreadable, good = false, error = "no such file" }, Output.NoFile(file));
            return Exit.Failed;
        }
        var verdict = CalendarCheck.Of(await File.ReadAllTextAsync(file, stop), TimeProvider.System.GetUtcNow().Year);
        var right = verdict.Items.Count(i => i.Good);
        output.Say(new { file, verdict.Kind, verdict.Good, right, wrong = verdict.Items.Count - right, verdict.Items, verdict.WorkingDays },
        [
            $"{file}: {verdict.Kind}, {right:N0} right, {verdict.Items.Count - right:N0} wrong",
            .. verdict.Items.Where(i => !i.Good).Select(i => $"  {i.Item}: {(i.Expected is null ? i.Why : $"expected {i.Expected}, got {i.Got}{(i.Why is null ? "" : $" ({i.Why})")}")}"),
            .. verdict.WorkingDays.Count == 0 ? [] : new[] { "", $"  {"working days",-24} {string.Join(' ', Enumerable.Range(1, 12).Select(m => $"{m,3}"))}   sum" },
            .. verdict.WorkingDays.Select(w => string.Create(CultureInfo.InvariantCulture, $"  {Shortened($"{w.Year} {w.Calendar}"),-24} {string.Join(' ', w.Months.Select(m => $"{m,3}"))} {w.Total,5}")),
        ]);
        return verdict.Kind == CalendarVerdict.Unreadable ? Exit.Failed : verdict.Good ? Exit.AllGood : Exit.SomeRefused;
    }

    static string Shortened(string name) => name.Length > 24 ? name[..23] + "…" : name;
}
