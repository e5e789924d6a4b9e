// PDF files: printed by Chromium or LibreOffice, with page numbers that are true, or refused with a word on what to install.
using Steward.Platform.Documents.Pdf;
using Steward.Platform.Text;
using Xunit;

namespace Steward.Platform.Documents;

public sealed class PdfFiles
{
    [Theory, InlineData(Language.Zh), InlineData(Language.En)]
    public async Task Chromium_prints_page_numbers_headings_and_a_true_table_of_contents(Language language)
    {
        using var writer = new PdfWriter(new PdfSettings(), TimeProvider.System);
        var pdf = (await writer.Write(SampleReport.In(language), TestContext.Current.CancellationToken)).Value.Keep($"report-{language}.pdf");
        var pages = await OpenedFiles.Searched(pdf, TestContext.Current.CancellationToken);
        Assert.Contains(language == Language.Zh ? $"第3页共{pages.Count}页" : $"Page3of{pages.Count}", pages[2]);
        Assert.DoesNotContain(language == Language.Zh ? "第1页" : "Page1of", pages[0]);
        Assert.Contains("98.81%", string.Concat(pages));
        var real = PdfAnchors.Pages(pdf);
        foreach (var entry in new Outline(SampleReport.In(language)).Contents)
        {
            var title = (entry.Number + ((Heading)entry.Block).Text).Replace(" ", "", StringComparison.Ordinal);
            Assert.Contains(title + real[entry.Anchor], pages[1]);
            Assert.Contains(title, pages[real[entry.Anchor] - 1]);
        }
    }

    [Fact]
    public async Task Without_Chromium_LibreOffice_prints_the_Word_file()
    {
        using var writer = new PdfWriter(new PdfSettings { Chromium = "/nowhere/chromium" }, TimeProvider.System);
        Assert.Contains("事件分析", string.Concat(OpenedFiles.Pages((await writer.Write(SampleReport.In(Language.Zh), TestContext.Current.CancellationToken)).Value)));
    }

    [Fact]
    public async Task Without_either_the_refusal_says_what_to_install()
    {
        using var writer = new PdfWriter(new PdfSettings { Chromium = "/nowhere/chromium", Office = "/nowhere/soffice" }, TimeProvider.System);
        Assert.Contains("Chromium", (await writer.Write(SampleReport.In(Language.Zh), TestContext.Current.CancellationToken)).Refusal!.Sentence);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_program_that_hangs_is_stopped_at_the_time_limit()
    {
        var folder = Directory.CreateTempSubdirectory("steward-test-");
        var hanging = Path.Combine(folder.FullName, "chromium");
        await File.WriteAllTextAsync(hanging, "#!/bin/sh\nexec sleep 60\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(hanging, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var writer = new PdfWriter(new PdfSettings { Chromium = hanging, TimeLimit = TimeSpan.FromMilliseconds(300) }, TimeProvider.System);
        var refusal = (await writer.Write(SampleReport.In(Language.Zh), TestContext.Current.CancellationToken)).Refusal;
        folder.Delete(recursive: true);
        Assert.IsType<PdfTookTooLong>(refusal);
    }

    [Fact]
    public async Task A_program_that_fails_is_quoted()
    {
        using var writer = new PdfWriter(new PdfSettings { Chromium = "/bin/false" }, TimeProvider.System);
        Assert.IsType<PdfFailed>((await writer.Write(SampleReport.In(Language.Zh), TestContext.Current.CancellationToken)).Refusal);
    }
}
