// Whose time a ticket's life was: every second of it belongs to exactly one of those who had it in hand.
using System.Text.Json.Serialization;

namespace Steward.Sla;

/// <summary>In whose hands a ticket lies.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TimeHolder>))]
public enum TimeHolder
{
    /// <summary>A group of the provider, or its desk as long as no group was named.</summary>
    Group,
    Customer,
    Supplier,
    Carrier,
    /// <summary>Solved, until it was opened again.</summary>
    Confirming,
    /// <summary>Nobody serves at that time.</summary>
    OutsideHours,
}

/// <summary>A stretch [From, To) in one hand; <paramref name="Who"/> is the group or the supplier where one is known.</summary>
public sealed record HeldSpan(DateTimeOffset From, DateTimeOffset To, TimeHolder Holder, Guid? Who, CalendarRef Calendar)
{
    public long Seconds => new Interval(From, To).Seconds;
}

public sealed record HeldTime(TimeHolder Holder, Guid? Who, long Seconds);

[JsonConverter(typeof(JsonStringEnumConverter<ChainLink>))]
public enum ChainLink { Group, Supplier }

/// <summary>A clock behind the customer's: one stay with a group (OLA), or one wait for a supplier (underpinning contract). Of a stay only the group's own time counts.</summary>
public sealed record ChainedClock(
    ChainLink Link, Guid? Who, Priority Priority, DateTimeOffset From, DateTimeOffset? To, long? BudgetSeconds, long UsedSeconds, DateTimeOffset? Due, Verdict Verdict);

/// <summary>The whole life of a ticket, from contact to its (last) resolution or to now, in spans without holes.</summary>
public sealed record Attribution(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<HeldSpan> Spans, IReadOnlyList<ChainedClock> Chain)
{
    public long Seconds => new Interval(From, To).Seconds;

    /// <summary>The parts, the provider's own first; they add up to the whole.</summary>
    public IReadOnlyList<HeldTime> Parts => [.. Spans.GroupBy(s => (s.Holder, s.Who)).Select(g => new HeldTime(g.Key.Holder, g.Key.Who, g.Sum(s => s.Seconds))).OrderBy(p => p.Holder).ThenByDescending(p => p.Seconds)];

    [JsonIgnore]
    public bool AddsUp => Spans.Sum(s => s.Seconds) == Seconds && Spans.Zip(Spans.Skip(1)).All(p => p.First.To == p.Second.From);
}
