// Hands out what one Word file needs while it is written: relationships, numbers and pictures, always in the same order.
using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using A = DocumentFormat.OpenXml.Drawing;
using D = DocumentFormat.OpenXml.Drawing.Wordprocessing;
using P = DocumentFormat.OpenXml.Drawing.Pictures;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Steward.Platform.Documents.Word;

sealed class WordContext(MainDocumentPart part, Composition composition)
{
    readonly Dictionary<string, string> links = new(StringComparer.Ordinal);
    int drawings, bookmarks;

    public Wording Wording { get; } = new(composition.Language);

    /// <summary>Runs wrapped in a hyperlink when the path is one within Steward and the document knows its address.</summary>
    public IEnumerable<OpenXmlElement> Linked(string? path, IEnumerable<OpenXmlElement> runs) =>
        Links.Absolute(composition.BaseAddress, path) is { } address
            ? [new W.Hyperlink(runs) { Id = Relationship(address), History = true }]
            : runs;

    public bool IsLink(string? path) => Links.Absolute(composition.BaseAddress, path) is not null;

    public IEnumerable<OpenXmlElement> Bookmarked(string name, IEnumerable<OpenXmlElement> runs)
    {
        var id = (++bookmarks).ToString(CultureInfo.InvariantCulture);
        return [new W.BookmarkStart { Id = id, Name = name }, .. runs, new W.BookmarkEnd { Id = id }];
    }

    public W.Run Picture(byte[] png, int widthTwips, double ratio, string title, string alt)
    {
        var number = (uint)++drawings;
        var picture = part.AddNewPart<ImagePart>("image/png", $"rIdP{number}");
        picture.FeedData(new MemoryStream(png));
        long cx = (long)widthTwips * WordLook.EmuPerTwip, cy = (long)(cx * ratio);
        var properties = new D.DocProperties { Id = number, Name = $"Picture {number}", Title = title, Description = alt };
        var graphic = new P.Picture(
            new P.NonVisualPictureProperties(new P.NonVisualDrawingProperties { Id = number, Name = $"chart{number}.png" }, new P.NonVisualPictureDrawingProperties()),
            new P.BlipFill(new A.Blip { Embed = $"rIdP{number}" }, new A.Stretch(new A.FillRectangle())),
            new P.ShapeProperties(
                new A.Transform2D(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = cx, Cy = cy }),
                new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle }));
        return new W.Run(new W.Drawing(new D.Inline(
            new D.Extent { Cx = cx, Cy = cy },
            properties,
            new A.Graphic(new A.GraphicData(graphic) { Uri = "http://schemas.openxmlformats.org/drawingml/2006/picture" }))));
    }

    string Relationship(string address)
    {
        if (links.TryGetValue(address, out var id)) return id;
        part.AddHyperlinkRelationship(new Uri(address), true, id = $"rIdL{links.Count + 1}");
        return links[address] = id;
    }
}
