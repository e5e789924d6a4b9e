// Turns an HTML mail into text that reads well: paragraphs as lines, lists with dashes, quotations with ">" as in text mails.
using System.Text;
using System.Text.RegularExpressions;
using MimeKit.Text;

namespace Steward.Desk.Mails.Reading;

static partial class HtmlToText
{
    static readonly HashSet<string> Hidden = new(StringComparer.OrdinalIgnoreCase) { "script", "style", "head", "title", "noscript", "template", "object", "xml" };
    static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "div", "tr", "table", "tbody", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "center", "section", "article", "header", "footer", "address", "dl", "dt", "dd", "form", "fieldset", "hr", "br", "body", "html",
    };
    static readonly HashSet<string> Apart = new(StringComparer.OrdinalIgnoreCase) { "p", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre" };

    static readonly HashSet<string> Never = new(StringComparer.OrdinalIgnoreCase) { "script", "style" };

    /// <summary>Where a head that is never closed would hide everything, it is read along.</summary>
    public static string Of(string html) => Of(html, Hidden) is { Length: > 0 } text ? text : Of(html, Never);

    static string Of(string html, HashSet<string> unseen)
    {
        var text = new Writer();
        var hidden = new Stack<string>();
        var tokens = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        while (tokens.ReadNextToken(out var token))
            switch (token)
            {
                case HtmlDataToken data when token.Kind is HtmlTokenKind.Data or HtmlTokenKind.CData && hidden.Count == 0:
                    text.Say(data.Data);
                    break;
                case HtmlTagToken tag:
                    // The body ends whatever was left open before it.
                    if (tag.Name.Equals("body", StringComparison.OrdinalIgnoreCase)) hidden.Clear();
                    if (unseen.Contains(tag.Name))
                    {
                        if (!tag.IsEndTag && !tag.IsEmptyElement) hidden.Push(tag.Name);
                        else if (tag.IsEndTag && hidden.Count > 0 && hidden.Contains(tag.Name, StringComparer.OrdinalIgnoreCase))
                            while (!hidden.Pop().Equals(tag.Name, StringComparison.OrdinalIgnoreCase)) { }
                    }
                    else if (hidden.Count == 0) Place(text, tag);
                    break;
            }
        return text.ToString();
    }

    static void Place(Writer text, HtmlTagToken tag)
    {
        var name = tag.Name.ToLowerInvariant();
        if (name is "td" or "th") { if (!tag.IsEndTag) text.Gap(); return; }
        if (!Blocks.Contains(name)) return;
        if (name == "br") { text.Break(); return; }
        text.NewLine(Apart.Contains(name));
        if (name == "blockquote") text.Quote(tag.IsEndTag ? -1 : 1);
        if (name == "pre") text.Keep(tag.IsEndTag ? -1 : 1);
        if (name == "li" && !tag.IsEndTag) text.Say("- ");
    }

    /// <summary>Lines as they come about: white space counts once, at most one empty line in a row.</summary>
    sealed class Writer
    {
        readonly StringBuilder all = new(), line = new();
        int quoted, kept, empty;

        public void Say(string data)
        {
            if (kept > 0)
            {
                var lines = data.Replace("\r", "", StringComparison.Ordinal).Split('\n');
                for (var i = 0; i < lines.Length; i++)
                {
                    if (i > 0) Break();
                    line.Append(lines[i]);
                }
                return;
            }
            var words = White().Replace(data, " ");
            if (line.Length == 0 || line[^1] == ' ') words = words.TrimStart(' ');
            line.Append(words);
        }

        public void Gap()
        {
            if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }

        public void Break() => Flush(always: true);

        public void NewLine(bool apart)
        {
            Flush(always: false);
            if (apart && all.Length > 0) Empty();
        }

        public void Quote(int deeper)
        {
            Flush(always: false);
            quoted = Math.Max(0, quoted + deeper);
        }

        public void Keep(int more) => kept = Math.Max(0, kept + more);

        void Flush(bool always)
        {
            var said = line.ToString().TrimEnd().Replace('\u00A0', ' ');
            line.Clear();
            if (said.Trim().Length == 0) { if (always) Empty(); return; }
            empty = 0;
            for (var i = 0; i < quoted; i++) all.Append("> ");
            all.Append(said).Append('\n');
        }

        void Empty()
        {
            if (empty++ == 0 && all.Length > 0) all.Append(quoted > 0 ? ">\n" : "\n");
        }

        public override string ToString()
        {
            Flush(always: false);
            return all.ToString().Trim('\n');
        }
    }

    [GeneratedRegex(@"[ \t\r\n\f\u200B\u200C\uFEFF]+")] private static partial Regex White();
}
