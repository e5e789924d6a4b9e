// Excel files: valid, countable, the same every time, and harmless whatever a person typed.
using DocumentFormat.OpenXml.Packaging;
using S = DocumentFormat.OpenXml.Spreadsheet;
using Steward.Platform.Documents.Excel;
using Steward.Platform.Text;
using Xunit;

namespace Steward.Platform.Documents;

public sealed class ExcelFiles
{
    [Theory, InlineData(Language.Zh), InlineData(Language.En)]
    public void A_rich_report_has_no_error_in_the_eyes_of_the_validator(Language language) =>
        Assert.Equal("", OpenedFiles.ExcelErrors(ExcelWriter.Write(SampleReport.In(language)).Keep($"report-{language}.xlsx")));

    [Fact]
    public void The_same_composition_gives_the_same_bytes() =>
        Assert.Equal(ExcelWriter.Write(SampleReport.In(Language.Zh)), ExcelWriter.Write(SampleReport.In(Language.Zh)));

    [Fact]
    public async Task LibreOffice_opens_it_and_shows_every_table()
    {
        var text = string.Concat(OpenedFiles.Pages((await OpenedFiles.ToPdf(ExcelWriter.Write(SampleReport.In(Language.Zh)), ".xlsx", TestContext.Current.CancellationToken)).Keep("excel-zh.pdf")));
        Assert.Contains("按优先级的响应与解决", text);
        Assert.Contains("98.81%", text);
        Assert.Contains("INC-XXQY-20260609-0003", text);
    }

    [Fact]
    public void Numbers_shares_durations_and_days_stay_numbers_with_formats()
    {
        Cell[] row = ["x", 1234.5m, Cell.Percent(0.975m), TimeSpan.FromHours(30), new DateOnly(2026, 6, 30), new DateTimeOffset(2026, 6, 30, 18, 0, 0, TimeSpan.FromHours(8))];
        using var file = SpreadsheetDocument.Open(new MemoryStream(ExcelWriter.Write(Of(row))), false);
        var sheet = file.WorkbookPart!.WorksheetParts.Single(p => p.Worksheet.Descendants<S.Row>().Any(r => r.RowIndex?.Value == 3 && p.Worksheet.Descendants<S.AutoFilter>().Any()));
        var cells = sheet.Worksheet.Descendants<S.Row>().Single(r => r.RowIndex?.Value == 3).Elements<S.Cell>().ToArray();
        Assert.Equal(["1234.5", "0.975", "1.25", "46203", "46203.75"], cells[1..].Select(c => c.CellValue!.Text));
        Assert.All(cells[1..], c => Assert.Null(c.DataType));
        var styles = file.WorkbookPart.WorkbookStylesPart!.Stylesheet;
        string Format(int cell) => styles.NumberingFormats!.Elements<S.NumberingFormat>().Single(f => f.NumberFormatId! == styles.CellFormats!.Elements<S.CellFormat>().ElementAt((int)cells[cell].StyleIndex!.Value).NumberFormatId?.Value).FormatCode!;
        Assert.Equal(["#,##0", "0.00%", "[h]:mm:ss", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"], Enumerable.Range(1, 5).Select(Format));
    }

    [Theory, InlineData("=1+1"), InlineData("+86 10"), InlineData("-2"), InlineData("@SUM(A1)"), InlineData("=cmd|' /C calc'!A0"), InlineData("\t=1+1")]
    public void Words_that_look_like_a_formula_stay_words(string words)
    {
        using var file = SpreadsheetDocument.Open(new MemoryStream(ExcelWriter.Write(Of([words, words, words, words, words, words]))), false);
        var cells = file.WorkbookPart!.WorksheetParts.SelectMany(p => p.Worksheet.Descendants<S.Cell>()).ToArray();
        Assert.DoesNotContain(cells, c => c.CellFormula is not null);
        Assert.Equal(6, cells.Count(c => c.InnerText == words && c.DataType! == S.CellValues.InlineString));
    }

    [Fact]
    public void Sheet_names_are_short_unlike_each_other_and_free_of_forbidden_signs()
    {
        var taken = new HashSet<string>();
        string[] wanted = ["a/b:c*d?[e]\\f", "A b c d  e  f", "'quoted'", "", "History", new string('长', 40), new string('长', 41), "😀" + new string('x', 29) + "😀😀"];
        var names = wanted.Select(w => ExcelText.SheetName(w, taken, "Sheet")).ToArray();
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, n => Assert.True(n.Length is > 0 and <= 31 && n.IndexOfAny(['[', ']', ':', '*', '?', '/', '\\']) < 0 && !char.IsHighSurrogate(n[^1])));
    }

    [Fact]
    public void What_looks_like_an_escape_of_Excel_is_kept_as_it_was_typed() => Assert.Equal("a_x005F_x000A_b _x_", ExcelText.Cell("a_x000A_b _x_"));

    static Composition Of(IReadOnlyList<Cell> row) => new(new Cover("测试"),
    [
        new Table("表", [new Column("a"), new("b", ColumnKind.Number), new("c", ColumnKind.Percent), new("d", ColumnKind.Duration), new("e", ColumnKind.Date), new("f", ColumnKind.Moment)], [row]),
    ]);
}
