// Writes a composition as an Excel workbook: what stands in tables, as numbers that can be counted with.
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Steward.Platform.Documents.Excel;

/// <summary>Excel (xlsx): a cover sheet, a sheet for each table, and one for the numbers behind the charts. The same composition gives the same bytes.</summary>
public static class ExcelWriter
{
    public static byte[] Write(Composition composition)
    {
        var wording = new Wording(composition.Language);
        var outline = new Outline(composition);
        var taken = new HashSet<string>();
        var cover = ExcelText.SheetName(wording.T("Documents.sheet.cover"), taken, "");
        var charts = outline.Blocks.Where(b => b.Block is Chart).ToArray();
        var chartSheet = charts.Length == 0 ? null : ExcelText.SheetName(wording.T("Documents.sheet.charts"), taken, "");
        var tables = outline.Blocks.Where(b => b.Block is Table)
            .Select(b => (Name: ExcelText.SheetName(((Table)b.Block).Sheet ?? ((Table)b.Block).Caption, taken, wording.T("Documents.table", b.Number)), Content: b)).ToArray();

        using var stream = new MemoryStream();
        using (var file = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = file.AddNewPart<WorkbookPart>("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "rId1");
            var core = file.AddNewPart<CoreFilePropertiesPart>("application/vnd.openxmlformats-package.core-properties+xml", "rId2");
            using (var to = new StreamWriter(core.GetStream(FileMode.Create))) to.Write(FixedPackage.CoreXml(composition));
            var styles = new ExcelStyles();
            var pages = new ExcelPages(composition, book, styles, tables, chartSheet);
            pages.Cover();
            foreach (var (name, content) in tables) pages.Table(name, content);
            if (chartSheet is not null) pages.Charts(charts);
            book.AddNewPart<WorkbookStylesPart>("rIdStyles").Stylesheet = new Stylesheet(styles.Xml());
            book.Workbook = Workbook([cover, .. tables.Select(t => t.Name), .. chartSheet is null ? Array.Empty<string>() : [chartSheet]], tables.Length, chartSheet is not null);
        }
        stream.Position = 0;
        return FixedPackage.Rewrite(stream);
    }

    static Workbook Workbook(IReadOnlyList<string> names, int tables, bool charts)
    {
        var book = new Workbook(
            new BookViews(new WorkbookView { ActiveTab = 0 }),
            new Sheets(names.Select((name, i) => new Sheet { Name = name, SheetId = (uint)i + 1, Id = $"rIdS{i + 1}" })));
        // The rows that head every printed page: caption and header of a table, the header alone of the chart data.
        var titles = names.Select((name, i) => (Name: name.Replace("'", "''", StringComparison.Ordinal), Sheet: i, Rows: charts && i > tables ? 1 : 2)).Skip(1);
        var defined = titles.Select(t => new DefinedName($"'{t.Name}'!$1:${t.Rows}") { Name = "_xlnm.Print_Titles", LocalSheetId = (uint)t.Sheet }).ToArray();
        if (defined.Length > 0) book.Append(new DefinedNames(defined));
        return book;
    }
}
