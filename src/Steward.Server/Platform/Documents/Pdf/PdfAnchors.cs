// Reads from a PDF that Chromium printed on which page each anchor of the table of contents stands.
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Steward.Platform.Documents.Pdf;

/// <summary>Chromium leaves its objects in clear and names a destination after each linked anchor. A file it does not understand gives no pages.</summary>
static partial class PdfAnchors
{
    public static IReadOnlyDictionary<string, int> Pages(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        if (Catalog().Match(text) is not { Success: true } catalog) return new Dictionary<string, int>();
        var order = new Dictionary<string, int>();
        Count(text, Entry(catalog.Value, "Pages"), order, depth: 0);
        var pages = new Dictionary<string, int>();
        foreach (Match anchor in Destination().Matches(Object(text, Entry(catalog.Value, "Dests"))))
            if (order.TryGetValue(anchor.Groups["page"].Value, out var page)) pages[anchor.Groups["name"].Value] = page;
        return pages;
    }

    static void Count(string text, string id, Dictionary<string, int> order, int depth)
    {
        if (Kids().Match(Object(text, id)) is not { Success: true } kids || depth > 20) { order[id] = order.Count + 1; return; }
        foreach (Match kid in Reference().Matches(kids.Groups[1].Value)) Count(text, kid.Groups[1].Value, order, depth + 1);
    }

    static string Entry(string dictionary, string name) => Regex.Match(dictionary, $@"/{name} (\d+) 0 R", RegexOptions.CultureInvariant).Groups[1].Value;

    static string Object(string text, string id)
    {
        var from = id.Length == 0 ? -1 : text.IndexOf(string.Create(CultureInfo.InvariantCulture, $"\n{id} 0 obj"), StringComparison.Ordinal);
        var to = from < 0 ? -1 : text.IndexOf("endobj", from, StringComparison.Ordinal);
        return to < 0 ? "" : text[from..to];
    }

    [GeneratedRegex(@"<<[^<>]*/Type /Catalog.*?endobj", RegexOptions.Singleline)]
    private static partial Regex Catalog();

    [GeneratedRegex(@"/(?<name>h\d+) \[(?<page>\d+) 0 R")]
    private static partial Regex Destination();

    [GeneratedRegex(@"/Kids \[([^\]]*)\]")]
    private static partial Regex Kids();

    [GeneratedRegex(@"(\d+) 0 R")]
    private static partial Regex Reference();
}
