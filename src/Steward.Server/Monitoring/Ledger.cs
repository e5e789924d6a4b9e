// The availability ledger: facts about one check become seconds of each kind, with the evidence that adds up to them.
using System.Text.Json.Serialization;
using Steward.Sla;

namespace Steward.Monitoring;

[JsonConverter(typeof(JsonStringEnumConverter<LedgerKind>))]
public enum LedgerKind { Up, Down, Blind, Maintenance, Excluded }

/// <summary>
/// A fact that is never changed. Up, Down and Blind are observed: from <paramref name="From"/> on, until a fact recorded later says otherwise, also
/// of earlier time (an outage is certain only after its first failure). Maintenance and Excluded are declared for [From, To) and cover what was observed.
/// </summary>
public sealed record LedgerFact(LedgerKind Kind, DateTimeOffset From, DateTimeOffset? To, DateTimeOffset RecordedAt, string Reason = "", string By = "", string ApprovedBy = "")
{
    /// <summary>What it was declared for, such as a window: a fact recorded later for the same cause takes its place. Empty for what stands for itself.</summary>
    public Guid Cause { get; init; }
}

/// <summary>A stretch of one kind: its part of the agreed service time, and the number of the fact that says so (null: no fact speaks of it, so it is blind).</summary>
public sealed record LedgerSpan(Interval Of, LedgerKind Kind, long Seconds, int? Fact);

/// <summary>What the facts say of a period. The spans follow each other without a hole; their seconds add up to everything below.</summary>
public sealed record LedgerReading(Interval Period, Availability Availability, IReadOnlyList<LedgerSpan> Spans)
{
    public long SecondsOf(LedgerKind kind) => Spans.Where(s => s.Kind == kind).Sum(s => s.Seconds);

    /// <summary>The agreed service time of the period, all kinds together.</summary>
    public long ServiceSeconds => Spans.Sum(s => s.Seconds);

    /// <summary>How much of the service time was seen at all.</summary>
    public Ratio Coverage => new(ServiceSeconds - SecondsOf(LedgerKind.Blind), ServiceSeconds);

    public Reliability Reliability => Reliability.Of(Availability.AgreedSeconds, [.. Spans.Where(s => s.Kind == LedgerKind.Down && s.Seconds > 0).Select(s => s.Seconds)]);
}

public static class Ledger
{
    /// <summary>
    /// <paramref name="facts"/> in the order recorded. Excluded covers maintenance, maintenance covers what was observed; what no fact speaks of is blind.
    /// Blind, maintenance and excluded time counts neither for nor against: availability is up ÷ (up + down) of the agreed service time.
    /// </summary>
    public static LedgerReading Read(IReadOnlyList<LedgerFact> facts, ServiceCalendar calendar, Interval period)
    {
        var spans = new List<LedgerSpan>();
        foreach (var (of, fact) in Timeline(facts, period))
        {
            var kind = fact is { } f ? facts[f].Kind : LedgerKind.Blind;
            spans.Add(new(of, kind, calendar.Elapsed(of.From, of.To), fact));
        }
        var uncounted = spans.Where(s => s.Kind is not (LedgerKind.Up or LedgerKind.Down)).Select(s => s.Of);
        return new(period, Availability.Of(calendar, period, spans.Where(s => s.Kind == LedgerKind.Down).Select(s => s.Of), uncounted), spans);
    }

    static bool SaysTheSame(LedgerFact one, LedgerFact next) => (one.Kind, one.Reason, one.By) == (next.Kind, next.Reason, next.By);

    static IEnumerable<(Interval Of, int? Fact)> Timeline(IReadOnlyList<LedgerFact> facts, Interval period)
    {
        var observed = new List<(DateTimeOffset From, int Fact)>();
        var declared = new List<int>();
        for (var i = 0; i < facts.Count; i++)
        {
            if (facts[i].To is not null)
            {
                if (facts[i].Cause != Guid.Empty) declared.RemoveAll(d => facts[d].Cause == facts[i].Cause);
                declared.Add(i);
                continue;
            }
            // Later knowledge replaces all that was said of the time from there on.
            while (observed.Count > 0 && observed[^1].From >= facts[i].From) observed.RemoveAt(observed.Count - 1);
            // What only says that it was so still begins nothing: an outage amid which evidence came late is one.
            if (observed.Count == 0 || !SaysTheSame(facts[observed[^1].Fact], facts[i])) observed.Add((facts[i].From, i));
        }
        declared.Sort((a, b) => (facts[a].Kind, a).CompareTo((facts[b].Kind, b)));
        var edges = new SortedSet<DateTimeOffset> { period.From, period.To };
        foreach (var at in observed.Select(o => o.From).Concat(declared.SelectMany(d => new[] { facts[d].From, facts[d].To!.Value })))
            if (period.Contains(at)) edges.Add(at);
        (Interval Of, int? Fact)? running = null;
        foreach (var (from, to) in edges.Zip(edges.Skip(1)))
        {
            var covers = declared.FindLastIndex(d => facts[d].From <= from && from < facts[d].To);
            var says = observed.FindLastIndex(o => o.From <= from);
            int? fact = covers >= 0 ? declared[covers] : says >= 0 ? observed[says].Fact : null;
            if (running is { } last && last.Fact == fact) running = (new(last.Of.From, to), fact);
            else
            {
                if (running is { } done) yield return done;
                running = (new(from, to), fact);
            }
        }
        if (running is { } end) yield return end;
    }
}
