// When a promise is kept, in danger or broken: by the unrounded figure, and by whether its period still runs.
using Steward.Contracts;
using Steward.Sla;
using Xunit;

namespace Steward.Fulfilment;

public class VerdictTests
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly Interval March = new(Start, Start.AddMonths(1));
    static readonly DateTimeOffset Within = Start.AddDays(10), After = Start.AddMonths(2);

    static Clause Clause(Comparison comparison, decimal target, Period period = Period.Month) => new() { Number = "1", Text = "", TextEn = "", Comparison = comparison, Target = target, Period = period };
    static PromiseVerdict AtLeast(decimal target, long part, long whole, DateTimeOffset now, int atRisk = 0) => PromiseBook.Judge(Clause(Comparison.AtLeast, target), new(March, new(part, whole), 0, atRisk), now);
    static PromiseVerdict AtMost(decimal target, long part, long whole, DateTimeOffset now) => PromiseBook.Judge(Clause(Comparison.AtMost, target), new(March, new(part, whole)), now);

    [Fact]
    public void A_figure_that_only_rounds_up_to_its_target_is_broken() => Assert.Equal(PromiseVerdict.Broken, AtLeast(95, 18_999, 20_000, After));

    [Fact]
    public void A_figure_on_its_target_is_kept()
    {
        Assert.Equal(PromiseVerdict.Kept, AtLeast(95, 19, 20, After));
        Assert.Equal(PromiseVerdict.Kept, AtMost(3, 3, 100, After));
        Assert.Equal(PromiseVerdict.Broken, AtMost(3, 4, 100, After));
    }

    [Fact]
    public void Without_records_a_promise_is_neither_kept_nor_broken() => Assert.Equal(PromiseVerdict.NothingToMeasure, AtLeast(95, 0, 0, After));

    [Fact]
    public void In_a_running_period_what_can_still_be_made_good_is_at_risk()
    {
        Assert.Equal(PromiseVerdict.AtRisk, AtLeast(95, 18, 20, Within));
        Assert.Equal(PromiseVerdict.Kept, AtLeast(95, 20, 20, Within));
    }

    [Fact]
    public void What_allows_no_miss_is_broken_by_the_first_one_even_while_the_period_runs() => Assert.Equal(PromiseVerdict.Broken, AtLeast(100, 19, 20, Within));

    [Fact]
    public void What_falls_due_within_a_day_puts_a_promise_at_risk_before_it_is_missed()
    {
        Assert.Equal(PromiseVerdict.AtRisk, AtLeast(95, 20, 20, Within, atRisk: 2));
        Assert.Equal(PromiseVerdict.Kept, AtLeast(95, 20, 20, Within, atRisk: 1));
    }

    [Fact]
    public void Months_become_a_quarter_by_adding_and_never_by_averaging()
    {
        // Domain vector N-02: 9/10, 95/100 and 50/90 make 154/200 = 77.00 %, not 80.19 %.
        var sum = new[] { new Ratio(9, 10), new Ratio(95, 100), new Ratio(50, 90) }.Select((r, i) => new Figure(new(Start.AddMonths(i), Start.AddMonths(i + 1)), r)).Aggregate((a, b) => a + b);
        Assert.Equal((new Ratio(154, 200), 77.00m), (sum.Ratio, sum.Ratio.Percent!.Value));
        Assert.Equal(new Interval(Start, Start.AddMonths(3)), sum.Period);
    }

    [Fact]
    public void A_quarterly_promise_is_judged_over_its_calendar_quarter_and_a_yearly_one_over_the_contracts_year()
    {
        var contract = new Contract { Name = "", Agreement = "", Zone = "Asia/Shanghai", FirstDay = new(2026, 4, 1), LastDay = new(2027, 3, 31) };
        var month = new ReportingMonth(2027, 2);
        Assert.Equal((new(2027, 1), new ReportingMonth(2027, 3)), PromiseBook.Span(Period.Quarter, month, contract));
        Assert.Equal((new(2026, 4), new ReportingMonth(2027, 3)), PromiseBook.Span(Period.Year, month, contract));
        Assert.Equal((month, month), PromiseBook.Span(Period.Month, month, contract));
    }
}
