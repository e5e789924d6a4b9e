// How values are said.
using Steward.Platform.Text;
using Xunit;

namespace Steward.Platform.Documents;

public sealed class Values
{
    [Theory]
    [InlineData(0, "0秒", "0s"), InlineData(59.6, "1分", "1m"), InlineData(252, "4分12秒", "4m12s"), InlineData(3600, "1小时", "1h"), InlineData(8040, "2小时14分", "2h14m"), InlineData(90_000, "1天1小时", "1d1h"), InlineData(-75, "-1分15秒", "-1m15s")]
    public void Durations_are_said_in_their_two_greatest_units(double seconds, string zh, string en)
    {
        Assert.Equal(zh, new Wording(Language.Zh).Duration(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(en, new Wording(Language.En).Duration(TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void A_missing_value_is_a_dash_and_not_a_zero() => Assert.Equal("—", new Wording(Language.Zh).Say(Cell.Percent(null)));

    [Fact]
    public void Numbers_take_the_decimals_of_their_column_unless_they_have_their_own()
    {
        var column = new Column("x", ColumnKind.Number) { Decimals = 2 };
        Assert.Equal("1,234.50", new Wording(Language.Zh).Say(1234.5m, column));
        Assert.Equal("1,235", new Wording(Language.Zh).Say(Cell.Number(1234.6m, 0), column));
    }

    [Fact]
    public void Headings_tables_and_figures_are_counted_each_for_itself()
    {
        var outline = new Outline(new(new Cover("t"),
        [
            new Heading(1, "a"), new Heading(2, "b"), new Heading(3, "c"), new Heading(2, "d"), new Heading(1, "e") { Numbered = false }, new Heading(1, "f"), new Heading(2, "g"),
            new Table("t", [], []), new Chart(ChartKind.Bar, "c", [], []) { Alt = "" }, new Table("t", [], []),
        ]));
        Assert.Equal(["1", "1.1", "1.1.1", "1.2", "", "2", "2.1", "1", "1", "2"], outline.Blocks.Select(b => b.Number));
    }
}
