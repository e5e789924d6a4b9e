// Writes a list as CSV or Excel, row by row, so that a long list needs no memory.
using System.Globalization;
using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using Format = Steward.Platform.Web.Components.Format;
using Words = DocumentFormat.OpenXml.Spreadsheet.Text;

namespace Steward.Platform.Web.Lists;

/// <summary>A column of an exported list. Numbers stay numbers; a moment is written in the reader's zone; seconds become hours by the caller.</summary>
public sealed record ExportColumn<TRow>(string Header, Func<TRow, object?> Value, int Width = 14);

public static class Export
{
    /// <summary>No list is exported beyond this.</summary>
    public const int MostRows = 100_000;

    /// <summary>"csv" or "xlsx"; anything else is not found.</summary>
    public static async Task<IResult> Of<TRow>(string format, string name, IReadOnlyList<ExportColumn<TRow>> columns, IAsyncEnumerable<TRow> rows, TimeZoneInfo zone, CancellationToken stop)
    {
        if (format == "csv") return Results.Stream(stream => Csv(stream, columns, rows, zone, stop), "text/csv; charset=utf-8", name + ".csv");
        if (format != "xlsx") return Results.NotFound();
        // A ZIP is written without waiting, which the response does not allow: it goes through a file that vanishes when sent.
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            await Xlsx(file, columns, rows, zone, stop);
            file.Position = 0;
            return Results.Stream(file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name + ".xlsx");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public static async Task Csv<TRow>(Stream stream, IReadOnlyList<ExportColumn<TRow>> columns, IAsyncEnumerable<TRow> rows, TimeZoneInfo zone, CancellationToken stop)
    {
        // With the mark at its start, Excel reads the file as UTF-8.
        await using var writer = new StreamWriter(stream, new UTF8Encoding(true), 1 << 15, leaveOpen: true);
        await writer.WriteAsync(string.Join(',', columns.Select(c => Cell(c.Header, zone))) + "\r\n");
        await foreach (var row in rows.WithCancellation(stop))
            await writer.WriteAsync(string.Join(',', columns.Select(c => Cell(c.Value(row), zone))) + "\r\n");
    }

    static string Cell(object? value, TimeZoneInfo zone)
    {
        var text = value switch
        {
            null => "",
            DateTimeOffset at => Format.MomentWithSeconds(at, zone),
            string words => Harmless(words),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>A text that a spreadsheet would take for a formula is kept from being one.</summary>
    static string Harmless(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;

    /// <summary>Style 1 is a moment, 2 the bold head.</summary>
    public static async Task Xlsx<TRow>(Stream stream, IReadOnlyList<ExportColumn<TRow>> columns, IAsyncEnumerable<TRow> rows, TimeZoneInfo zone, CancellationToken stop)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (path, body) in Frame)
        {
            using var part = new StreamWriter(zip.CreateEntry(path).Open(), new UTF8Encoding(false));
            part.Write(body);
        }
        using var sheet = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
        using var writer = OpenXmlWriter.Create(sheet);
        writer.WriteStartDocument();
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetViews(new SheetView(new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
        writer.WriteElement(new Columns(columns.Select((c, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = c.Width, CustomWidth = true })));
        writer.WriteStartElement(new SheetData());
        writer.WriteElement(new Row(columns.Select(c => TextCell(c.Header, 2))));
        await foreach (var row in rows.WithCancellation(stop))
            writer.WriteElement(new Row(columns.Select(c => CellOf(c.Value(row), zone))));
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    static Cell CellOf(object? value, TimeZoneInfo zone) => value switch
    {
        null => new Cell(),
        DateTimeOffset at => new Cell { StyleIndex = 1, CellValue = new CellValue(TimeZoneInfo.ConvertTime(at, zone).DateTime.ToOADate()) },
        int or long or double or decimal => new Cell { CellValue = new CellValue(Convert.ToString(value, CultureInfo.InvariantCulture)!) },
        _ => TextCell(value.ToString() ?? "", 0),
    };

    static Cell TextCell(string text, uint style) => new()
    {
        DataType = CellValues.InlineString, StyleIndex = style,
        InlineString = new InlineString(new Words(Allowed(text)) { Space = SpaceProcessingModeValues.Preserve }),
    };

    /// <summary>What XML cannot hold, such as control characters out of a log, is left out; Excel takes 32,767 UTF-16 units a cell.</summary>
    static string Allowed(string text) => string.Concat(text.EnumerateRunes().Where(r => !r.IsBmp || System.Xml.XmlConvert.IsXmlChar((char)r.Value)).Take(32_767 / 2));

    static readonly (string Path, string Body)[] Frame =
    [
        ("[Content_Types].xml", """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""),
        ("_rels/.rels", """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""),
        ("xl/_rels/workbook.xml.rels", """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"""),
        ("xl/workbook.xml", """<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Steward" sheetId="1" r:id="rId1"/></sheets></workbook>"""),
        ("xl/styles.xml", """<?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>"""),
    ];
}
