// Turns blocks into HTML.
using Steward.Platform.Documents.Charts;

namespace Steward.Platform.Documents.Html;

sealed class HtmlBody(HtmlText html, Composition composition)
{
    readonly Wording wording = new(composition.Language);
    bool landscape;

    // In points, as printed; on a screen the shares of the columns serve just as well.
    double PaperWidth => landscape ? 711 : 465;

    public void Write(IReadOnlyList<Numbered> blocks)
    {
        html.Raw("<section>");
        foreach (var numbered in blocks) Write(numbered);
        html.Raw("</section>");
    }

    void Write(Numbered numbered)
    {
        switch (numbered.Block)
        {
            case Heading b: Heading(b, numbered); break;
            case Paragraph b: html.Open("p"); Runs(b); html.Raw("</p>"); break;
            case Bullets b: html.Raw("<ul>"); foreach (var item in b.Items) { html.Open("li"); Runs(item); html.Raw("</li>"); } html.Raw("</ul>"); break;
            case KeyFigures { Figures.Count: > 0 } b: html.Raw($"<div class=\"figures across{Word.WordTables.FiguresAcross(b.Figures.Count)}\">"); foreach (var f in b.Figures) Figure(f); html.Raw("</div>"); break;
            case Table b: HtmlTable(b, numbered); break;
            case Chart b: Chart(b, numbered); break;
            case PageBreak b: landscape = b.Landscape; html.Raw($"</section><section class=\"{(b.Landscape ? "turn wide" : "turn")}\">"); break;
            case Definitions b: html.Raw("<dl class=\"definitions\">"); foreach (var d in b.Items) html.Raw("<div>").Tag("dt", null, d.Term).Tag("dd", null, d.Meaning).Raw("</div>"); html.Raw("</dl>"); break;
            case SignOff { Parties.Count: > 0 } b: SignOff(b); break;
            case Signatures b: Signed(b); break;
            case SourceLine b: html.Raw("<p class=\"source\">"); Linked(b.Link, wording.T("Documents.source", b.Text)); html.Raw("</p>"); break;
        }
    }

    // The title of the document is h1 already, so chapters are h2.
    void Heading(Heading heading, Numbered numbered)
    {
        html.Raw($"<h{heading.Level + 1} id=\"{numbered.Anchor}\">");
        if (numbered.Number.Length > 0) html.Raw($"<span class=\"number\">{numbered.Number}</span>");
        html.Say(SafeText.Line(heading.Text)).Raw($"</h{heading.Level + 1}>");
    }

    void Runs(Paragraph paragraph)
    {
        foreach (var run in paragraph.Runs)
        {
            if (run.Bold) html.Raw("<strong>");
            Linked(run.Link, run.Text);
            if (run.Bold) html.Raw("</strong>");
        }
    }

    void Figure(KeyFigure figure)
    {
        html.Raw($"<div class=\"figure {Css(figure.Value.Tone)}\">").Tag("p", "label", figure.Label).Raw("<p class=\"value\">");
        Sign(figure.Value.Tone);
        Linked(figure.Value.Link, wording.Say(figure.Value));
        html.Raw("</p>").Tag("p", "remark", figure.Note).Raw("</div>");
    }

    void HtmlTable(Table table, Numbered numbered)
    {
        var size = Size(table) switch { 9 => "", 8 => " small", _ => " tiny" };
        html.Raw($"<table class=\"report{size}{(table.Rows.Count <= Word.WordLook.KeptWhole ? " whole" : "")}\" id=\"{numbered.Anchor}\"><caption>").Say($"{wording.T("Documents.table", numbered.Number)}  {SafeText.Line(table.Caption)}");
        if (table.SmallSample) html.Raw(" ").Tag("span", "few", wording.T("Documents.smallSample"));
        html.Raw("</caption><colgroup>");
        foreach (var share in ColumnWidths.Fit(table, wording, PaperWidth / Size(table), 1.05)) html.Raw($"<col style=\"width:{HtmlText.Said(share * 100)}%\">");
        html.Raw("</colgroup><thead><tr>");
        foreach (var column in table.Columns) html.Raw($"<th scope=\"col\"{Class(Css(column.Align))}>").Say(column.Title).Raw("</th>");
        html.Raw("</tr></thead><tbody>");
        foreach (var row in table.Rows) Row(row, table);
        if (table.Rows.Count == 0) html.Raw($"<tr><td class=\"none\" colspan=\"{table.Columns.Count}\">").Say(wording.T("Documents.noRows")).Raw("</td></tr>");
        // The total is the last row of the body: a tfoot would be repeated on every printed page.
        if (table.Total is { } total) Row(total, table, "total");
        html.Raw("</tbody></table>");
        if (table.Note is { Length: > 0 } note) html.Tag("p", "source", wording.T("Documents.note", note));
    }

    void Row(IReadOnlyList<Cell> cells, Table table, string? css = null)
    {
        html.Raw(css is null ? "<tr>" : $"<tr class=\"{css}\">");
        for (var c = 0; c < cells.Count; c++)
        {
            html.Raw($"<td{Class(Css(table.Columns[c].Align), Css(cells[c].Tone))} dir=\"auto\">");
            Sign(cells[c].Tone);
            Linked(cells[c].Link, wording.Say(cells[c], table.Columns[c]));
            html.Raw("</td>");
        }
        html.Raw("</tr>");
    }

    void Chart(Chart chart, Numbered numbered)
    {
        var picture = ChartRenderer.Draw(chart, wording);
        html.Raw($"<figure id=\"{numbered.Anchor}\"><img width=\"{picture.Width}\" height=\"{picture.Height}\" alt=\"{HtmlText.Attribute(chart.Alt)}\" src=\"data:image/png;base64,{Convert.ToBase64String(picture.Png)}\">")
            .Tag("figcaption", null, $"{wording.T("Documents.figure", numbered.Number)}  {SafeText.Line(chart.Title)}");
        if (chart.Note is { Length: > 0 } note) html.Tag("p", "source", wording.T("Documents.source", note));
        html.Raw("</figure>");
    }

    void SignOff(SignOff block)
    {
        html.Raw("<div class=\"signoff\">");
        if (block.Statement is { Length: > 0 } statement) html.Tag("p", null, statement);
        html.Raw("<div class=\"parties\">");
        foreach (var party in block.Parties)
            html.Raw("<div>").Tag("p", "party", party).Tag("p", null, wording.T("Documents.opinion")).Tag("p", "signature", wording.T("Documents.signature"))
                .Tag("p", "day", wording.T("Documents.signDate")).Tag("p", "seal", wording.T("Documents.seal")).Raw("</div>");
        html.Raw("</div></div>");
    }

    void Signed(Signatures block)
    {
        html.Raw("<div class=\"signoff\"><div class=\"parties\">");
        foreach (var one in block.By)
        {
            html.Raw("<div>").Tag("p", "party", one.Party).Raw("<div class=\"ink\">");
            if (one.Png is { } png) html.Raw($"<img alt=\"{HtmlText.Attribute(one.Name)}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">");
            html.Raw("</div>").Tag("p", null, one.Name.Length > 0 ? one.Name : wording.T("Documents.unsigned")).Tag("p", "day", one.At ?? "").Raw("</div>");
        }
        html.Raw("</div></div>");
    }

    void Linked(string? path, string text)
    {
        var address = Links.Absolute(composition.BaseAddress, path) ?? (composition.BaseAddress is null ? Links.Within(path) : null);
        if (address is null) html.Say(text); else html.Raw($"<a href=\"{HtmlText.Attribute(address)}\">").Say(text).Raw("</a>");
    }

    void Sign(Tone tone)
    {
        if (Wording.Sign(tone) is { Length: > 0 } sign) html.Raw($"<span class=\"sign\">{sign.Trim()}</span> ");
    }

    static string Class(params string[] names) => string.Join(' ', names.Where(n => n.Length > 0)) is { Length: > 0 } list ? $" class=\"{list}\"" : "";

    static string Css(Align align) => align switch { Align.End => "end", Align.Center => "center", _ => "" };

    static double Size(Table table) => Word.WordLook.CellOf(table.Columns.Count).Size / 2.0;

    static string Css(Tone tone) => tone switch { Tone.Good => "good", Tone.Warn => "warn", Tone.Bad => "bad", _ => "" };
}
