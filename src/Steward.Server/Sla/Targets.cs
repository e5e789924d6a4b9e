// How fast each clock must stop, for each priority and each way of service.
using System.Text.Json.Serialization;

namespace Steward.Sla;

/// <summary>What is timed. Only the response clock never pauses (SLA rule 5).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClockKind>))]
public enum ClockKind { Response, RemoteStart, Arrival, Workaround, Resolution }

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
    };
}
