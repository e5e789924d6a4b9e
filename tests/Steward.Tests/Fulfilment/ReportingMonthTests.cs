// Months of a contract: its zone, its first day, and their names.
using Steward.Contracts;
using Xunit;

namespace Steward.Fulfilment;

public class ReportingMonthTests
{
    static Contract Contract(int startsOn = 1, string zone = "Asia/Shanghai") => new()
    {
        Name = "", Agreement = "", Zone = zone, MonthStartsOn = startsOn, FirstDay = new(2026, 1, 1), LastDay = new(2026, 12, 31),
    };

    static ReportingMonth Month(string text) => ReportingMonth.TryParse(text, out var month) ? month : throw new FormatException(text);
    static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("2026-03", 1, "2026-03-01T00:00+08:00", "2026-04-01T00:00+08:00")]
    [InlineData("2026-03", 26, "2026-02-26T00:00+08:00", "2026-03-26T00:00+08:00")]
    [InlineData("2026-01", 26, "2025-12-26T00:00+08:00", "2026-01-26T00:00+08:00")]
    [InlineData("2026-03", 10, "2026-03-10T00:00+08:00", "2026-04-10T00:00+08:00")]
    [InlineData("2026-03", 30, "2026-02-28T00:00+08:00", "2026-03-30T00:00+08:00")]
    public void A_month_begins_on_the_contracts_day(string name, int startsOn, string from, string to)
    {
        var period = Month(name).In(Contract(startsOn));
        Assert.Equal((At(from), At(to)), (period.From, period.To));
        Assert.Equal(Month(name), ReportingMonth.At(period.From, Contract(startsOn)));
        Assert.Equal(Month(name), ReportingMonth.At(period.To.AddMilliseconds(-1), Contract(startsOn)));
        Assert.Equal(Month(name).Plus(1), ReportingMonth.At(period.To, Contract(startsOn)));
    }

    [Fact]
    public void Months_follow_each_other_without_a_hole_through_a_leap_year_and_summer_time()
    {
        foreach (var startsOn in new[] { 1, 5, 15, 16, 26, 29, 31 })
        {
            var contract = Contract(startsOn, "America/New_York");
            var months = Month("2023-12").Through(Month("2025-03"));
            Assert.Equal(16, months.Count);
            foreach (var (a, b) in months.Zip(months.Skip(1))) Assert.Equal(a.In(contract).To, b.In(contract).From);
        }
    }

    [Theory]
    [InlineData("2026-3")]
    [InlineData("2026-13")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("2026-03-01")]
    public void What_is_not_a_month_is_not_read(string? text) => Assert.False(ReportingMonth.TryParse(text, out _));
}
