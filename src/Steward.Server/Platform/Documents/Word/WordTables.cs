// Tables in Word: figures, key figures, definitions and the places to sign.
using DocumentFormat.OpenXml;
using static Steward.Platform.Documents.Word.WordBits;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Steward.Platform.Documents.Word;

sealed class WordTables(WordContext context)
{
    Wording Wording => context.Wording;

    public W.Table Of(Table table, int width)
    {
        var look = WordLook.CellOf(table.Columns.Count);
        var widths = WordLook.Widths(table, Wording, width);
        var grid = Grid("ReportTable", widths, table.Total is not null);
        grid.GetFirstChild<W.TableProperties>()!.Append(new W.TableCaption { Val = SafeText.Cut(SafeText.Line(table.Caption), 250) });
        grid.Append(Head(table, look, widths));
        if (table.Rows.Count == 0) grid.Append(Empty(look, widths));
        for (var r = 0; r < table.Rows.Count; r++)
            grid.Append(Row(table, table.Rows[r], look, widths, keepNext: r == table.Rows.Count - 1 ? table.Total is not null : table.Rows.Count <= WordLook.KeptWhole));
        if (table.Total is { } total) grid.Append(Row(table, total, look, widths, bold: true));
        return grid;
    }

    public W.Table KeyFigures(IReadOnlyList<KeyFigure> figures, int width)
    {
        var across = FiguresAcross(figures.Count);
        var widths = WordLook.Widths([.. Enumerable.Repeat(1.0, across)], width);
        var grid = Grid("TableNormal", widths, false);
        grid.GetFirstChild<W.TableProperties>()!.TableBorders = new W.TableBorders(
            Line<W.TopBorder>(8, WordLook.Navy), Line<W.BottomBorder>(8, WordLook.Navy), Line<W.InsideHorizontalBorder>(4, WordLook.Rule), Line<W.InsideVerticalBorder>(4, WordLook.Rule));
        foreach (var some in figures.Chunk(across))
            grid.Append(Row(some.Concat(Enumerable.Repeat<KeyFigure?>(null, across - some.Length)).Select((f, i) => Cell(widths[i], f is null ? [P(WordLook.FigureLabel, "")] : Figure(f)))));
        return grid;
    }

    /// <summary>Up to four side by side; five and six stand in two rows of three.</summary>
    public static int FiguresAcross(int count) => count <= 4 ? Math.Max(count, 1) : count is 5 or 6 or 9 ? 3 : 4;

    public W.Table Definitions(IReadOnlyList<Definition> items, int width)
    {
        var widths = WordLook.Widths([1, 3.2], width);
        var grid = Grid("ReportTable", widths, lastRow: false, firstRow: false);
        foreach (var item in items)
            grid.Append(Row([
                Cell(widths[0], [P(WordLook.Cells[0], item.Term, new(Bold: true, Chinese: "黑体"))]),
                Cell(widths[1], [P(WordLook.Cells[0], item.Meaning)])]));
        return grid;
    }

    public W.Table SignOff(SignOff block, int width)
    {
        var widths = WordLook.Widths([.. block.Parties.Select(_ => 1.0)], width);
        var grid = Grid("TableNormal", widths, false);
        grid.GetFirstChild<W.TableProperties>()!.TableBorders = new W.TableBorders(
            Line<W.TopBorder>(6, WordLook.Navy), Line<W.LeftBorder>(6, WordLook.Navy), Line<W.BottomBorder>(6, WordLook.Navy), Line<W.RightBorder>(6, WordLook.Navy), Line<W.InsideVerticalBorder>(4, WordLook.Rule));
        grid.Append(Row(block.Parties.Select((party, i) => Cell(widths[i],
        [
            P(WordLook.Cells[0], party, new(Bold: true, Chinese: "黑体", Size: 21)).Set(Gap(120)),
            P(WordLook.Cells[0], Wording.T("Documents.opinion"), new(Size: 20)).Set(Gap(160)),
            P(WordLook.Cells[0], Wording.T("Documents.signature"), new(Size: 20)).Set(Gap(900)),
            P(WordLook.Cells[0], Wording.T("Documents.signDate"), new(Size: 20)).Set(Gap(420)),
            P(WordLook.Cells[0], Wording.T("Documents.seal"), new(Color: WordLook.Grey, Size: 20)).Set(Gap(420, 120)).Set(p => p.Justification = new W.Justification { Val = W.JustificationValues.Right }),
        ]))));
        return grid;
    }

    public W.Table Signatures(Signatures block, int width)
    {
        var widths = WordLook.Widths([.. block.By.Select(_ => 1.0)], width);
        var grid = Grid("TableNormal", widths, false);
        grid.GetFirstChild<W.TableProperties>()!.TableBorders = new W.TableBorders(
            Line<W.TopBorder>(6, WordLook.Navy), Line<W.LeftBorder>(6, WordLook.Navy), Line<W.BottomBorder>(6, WordLook.Navy), Line<W.RightBorder>(6, WordLook.Navy), Line<W.InsideVerticalBorder>(4, WordLook.Rule));
        grid.Append(Row(block.By.Select((one, i) => Cell(widths[i],
        [
            P(WordLook.Cells[0], one.Party, new(Bold: true, Chinese: "黑体", Size: 21)).Set(Gap(120)),
            one.Png is { } png ? P(WordLook.Cells[0], [context.Picture(png, widths[i] * 2 / 3, Ratio(png), one.Party, one.Name)]) : P(WordLook.Cells[0], "").Set(Gap(900)),
            P(WordLook.Cells[0], one.Name.Length > 0 ? one.Name : Wording.T("Documents.unsigned"), new(Size: 20)).Set(Gap(120)),
            P(WordLook.Cells[0], one.At ?? "", new(Color: WordLook.Grey, Size: 18)).Set(Gap(60, 120)),
        ]))));
        return grid;
    }

    /// <summary>Height by width, as the head of a PNG says them.</summary>
    static double Ratio(byte[] png) => (double)System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)) / System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));

    IEnumerable<W.Paragraph> Figure(KeyFigure figure)
    {
        var tone = WordLook.ColorOf(figure.Value.Tone);
        var value = Wording.Sign(figure.Value.Tone) is { Length: > 0 } sign ? R(sign.Trim() + " ", new(Color: tone, Size: 20)) : [];
        yield return P(WordLook.FigureLabel, figure.Label);
        yield return P(WordLook.FigureValue, context.Linked(figure.Value.Link, [.. value, .. R(Wording.Say(figure.Value), new(Bold: true, Color: tone))]));
        yield return P(WordLook.FigureNote, figure.Note ?? "");
    }

    W.TableRow Head(Table table, ParagraphLook look, int[] widths)
    {
        var row = Row(table.Columns.Select((c, i) => Cell(widths[i], [P(look, c.Title, new(Bold: true, Color: WordLook.Navy, Chinese: "黑体")).Set(To(c.Align)).Set(Keep)])));
        row.GetFirstChild<W.TableRowProperties>()!.Append(new W.TableHeader());
        return row;
    }

    W.TableRow Row(Table table, IReadOnlyList<Cell> cells, ParagraphLook look, int[] widths, bool bold = false, bool keepNext = false) =>
        Row(cells.Select((cell, i) =>
        {
            var paragraph = P(look, context.Linked(cell.Link, Words(cell, table.Columns[i], bold))).Directed(cell is TextCell t ? t.Text : "").Set(To(table.Columns[i].Align));
            return Cell(widths[i], [keepNext ? paragraph.Set(Keep) : paragraph]);
        }));

    IEnumerable<OpenXmlElement> Words(Cell cell, Column column, bool bold) =>
        R(Wording.Sign(cell.Tone) + Wording.Say(cell, column), new(
            bold || cell.Tone is Tone.Bad, WordLook.ColorOf(cell.Tone) ?? (cell is NoCell ? WordLook.Grey : null), context.IsLink(cell.Link) ? "Hyperlink" : null));

    W.TableRow Empty(ParagraphLook look, int[] widths)
    {
        var cell = Cell(widths.Sum(), [P(look, Wording.T("Documents.noRows"), new(Color: WordLook.Grey)).Set(To(Align.Center))]);
        cell.TableCellProperties!.GridSpan = new W.GridSpan { Val = widths.Length };
        return Row([cell]);
    }

    static W.Table Grid(string style, int[] widths, bool lastRow, bool firstRow = true) => new(
        new W.TableProperties(
            new W.TableStyle { Val = style },
            new W.TableWidth { Width = $"{widths.Sum()}", Type = W.TableWidthUnitValues.Dxa },
            new W.TableLayout { Type = W.TableLayoutValues.Fixed },
            new W.TableLook { Val = $"{0x0600 + (firstRow ? 0x20 : 0) + (lastRow ? 0x40 : 0):X4}", FirstRow = firstRow, LastRow = lastRow, FirstColumn = false, LastColumn = false, NoHorizontalBand = true, NoVerticalBand = true }),
        new W.TableGrid(widths.Select(w => new W.GridColumn { Width = $"{w}" })));

    static W.TableRow Row(IEnumerable<W.TableCell> cells) => new([new W.TableRowProperties(new W.CantSplit()), .. cells]);

    static W.TableCell Cell(int width, IEnumerable<W.Paragraph> content) =>
        new([new W.TableCellProperties(
            new W.TableCellWidth { Width = $"{width}", Type = W.TableWidthUnitValues.Dxa },
            new W.TableCellVerticalAlignment { Val = W.TableVerticalAlignmentValues.Center }), .. content]);

    static TBorder Line<TBorder>(uint size, string color) where TBorder : W.BorderType, new() => new() { Val = W.BorderValues.Single, Size = size, Space = 0, Color = color };

    static Action<W.ParagraphProperties> To(Align align) => p =>
    {
        if (align != Align.Start) p.Justification = new W.Justification { Val = align == Align.End ? W.JustificationValues.Right : W.JustificationValues.Center };
    };

    static Action<W.ParagraphProperties> Gap(int before, int after = 0) => p => p.SpacingBetweenLines = new W.SpacingBetweenLines { Before = $"{before}", After = $"{after}" };

    static void Keep(W.ParagraphProperties p) => p.KeepNext = new W.KeepNext();
}
