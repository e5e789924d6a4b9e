// Opens the finished files as others would: the validator of Open XML, LibreOffice, and a reader of PDF.
using System.Diagnostics;
using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using UglyToad.PdfPig;

namespace Steward.Platform.Documents;

static class OpenedFiles
{
    public static string WordErrors(byte[] file) { using var word = WordprocessingDocument.Open(new MemoryStream(file), false); return Errors(word); }

    public static string ExcelErrors(byte[] file) { using var excel = SpreadsheetDocument.Open(new MemoryStream(file), false); return Errors(excel); }

    static string Errors(OpenXmlPackage package) =>
        string.Join("\n", new OpenXmlValidator(FileFormatVersions.Office2019).Validate(package).Take(20).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}"));

    public static string Part(byte[] file, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    public static async Task<byte[]> ToPdf(byte[] file, string extension, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("steward-test-");
        try
        {
            var source = Path.Combine(folder.FullName, "file" + extension);
            await File.WriteAllBytesAsync(source, file, stop);
            using var process = Process.Start(new ProcessStartInfo("soffice",
                [$"-env:UserInstallation=file://{folder.FullName}/profile", "--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder.FullName, source]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop), process.WaitForExitAsync(stop));
            return await File.ReadAllBytesAsync(Path.Combine(folder.FullName, "file.pdf"), stop);
        }
        finally { folder.Delete(true); }
    }

    /// <summary>The text of each page without spaces, because a PDF does not know where words end.</summary>
    public static IReadOnlyList<string> Pages(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return [.. document.GetPages().Select(p => new string([.. p.Text.Where(c => !char.IsWhiteSpace(c))]))];
    }

    /// <summary>The same as a reader's search finds it: Chromium's PDF names the characters of a Chinese text beside the glyphs (ActualText).</summary>
    public static async Task<IReadOnlyList<string>> Searched(byte[] pdf, CancellationToken stop)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf, stop);
            using var process = Process.Start(new ProcessStartInfo("pdftotext", ["-layout", file, "-"]) { RedirectStandardOutput = true })!;
            var text = await process.StandardOutput.ReadToEndAsync(stop);
            return [.. text.TrimEnd('\f').Split('\f').Select(p => new string([.. p.Where(c => !char.IsWhiteSpace(c))]))];
        }
        finally { File.Delete(file); }
    }

    /// <summary>Keeps a file where a person can look at it, when the variable STEWARD_LOOK names a folder.</summary>
    public static byte[] Keep(this byte[] file, string name)
    {
        if (Environment.GetEnvironmentVariable("STEWARD_LOOK") is { Length: > 0 } folder) File.WriteAllBytes(Path.Combine(folder, name), file);
        return file;
    }
}
