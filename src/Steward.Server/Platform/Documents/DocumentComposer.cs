// The one way out for documents: checks that nothing was left unfilled, then writes the format that was asked for.
using System.Text;
using Steward.Platform.Documents.Excel;
using Steward.Platform.Documents.Html;
using Steward.Platform.Documents.Pdf;
using Steward.Platform.Documents.Word;

namespace Steward.Platform.Documents;

/// <summary>The formats a document can be had in.</summary>
public enum DocumentKind { Word, Excel, Pdf, Html }

/// <summary>What a browser and a file system call each format.</summary>
public static class DocumentKinds
{
    public static string Extension(this DocumentKind kind) => kind switch { DocumentKind.Word => ".docx", DocumentKind.Excel => ".xlsx", DocumentKind.Pdf => ".pdf", DocumentKind.Html => ".html" };

    public static string MediaType(this DocumentKind kind) => kind switch
    {
        DocumentKind.Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        DocumentKind.Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        DocumentKind.Pdf => "application/pdf",
        DocumentKind.Html => "text/html; charset=utf-8",
    };
}

/// <summary>Texts were left unfilled; the sentence lists where.</summary>
public sealed record UnfilledPlaceholders(IReadOnlyList<Placeholder> Found) : Refusal("DOC-101", Found.Count, DocumentComposer.Listed(Found));

/// <summary>Names stand in the document that do not belong there; the sentence lists where.</summary>
public sealed record ForeignNames(IReadOnlyList<Placeholder> Found) : Refusal("DOC-102", Found.Count, DocumentComposer.Listed(Found));

/// <summary>Makes documents. Pure but for PDF, which is printed by another program.</summary>
public sealed class DocumentComposer(PdfWriter pdf)
{
    /// <param name="foreignNames">Names of other parties that must not occur anywhere, not even in quoted words.</param>
    public async Task<Result<byte[]>> Compose(Composition composition, DocumentKind kind, IReadOnlyCollection<string>? foreignNames = null, CancellationToken stop = default)
    {
        if (Check(composition, foreignNames) is { } refusal) return refusal;
        return kind switch
        {
            DocumentKind.Word => WordWriter.Write(composition),
            DocumentKind.Excel => ExcelWriter.Write(composition),
            DocumentKind.Html => Encoding.UTF8.GetBytes(HtmlWriter.Page(composition)),
            DocumentKind.Pdf => await pdf.Write(composition, stop),
        };
    }

    /// <summary>What stands against letting this document out, if anything; also for the preview of a draft.</summary>
    public static Refusal? Check(Composition composition, IReadOnlyCollection<string>? foreignNames = null) =>
        Placeholders.Find(composition) is { Count: > 0 } gaps ? new UnfilledPlaceholders(gaps)
        : Placeholders.FindNames(composition, foreignNames ?? []) is { Count: > 0 } names ? new ForeignNames(names)
        : null;

    internal static string Listed(IReadOnlyList<Placeholder> found) =>
        string.Join("; ", found.Take(10).Select(p => p.ToString())) + (found.Count > 10 ? "; …" : "");
}
