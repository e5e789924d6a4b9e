// What Excel asks of texts and names: lengths, escapes, and sheet names that never clash.
using System.Globalization;
using System.Text.RegularExpressions;

namespace Steward.Platform.Documents.Excel;

static partial class ExcelText
{
    /// <summary>Text of a cell: at most 32,767 characters; "_x000A_" written by a person is kept from being read as an escape.</summary>
    public static string Cell(string? text) => SafeText.Cut(Escape().Replace(SafeText.Clean(text), "_x005F_"), 32_767);

    public static string Address(int row, int column)
    {
        var letters = "";
        for (var c = column; c >= 0; c = c / 26 - 1) letters = (char)('A' + c % 26) + letters;
        return letters + row.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A name of at most 31 characters without []:*?/\ that no other sheet has; Excel compares without case.</summary>
    public static string SheetName(string wanted, ISet<string> taken, string fallback)
    {
        var clean = new string([.. SafeText.Line(wanted).Select(c => c is '[' or ']' or ':' or '*' or '?' or '/' or '\\' ? ' ' : c)]).Trim().Trim('\'').Trim();
        if (clean.Length == 0 || clean.Equals("History", StringComparison.OrdinalIgnoreCase)) clean = fallback;
        var name = SafeText.Cut(clean, 31);
        for (var n = 2; !taken.Add(name.ToUpperInvariant()); n++)
        {
            var tail = $" ({n})";
            name = SafeText.Cut(clean, 31 - tail.Length) + tail;
        }
        return name;
    }

    /// <summary>A column width in characters for texts of these widths, room for the filter button included.</summary>
    public static double Width(IEnumerable<string> texts, double least = 9, double most = 52) =>
        Math.Clamp(Math.Round(texts.SelectMany(t => t.Split('\n')).Select(t => TextWidth.Em(t.AsSpan(0, Math.Min(t.Length, 200)))).DefaultIfEmpty(0).Max() * 2.05 + 3.5, 1), least, most);

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)")]
    private static partial Regex Escape();
}
