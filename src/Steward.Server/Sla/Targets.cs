// How fast each clock must stop, for each priority and each way of service.
using System.Text.Json.Serialization;

namespace Steward.Sla;

/// <summary>
/// What is timed. Only the response clock never pauses (SLA rule 5). The update clock runs in rounds: each time the requester hears from a human the next one begins, as long as the ticket is open.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClockKind>))]
public enum ClockKind { Response, RemoteStart, Arrival, Workaround, Resolution, Update }

/// <summary>What sets a clock going.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClockStart>))]
public enum ClockStart { Opened, CalledOut }

/// <summary>A promise of service <paramref name="Seconds"/>, counted in one of the agreement's calendars.</summary>
public sealed record Target(long Seconds, CalendarUse Calendar = CalendarUse.Business, ClockStart From = ClockStart.Opened);

/// <summary>The targets of one priority in one mode; null means that nothing is promised and nothing measured.</summary>
public sealed record TargetSet(
    ServiceMode Mode,
    Priority Priority,
    Target? Response,
    Target? RemoteStart,
    Target? Arrival,
    Target? Workaround,
    Target? Resolution)
{
    public Target? this[ClockKind kind] => kind switch
    {
        ClockKind.Response => Response,
        ClockKind.RemoteStart => RemoteStart,
        ClockKind.Arrival => Arrival,
        ClockKind.Workaround => Workaround,
        ClockKind.Resolution => Resolution,
        // One rule for both ways of service: see UpdateRule.
        ClockKind.Update => null,
    };
}

/// <summary>
/// While a ticket of this priority is open its requester hears from us at least every so many <paramref name="Seconds"/>: working time, or elapsed time in the full-time calendar. <paramref name="Tell"/> are called when it is late;
/// without them the owner and the group's lead.
/// </summary>
public sealed record UpdateRule(Priority Priority, long Seconds, CalendarUse Calendar = CalendarUse.Business, IReadOnlyList<EscalationRole>? Tell = null)
{
    /// <summary>The owner is reminded at this share of the round.</summary>
    public const int RemindAt = 75;

    [JsonIgnore]
    public IReadOnlyList<EscalationRole> Called => Tell ?? [EscalationRole.Owner, EscalationRole.GroupLead];
}
