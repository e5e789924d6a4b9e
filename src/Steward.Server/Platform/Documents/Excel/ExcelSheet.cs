// Writes one worksheet cell by cell; texts are inline strings, so that nothing a person typed can ever become a formula.
using System.Globalization;
using System.Xml;

namespace Steward.Platform.Documents.Excel;

/// <summary>What a sheet is besides its cells. Frozen rows stay in sight and are repeated in print.</summary>
sealed record SheetFrame(IReadOnlyList<double> Widths, int FrozenRows = 0, bool Landscape = true, string Head = "", string Foot = "");

sealed class ExcelSheet : IDisposable
{
    const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", Rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    static readonly DateTime FirstDay = new(1900, 3, 1);
    readonly XmlWriter xml;
    readonly ExcelStyles styles;
    readonly SheetFrame frame;
    readonly List<(string Cell, string? Relationship, string? Place)> links = [];
    int row, column;

    public ExcelSheet(Stream to, ExcelStyles styles, SheetFrame frame, bool first)
    {
        (this.styles, this.frame) = (styles, frame);
        xml = XmlWriter.Create(to, new XmlWriterSettings { CloseOutput = true });
        xml.WriteStartElement("worksheet", Main);
        xml.WriteAttributeString("xmlns", "r", null, Rel);
        xml.WriteRaw("""<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>""");
        var pane = frame.FrozenRows == 0 ? "" : $"""<pane ySplit="{frame.FrozenRows}" topLeftCell="A{frame.FrozenRows + 1}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>""";
        xml.WriteRaw($"""<sheetViews><sheetView showGridLines="0"{(first ? " tabSelected=\"1\"" : "")} workbookViewId="0">{pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="18"/>""");
        xml.WriteRaw("<cols>" + string.Concat(frame.Widths.Select((w, i) => string.Create(CultureInfo.InvariantCulture, $"""<col min="{i + 1}" max="{i + 1}" width="{w}" customWidth="1"/>"""))) + "</cols>");
        xml.WriteStartElement("sheetData", Main);
    }

    public int RowNumber => row;

    public void Row(double height = 0)
    {
        if (row > 0) xml.WriteEndElement();
        (row, column) = (row + 1, 0);
        xml.WriteStartElement("row", Main);
        xml.WriteAttributeString("r", Said(row));
        if (height > 0) { xml.WriteAttributeString("ht", height.ToString(CultureInfo.InvariantCulture)); xml.WriteAttributeString("customHeight", "1"); }
    }

    public void Text(string? text, CellLook look)
    {
        Start(look);
        if (!string.IsNullOrEmpty(text))
        {
            xml.WriteAttributeString("t", "inlineStr");
            xml.WriteStartElement("is", Main);
            xml.WriteStartElement("t", Main);
            xml.WriteAttributeString("xml", "space", null, "preserve");
            xml.WriteString(ExcelText.Cell(text));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    /// <summary>A typed value; what Excel cannot count with (days before March 1900, negative durations) is written in words.</summary>
    public void Value(Cell cell, Column? column, CellLook look, Wording wording)
    {
        var number = cell switch
        {
            NumberCell c => c.Value.ToString(CultureInfo.InvariantCulture),
            PercentCell c => c.Ratio.ToString(CultureInfo.InvariantCulture),
            DurationCell c when c.Value >= TimeSpan.Zero => Said(c.Value.TotalDays),
            DateCell c when c.Value.ToDateTime(default) >= FirstDay => Said(c.Value.ToDateTime(default).ToOADate()),
            MomentCell c when c.Value.DateTime >= FirstDay => Said(c.Value.DateTime.ToOADate()),
            _ => null,
        };
        look = look with { Format = ExcelStyles.Format(number is null && cell is not TextCell ? Cell.None with { Tone = cell.Tone } : cell, column) };
        if (number is null) { Text(wording.Say(cell, column), look); return; }
        Start(look);
        xml.WriteElementString("v", Main, number);
        xml.WriteEndElement();
    }

    public void LinkLast(string? relationship, string? place = null) => links.Add((ExcelText.Address(row, column - 1), relationship, place));

    public void Finish(string? filter = null)
    {
        if (row > 0) xml.WriteEndElement();
        xml.WriteEndElement();
        if (filter is not null) xml.WriteRaw($"""<autoFilter ref="{filter}"/>""");
        WriteLinks();
        xml.WriteRaw("""<pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.35" footer="0.35"/>""");
        xml.WriteRaw($"""<pageSetup paperSize="9" orientation="{(frame.Landscape ? "landscape" : "portrait")}" fitToWidth="1" fitToHeight="0"/>""");
        xml.WriteStartElement("headerFooter", Main);
        xml.WriteElementString("oddHeader", Main, "&L&8" + frame.Head);
        xml.WriteElementString("oddFooter", Main, "&C&8" + frame.Foot);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    public void Dispose() => xml.Dispose();

    void WriteLinks()
    {
        if (links.Count == 0) return;
        xml.WriteStartElement("hyperlinks", Main);
        foreach (var (cell, relationship, place) in links)
        {
            xml.WriteStartElement("hyperlink", Main);
            xml.WriteAttributeString("ref", cell);
            if (relationship is not null) xml.WriteAttributeString("id", Rel, relationship);
            if (place is not null) xml.WriteAttributeString("location", place);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    void Start(CellLook look)
    {
        xml.WriteStartElement("c", Main);
        xml.WriteAttributeString("r", ExcelText.Address(row, column++));
        xml.WriteAttributeString("s", Said(styles.Of(look)));
    }

    static string Said(int number) => number.ToString(CultureInfo.InvariantCulture);
    static string Said(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
