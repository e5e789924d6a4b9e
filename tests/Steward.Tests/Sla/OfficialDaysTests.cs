// The shipped official days against another reading of the notices and against the known number of working days a month.
using Xunit;
using static Steward.Sla.Bench;

namespace Steward.Sla;

public sealed class OfficialDaysTests
{
    [Theory]
    [InlineData(2024)]
    [InlineData(2025)]
    [InlineData(2026)]
    public void They_are_those_of_the_notice(int year)
    {
        var theirs = TestData.Json("holidays-cn", $"{year}.json").GetProperty("days").EnumerateArray()
            .Select(d => (d.GetProperty("date").GetString(), d.GetProperty("isOffDay").GetBoolean(), d.GetProperty("name").GetString()));
        Assert.Equal(theirs, OfficialDays.China.Days.Where(d => d.Year == year).Select(d => ((string?)d.Day.ToString("yyyy-MM-dd", null), d.IsOff, (string?)d.Zh)));
    }

    [Theory]
    [InlineData(2024, "22 18 21 22 21 19 23 22 21 19 21 22", 251)]
    [InlineData(2025, "19 19 21 22 19 20 23 21 23 18 20 23", 248)]
    [InlineData(2026, "21 16 22 21 19 21 23 21 22 18 21 23", 248)]
    public void They_give_the_known_working_days_a_month(int year, string months, int sum)
    {
        var days = Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(i => new DateOnly(year, 1, 1).AddDays(i)).Where(C58.IsWorkingDay).ToList();
        Assert.Equal(months, string.Join(' ', days.GroupBy(d => d.Month).Select(m => m.Count())));
        Assert.Equal(sum, days.Count);
    }

    [Theory]
    [InlineData("2026\t2026-13-01\toff\ta\tb")]
    [InlineData("2026\t2026-01-01\tmaybe\ta\tb")]
    [InlineData("2026\t2026-01-01\toff\ta\tb\n2026\t2026-01-01\tmakeup\ta\tb")]
    public void A_list_with_an_error_is_refused_whole(string text) =>
        Assert.Throws<InvalidDataException>(() => OfficialDays.Parse(new StringReader(text)));
}
