// Short words for the small elements of WordprocessingML, so that the writers read like the page they make.
using DocumentFormat.OpenXml;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Steward.Platform.Documents.Word;

/// <summary>Direct formatting of a run; most text needs none, because its paragraph has a style.</summary>
sealed record RunLook(bool Bold = false, string? Color = null, string? Style = null, string? Chinese = null, int Size = 0)
{
    public static readonly RunLook Plain = new(), Link = new(Style: "Hyperlink");
}

static class WordBits
{
    public static W.Paragraph P(ParagraphLook look, IEnumerable<OpenXmlElement> content) =>
        new([new W.ParagraphProperties(new W.ParagraphStyleId { Val = look.Id }), .. content]);

    public static W.Paragraph P(ParagraphLook look, string text, RunLook? run = null) => P(look, R(text, run)).Directed(text);

    /// <summary>A run; line breaks and tabs of the text become breaks and tabs of Word.</summary>
    public static IEnumerable<OpenXmlElement> R(string text, RunLook? look = null)
    {
        var run = new W.Run();
        if (Properties(look ?? RunLook.Plain) is { HasChildren: true } properties) run.Append(properties);
        var lines = SafeText.Clean(text).Split('\n');
        for (var l = 0; l < lines.Length; l++)
        {
            if (l > 0) run.Append(new W.Break());
            var pieces = lines[l].Split('\t');
            for (var p = 0; p < pieces.Length; p++)
            {
                if (p > 0) run.Append(new W.TabChar());
                if (pieces[p].Length > 0) run.Append(new W.Text(pieces[p]) { Space = SpaceProcessingModeValues.Preserve });
            }
        }
        return [run];
    }

    /// <summary>A field with the value it shows until Word counts anew.</summary>
    public static IEnumerable<OpenXmlElement> Field(string code, string shown) =>
    [
        new W.Run(new W.FieldChar { FieldCharType = W.FieldCharValues.Begin }),
        new W.Run(new W.FieldCode($" {code} ") { Space = SpaceProcessingModeValues.Preserve }),
        new W.Run(new W.FieldChar { FieldCharType = W.FieldCharValues.Separate }),
        .. R(shown),
        new W.Run(new W.FieldChar { FieldCharType = W.FieldCharValues.End }),
    ];

    /// <summary>Sets a paragraph that begins in Hebrew or Arabic from right to left.</summary>
    public static W.Paragraph Directed(this W.Paragraph paragraph, string text)
    {
        if (!SafeText.IsRightToLeft(text)) return paragraph;
        paragraph.ParagraphProperties!.BiDi = new W.BiDi();
        foreach (var run in paragraph.Descendants<W.Run>())
            (run.RunProperties ??= new W.RunProperties()).RightToLeftText = new W.RightToLeftText();
        return paragraph;
    }

    public static W.Paragraph Set(this W.Paragraph paragraph, Action<W.ParagraphProperties> change)
    {
        change(paragraph.ParagraphProperties!);
        return paragraph;
    }

    static W.RunProperties Properties(RunLook look)
    {
        var properties = new W.RunProperties();
        if (look.Style is { } style) properties.RunStyle = new W.RunStyle { Val = style };
        if (look.Chinese is { } face) properties.RunFonts = new W.RunFonts { EastAsia = face };
        if (look.Bold) { properties.Bold = new W.Bold(); properties.BoldComplexScript = new W.BoldComplexScript(); }
        if (look.Color is { } color) properties.Color = new W.Color { Val = color };
        if (look.Size > 0) { properties.FontSize = new W.FontSize { Val = $"{look.Size}" }; properties.FontSizeComplexScript = new W.FontSizeComplexScript { Val = $"{look.Size}" }; }
        return properties;
    }
}
