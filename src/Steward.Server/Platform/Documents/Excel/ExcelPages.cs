// The sheets of a workbook: the cover with its key figures and index, one sheet for each table, and the numbers behind the charts.
using DocumentFormat.OpenXml.Packaging;

namespace Steward.Platform.Documents.Excel;

sealed class ExcelPages(Composition composition, WorkbookPart book, ExcelStyles styles, IReadOnlyList<(string Name, Numbered Content)> tables, string? chartSheet)
{
    const int MostLinks = 65_000; // Excel refuses a sheet with 65,530 or more.
    static readonly CellLook Plain = new(Rule: 'r', Wrap: true), Head = new(Bold: true, Color: "1F3A5F", Fill: "E6EDF5", Rule: 'h', Wrap: true), Link = Plain with { Color = "1F5FA8" };
    static readonly CellLook Title = new(Bold: true, Color: "1F3A5F", Size: 13), Note = new(Color: "5B6770", Size: 9), Label = Plain with { Color = "5B6770" };
    readonly Wording wording = new(composition.Language);
    int parts;

    public void Cover()
    {
        using var sheet = Open(new SheetFrame([24, 56, 20], Landscape: false), out _);
        var cover = composition.Cover;
        sheet.Row(34);
        sheet.Text(cover.Title, Title with { Size = 20 });
        if (cover.Subtitle is { Length: > 0 } subtitle) { sheet.Row(24); sheet.Text(subtitle, Title with { Bold = false, Color = "5B6770" }); }
        if (cover.Organisation is { Length: > 0 } organisation) { sheet.Row(20); sheet.Text(organisation, Note with { Size = 11 }); }
        sheet.Row();
        foreach (var line in cover.Lines.Concat(CoverLines.Control(cover, wording))) { sheet.Row(); sheet.Text(line.Label, Label); sheet.Text(line.Value, Plain); sheet.Text("", Plain); }
        Figures(sheet);
        Index(sheet);
        sheet.Finish();
    }

    public void Table(string name, Numbered content)
    {
        var table = (Table)content.Block;
        var widths = table.Columns.Select((c, i) => ExcelText.Width([c.Title + "　", .. table.Rows.Append(table.Total ?? []).Where(r => r.Count > 0).Select(r => Wording.Sign(r[i].Tone) + wording.Say(r[i], c))]));
        using var sheet = Open(new SheetFrame([.. widths], FrozenRows: 2), out var part);
        sheet.Row(26);
        sheet.Text($"{wording.T("Documents.table", content.Number)}  {SafeText.Line(table.Caption)}", Title);
        sheet.Row(22);
        foreach (var column in table.Columns) sheet.Text(column.Title, Head with { Align = column.Align });
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        var linked = 0;
        foreach (var row in table.Rows)
        {
            sheet.Row();
            for (var c = 0; c < row.Count; c++)
            {
                var address = linked < MostLinks ? Links.Absolute(composition.BaseAddress, row[c].Link) : null;
                sheet.Value(row[c], table.Columns[c], Look(row[c], table.Columns[c], address is null ? Plain : Link), wording);
                if (address is null) continue;
                sheet.LinkLast(Relationship(part, links, address));
                linked++;
            }
        }
        var filter = $"A2:{ExcelText.Address(Math.Max(sheet.RowNumber, 2), table.Columns.Count - 1)}";
        if (table.Total is { } total)
        {
            sheet.Row();
            for (var c = 0; c < total.Count; c++) sheet.Value(total[c], table.Columns[c], Look(total[c], table.Columns[c], Plain with { Bold = true, Fill = "F4F7FA", Rule = 't' }), wording);
        }
        Notes(sheet, table);
        sheet.Finish(filter);
    }

    public void Charts(IEnumerable<Numbered> charts)
    {
        string[] heads = ["Documents.sheet.chart", "Documents.sheet.series", "Documents.sheet.category", "Documents.sheet.value"];
        using var sheet = Open(new SheetFrame([44, 20, 20, 14], FrozenRows: 1), out _);
        sheet.Row(22);
        foreach (var head in heads) sheet.Text(wording.T(head), Head with { Align = head == heads[^1] ? Align.End : Align.Start });
        foreach (var numbered in charts)
        {
            var chart = (Chart)numbered.Block;
            foreach (var series in chart.Series)
                for (var i = 0; i < chart.Categories.Count; i++)
                {
                    sheet.Row();
                    sheet.Text($"{wording.T("Documents.figure", numbered.Number)}  {SafeText.Line(chart.Title)}", Plain);
                    sheet.Text(series.Name, Plain);
                    sheet.Text(chart.Categories[i], Plain);
                    sheet.Value(Value(series.Values[i], chart.Percent), null, Plain with { Align = Align.End }, wording);
                }
        }
        sheet.Finish($"A1:D{sheet.RowNumber}");
    }

    void Figures(ExcelSheet sheet)
    {
        var figures = composition.Blocks.OfType<KeyFigures>().SelectMany(k => k.Figures).ToArray();
        if (figures.Length == 0) return;
        sheet.Row();
        sheet.Row(22);
        sheet.Text(wording.T("Documents.sheet.keyFigure"), Head);
        sheet.Text(wording.T("Documents.sheet.remark"), Head);
        sheet.Text(wording.T("Documents.sheet.value"), Head with { Align = Align.End });
        foreach (var figure in figures)
        {
            sheet.Row();
            sheet.Text(figure.Label, Plain);
            sheet.Text(figure.Note, Label);
            sheet.Value(figure.Value, null, Look(figure.Value, null, Plain with { Bold = true }) with { Align = Align.End }, wording);
        }
    }

    void Index(ExcelSheet sheet)
    {
        if (tables.Count == 0) return;
        sheet.Row();
        sheet.Row(22);
        sheet.Text(wording.T("Documents.sheet.sheet"), Head);
        sheet.Text(wording.T("Documents.sheet.content"), Head);
        sheet.Text(wording.T("Documents.sheet.rows"), Head with { Align = Align.End });
        foreach (var (name, content) in tables)
        {
            sheet.Row();
            sheet.Text(name, Link);
            sheet.LinkLast(null, $"'{name.Replace("'", "''", StringComparison.Ordinal)}'!A1");
            sheet.Text(((Table)content.Block).Caption, Plain);
            sheet.Value(((Table)content.Block).Rows.Count, null, Plain with { Align = Align.End }, wording);
        }
        if (chartSheet is null) return;
        sheet.Row();
        sheet.Text(chartSheet, Link);
        sheet.LinkLast(null, $"'{chartSheet}'!A1");
        sheet.Text(wording.T("Documents.sheet.chartNote"), Plain);
        sheet.Text("", Plain);
    }

    void Notes(ExcelSheet sheet, Table table)
    {
        string[] notes = [.. table.Rows.Count == 0 ? [wording.T("Documents.noRows")] : Array.Empty<string>(),
            .. table.SmallSample ? [wording.T("Documents.smallSample")] : Array.Empty<string>(),
            .. table.Note is { Length: > 0 } note ? [wording.T("Documents.note", note)] : Array.Empty<string>()];
        foreach (var text in notes) { sheet.Row(); sheet.Text(text, Note); }
    }

    static CellLook Look(Cell cell, Column? column, CellLook look) => look with
    {
        Align = column?.Align ?? look.Align,
        Color = cell.Tone switch { Tone.Good => "1B7A43", Tone.Warn => "9A5B00", Tone.Bad => "B3261E", _ => look.Color },
        Bold = look.Bold || cell.Tone == Tone.Bad,
    };

    static Cell Value(double? value, bool percent) =>
        value is { } v && double.IsFinite(v) && Math.Abs(v) < 1e15 ? percent ? Cell.Percent((decimal)v) : Cell.Number((decimal)v, v == Math.Floor(v) ? 0 : 2) : Cell.None;

    ExcelSheet Open(SheetFrame frame, out WorksheetPart part)
    {
        part = book.AddNewPart<WorksheetPart>($"rIdS{++parts}");
        var head = $"{composition.Cover.Title}  {composition.Cover.Number}".Trim();
        return new ExcelSheet(part.GetStream(FileMode.Create), styles, frame with
        {
            Head = SafeText.Cut(SafeText.Line(head), 100).Replace("&", "&&", StringComparison.Ordinal), Foot = wording.T("Documents.page", "&P", "&N"),
        }, first: parts == 1);
    }

    static string Relationship(WorksheetPart part, Dictionary<string, string> links, string address)
    {
        if (links.TryGetValue(address, out var id)) return id;
        part.AddHyperlinkRelationship(new Uri(address), true, id = $"rIdL{links.Count + 1}");
        return links[address] = id;
    }
}
