// Cuts blocks into the pieces that a page break cannot divide, with their heights in twips.
using Steward.Platform.Documents.Charts;
using Steward.Platform.Text;

namespace Steward.Platform.Documents.Word;

/// <summary>What stays together on a page. <see cref="Repeat"/> is the header set again above it on a new page; <see cref="Turn"/> begins one.</summary>
readonly record struct Piece(double Height, double Before = 0, double After = 0, bool KeepNext = false)
{
    public string? Anchor { get; init; }
    public double Repeat { get; init; }
    public bool? Turn { get; init; }
}

sealed class WordPieces(Wording wording)
{
    const double Gap = 160, RowRule = 10, TableRule = 20, HeadingRule = 80, BesidePicture = 60;
    int width = WordLook.PortraitWidth;

    public IEnumerable<Piece> Of(IReadOnlyList<Numbered> blocks) => blocks.SelectMany(Of);

    IEnumerable<Piece> Of(Numbered numbered)
    {
        switch (numbered.Block)
        {
            case Heading b: return [Text(b.Text, WordLook.Of(b), 700) with { Anchor = numbered.Anchor }];
            case Paragraph b: return [Text(b, WordLook.Body)];
            case Bullets b: return b.Items.Select(i => Text(i, WordLook.Bullet));
            case KeyFigures { Figures.Count: > 0 } b: return [new(Gap + TableRule + RowRule), .. b.Figures.Chunk(WordTables.FiguresAcross(b.Figures.Count)).Select(_ => new Piece(FiguresRow)), new(Gap)];
            case Table b: return Rows(b);
            case Chart b: return Drawn(b);
            case Definitions b: return [.. b.Items.Select(d => new Piece(Row([d.Term, d.Meaning], WordLook.Widths([1, 3.2], width), WordLook.Cells[0]))), new(Gap + TableRule)];
            case SignOff { Parties.Count: > 0 } b: return [.. b.Statement is { Length: > 0 } s ? [Text(s, WordLook.Body) with { KeepNext = true }] : Array.Empty<Piece>(), new(5 * WordLook.Cells[0].Line + 2140), new(Gap + TableRule)];
            case Signatures { By.Count: > 0 }: return [new(3 * WordLook.Cells[0].Line + 1900), new(Gap + TableRule)];
            case SourceLine b: return [Text(wording.T("Documents.source", b.Text), WordLook.Note)];
            case PageBreak b: width = b.Landscape ? WordLook.LandscapeWidth : WordLook.PortraitWidth; return [new(0) { Turn = b.Landscape }];
            default: return [];
        }
    }

    IEnumerable<Piece> Rows(Table table)
    {
        var look = WordLook.CellOf(table.Columns.Count);
        var widths = WordLook.Widths(table, wording, width);
        var head = Row([.. table.Columns.Select(c => c.Title)], widths, look) + TableRule - RowRule;
        yield return new(WordLook.TableCaption.Line, WordLook.TableCaption.Before, WordLook.TableCaption.After, KeepNext: true);
        yield return new(head, KeepNext: true);
        if (table.Rows.Count == 0) yield return new(Row([""], [width], look));
        IReadOnlyList<IReadOnlyList<Cell>> rows = table.Total is { } total ? [.. table.Rows, total] : table.Rows;
        for (var r = 0; r < rows.Count; r++)
        {
            var said = rows[r].Select((cell, i) => Wording.Sign(cell.Tone) + wording.Say(cell, table.Columns[i])).ToArray();
            var rules = r < rows.Count - 1 ? 0 : table.Total is null ? RowRule : TableRule + RowRule;
            yield return new(Row(said, widths, look) + rules, KeepNext: r < rows.Count - 1 && (table.Rows.Count <= WordLook.KeptWhole || r == rows.Count - 2 && table.Total is not null)) { Repeat = head };
        }
        yield return table.Note is { Length: > 0 } note ? Text(wording.T("Documents.note", note), WordLook.Note) : new(Gap);
    }

    IEnumerable<Piece> Drawn(Chart chart)
    {
        var note = chart.Note is { Length: > 0 };
        yield return new((double)WordLook.PortraitWidth * ChartRenderer.Height(chart) / ChartLook.Width + BesidePicture, WordLook.Picture.Before, KeepNext: true);
        yield return Text("", WordLook.FigureCaption) with { KeepNext = note, After = note ? 0 : WordLook.FigureCaption.After };
        if (note) yield return Text("", WordLook.Note);
    }

    Piece Text(Paragraph paragraph, ParagraphLook look) =>
        Text((look == WordLook.Body && wording.Language == Language.Zh ? "　　" : "") + string.Concat(paragraph.Runs.Select(r => r.Text)), look, look == WordLook.Bullet ? 420 : 0);

    // Running text is set in Times beside Chinese, all else in Arial.
    Piece Text(string text, ParagraphLook look, int less = 0)
    {
        var lines = TextWidth.Lines(SafeText.Clean(text), (width - less) / (look.Size * 10.0), wording.Language == Language.Zh && (look == WordLook.Body || look == WordLook.Bullet) ? 0.9 : 1);
        return new(look.Line * lines + (look == WordLook.Heading1 ? HeadingRule : 0), look.Before, look.After, look.KeepNext);
    }

    static double Row(string[] cells, int[] widths, ParagraphLook look) => 2 * WordLook.CellTop + RowRule
        + look.Line * cells.Select((text, i) => TextWidth.Lines(text, (widths[i] - 2 * WordLook.CellSide) / (look.Size * 10.0))).DefaultIfEmpty(1).Max();

    static double FiguresRow => WordLook.FigureLabel.Height + WordLook.FigureValue.Height + WordLook.FigureNote.Height + RowRule;
}
