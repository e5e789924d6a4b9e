// Nothing goes out that was never filled in, and no name of another party.
using Steward.Platform.Documents.Pdf;
using Xunit;

namespace Steward.Platform.Documents;

public sealed class UnfilledTexts
{
    [Theory]
    [InlineData("[键入文档副标题]"), InlineData("【请输入客户名称】"), InlineData("<Type the title>"), InlineData("[Click to enter text]"), InlineData("XXX"), InlineData("联系人：xxxx"), InlineData("XX年XX月")]
    [InlineData("{{customer}}"), InlineData("${period}"), InlineData("{0}"), InlineData("«Name»"), InlineData("TODO 补充"), InlineData("TBD"), InlineData("________"), InlineData("×××"), InlineData("某某公司")]
    [InlineData("lorem ipsum dolor"), InlineData("错误!未定义书签。"), InlineData("Error! Reference source not found."), InlineData("[Documents.unknown]")]
    public void Gaps_are_found(string text) => Assert.Single(Placeholders.Find(Of(text)));

    [Theory]
    [InlineData("XX企业"), InlineData("INC-XXQY-20260301-0001"), InlineData("XXL 号工服"), InlineData("[已关闭] 打印机"), InlineData("todolist.exe"), InlineData("f(x) = {a, b}"), InlineData("<b>"), InlineData("5 × 8"), InlineData("__init__")]
    public void Ordinary_words_are_left_in_peace(string text) => Assert.Empty(Placeholders.Find(Of(text)));

    [Fact]
    public void Words_quoted_from_a_record_are_their_authors_own() =>
        Assert.Empty(Placeholders.Find(new(new Cover("标题"), [new Table("表", [new("现象")], [[Cell.Quote("屏幕显示 XXX {{0}}")]]), new Paragraph(new Run("TODO", Quoted: true))])));

    [Fact]
    public void Every_place_of_a_composition_is_looked_at()
    {
        const string Gap = "{{gap}}";
        var cover = new Cover(Gap) { Subtitle = Gap, Organisation = Gap, Mark = Gap, Number = Gap, Version = Gap, Author = Gap, Reviewer = Gap, Approver = Gap, Lines = [new(Gap, Gap)] };
        Block[] blocks =
        [
            new Heading(1, Gap), new Paragraph(Gap), new Bullets(Gap), new KeyFigures(new KeyFigure(Gap, Gap, Gap)),
            new Table(Gap, [new(Gap)], [[Gap], [Cell.Number(1, unit: Gap)]]) { Note = Gap, Total = [Gap], Sheet = Gap },
            new Chart(ChartKind.Bar, Gap, [Gap], [new(Gap, 1)]) { Alt = Gap, XLabel = Gap, YLabel = Gap, Note = Gap, Target = new(1, Gap) },
            new Definitions(new Definition(Gap, Gap)), new SignOff(Gap) { Statement = Gap }, new SourceLine(Gap),
        ];
        Assert.Equal(11 + 3 + 3 + 7 + 8 + 5, Placeholders.Find(new(cover, blocks)).Count);
    }

    [Fact]
    public async Task The_composer_refuses_and_lists_what_it_found()
    {
        using var pdf = new PdfWriter(new PdfSettings(), TimeProvider.System);
        var made = await new DocumentComposer(pdf).Compose(Of("[键入文档副标题]"), DocumentKind.Word, stop: TestContext.Current.CancellationToken);
        Assert.Contains("[键入文档副标题]", Assert.IsType<UnfilledPlaceholders>(made.Refusal).Sentence);
    }

    [Fact]
    public async Task The_composer_refuses_names_of_others_even_in_quoted_words()
    {
        using var pdf = new PdfWriter(new PdfSettings(), TimeProvider.System);
        var quoted = new Composition(new Cover("标题"), [new Table("表", [new("现象")], [[Cell.Quote("与北方集团相同")]])]);
        var made = await new DocumentComposer(pdf).Compose(quoted, DocumentKind.Word, ["北方集团"], TestContext.Current.CancellationToken);
        Assert.Equal(409, Assert.IsType<ForeignNames>(made.Refusal).Status);
    }

    static Composition Of(string text) => new(new Cover("标题"), [new Paragraph(text)]);
}
