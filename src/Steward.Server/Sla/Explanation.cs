// Why a clock shows what it shows: spans that a customer can add up by hand.
using System.Text.Json.Serialization;
using Steward.Platform.Text;

namespace Steward.Sla;

[JsonConverter(typeof(JsonStringEnumConverter<SpanKind>))]
public enum SpanKind
{
    /// <summary>Service time that counts.</summary>
    Counted,
    /// <summary>Service time that an agreed pause takes out (SLA rule 5).</summary>
    Paused,
    /// <summary>Outside service hours (SLA rules 1 and 2).</summary>
    Closed,
    /// <summary>Resolved until reopened (SLA rule 6).</summary>
    Resolved,
}

/// <summary>One span, half-open, under one calendar version; <paramref name="TextKey"/> is the sentence with the rule behind it.</summary>
public sealed record ExplainedSpan(DateTimeOffset From, DateTimeOffset To, SpanKind Kind, CalendarRef Calendar, string TextKey, PauseReason? Reason = null)
{
    /// <summary>Length in seconds, whatever the kind.</summary>
    public long Seconds => new Interval(From, To).Seconds;

    [JsonIgnore]
    public string Sentence => Reason is { } reason ? Texts.T(TextKey, Texts.Name(reason)) : Texts.T(TextKey);
}

/// <summary>
/// The spans follow each other without holes from start to stop (or now). Counted spans add up to the used time, counted and paused
/// ones to the gross time; those from <see cref="TargetPeriod.CountedFrom"/> on, plus what was carried, to the used part of the budget.
/// </summary>
public sealed record Explanation(ClockReading Reading, IReadOnlyList<ExplainedSpan> Spans)
{
    public long Sum(params SpanKind[] kinds) => Spans.Where(s => kinds.Contains(s.Kind)).Sum(s => s.Seconds);

    /// <summary>The addition that the customer makes, done here too.</summary>
    [JsonIgnore]
    public bool AddsUp => Sum(SpanKind.Counted) == Reading.UsedSeconds
        && Sum(SpanKind.Counted, SpanKind.Paused) == Reading.GrossSeconds
        && Spans.Zip(Spans.Skip(1)).All(pair => pair.First.To == pair.Second.From)
        && (Reading.BudgetSeconds is null || UsedOfBudget(Reading.Targets[^1]) == Reading.UsedOfBudgetSeconds);

    /// <summary>Of an agreed date pauses count too: they do not move it.</summary>
    long UsedOfBudget(TargetPeriod target) => target.CarriedSeconds
        + Spans.Where(s => (s.Kind == SpanKind.Counted || s.Kind == SpanKind.Paused && target.AgreedDue is not null) && s.From >= target.CountedFrom).Sum(s => s.Seconds);
}
