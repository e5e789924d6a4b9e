// Writes a composition as a Word file.
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Steward.Platform.Documents.Word;

/// <summary>Word (docx) with real styles, real numbering and a table of contents that needs no update. The same composition gives the same bytes.</summary>
public static class WordWriter
{
    public static byte[] Write(Composition composition)
    {
        using var stream = new MemoryStream();
        using (var file = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = file.AddNewPart<MainDocumentPart>("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "rId1");
            var core = file.AddNewPart<CoreFilePropertiesPart>("application/vnd.openxmlformats-package.core-properties+xml", "rId2");
            using (var to = new StreamWriter(core.GetStream(FileMode.Create))) to.Write(FixedPackage.CoreXml(composition));
            main.AddNewPart<StyleDefinitionsPart>("rIdStyles").Styles = new W.Styles(WordStyles.Styles(composition.Language));
            main.AddNewPart<NumberingDefinitionsPart>("rIdNumbering").Numbering = new W.Numbering(WordStyles.Numbering);
            main.AddNewPart<DocumentSettingsPart>("rIdSettings").Settings = new W.Settings(WordStyles.Settings(composition.Language));

            var context = new WordContext(main, composition);
            var front = new WordFront(context, composition);
            AddHeads(main, front);
            main.Document = new W.Document(new W.Body(Everything(composition, context, front)));
        }
        stream.Position = 0;
        return FixedPackage.Rewrite(stream);
    }

    static IEnumerable<OpenXmlElement> Everything(Composition composition, WordContext context, WordFront front)
    {
        var outline = new Outline(composition);
        return [.. front.CoverPage(), .. front.Contents(outline.Contents, WordPages.Foresee(outline, context.Wording)), .. new WordBody(context).Of(outline.Blocks)];
    }

    static void AddHeads(MainDocumentPart main, WordFront front)
    {
        foreach (var (suffix, width) in new[] { ("", WordLook.PortraitWidth), ("Wide", WordLook.LandscapeWidth) })
        {
            main.AddNewPart<HeaderPart>("rIdHead" + suffix).Header = front.Header(width);
            main.AddNewPart<FooterPart>("rIdFoot" + suffix).Footer = front.Footer(width);
        }
        main.AddNewPart<HeaderPart>("rIdHeadNone").Header = new W.Header(new W.Paragraph());
        main.AddNewPart<FooterPart>("rIdFootNone").Footer = new W.Footer(new W.Paragraph());
    }
}
