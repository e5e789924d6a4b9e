// How values are written for people: the same words in Word, on the web and in PDF.
using System.Globalization;
using System.Text;
using Steward.Platform.Text;

namespace Steward.Platform.Documents;

/// <summary>Writes values in one language. Instants are written as the clock of their own offset shows them.</summary>
public sealed class Wording(Language language)
{
    public const string Dash = "—";
    readonly CultureInfo culture = Texts.Culture(language);

    public Language Language => language;
    public string T(string key, params object?[] args) => Texts.In(language, key, args);

    /// <summary>The words of a cell; <paramref name="column"/> lends decimals to numbers that have none of their own.</summary>
    public string Say(Cell cell, Column? column = null) => cell switch
    {
        TextCell c => SafeText.Clean(c.Text),
        NumberCell c => Number(c.Value, c.Decimals ?? column?.Decimals ?? 0) + (c.Unit is { Length: > 0 } u ? Spaced(SafeText.Line(u)) : ""),
        PercentCell c => Percent(c.Ratio, c.Decimals ?? (column?.Kind == ColumnKind.Percent ? column.Decimals : 2)),
        DurationCell c => Duration(c.Value),
        DateCell c => Date(c.Value),
        MomentCell c => Moment(c.Value),
        _ => Dash,
    };

    public string Number(decimal value, int decimals) => value.ToString("N" + decimals, culture);
    public string Percent(decimal ratio, int decimals) => (ratio * 100).ToString("N" + decimals, culture) + "%";
    public string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    public string Moment(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>An instant with the offset of its clock, for places where the zone must be plain.</summary>
    public string MomentWithZone(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm '(UTC'zzz')'", CultureInfo.InvariantCulture);

    /// <summary>The two greatest units: "2天3小时", "4分12秒". Whole seconds; halves are rounded away from zero.</summary>
    public string Duration(TimeSpan span)
    {
        var seconds = (long)Math.Round(Math.Abs(span.TotalSeconds), MidpointRounding.AwayFromZero);
        var said = new StringBuilder(span < TimeSpan.Zero && seconds > 0 ? "-" : "");
        (long Size, string Key)[] units = [(86_400, "Documents.days"), (3_600, "Documents.hours"), (60, "Documents.minutes"), (1, "Documents.seconds")];
        var first = Array.FindIndex(units, u => seconds >= u.Size);
        if (first < 0) return T("Documents.seconds", 0);
        for (var i = first; i < Math.Min(first + 2, units.Length); i++)
        {
            if (seconds / units[i].Size is var n and > 0) said.Append(T(units[i].Key, n));
            seconds %= units[i].Size;
        }
        return said.ToString();
    }

    /// <summary>The sign that goes with a tone, so that no meaning hangs on colour alone.</summary>
    public static string Sign(Tone tone) => tone switch { Tone.Good => "● ", Tone.Warn => "▲ ", Tone.Bad => "■ ", _ => "" };

    string Spaced(string unit) => language == Language.En && unit is not "%" ? " " + unit : unit;
}
