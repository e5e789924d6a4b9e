// Writes a composition as HTML: a fragment for a page of Steward, or a page of its own that prints on A4.
using Steward.Platform.Text;

namespace Steward.Platform.Documents.Html;

/// <summary>HTML without scripts. The standalone page carries its styles and pictures with it and asks no network for anything.</summary>
public static class HtmlWriter
{
    const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    /// <summary>An <c>article</c> to be set into a page; links stay paths within Steward when the composition has no address.</summary>
    public static string Fragment(Composition composition) => Article(composition, null);

    /// <summary>
    /// A whole page. <paramref name="pages"/> are the page numbers of anchors in print; the table of contents shows them where they are known.
    /// </summary>
    public static string Page(Composition composition, IReadOnlyDictionary<string, int>? pages = null) => $"""
        <!DOCTYPE html>
        <html lang="{Texts.Culture(composition.Language).Name}"><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{Policy}"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{HtmlText.Attribute(composition.Cover.Title)}</title>
        <style>{HtmlLook.Css}{HtmlLook.Paper(composition)}</style></head>
        <body>{Article(composition, pages)}</body></html>
        """;

    static string Article(Composition composition, IReadOnlyDictionary<string, int>? pages)
    {
        var html = new HtmlText();
        var outline = new Outline(composition);
        html.Raw("<article class=\"document\">");
        Cover(html, composition);
        Contents(html, outline, composition, pages);
        new HtmlBody(html, composition).Write(outline.Blocks);
        return html.Raw("</article>").ToString();
    }

    static void Cover(HtmlText html, Composition composition)
    {
        var cover = composition.Cover;
        html.Raw($"<header class=\"cover{(composition.CoverPage ? "" : " above")}\">").Tag("p", "mark", cover.Mark).Tag("p", "organisation", cover.Organisation);
        html.Tag("h1", "title", cover.Title);
        if (cover.Subtitle is { Length: > 0 }) html.Tag("p", "subtitle", cover.Subtitle);
        Pairs(html, "lines", cover.Lines);
        Pairs(html, "control", CoverLines.Control(cover, new Wording(composition.Language)));
        html.Raw("</header>");
    }

    static void Pairs(HtmlText html, string css, IReadOnlyList<KeyLine> lines)
    {
        if (lines.Count == 0) return;
        html.Raw($"<dl class=\"{css}\">");
        foreach (var line in lines) html.Raw("<div>").Tag("dt", null, line.Label).Tag("dd", null, line.Value).Raw("</div>");
        html.Raw("</dl>");
    }

    static void Contents(HtmlText html, Outline outline, Composition composition, IReadOnlyDictionary<string, int>? pages)
    {
        if (outline.Contents.Count == 0) return;
        html.Raw("<nav class=\"contents\">").Tag("p", "contents-title", Texts.In(composition.Language, "Documents.contents")).Raw("<ol>");
        foreach (var entry in outline.Contents)
        {
            var heading = (Heading)entry.Block;
            html.Raw($"<li class=\"level{heading.Level}\"><a href=\"#{entry.Anchor}\"><span>").Say((entry.Number + "  " + SafeText.Line(heading.Text)).Trim()).Raw("</span><i></i>");
            if (pages is not null) html.Raw($"<b>{(pages.TryGetValue(entry.Anchor, out var page) ? HtmlText.Said(page) : "")}</b>");
            html.Raw("</a></li>");
        }
        html.Raw("</ol></nav>");
    }
}
