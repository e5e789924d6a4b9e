// Prints PDF with a browser or an office program that the machine has; both lay out Chinese better than any library tried.
using System.ComponentModel;
using System.Diagnostics;
using Steward.Platform.Documents.Html;
using Steward.Platform.Documents.Word;

namespace Steward.Platform.Documents.Pdf;

/// <summary>No program is installed that can print PDF; the sentence says what to install.</summary>
public sealed record NoPdfPrinter() : Refusal("DOC-103") { public override int Status => 501; }

/// <summary>Printing took longer than it may.</summary>
public sealed record PdfTookTooLong(int Seconds) : Refusal("DOC-104", Seconds) { public override int Status => 503; }

/// <summary>The program that prints failed; what it said last is shown.</summary>
public sealed record PdfFailed(string Said) : Refusal("DOC-105", Said) { public override int Status => 503; }

/// <summary>PDF by headless Chromium from the standalone page, else by LibreOffice from the Word file. The programs get no network.</summary>
public sealed class PdfWriter(PdfSettings settings, TimeProvider time) : IDisposable
{
    readonly SemaphoreSlim turns = new(settings.AtOnce);

    public async Task<Result<byte[]>> Write(Composition composition, CancellationToken stop)
    {
        if ((settings.FindChromium() ?? settings.FindOffice()) is null) return new NoPdfPrinter();
        await turns.WaitAsync(stop);
        using var limit = new CancellationTokenSource(settings.TimeLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("steward-pdf-");
            return settings.FindChromium() is { } chromium
                ? await ByChromium(chromium, composition, folder.FullName, both.Token)
                : await ByOffice(settings.FindOffice()!, WordWriter.Write(composition), folder.FullName, both.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested) { return new PdfTookTooLong((int)settings.TimeLimit.TotalSeconds); }
        finally
        {
            turns.Release();
            if (folder is not null) Remove(folder);
        }
    }

    public void Dispose() => turns.Dispose();

    // Chromium cannot say on which page an anchor falls while it lays out, so a document with contents is printed twice.
    static async Task<Result<byte[]>> ByChromium(string chromium, Composition composition, string folder, CancellationToken stop)
    {
        var first = await Print(chromium, HtmlWriter.Page(composition, new Dictionary<string, int>()), folder, stop);
        if (!first.TryGet(out var pdf, out var refusal)) return refusal;
        if (!composition.Contents || PdfAnchors.Pages(pdf) is not { Count: > 0 } pages) return pdf;
        return await Print(chromium, HtmlWriter.Page(composition, pages), folder, stop);
    }

    static async Task<Result<byte[]>> Print(string chromium, string html, string folder, CancellationToken stop)
    {
        string page = Path.Combine(folder, "page.html"), pdf = Path.Combine(folder, "page.pdf");
        await File.WriteAllTextAsync(page, html, stop);
        File.Delete(pdf);
        string[] sandbox = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() ? ["--no-sandbox"] : []; // Chromium refuses its sandbox to root
        return await Run(chromium,
        [
            "--headless", .. sandbox, "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={Path.Combine(folder, "profile")}",
            "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-sync", "--disable-background-networking", "--disable-component-update",
            "--disable-breakpad", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9",
            "--no-pdf-header-footer", "--generate-pdf-document-outline", $"--print-to-pdf={pdf}", new Uri(page).AbsoluteUri,
        ], pdf, stop);
    }

    static async Task<Result<byte[]>> ByOffice(string office, byte[] word, string folder, CancellationToken stop)
    {
        var docx = Path.Combine(folder, "page.docx");
        await File.WriteAllBytesAsync(docx, word, stop);
        return await Run(office,
            [$"-env:UserInstallation={new Uri(Path.Combine(folder, "profile")).AbsoluteUri}", "--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf", "--outdir", folder, docx],
            Path.Combine(folder, "page.pdf"), stop);
    }

    static async Task<Result<byte[]>> Run(string program, string[] arguments, string result, CancellationToken stop)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false, CreateNoWindow = true } };
        try { process.Start(); }
        catch (Win32Exception e) { return new PdfFailed(e.Message); }
        try
        {
            var said = process.StandardError.ReadToEndAsync(stop);
            var told = process.StandardOutput.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            if (process.ExitCode == 0 && File.Exists(result)) return await File.ReadAllBytesAsync(result, stop);
            var words = SafeText.Line(await said + await told);
            return new PdfFailed(words.Length > 300 ? words[^300..] : words);
        }
        finally { if (!process.HasExited) process.Kill(entireProcessTree: true); }
    }

    // A browser's last helper may still be writing its profile; the system clears what stays in its temporary folder.
    static void Remove(DirectoryInfo folder)
    {
        try { folder.Delete(recursive: true); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }
}
