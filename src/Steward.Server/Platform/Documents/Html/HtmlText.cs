// Writes HTML piece by piece; every text is escaped here and nowhere else.
using System.Globalization;
using System.Net;
using System.Text;

namespace Steward.Platform.Documents.Html;

sealed class HtmlText
{
    readonly StringBuilder html = new();

    /// <summary>Markup of our own.</summary>
    public HtmlText Raw(string markup) { html.Append(markup); return this; }

    /// <summary>Words of anyone: escaped, with line breaks kept.</summary>
    public HtmlText Say(string? text) { html.Append(WebUtility.HtmlEncode(SafeText.Clean(text)).Replace("\n", "<br>", StringComparison.Ordinal)); return this; }

    /// <summary>An element around words: <c>Tag("p", "note", text)</c>. The direction follows the text.</summary>
    public HtmlText Tag(string name, string? css, string? text) => Open(name, css).Say(text).Raw($"</{name}>");

    public HtmlText Open(string name, string? css = null) => Raw($"<{name}{(css is null ? "" : $" class=\"{css}\"")} dir=\"auto\">");

    public static string Attribute(string? text) => WebUtility.HtmlEncode(SafeText.Line(text));

    public static string Said(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    public override string ToString() => html.ToString();
}
