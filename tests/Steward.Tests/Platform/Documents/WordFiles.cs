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

    [Fact]
    public async Task LibreOffice_opens_it_and_its_table_of_contents_tells_the_true_pages()
    {
        var pages = OpenedFiles.Pages((await OpenedFiles.ToPdf(WordWriter.Write(SampleReport.In(Language.Zh)), ".docx", TestContext.Current.CancellationToken)).Keep("word-zh.pdf"));
        var all = string.Concat(pages);
        Assert.Contains("SLA达成", all);
        Assert.Contains("98.81%", all);
        Assert.Contains($"第3页共{pages.Count}页", pages[2]);
        var outline = new Outline(SampleReport.In(Language.Zh));
        var foreseen = WordPages.Foresee(outline, new Wording(Language.Zh));
        foreach (var entry in outline.Contents)
        {
            var title = (entry.Number + ((Heading)entry.Block).Text).Replace(" ", "", StringComparison.Ordinal);
            var real = pages.Select((text, i) => (text, Page: i + 1)).Where(p => p.Page > 2 && p.text.Contains(title, StringComparison.Ordinal)).Select(p => p.Page).FirstOrDefault();
            Assert.True(real == foreseen[entry.Anchor], $"{title}: foreseen {foreseen[entry.Anchor]}, is {real}");
        }
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
