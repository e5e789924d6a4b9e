// Collects the looks that cells of a workbook need and writes each once; a real number format keeps the number a number.
using System.Globalization;
using System.Text;

namespace Steward.Platform.Documents.Excel;

/// <summary>How a cell looks. <see cref="Rule"/> is the line under it: none, thin between rows, or strong above a total.</summary>
sealed record CellLook(string Format = "General", bool Bold = false, string? Color = null, string? Fill = null, Align Align = Align.Start, bool Wrap = false, char Rule = ' ', int Size = 10);

sealed class ExcelStyles
{
    const string Ink = "FF1F2933";
    readonly List<string> formats = [], fonts = [], fills = [], borders = [], looks = [];
    readonly Dictionary<CellLook, int> known = [];

    public ExcelStyles()
    {
        Index(fonts, Font(new()));
        Index(fills, """<fill><patternFill patternType="none"/></fill>""");
        Index(fills, """<fill><patternFill patternType="gray125"/></fill>""");
        Index(borders, Border(' '));
        Of(new());
    }

    public int Of(CellLook look)
    {
        if (known.TryGetValue(look, out var index)) return index;
        var format = look.Format == "General" ? 0 : 164 + Index(formats, look.Format);
        var fill = look.Fill is null ? 0 : Index(fills, $"""<fill><patternFill patternType="solid"><fgColor rgb="FF{look.Fill}"/><bgColor indexed="64"/></patternFill></fill>""");
        var align = look.Align switch { Align.End => "right", Align.Center => "center", _ => "left" };
        looks.Add($"""<xf numFmtId="{format}" fontId="{Index(fonts, Font(look))}" fillId="{fill}" borderId="{Index(borders, Border(look.Rule))}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="{align}" vertical="center"{(look.Wrap ? " wrapText=\"1\"" : "")}/></xf>""");
        return known[look] = looks.Count - 1;
    }

    /// <summary>The number format of a value, with the sign of its tone before it.</summary>
    public static string Format(Cell cell, Column? column)
    {
        var format = cell switch
        {
            NumberCell c => "#,##0" + Decimals(c.Decimals ?? column?.Decimals ?? 0) + (c.Unit is { Length: > 0 } u ? Quoted(" " + SafeText.Cut(SafeText.Line(u), 20)) : ""),
            PercentCell c => "0" + Decimals(c.Decimals ?? (column?.Kind == ColumnKind.Percent ? column.Decimals : 2)) + "%",
            DurationCell => "[h]:mm:ss",
            DateCell => "yyyy-mm-dd",
            MomentCell => "yyyy-mm-dd hh:mm",
            _ => "General",
        };
        if (Wording.Sign(cell.Tone) is not { Length: > 0 } sign) return format;
        return format == "General" ? Quoted(sign) + "@" : cell is NumberCell or PercentCell ? $"{Quoted(sign)}{format};{Quoted(sign)}-{format}" : Quoted(sign) + format;
    }

    public string Xml() => new StringBuilder("""<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">""")
        .Append(formats.Count == 0 ? "" : List("numFmts", formats.Select((f, i) => $"""<numFmt numFmtId="{164 + i}" formatCode="{System.Security.SecurityElement.Escape(f)}"/>""")))
        .Append(List("fonts", fonts)).Append(List("fills", fills)).Append(List("borders", borders))
        .Append("""<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>""")
        .Append(List("cellXfs", looks))
        .Append("""<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>""").ToString();

    static string Decimals(int decimals) => decimals <= 0 ? "" : "." + new string('0', Math.Min(decimals, 10));
    static string Quoted(string words) => "\"" + words.Replace("\"", "", StringComparison.Ordinal) + "\"";
    static string Font(CellLook look) => $"""<font>{(look.Bold ? "<b/>" : "")}<sz val="{look.Size}"/><color rgb="{(look.Color is { } c ? "FF" + c : Ink)}"/><name val="微软雅黑"/><family val="2"/><charset val="134"/></font>""";

    static string Border(char rule) => rule switch
    {
        'r' => """<border><left/><right/><top/><bottom style="hair"><color rgb="FFB8C2CC"/></bottom><diagonal/></border>""",
        'h' => """<border><left/><right/><top style="medium"><color rgb="FF1F3A5F"/></top><bottom style="thin"><color rgb="FF1F3A5F"/></bottom><diagonal/></border>""",
        't' => """<border><left/><right/><top style="thin"><color rgb="FF1F3A5F"/></top><bottom style="medium"><color rgb="FF1F3A5F"/></bottom><diagonal/></border>""",
        _ => "<border><left/><right/><top/><bottom/><diagonal/></border>",
    };

    static string List(string name, IEnumerable<string> items) => items.ToArray() is var all ? $"<{name} count=\"{all.Length.ToString(CultureInfo.InvariantCulture)}\">{string.Concat(all)}</{name}>" : "";

    static int Index(List<string> list, string item)
    {
        if (list.IndexOf(item) is var at and >= 0) return at;
        list.Add(item);
        return list.Count - 1;
    }
}
