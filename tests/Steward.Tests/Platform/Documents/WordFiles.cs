// Word files: valid, the same every time, and opened by another program without a murmur.
using Steward.Platform.Documents.Word;
using Steward.Platform.Text;
using Xunit;

namespace Steward.Platform.Documents;

public sealed class WordFiles
{
    [Theory, InlineData(Language.Zh), InlineData(Language.En)]
    public void A_rich_report_has_no_error_in_the_eyes_of_the_validator(Language language) =>
        Assert.Equal("", OpenedFiles.WordErrors(WordWriter.Write(SampleReport.In(language)).Keep($"report-{language}.docx")));

    [Fact]
    public void The_same_composition_gives_the_same_bytes() =>
        Assert.Equal(WordWriter.Write(SampleReport.In(Language.Zh)), WordWriter.Write(SampleReport.In(Language.Zh)));

    [Theory, InlineData(Language.Zh, 1), InlineData(Language.En, 1), InlineData(Language.Zh, 4)]
    public async Task LibreOffice_opens_it_and_its_table_of_contents_tells_the_true_pages(Language language, int repeats)
    {
        var report = SampleReport.In(language, repeats);
        var pages = OpenedFiles.Pages((await OpenedFiles.ToPdf(WordWriter.Write(report), ".docx", TestContext.Current.CancellationToken)).Keep($"word-{language}-{repeats}.pdf"));
        Assert.Contains("98.81%", string.Concat(pages));
        Assert.Contains(language == Language.Zh ? $"第3页共{pages.Count}页" : $"Page3of{pages.Count}", pages[2]);

        var outline = new Outline(report);
        var foreseen = WordPages.Foresee(outline, new Wording(language));
        var wrong = outline.Contents.Select(e => (Title: (e.Number + ((Heading)e.Block).Text).Replace(" ", "", StringComparison.Ordinal), Page: foreseen[e.Anchor]))
            .Select(e => (e.Title, e.Page, Real: pages.Index().Where(p => p.Index > 1 && p.Item.Contains(e.Title, StringComparison.Ordinal)).Select(p => p.Index + 1).DefaultIfEmpty(0).MinBy(p => Math.Abs(p - e.Page))))
            .Where(e => e.Page != e.Real).ToArray();
        Assert.True(wrong.Length == 0, string.Join("; ", wrong));
    }

    [Fact]
    public void Headings_are_numbered_by_the_file_itself_and_nothing_asks_to_be_updated()
    {
        var word = WordWriter.Write(SampleReport.In(Language.Zh));
        Assert.Contains("w:numId", OpenedFiles.Part(word, "word/styles.xml"));
        Assert.Contains("黑体", OpenedFiles.Part(word, "word/styles.xml"));
        Assert.DoesNotContain("updateFields", OpenedFiles.Part(word, "word/settings.xml"));
        Assert.DoesNotContain("dirty", OpenedFiles.Part(word, "word/document.xml"));
        Assert.Contains("w:tblHeader", OpenedFiles.Part(word, "word/document.xml"));
        Assert.Contains("工作日 9 时与 14 时最集中。", OpenedFiles.Part(word, "word/document.xml"));
        Assert.Contains("2026-07-03T00:00:00Z", OpenedFiles.Part(word, "docProps/core.xml"));
    }
}
