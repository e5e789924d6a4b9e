// What the columns and states of other desks are called, and what they are called here.
using System.Collections.Concurrent;
using System.Globalization;
using Steward.Sla;

namespace Steward.Desk.History;

/// <summary>
/// One row of a source. <see cref="Fields"/> are the source's own, under its own names; the indexer finds one by the name that Steward gives it
/// (<c>Data/source-words.tsv</c>), empty when the source has none.
/// </summary>
sealed record SourceRow(long Line, IReadOnlyDictionary<string, string> Fields)
{
    readonly Dictionary<string, string> known = Known(Fields);

    public string this[string name] => known.GetValueOrDefault(name, "");
    public string Number { get; init; } = "";
    public DateTimeOffset? At { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }
    /// <summary>The state that the row puts the ticket in; null leaves it as it is.</summary>
    public TicketState? State { get; init; }

    /// <summary>The word that the source itself has for what happened: a state or an activity.</summary>
    public string Word => this["state"] is { Length: > 0 } state ? state : this["activity"];

    public Impact Impact => (Impact)Math.Clamp(SourceWords.Level(this["impact"]) ?? 2, 1, 4);
    public Urgency Urgency => (Urgency)Math.Clamp(SourceWords.Level(this["urgency"]) ?? 2, 1, 4);
    /// <summary>The source's own priority; where it has none, as weighty as its impact.</summary>
    public Priority Priority => (Priority)Math.Clamp(SourceWords.Level(this["priority"]) ?? SourceWords.Level(this["impact"]) ?? 3, 1, 4);
    public string Person => this["person"];
    public string Group => this["group"];
    /// <summary>Who has the ticket: the column for it, or in a log without one whoever did the step.</summary>
    public string Assignee => SourceWords.Has(Fields, "assignee") ? this["assignee"] : State is TicketState.New or TicketState.Cancelled ? "" : Person;

    static Dictionary<string, string> Known(IReadOnlyDictionary<string, string> fields)
    {
        var known = new Dictionary<string, string>();
        foreach (var (name, value) in fields) if (SourceWords.Column(name) is { } ours) known.TryAdd(ours, value);
        return known;
    }
}

static class SourceWords
{
    /// <summary>Rows of <c>Data/source-words.tsv</c>: what is meant, by kind and word.</summary>
    static readonly Dictionary<(string Kind, string Word), string> Known = Rows().SelectMany(r => r[2].Split('|').Select(word => (Key: (r[0], word.ToLowerInvariant()), Means: r[1]))).ToDictionary(r => r.Key, r => r.Means);

    static string? Means(string kind, string word) => Known.GetValueOrDefault((kind, word.Trim().ToLowerInvariant()));

    static IEnumerable<string[]> Rows()
    {
        using var reader = new StreamReader(typeof(SourceWords).Assembly.GetManifestResourceStream("Desk/Data/source-words.tsv")!);
        while (reader.ReadLine() is { } line)
            if (!line.StartsWith('#')) yield return line.Split('\t');
    }

    // Headings as they were met, so that a file of a hundred thousand rows is not spelled out anew for each.
    static readonly ConcurrentDictionary<string, string?> Met = new();

    /// <summary>Steward's name of a column, or null when it is none that Steward knows.</summary>
    public static string? Column(string heading)
    {
        if (Met.TryGetValue(heading, out var ours)) return ours;
        ours = Means("column", string.Concat(heading.Where(char.IsLetterOrDigit)));
        if (Met.Count < 1000) Met[heading] = ours;
        return ours;
    }

    public static bool Has(IReadOnlyDictionary<string, string> fields, string name) => fields.Keys.Any(f => Column(f) == name);

    /// <summary>The state that a word of the source means; the finer word goes before the coarser. A wait for nobody in particular stops no clock, so it is no state.</summary>
    public static TicketState? State(string word, string finer = "") =>
        StateOf(finer) ?? (finer.StartsWith("wait", StringComparison.OrdinalIgnoreCase) ? null : StateOf(word));

    static TicketState? StateOf(string word) => Means("state", word) is { } name ? Enum.Parse<TicketState>(name) : null;

    /// <summary>1 (gravest) to 5, from "2 - High", "4" or a word for it; null when the source says nothing that can be read.</summary>
    public static int? Level(string text) => text.Length == 0 ? null : char.IsAsciiDigit(text[0]) ? text[0] - '0' : Means("level", text) is { } level ? level[0] - '0' : null;

    /// <summary>"yes", "no", or nothing for what is neither.</summary>
    public static string Answer(string word) => Means("answer", word) ?? "";

    static readonly string[] DayFirst = ["d/M/yyyy"], MonthFirst = ["M/d/yyyy"], Common = ["yyyy/M/d"];
    static readonly string[] Hours = ["H:mm", "H:mm:ss", "H:mm:ss.FFFFFFF"];

    /// <summary>A wall clock of the source as an instant. ISO times with an offset stand for themselves; of a numeric date, <paramref name="monthFirst"/> says what comes first.</summary>
    public static DateTimeOffset? Instant(string text, TimeZoneInfo zone, bool monthFirst = false)
    {
        if (text.Contains('T', StringComparison.Ordinal) && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal)))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact) ? exact.ToUniversalTime() : null;
        string[] formats = [.. Common.Concat(monthFirst ? MonthFirst : DayFirst).SelectMany(d => Hours.Select(h => $"{d} {h}"))];
        if (!DateTime.TryParseExact(text.Replace('-', '/').Replace('T', ' '), formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        // An hour that a zone skips is read an hour later; of an hour that it repeats, the first is taken.
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>Whether numeric dates can only be read with the month first: some second number is no month, and no first number is too great for one.</summary>
    public static bool MonthComesFirst(IEnumerable<string> times)
    {
        var second = false;
        foreach (var parts in times.Select(t => t.Split('/', '-', ' ')).Where(p => p.Length > 2 && p[0].Length <= 2))
        {
            if (!int.TryParse(parts[0], CultureInfo.InvariantCulture, out var first) || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var other)) continue;
            if (first > 12) return false;
            second |= other > 12;
        }
        return second;
    }
}
