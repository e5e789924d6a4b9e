// Foresees on which page each heading falls, so that a new file opens with a table of contents that is already right.
using Steward.Platform.Documents.Charts;
using Steward.Platform.Text;

namespace Steward.Platform.Documents.Word;

/// <summary>
/// Lays out by the same exact line heights as the styles. Texts are measured without fonts, so a heading close to a page's edge may be
/// foreseen one page off; Word corrects it whenever fields are updated.
/// </summary>
sealed class WordPages
{
    readonly Wording wording;
    int page, width = WordLook.PortraitWidth, height = WordLook.PortraitHeight;
    double at;
    bool landscape;

    WordPages(int firstPage, Wording wording) => (page, this.wording) = (firstPage, wording);

    public static IReadOnlyDictionary<string, int> Foresee(Outline outline, Wording wording)
    {
        var contents = (WordLook.ContentsHeading.Height + outline.Contents.Sum(c => c.Block is Heading { Level: 1 } ? WordLook.Contents1.Height : WordLook.Contents2.Height)) / (double)WordLook.PortraitHeight;
        var pages = new WordPages(2 + (outline.Contents.Count == 0 ? 0 : (int)Math.Ceiling(contents)), wording);
        var found = new Dictionary<string, int>();
        for (var i = 0; i < outline.Blocks.Count; i++)
        {
            // A heading stays with what follows: with it goes the least that may stand at the foot of a page.
            if (outline.Blocks[i].Block is Heading) pages.Need(pages.Group(outline.Blocks, i));
            if (outline.Blocks[i].Block is Heading) found[outline.Blocks[i].Anchor] = pages.page;
            pages.Place(outline.Blocks[i].Block);
        }
        return found;
    }

    double Group(IReadOnlyList<Numbered> blocks, int from)
    {
        double group = 0;
        for (var i = from; i < blocks.Count; i++)
        {
            group += blocks[i].Block is Heading h ? HeadingHeight(h) : Head(blocks[i].Block);
            if (blocks[i].Block is not Heading) break;
        }
        return group;
    }

    double HeadingHeight(Heading heading) => WordLook.Of(heading) is var look ? look.Before + look.After + look.Line * Lines(heading.Text, look, 700) : 0;

    // The least of a block that stays together.
    double Head(Block block) => block switch
    {
        Paragraph b => TextHeight(b, WordLook.Body),
        Bullets { Items.Count: > 0 } b => TextHeight(b.Items[0], WordLook.Bullet),
        Table b => TableHead(b, [.. TableRows(b)]),
        Chart b => ChartHeight(b),
        KeyFigures => FiguresRow,
        SignOff b => SignHeight(b),
        _ => 0,
    };

    void Place(Block block)
    {
        switch (block)
        {
            case Heading b: Take(HeadingHeight(b)); break;
            case Paragraph b: Take(TextHeight(b, WordLook.Body)); break;
            case Bullets b: foreach (var item in b.Items) Take(TextHeight(item, WordLook.Bullet)); break;
            case KeyFigures b: for (var r = 0; r < b.Figures.Count; r += WordTables.FiguresAcross(b.Figures.Count)) Take(FiguresRow); Take(160); break;
            case Table b: PlaceTable(b); break;
            case Chart b: Take(ChartHeight(b)); break;
            case Definitions b: foreach (var d in b.Items) Take(DefinitionHeight(d)); Take(160); break;
            case SignOff b: Take(SignHeight(b)); break;
            case SourceLine b: Take(WordLook.Note.Before + WordLook.Note.After + WordLook.Note.Line * Lines(wording.T("Documents.source", b.Text), WordLook.Note)); break;
            case PageBreak b: Turn(b); break;
        }
    }

    void PlaceTable(Table table)
    {
        var rows = TableRows(table).ToArray();
        Need(TableHead(table, rows));
        Take(WordLook.TableCaption.Height);
        for (var r = 0; r < rows.Length; r++)
        {
            var needed = r == rows.Length - 2 && table.Total is not null ? rows[r] + rows[r + 1] : rows[r];
            if (at + needed > height) { NewPage(); at = rows[0]; }
            at += rows[r];
        }
        Take(table.Note is { Length: > 0 } note ? WordLook.Note.Before + WordLook.Note.After + WordLook.Note.Line * Lines(wording.T("Documents.note", note), WordLook.Note) : 160);
    }

    static double TableHead(Table table, double[] rows) => WordLook.TableCaption.Height + (table.Rows.Count <= WordLook.KeptWhole ? rows : rows.Take(2)).Sum();

    IEnumerable<double> TableRows(Table table)
    {
        var look = WordLook.CellOf(table.Columns.Count);
        var widths = WordLook.Widths(table, wording, width);
        double Row(Func<int, string> text) => 2 * WordLook.CellTop + 10 + look.Line * Enumerable.Range(0, widths.Length).Select(i => TextWidth.Lines(text(i), (widths[i] - 2 * WordLook.CellSide) / (look.Size * 10.0))).DefaultIfEmpty(1).Max();
        yield return Row(i => table.Columns[i].Title);
        if (table.Rows.Count == 0) yield return Row(_ => "");
        foreach (var cells in table.Total is { } total ? table.Rows.Append(total) : table.Rows)
            yield return Row(i => Wording.Sign(cells[i].Tone) + wording.Say(cells[i], table.Columns[i]));
    }

    double ChartHeight(Chart chart) => WordLook.Picture.Before + (double)WordLook.PortraitWidth * ChartRenderer.Height(chart) / ChartLook.Width + 60
        + WordLook.FigureCaption.Height + (chart.Note is { Length: > 0 } ? WordLook.Note.Height - WordLook.FigureCaption.After : 0);

    double TextHeight(Paragraph paragraph, ParagraphLook look) =>
        look.Before + look.After + look.Line * Lines((look == WordLook.Body ? "　　" : "") + string.Concat(paragraph.Runs.Select(r => r.Text)), look, look == WordLook.Bullet ? 420 : 0);

    double DefinitionHeight(Definition definition) => 2 * WordLook.CellTop + 10 + WordLook.Cells[0].Line * Math.Max(
        TextWidth.Lines(definition.Term, (width / 4.2 - 170) / 180), TextWidth.Lines(definition.Meaning, (width * 3.2 / 4.2 - 170) / 180));

    double SignHeight(SignOff block) => 160 + 5 * WordLook.Cells[0].Line + 2020 + 120 + (block.Statement is { Length: > 0 } s ? TextHeight(s, WordLook.Body) : 0);

    static double FiguresRow => WordLook.FigureLabel.Height + WordLook.FigureValue.Height + WordLook.FigureNote.Height + 10;

    // Running text is set in Times beside Chinese, all else in Arial.
    int Lines(string text, ParagraphLook look, int less = 0) =>
        TextWidth.Lines(SafeText.Clean(text), (width - less) / (look.Size * 10.0), wording.Language == Language.Zh && (look == WordLook.Body || look == WordLook.Bullet) ? 0.9 : 1);

    void Turn(PageBreak turn)
    {
        NewPage();
        if (turn.Landscape == landscape) return;
        landscape = turn.Landscape;
        (width, height) = landscape ? (WordLook.LandscapeWidth, WordLook.LandscapeHeight) : (WordLook.PortraitWidth, WordLook.PortraitHeight);
    }

    void Take(double needed) { Need(needed); at += needed; }

    void Need(double needed) { if (at + needed > height && at > 0) NewPage(); }

    void NewPage() { page++; at = 0; }
}
