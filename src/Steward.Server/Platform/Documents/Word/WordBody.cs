// Turns blocks into the body of a Word document, section by section.
using DocumentFormat.OpenXml;
using Steward.Platform.Documents.Charts;
using static Steward.Platform.Documents.Word.WordBits;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Steward.Platform.Documents.Word;

sealed class WordBody(WordContext context)
{
    readonly WordTables tables = new(context);
    int width = WordLook.PortraitWidth;
    bool landscape;

    Wording Wording => context.Wording;

    public IEnumerable<OpenXmlElement> Of(IReadOnlyList<Numbered> blocks)
    {
        foreach (var numbered in blocks)
            foreach (var element in Of(numbered)) yield return element;
        yield return Section(landscape);
    }

    IEnumerable<OpenXmlElement> Of(Numbered numbered) => numbered.Block switch
    {
        Heading b => [Heading(b, numbered)],
        Paragraph b => [P(WordLook.Body, Runs(b)).Directed(Text(b))],
        Bullets b => b.Items.Select(i => P(WordLook.Bullet, Runs(i)).Directed(Text(i))),
        KeyFigures b => b.Figures.Count == 0 ? [] : [Gap(), tables.KeyFigures(b.Figures, width), Gap()],
        Table b => Captioned(b, numbered),
        Chart b => Drawn(b, numbered),
        PageBreak b => Turn(b),
        Definitions b => [tables.Definitions(b.Items, width), Gap()],
        SignOff b => Signed(b),
        Signatures b => b.By.Count == 0 ? [] : [tables.Signatures(b, width), Gap()],
        SourceLine b => [P(WordLook.Note, context.Linked(b.Link, R(Wording.T("Documents.source", SafeText.Clean(b.Text)), context.IsLink(b.Link) ? RunLook.Link : null)))],
        _ => throw new NotSupportedException(numbered.Block.GetType().Name),
    };

    W.Paragraph Heading(Heading heading, Numbered numbered)
    {
        var paragraph = P(WordLook.Of(heading), context.Bookmarked("_Toc" + numbered.Anchor, R(SafeText.Line(heading.Text))));
        return heading.Numbered ? paragraph : paragraph.Set(p =>
        {
            p.NumberingProperties = new W.NumberingProperties(new W.NumberingId { Val = 0 });
            p.Indentation = new W.Indentation { Left = "0", FirstLine = "0" };
        });
    }

    IEnumerable<OpenXmlElement> Captioned(Table table, Numbered numbered)
    {
        var small = table.SmallSample ? R($"　{Wording.T("Documents.smallSample")}", new(Color: "9A5B00")) : [];
        yield return P(WordLook.TableCaption, [.. Caption("Documents.tableWord", "Table", numbered.Number), .. R("  " + SafeText.Line(table.Caption)), .. small]);
        yield return tables.Of(table, width);
        yield return table.Note is { Length: > 0 } note ? P(WordLook.Note, Wording.T("Documents.note", SafeText.Clean(note))) : Gap();
    }

    IEnumerable<OpenXmlElement> Drawn(Chart chart, Numbered numbered)
    {
        var picture = ChartRenderer.Draw(chart, Wording);
        var title = SafeText.Line(chart.Title);
        yield return P(WordLook.Picture, [context.Picture(picture.Png, WordLook.PortraitWidth, (double)picture.Height / picture.Width, title, SafeText.Line(chart.Alt))]);
        var caption = P(WordLook.FigureCaption, [.. Caption("Documents.figureWord", "Figure", numbered.Number), .. R("  " + title)]);
        var note = chart.Note is { Length: > 0 };
        yield return note ? caption.Set(p => { p.KeepNext = new W.KeepNext(); p.SpacingBetweenLines = new W.SpacingBetweenLines { After = "0" }; }) : caption;
        if (note) yield return P(WordLook.Note, Wording.T("Documents.source", SafeText.Clean(chart.Note))).Set(p => p.Justification = new W.Justification { Val = W.JustificationValues.Center });
    }

    // "表 3" by a SEQ field, so that captions added by hand in Word count on.
    IEnumerable<OpenXmlElement> Caption(string word, string sequence, string number) =>
        [.. R(Wording.T(word) + " "), .. Field($"SEQ {sequence} \\* ARABIC", number)];

    IEnumerable<OpenXmlElement> Signed(SignOff block)
    {
        if (block.Parties.Count == 0) yield break;
        if (block.Statement is { Length: > 0 } statement) yield return P(WordLook.Body, statement).Set(p => p.KeepNext = new W.KeepNext());
        yield return tables.SignOff(block, width);
        yield return Gap();
    }

    IEnumerable<OpenXmlElement> Turn(PageBreak page)
    {
        if (page.Landscape == landscape) return [NewPage()];
        var closing = new W.Paragraph(new W.ParagraphProperties(new W.SpacingBetweenLines { Line = "20", LineRule = W.LineSpacingRuleValues.Exact }, Section(landscape)));
        landscape = page.Landscape;
        width = landscape ? WordLook.LandscapeWidth : WordLook.PortraitWidth;
        return [closing];
    }

    public static W.SectionProperties Section(bool landscape) => new(
        new W.HeaderReference { Type = W.HeaderFooterValues.Default, Id = landscape ? "rIdHeadWide" : "rIdHead" },
        new W.FooterReference { Type = W.HeaderFooterValues.Default, Id = landscape ? "rIdFootWide" : "rIdFoot" },
        new W.SectionType { Val = W.SectionMarkValues.NextPage },
        landscape ? new W.PageSize { Width = WordLook.PageLong, Height = WordLook.PageShort, Orient = W.PageOrientationValues.Landscape } : new W.PageSize { Width = WordLook.PageShort, Height = WordLook.PageLong },
        new W.PageMargin { Left = WordLook.Side, Right = WordLook.Side, Top = WordLook.Top, Bottom = WordLook.Bottom, Header = WordLook.HeaderAt, Footer = WordLook.FooterAt, Gutter = 0 });

    IEnumerable<OpenXmlElement> Runs(Paragraph paragraph) =>
        paragraph.Runs.SelectMany(r => context.Linked(r.Link, R(r.Text, new(Style: context.IsLink(r.Link) ? "Hyperlink" : r.Bold ? "Strong" : null, Bold: r.Bold && context.IsLink(r.Link)))));

    static string Text(Paragraph paragraph) => string.Concat(paragraph.Runs.Select(r => r.Text));

    /// <summary>A page break in a paragraph so thin that it cannot itself fall onto a page of its own.</summary>
    public static W.Paragraph NewPage() =>
        new(new W.ParagraphProperties(new W.SpacingBetweenLines { Line = "20", LineRule = W.LineSpacingRuleValues.Exact }), new W.Run(new W.Break { Type = W.BreakValues.Page }));

    // Word joins tables that touch; a thin empty paragraph keeps them apart.
    static W.Paragraph Gap() => new(new W.ParagraphProperties(new W.SpacingBetweenLines { Line = "160", LineRule = W.LineSpacingRuleValues.Exact }));
}
