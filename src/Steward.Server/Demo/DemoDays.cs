// Working days as the sample company counts them, from the day on which its story ends.
using Steward.Sla;

namespace Steward.Demo;

sealed class DemoDays(ServiceCalendar hours, DateTimeOffset asOf)
{
    readonly DateOnly today = DateOnly.FromDateTime(asOf.ToOffset(TimeSpan.FromHours(8)).DateTime);

    public DateTimeOffset AsOf => asOf;
    public DateTimeOffset Back(int days, double hour) => hours.StartOf(Count(days, -1)).AddHours(hour);
    public DateTimeOffset Ahead(int days, double hour) => hours.StartOf(Count(days, 1)).AddHours(hour);

    /// <summary>So many seconds of service later.</summary>
    public DateTimeOffset Later(DateTimeOffset from, double serviceHours) => hours.Due(from, (long)(serviceHours * 3600));

    /// <summary>A day of a form: <c>d+3</c> is three working days after the end of the story, <c>d-3</c> before; any other word is itself.</summary>
    public string Said(string word) => word.StartsWith("d+", StringComparison.Ordinal) ? $"{Count(word[2] - '0', 1):yyyy-MM-dd}" : word.StartsWith("d-", StringComparison.Ordinal) ? $"{Count(word[2] - '0', -1):yyyy-MM-dd}" : word;

    DateOnly Count(int days, int step)
    {
        var day = today;
        while (days > 0)
            if (hours.IsWorkingDay(day = day.AddDays(step))) days--;
        return day;
    }
}
