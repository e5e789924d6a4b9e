// The two calendars that nearly every contract starts from.
namespace Steward.Sla;

/// <summary>5×8 on Chinese working days (09:00–12:00 and 13:00–18:00) and 7×24, both in Asia/Shanghai.</summary>
public static class CalendarPresets
{
    public const string China = "Asia/Shanghai";

    public static CalendarDefinition FiveByEight { get; } = new(
        new("cn-5x8", 1), "5×8", China, WeekPattern.MondayToFriday("09:00-12:00", "13:00-18:00"), OfficialDays.China.Years);

    public static CalendarDefinition SevenByTwentyFour { get; } = FullTime("7x24", China);

    /// <summary>Always open, in the given zone; the zone matters only for how days are named.</summary>
    public static CalendarDefinition FullTime(string id, string zone) =>
        new(new(id, 1), "7×24", zone, WeekPattern.EveryDay("00:00-24:00"));
}
