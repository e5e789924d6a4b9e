// Rewrites an Office package so that the same content gives the same bytes: sorted parts, one fixed time, no trace of the machine.
using System.IO.Compression;
using System.Xml.Linq;

namespace Steward.Platform.Documents;

static class FixedPackage
{
    static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The package in <paramref name="made"/> with its parts in order and the zip's clock standing at 1980.</summary>
    public static byte[] Rewrite(Stream made)
    {
        using var source = new ZipArchive(made, ZipArchiveMode.Read);
        using var result = new MemoryStream();
        using (var target = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var part in source.Entries.OrderBy(e => e.FullName == "[Content_Types].xml" ? 0 : 1).ThenBy(e => e.FullName, StringComparer.Ordinal))
            {
                var isPicture = part.FullName.EndsWith(".png", StringComparison.Ordinal);
                var entry = target.CreateEntry(part.FullName, isPicture ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
                entry.LastWriteTime = Epoch;
                using var from = part.Open();
                using var to = entry.Open();
                if (part.FullName.EndsWith(".rels", StringComparison.Ordinal) || part.FullName == "[Content_Types].xml") Sort(from, to);
                else from.CopyTo(to);
            }
        return result.ToArray();
    }

    /// <summary>The part with title, author and dates; dates are given, never read from a clock.</summary>
    public static string CoreXml(Composition composition)
    {
        XNamespace cp = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties", dc = "http://purl.org/dc/elements/1.1/",
            terms = "http://purl.org/dc/terms/", xsi = "http://www.w3.org/2001/XMLSchema-instance";
        var cover = composition.Cover;
        var made = (cover.Date ?? (cover.CutOff is { } cut ? DateOnly.FromDateTime(cut.DateTime) : new DateOnly(2000, 1, 1))).ToString("yyyy-MM-dd'T00:00:00Z'", null);
        XElement At(string name) => new(terms + name, new XAttribute(xsi + "type", "dcterms:W3CDTF"), made);
        return new XElement(cp + "coreProperties",
            new XAttribute(XNamespace.Xmlns + "cp", cp), new XAttribute(XNamespace.Xmlns + "dc", dc), new XAttribute(XNamespace.Xmlns + "dcterms", terms), new XAttribute(XNamespace.Xmlns + "xsi", xsi),
            new XElement(dc + "title", SafeText.Line(cover.Title)), new XElement(dc + "subject", SafeText.Line(cover.Subtitle)),
            new XElement(dc + "creator", SafeText.Line(cover.Author ?? cover.Organisation)), new XElement(dc + "identifier", SafeText.Line(cover.Number)),
            new XElement(dc + "language", Steward.Platform.Text.Texts.Culture(composition.Language).Name),
            new XElement(cp + "version", SafeText.Line(cover.Version)), At("created"), At("modified")).ToString(SaveOptions.DisableFormatting);
    }

    // Relationships and content types are sets: their order is whatever a hash table gave, until it is sorted.
    static void Sort(Stream from, Stream to)
    {
        var xml = XDocument.Load(from);
        var sorted = xml.Root!.Elements().OrderBy(e => e.Name.LocalName, StringComparer.Ordinal)
            .ThenBy(e => (string?)e.Attribute("Id") ?? (string?)e.Attribute("PartName") ?? (string?)e.Attribute("Extension"), StringComparer.Ordinal).ToArray();
        xml.Root.ReplaceNodes(sorted.Cast<object>().ToArray());
        xml.Save(to, SaveOptions.DisableFormatting);
    }
}
