// Whatever a person typed, files stay valid and pages stay harmless.
using Steward.Platform.Documents.Excel;
using Steward.Platform.Documents.Html;
using Steward.Platform.Documents.Word;
using Xunit;

namespace Steward.Platform.Documents;

public sealed class HostileTexts
{
    static readonly string[] Words =
    [
        "\0\u0001\u0008\u000B\u001F\u007F\uFFFE\uFFFF bell\a", "lone \uD83D half and \uDE00 half", "😀👨‍👩‍👧 emoji", "שלום עולם", "مرحبا بالعالم 123", "evil\u202Egnp.exe", "]]> <!-- & \" ' </w:t>",
        "</style></title><script>alert(1)</script>", "line\r\nbreak\rand\ttab", new string('很', 40_000), new string('a', 5_000), "", " ",
    ];

    [Fact]
    public void Files_stay_valid()
    {
        var composition = Everywhere();
        Assert.Equal("", OpenedFiles.WordErrors(WordWriter.Write(composition)));
        Assert.Equal("", OpenedFiles.ExcelErrors(ExcelWriter.Write(composition)));
    }

    [Fact]
    public void Pages_carry_no_markup_of_others()
    {
        var html = HtmlWriter.Page(Everywhere());
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(html, "</style>"));
        Assert.DoesNotContain('\u202E', html);
    }

    [Theory, InlineData("//evil.example/x"), InlineData("/\\evil.example"), InlineData("javascript:alert(1)"), InlineData("https://evil.example/"), InlineData("/ok\n//evil"), InlineData("")]
    public void A_link_leads_nowhere_but_into_Steward(string path)
    {
        Assert.Null(Links.Absolute(new Uri("https://steward.example.com/base/"), path));
        Assert.Equal("https://steward.example.com/base/t/1?a=%E4%BA%8B", Links.Absolute(new Uri("https://steward.example.com/base/"), "/t/1?a=事"));
    }

    [Fact]
    public void Clean_text_keeps_emoji_and_scripts_and_drops_what_files_cannot_hold() =>
        Assert.Equal("a\nb\nc😀‍שx", SafeText.Clean("a\r\nb\rc😀‍\u0007ש\uD800\u202Ex"));

    static Composition Everywhere()
    {
        Block[] Blocks(string w) =>
        [
            new Heading(1, w), new Paragraph(new Run(w, true, w)), new Bullets(w), new KeyFigures(new KeyFigure(w, w, w)),
            new Table(w, [new(w), new("n", ColumnKind.Number)], [[(Cell)w with { Link = "/" + w, Tone = Tone.Bad }, Cell.Number(1, unit: w)]]) { Note = w },
            new Chart(ChartKind.Bar, w, [w], [new(w, 1)]) { Alt = w, XLabel = w }, new Definitions(new Definition(w, w)), new SignOff(w) { Statement = w }, new SourceLine(w, w),
        ];
        var all = string.Concat(Words.Take(9));
        return new(new Cover(Words[7]) { Subtitle = all, Number = all, Author = all, Organisation = all, Lines = [new(all, all)] }, [.. Words.SelectMany(Blocks)]) { BaseAddress = new Uri("https://steward.example.com/") };
    }
}
