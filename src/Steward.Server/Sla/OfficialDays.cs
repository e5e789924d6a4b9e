// The State Council's days off and make-up workdays, shipped as data and loaded only from the official notices (SLA rule 8).
using System.Globalization;
using Steward.Platform.Text;

namespace Steward.Sla;

/// <summary>One day that a notice names, with the holiday it belongs to.</summary>
public sealed record OfficialDay(int Year, DateOnly Day, bool IsOff, string Zh, string En)
{
    public string NameIn(Language language) => language == Language.En ? En : Zh;
}

/// <summary>A list of official days: lines <c>year TAB date TAB off|makeup TAB Chinese TAB English</c>.</summary>
public sealed class OfficialDays
{
    OfficialDays(IReadOnlyList<OfficialDay> days)
    {
        Days = days;
        Years = [.. days.GroupBy(d => d.Year).OrderBy(y => y.Key).Select(y => new OfficialYear(
            y.Key,
            [.. y.Where(d => d.IsOff).Select(d => d.Day).Order()],
            [.. y.Where(d => !d.IsOff).Select(d => d.Day).Order()]))];
    }

    /// <summary>The notices known when this program was built.</summary>
    public static OfficialDays China { get; } = Embedded("cn-holidays.tsv");

    public IReadOnlyList<OfficialDay> Days { get; }

    /// <summary>By year of the notice, as a calendar version keeps them.</summary>
    public IReadOnlyList<OfficialYear> Years { get; }

    public static OfficialDays Parse(TextReader text)
    {
        var days = new List<OfficialDay>();
        for (var number = 1; text.ReadLine() is { } line; number++)
            if (line.Length > 0 && line[0] != '#')
                days.Add(ParseLine(line, number));
        if (days.GroupBy(d => d.Day).FirstOrDefault(d => d.Count() > 1) is { } twice)
            throw new InvalidDataException($"Official days: {twice.Key:yyyy-MM-dd} stands twice.");
        return new(days);
    }

    static OfficialDay ParseLine(string line, int number)
    {
        var cells = line.Split('\t');
        if (cells.Length == 5
            && int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && DateOnly.TryParseExact(cells[1], "yyyy-MM-dd", out var day)
            && cells[2] is "off" or "makeup")
            return new(year, day, cells[2] == "off", cells[3], cells[4]);
        throw new InvalidDataException($"Official days, line {number}: expected year, date, off or makeup, and two names, parted by tabs.");
    }

    static OfficialDays Embedded(string file)
    {
        var assembly = typeof(OfficialDays).Assembly;
        var name = assembly.GetManifestResourceNames().Single(n => n.EndsWith(file, StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return Parse(reader);
    }
}
