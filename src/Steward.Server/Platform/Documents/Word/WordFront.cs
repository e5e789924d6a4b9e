// The first pages in Word: cover, document control, table of contents; and what stands at the head and foot of the others.
using DocumentFormat.OpenXml;
using static Steward.Platform.Documents.Word.WordBits;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Steward.Platform.Documents.Word;

sealed class WordFront(WordContext context, Composition composition)
{
    const int LabelWidth = 2100, KeyLineHeight = 430, ControlLine = 350, BeforeTitle = 900; // twips
    Cover Cover => composition.Cover;
    Wording Wording => context.Wording;

    public IEnumerable<OpenXmlElement> CoverPage()
    {
        yield return P(WordLook.CoverMark, Cover.Mark ?? "");
        yield return P(WordLook.CoverOrganisation, Cover.Organisation ?? "").Set(p => p.ParagraphBorders = new W.ParagraphBorders(new W.BottomBorder { Val = W.BorderValues.Single, Size = 24, Space = 10, Color = WordLook.Navy }));
        yield return P(WordLook.Title, Cover.Title).Set(p => p.SpacingBetweenLines = new W.SpacingBetweenLines { Before = $"{BeforeTitle}" });
        if (Cover.Subtitle is { Length: > 0 } subtitle) yield return P(WordLook.Subtitle, subtitle);
        if (Cover.Lines.Count > 0) yield return Pairs(Cover.Lines, 23, KeyLineHeight);
        var control = CoverLines.Control(Cover, Wording);
        yield return new W.Paragraph(new W.ParagraphProperties(new W.SpacingBetweenLines { Before = composition.CoverPage ? $"{Room(control)}" : "0", Line = "240", LineRule = W.LineSpacingRuleValues.Exact }));
        if (control.Count > 0) yield return Pairs(control, 18, ControlLine, ruled: true);
        if (!composition.CoverPage)
        {
            yield return P(WordLook.Note, "");
            yield break;
        }
        var end = WordBody.Section(landscape: false);
        end.RemoveAllChildren<W.HeaderReference>();
        end.RemoveAllChildren<W.FooterReference>();
        end.PrependChild(new W.FooterReference { Type = W.HeaderFooterValues.Default, Id = "rIdFootNone" });
        end.PrependChild(new W.HeaderReference { Type = W.HeaderFooterValues.Default, Id = "rIdHeadNone" });
        yield return new W.Paragraph(new W.ParagraphProperties(new W.SpacingBetweenLines { Line = "20", LineRule = W.LineSpacingRuleValues.Exact }, end));
    }

    /// <summary>The table of contents, already filled in: <paramref name="pages"/> are foreseen, and Word counts anew when asked.</summary>
    public IEnumerable<OpenXmlElement> Contents(IReadOnlyList<Numbered> entries, IReadOnlyDictionary<string, int> pages)
    {
        if (entries.Count == 0) return [];
        var lines = entries.Select((entry, i) => Entry(entry, pages[entry.Anchor], first: i == 0, last: i == entries.Count - 1));
        return
        [
            new W.SdtBlock(
                new W.SdtProperties(new W.SdtContentDocPartObject(new W.DocPartGallery { Val = "Table of Contents" }, new W.DocPartUnique())),
                new W.SdtContentBlock([P(WordLook.ContentsHeading, Wording.T("Documents.contents")), .. lines])),
            WordBody.NewPage(),
        ];
    }

    public W.Header Header(int width) => new(new W.Paragraph([
        new W.ParagraphProperties(new W.ParagraphStyleId { Val = "Header" }, RightTab(width)),
        .. R(SafeText.Cut(SafeText.Line(Cover.Title), 40) + (Cover.Subtitle is { Length: > 0 } s ? "　" + SafeText.Cut(SafeText.Line(s), 30) : "")),
        new W.Run(new W.TabChar()),
        .. R(string.Join("　", new[] { Cover.Number, Cover.Mark }.Where(t => !string.IsNullOrEmpty(t)).Select(SafeText.Line)))]));

    public W.Footer Footer(int width)
    {
        var (before, between, after) = PageWords();
        return new(new W.Paragraph([
            new W.ParagraphProperties(new W.ParagraphStyleId { Val = "Footer" }, RightTab(width)),
            .. R(SafeText.Cut(SafeText.Line(Cover.Organisation), 40)), new W.Run(new W.TabChar()),
            .. R(before), .. Field("PAGE", "2"), .. R(between), .. Field("NUMPAGES", "2"), .. R(after)]));
    }

    W.Paragraph Entry(Numbered entry, int page, bool first, bool last)
    {
        var heading = (Heading)entry.Block;
        var title = (entry.Number.Length > 0 ? entry.Number + "  " : "") + SafeText.Line(heading.Text);
        var link = new W.Hyperlink([.. R(title + "\t"), .. Field($"PAGEREF _Toc{entry.Anchor} \\h", $"{page}")]) { Anchor = "_Toc" + entry.Anchor, History = true };
        var parts = new List<OpenXmlElement>();
        if (first) parts.AddRange(Field("TOC \\o \"1-2\" \\h \\z \\u", "").Take(3));
        parts.Add(link);
        if (last) parts.Add(new W.Run(new W.FieldChar { FieldCharType = W.FieldCharValues.End }));
        return P(heading.Level == 1 ? WordLook.Contents1 : WordLook.Contents2, parts);
    }

    W.Table Pairs(IReadOnlyList<KeyLine> lines, int size, int line, bool ruled = false)
    {
        int[] widths = [LabelWidth, WordLook.PortraitWidth - LabelWidth];
        var table = new W.Table(
            new W.TableProperties(
                new W.TableStyle { Val = "TableNormal" },
                new W.TableWidth { Width = $"{widths.Sum()}", Type = W.TableWidthUnitValues.Dxa },
                new W.TableLayout { Type = W.TableLayoutValues.Fixed }),
            new W.TableGrid(widths.Select(w => new W.GridColumn { Width = $"{w}" })));
        if (ruled) table.GetFirstChild<W.TableProperties>()!.TableBorders = new W.TableBorders(
            new W.TopBorder { Val = W.BorderValues.Single, Size = 8, Space = 0, Color = WordLook.Navy },
            new W.InsideHorizontalBorder { Val = W.BorderValues.Single, Size = 4, Space = 0, Color = WordLook.Rule });
        foreach (var pair in lines)
            table.Append(new W.TableRow(new W.TableRowProperties(new W.CantSplit()),
                Cell(widths[0], pair.Label, new(Color: WordLook.Grey, Size: size), line),
                Cell(widths[1], pair.Value, new(Size: pair.Value.Length > 50 ? 15 : size), line)));
        return table;
    }

    static W.TableCell Cell(int width, string text, RunLook look, int line) => new(
        new W.TableCellProperties(new W.TableCellWidth { Width = $"{width}", Type = W.TableWidthUnitValues.Dxa }),
        P(WordLook.Cells[0], text, look).Set(p => p.SpacingBetweenLines = new W.SpacingBetweenLines { Line = $"{line}", LineRule = W.LineSpacingRuleValues.AtLeast }));

    // What the cover leaves free above document control, so that it stands at the foot of the page.
    int Room(IReadOnlyList<KeyLine> control)
    {
        static int Lines(string? text, int size, int width = WordLook.PortraitWidth) => TextWidth.Lines(SafeText.Clean(text), width / (size * 10.0));
        int Rows(IReadOnlyList<KeyLine> rows, int size, int line) => rows.Sum(r => (line + 10) * Math.Max(Lines(r.Value, r.Value.Length > 50 ? 15 : size, WordLook.PortraitWidth - LabelWidth - 220), Lines(r.Label, size, LabelWidth - 220)));
        var used = WordLook.CoverMark.Height + WordLook.CoverOrganisation.Height + 200 + BeforeTitle + WordLook.Title.After + WordLook.Title.Line * Lines(Cover.Title, WordLook.Title.Size)
            + (Cover.Subtitle is { Length: > 0 } s ? WordLook.Subtitle.After + WordLook.Subtitle.Line * Lines(s, WordLook.Subtitle.Size) : 0)
            + Rows(Cover.Lines, 23, KeyLineHeight) + Rows(control, 18, ControlLine) + 600;
        return Math.Max(WordLook.PortraitHeight - used, 0);
    }

    // The sentence has its two numbers where the language wants them; the fields stand in their place.
    (string Before, string Between, string After) PageWords()
    {
        var parts = Wording.T("Documents.page", "\u0001", "\u0001").Split('\u0001');
        return (parts[0], parts[1], parts[2]);
    }

    static W.Tabs RightTab(int at) => new(new W.TabStop { Val = W.TabStopValues.Right, Position = at });
}
