// What a service calendar says, as it is stored: one version, complete in itself, never changed once used.
using System.Text.Json.Serialization;

namespace Steward.Sla;

/// <summary>Names one version of one calendar; a clock is judged by the version in force at the time (SLA rule 8).</summary>
public readonly record struct CalendarRef(string Id, int Version)
{
    public override string ToString() => $"{Id}/{Version}";
}

/// <summary>
/// One version of a service calendar. <paramref name="Zone"/> is an IANA name and is set explicitly: offices in Urumqi live on
/// Asia/Shanghai, whatever the tz database says of Asia/Urumqi (SLA rule 9). Precedence of a day: <paramref name="Exceptions"/>,
/// then make-up workday, then official day off, then <paramref name="Week"/> (SLA rule 2).
/// </summary>
/// <param name="Official">
/// The official lists this version was made with, so that it can be rebuilt to the same bytes. Null: the calendar follows no official
/// list (7×24, foreign sites) and is never provisional. A list of the next year makes a new version.
/// </param>
/// <param name="MakeUpHours">Hours of a make-up workday; null means those of Monday (SLA rule 2).</param>
public sealed record CalendarDefinition(
    CalendarRef Ref,
    string Name,
    string Zone,
    WeekPattern Week,
    IReadOnlyList<OfficialYear>? Official = null,
    IReadOnlyList<DaySpan>? MakeUpHours = null,
    IReadOnlyList<DayException>? Exceptions = null);

/// <summary>The hours of an ordinary week; a day without spans is closed.</summary>
public sealed record WeekPattern(
    IReadOnlyList<DaySpan> Monday,
    IReadOnlyList<DaySpan> Tuesday,
    IReadOnlyList<DaySpan> Wednesday,
    IReadOnlyList<DaySpan> Thursday,
    IReadOnlyList<DaySpan> Friday,
    IReadOnlyList<DaySpan> Saturday,
    IReadOnlyList<DaySpan> Sunday)
{
    public static WeekPattern MondayToFriday(params string[] hours)
    {
        var spans = Spans(hours);
        return new(spans, spans, spans, spans, spans, [], []);
    }

    public static WeekPattern EveryDay(params string[] hours)
    {
        var spans = Spans(hours);
        return new(spans, spans, spans, spans, spans, spans, spans);
    }

    [JsonIgnore]
    public IEnumerable<IReadOnlyList<DaySpan>> Days => [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday];

    public IReadOnlyList<DaySpan> this[DayOfWeek day] => day switch
    {
        DayOfWeek.Monday => Monday,
        DayOfWeek.Tuesday => Tuesday,
        DayOfWeek.Wednesday => Wednesday,
        DayOfWeek.Thursday => Thursday,
        DayOfWeek.Friday => Friday,
        DayOfWeek.Saturday => Saturday,
        DayOfWeek.Sunday => Sunday,
    };

    static DaySpan[] Spans(string[] hours) => [.. hours.Select(DaySpan.Of)];
}

/// <summary>A day on which this customer differs from everybody: no hours means closed, otherwise these hours and no others.</summary>
public sealed record DayException(DateOnly Day, IReadOnlyList<DaySpan> Hours, string Reason);

/// <summary>The official days of one yearly notice; dates may reach into the December before <paramref name="Year"/>.</summary>
public sealed record OfficialYear(int Year, IReadOnlyList<DateOnly> Off, IReadOnlyList<DateOnly> MakeUp);
