// Decides which hours a local day has: exception, make-up workday, day off, ordinary week, in that order (SLA rule 2).
using System.Collections.Frozen;

namespace Steward.Sla.Calendars;

sealed class DayPlan
{
    readonly CalendarDefinition definition;
    readonly FrozenDictionary<DateOnly, IReadOnlyList<DaySpan>> exceptions;
    readonly FrozenSet<DateOnly> off;
    readonly FrozenSet<DateOnly> makeUp;

    public DayPlan(CalendarDefinition definition)
    {
        this.definition = definition;
        exceptions = (definition.Exceptions ?? []).ToFrozenDictionary(e => e.Day, e => e.Hours);
        off = (definition.Official ?? []).SelectMany(y => y.Off).ToFrozenSet();
        makeUp = (definition.Official ?? []).SelectMany(y => y.MakeUp).ToFrozenSet();
        LoadedYears = definition.Official?.Select(y => y.Year).ToFrozenSet();
    }

    /// <summary>Years whose official list is known; null when the calendar follows none.</summary>
    public FrozenSet<int>? LoadedYears { get; }

    public IReadOnlyList<DaySpan> Hours(DateOnly day) =>
        exceptions.TryGetValue(day, out var hours) ? hours
        : makeUp.Contains(day) ? definition.MakeUpHours ?? definition.Week.Monday
        : off.Contains(day) ? []
        : definition.Week[day.DayOfWeek];
}
