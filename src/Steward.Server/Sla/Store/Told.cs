// Which levels of escalation were told already: kept in the row that the sweep claims, so that whoever claims it knows.
using System.Globalization;

namespace Steward.Sla.Store;

static class Told
{
    /// <summary>What another desk has been through is told to nobody.</summary>
    public const string Nothing = "*";

    /// <summary>Levels that have come and were not told. Of a daily step only a later day is new: a clock set back tells no day twice.</summary>
    public static List<EscalationLevel> Due(SubjectRow row, SlaReading reading)
    {
        if (row.Told == Nothing) return [];
        var told = Read(row).ToLookup(t => (t.Of, t.Level), t => t.Round);
        return [.. reading.Escalation.Where(l => l.Reached && !told[(l.Of, l.Level)].Any(round => round >= l.Round) && !Before(row, l))];
    }

    /// <summary>
    /// Marks what has come. What was told of the same target stays told, also while a pause or another calendar moves it into the future again; other targets and
    /// standstills are over and do not come again.
    /// </summary>
    public static void Mark(SubjectRow row, SlaReading reading)
    {
        if (row.Told == Nothing || reading.Escalation.Count == 0) return;
        var live = reading.Escalation.Select(l => l.Of).ToHashSet();
        row.Told = string.Join(' ', Read(row).Where(t => live.Contains(t.Of)).Concat(reading.Escalation.Where(l => l.Reached).Select(l => (l.Of, l.Level, l.Round)))
            .GroupBy(t => (t.Of, t.Level), (level, all) => string.Create(CultureInfo.InvariantCulture, $"{level.Of}/{level.Level}/{all.Max(t => t.Round)}")));
    }

    /// <summary>When the sweep has to look next: at once where something has come that nobody was told.</summary>
    public static DateTimeOffset? NextMoment(SubjectRow row, SlaReading reading) =>
        Due(row, reading).Select(l => (DateTimeOffset?)l.At).Append(reading.NextMoment).Min();

    /// <summary>Clocks that ran before there were ladders know only the largest share that was announced.</summary>
    static bool Before(SubjectRow row, EscalationLevel level) =>
        level is { Kind: EscalationKind.Ladder, Round: 0 } && row is { Told: "", ToldShare: > 0 } && level.Level <= row.ToldShare;

    static IEnumerable<(string Of, int Level, int Round)> Read(SubjectRow row) => row.Told.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => t.Split('/'))
        .Select(t => (t[0], int.Parse(t[1], CultureInfo.InvariantCulture), int.Parse(t[2], CultureInfo.InvariantCulture)));
}
