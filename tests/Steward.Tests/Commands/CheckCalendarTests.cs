// steward check calendar: files of every form judged item by item, on what others recorded and on files made wrong on purpose.
using System.Text.Json.Nodes;
using Steward.Fixtures;
using Steward.Sla;
using Xunit;

namespace Steward.Commands;

public sealed class CheckCalendarTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("steward-calendars").FullName;

    string Put(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    static async Task<(int Exit, JsonNode Said)> Check(string file)
    {
        var (exit, said, _) = await ServerProcess.Run("check", "calendar", file, "--json");
        return (exit, JsonNode.Parse(said)!);
    }

    [Fact]
    public async Task A_wrong_example_is_named_with_what_comes_out()
    {
        var vectors = Put("vectors.json", """
            { "schedule": { "hours": { "mon": ["09:00-12:00", "13:00-18:00"], "tue": { "09:00": "12:00" }, "sun": [] }, "time_zone": "Asia/Shanghai", "holidays": ["2026-03-09"], "breaks": { "2026-03-10": ["10:00-10:30"] } },
              "duration_within": [ { "from": "2026-03-09T00:00:00Z", "to": "2026-03-11T00:00:00Z", "expected_seconds": 9000 }, { "from": "2026-03-10T01:00:00Z", "to": "2026-03-10T02:30:00Z", "expected_seconds": 5400 } ],
              "for_duration": [ { "amount": 90, "unit": "minutes", "direction": "after", "from": "2026-03-10T01:00:00Z", "expected": "2026-03-10T03:00:00Z" }, { "amount": 1, "unit": "fortnight", "direction": "after", "from": "2026-03-10T01:00:00Z", "expected": "2026-03-10T03:00:00Z" } ] }
            """);
        var (exit, said) = await Check(vectors);
        Assert.Equal((1, "vectors", 3, 2), (exit, said["kind"]!.GetValue<string>(), said["right"]!.GetValue<int>(), said["wrong"]!.GetValue<int>()));
        Assert.Equal(["schedule:True", "duration_within[0]:True", "duration_within[1]:False", "for_duration[0]:True", "for_duration[1]:False"], said["items"]!.AsArray().Select(i => $"{i!["item"]}:{i["good"]}".Replace("true", "True").Replace("false", "False")));
        Assert.Equal("3600 s", said["items"]![2]!["got"]!.GetValue<string>());
        // Mondays and Tuesdays of March 2026, without the ninth.
        Assert.Equal((2026, 9), (said["workingDays"]![0]!["year"]!.GetValue<int>(), said["workingDays"]![0]!["months"]![2]!.GetValue<int>()));
    }

    [Fact]
    public async Task An_official_list_is_checked_day_by_day_and_gives_the_working_days_of_each_month()
    {
        var year = OfficialDays.China.Years.Single(y => y.Year == 2026);
        string List(IEnumerable<string> days) => $$"""{ "year": 2026, "papers": [], "days": [ {{string.Join(",", days)}} ] }""";
        string Day(DateOnly day, bool off) => $$"""{ "name": "x", "date": "{{day:yyyy-MM-dd}}", "isOffDay": {{(off ? "true" : "false")}} }""";
        var days = year.Off.Select(d => Day(d, true)).Concat(year.MakeUp.Select(d => Day(d, false))).ToList();
        var (exit, said) = await Check(Put("2026.json", List(days)));
        Assert.Equal((0, "official-days"), (exit, said["kind"]!.GetValue<string>()));
        Assert.Equal([21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23], said["workingDays"]![0]!["months"]!.AsArray().Select(m => m!.GetValue<int>()));
        Assert.Equal(248, said["workingDays"]![0]!["total"]!.GetValue<int>());

        (exit, said) = await Check(Put("wrong.json", List([.. days, Day(new(2026, 1, 1), true), Day(new(2025, 3, 8), true), Day(new(2026, 3, 11), false), """{ "name": "x", "date": "soon", "isOffDay": true }"""])));
        Assert.Equal(1, exit);
        Assert.Equal(["days[42]", "2026-01-01", "2025-03-08"], said["items"]!.AsArray().Where(i => !i!["good"]!.GetValue<bool>()).Select(i => i!["item"]!.GetValue<string>()));
        // A notice that has not come is no fault, and says what follows from it.
        (exit, said) = await Check(Put("2027.json", """{ "year": 2027, "papers": [], "days": [] }"""));
        Assert.Equal((0, true), (exit, said["items"]![0]!["why"]!.GetValue<string>().Contains("provisional")));
    }

    [Fact]
    public async Task A_calendar_of_our_own_says_what_keeps_it_from_being_used()
    {
        var (exit, said) = await Check(Put("own.json", SlaJson.Write(CalendarPresets.FiveByEight)));
        Assert.Equal((0, "calendar"), (exit, said["kind"]!.GetValue<string>()));
        Assert.Equal([251, 248, 248], said["workingDays"]!.AsArray().Select(w => w!["total"]!.GetValue<int>()));
        Assert.Equal(1, (await Check(Put("zone.json", SlaJson.Write(CalendarPresets.FiveByEight with { Zone = "Asia/Nowhere" })))).Exit);
        foreach (var nothing in new[] { "", "{}", "{ \"week\": 1 }", "[1, 2]", "no table", "BEGIN:VCALENDAR\nEND:VCALENDAR\n" }) Assert.Equal(2, (await Check(Put("nothing", nothing))).Exit);
        Assert.Equal(2, (await Check(Path.Combine(folder, "none"))).Exit);
        var (lines, told, _) = await ServerProcess.Run("check", "calendar", Put("own.json", SlaJson.Write(CalendarPresets.FiveByEight)));
        Assert.Equal(0, lines);
        Assert.Contains("2026 5×8", told);
    }

    /// <summary>In the process, since there are many files: what the command prints is what this answers.</summary>
    [Fact]
    public void What_others_recorded_is_all_right()
    {
        foreach (var file in Directory.GetFiles(TestData.Path("business-hours"), "*.json")) AllGood(file);
        foreach (var file in Directory.GetFiles(TestData.Path("holidays-cn"), "2*.json").Append(Path.Combine(TestData.Path("holidays-cn"), "holiday-cn.ics"))) AllGood(file);
        static void AllGood(string file)
        {
            var verdict = CalendarCheck.Of(File.ReadAllText(file), 2026);
            Assert.True(verdict.Good, $"{Path.GetFileName(file)}: {string.Join("; ", verdict.Items.Where(i => !i.Good))}");
        }
        Assert.True(CalendarCheck.Of(File.ReadAllText(Path.Combine(TestData.Path("business-hours"), "biz_vectors.json")), 2026).Items.Count > 30);
        Assert.Equal(9, CalendarCheck.Of(File.ReadAllText(Path.Combine(TestData.Path("business-hours"), "zammad_pause_vectors.json")), 2026).Items.Count);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
