// The words in which urgency is agreed: impact, urgency, the priority that follows from them, and how the service is given.
using System.Text.Json.Serialization;

namespace Steward.Sla;

/// <summary>How soon a ticket must be served; P1 is the most urgent.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Priority>))]
public enum Priority { P1 = 1, P2, P3, P4 }

/// <summary>How much of the customer is hit.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Impact>))]
public enum Impact { Organisation = 1, Department, Group, Person }

/// <summary>How badly the work of those hit is hindered.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Urgency>))]
public enum Urgency { Stopped = 1, BadlyHindered, Hindered, Planned }

/// <summary>Which column of the agreement applies: engineers on the spot in service hours, or telephone and remote help round the clock.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ServiceMode>))]
public enum ServiceMode { OnSite, FullTimeRemote }

/// <summary>Which of the two calendars of an agreement a target is counted in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CalendarUse>))]
public enum CalendarUse { Business, FullTime }

/// <summary>The calendars of an agreement or of one ticket (SLA rule 9).</summary>
public sealed record CalendarPair(CalendarRef Business, CalendarRef FullTime)
{
    public CalendarRef this[CalendarUse use] => use switch
    {
        CalendarUse.Business => Business,
        CalendarUse.FullTime => FullTime,
    };
}
