// The agreed examples N-01 to N-15.
using Xunit;
using static Steward.Sla.Bench;

namespace Steward.Sla;

public sealed class FormulaVectorTests
{
    static readonly Interval April = new(At("2026-04-01 00:00"), At("2026-05-01 00:00"));

    static Interval Outage(string from, string to) => new(At(from), At(to));

    [Fact]
    public void N01_Attainment_of_incidents()
    {
        static IEnumerable<TicketOutcome> Some(int n, bool response, bool resolution, bool excluded = false) =>
            Enumerable.Repeat(new TicketOutcome(response, resolution, excluded), n);
        var sheet = Attainment.Of([.. Some(104, true, true), .. Some(3, false, true), .. Some(6, true, false), .. Some(3, false, false), .. Some(4, false, false, true)]);
        Assert.Equal((new Ratio(110, 116), 94.83m), (sheet.Response, sheet.Response.Percent));
        Assert.Equal((new Ratio(107, 116), 92.24m), (sheet.Resolution, sheet.Resolution.Percent));
        Assert.Equal((new Ratio(104, 116), 89.66m), (sheet.Both, sheet.Both.Percent));
        Assert.Equal(4, sheet.Excluded);
    }

    [Fact]
    public void N02_Groups_are_added_not_averaged()
    {
        var sum = Ratio.Sum([new(9, 10), new(95, 100), new(50, 90)]);
        Assert.Equal((new Ratio(154, 200), 77.00m), (sum, sum.Percent));
    }

    [Fact]
    public void N03_First_contact_resolution()
    {
        FirstContact solved = new(true, true, false, false, false), passedOn = new(true, true, false, true, false), notTheirs = new(false, true, false, false, false);
        var rate = FirstContact.Rate([.. Enumerable.Repeat(solved, 126), .. Enumerable.Repeat(passedOn, 54), .. Enumerable.Repeat(notTheirs, 25)]);
        Assert.Equal((new Ratio(126, 180), 70.00m), (rate, rate.Percent));
    }

    [Fact]
    public void N04_Satisfaction()
    {
        var survey = new Satisfaction(180, new Dictionary<int, long> { [5] = 60, [4] = 25, [3] = 8, [2] = 4, [1] = 3 });
        Assert.Equal((55.56m, 4.35m, 87.00m, 85.00m), (survey.AnswerRate.Percent, survey.Mean, survey.Index, survey.Satisfied.Percent));
    }

    [Fact]
    public void N05_Planned_outage_is_taken_out_of_the_agreed_time()
    {
        var month = Availability.Of(C724, April,
            [Outage("2026-04-08 10:00", "2026-04-08 11:30"), Outage("2026-04-20 10:00", "2026-04-20 10:30")],
            [Outage("2026-04-11 00:00", "2026-04-11 04:00")]);
        Assert.Equal((716 * Hour, 2 * Hour, 99.72m), (month.AgreedSeconds, month.DownSeconds, month.Ratio.Percent));
    }

    [Fact]
    public void N06_Downtime_counts_only_in_service_hours()
    {
        var month = Availability.Of(C58, April, [Outage("2026-04-15 16:00", "2026-04-15 20:00")]);
        Assert.Equal((168 * Hour, 2 * Hour, 98.81m), (month.AgreedSeconds, month.DownSeconds, month.Ratio.Percent));
    }

    [Fact]
    public void N07_An_outage_over_the_holiday() =>
        Assert.Equal(90 * Minute, Availability.Of(C58, April, [Outage("2026-04-03 17:00", "2026-04-07 09:30")]).DownSeconds);

    [Fact]
    public void N08_Means_between_and_to_restore()
    {
        var service = Reliability.Of(720 * Hour, [30 * Minute, 90 * Minute, 60 * Minute]);
        Assert.Equal((1m, 239m, 240m, 99.58m), (service.Mttr / Hour, service.Mtbf / Hour, service.Mtbsi / Hour, service.Availability.Percent));
    }

    [Fact]
    public void N09_Chains_and_pairs()
    {
        Assert.Equal(99.35m, Figures.Percent(Availability.Chain(0.995m, 0.999m, 0.9995m)));
        Assert.Equal(99.96m, Figures.Percent(Availability.Redundant(0.98m, 0.98m)));
    }

    [Fact]
    public void N10_Weighted_by_users() =>
        Assert.Equal(99.56m, Availability.UserWeighted(168 * Hour, 300, [(30 * Minute, 300), (90 * Minute, 40), (60 * Minute, 10)]).Percent);

    [Theory]
    [InlineData(30, 43.2)]
    [InlineData(365, 525.6)]
    [InlineData(366, 527.04)]
    public void N11_Allowed_downtime(int days, double minutes) =>
        Assert.Equal((decimal)minutes, Availability.AllowedDowntime(0.999m, days * 24 * Hour) / 60);

    [Fact]
    public void N12_Mean_median_and_percentile()
    {
        decimal[] minutes = [95, 12, 18, 25, 31, 40, 44, 52, 60, 180];
        Assert.Equal((55.7m, 42m, 95m), (Statistics.Mean(minutes), Statistics.Median(minutes), Statistics.Percentile(minutes, 90)));
    }

    [Fact]
    public void N13_A_disk_that_fills_up()
    {
        decimal[] percent = [62.0m, 63.2m, 64.1m, 65.4m, 66.3m, 67.5m];
        var trend = Trend.Of([.. percent.Select((y, x) => ((decimal)x, y))])!;
        Assert.Equal((1.0886m, 21.10m, 16.1m), (Figures.Round(trend.Slope, 4), Figures.Round(trend.Reaches(85)!.Value), Figures.Round(trend.Reaches(85)!.Value - 5, 1)));
    }

    [Fact]
    public void N14_Antivirus()
    {
        var reach = new AntivirusCoverage(Required: 292, Installed: 286, Current: 271, Seen: 280);
        Assert.Equal((97.95m, 94.76m, 97.90m), (reach.Deployment.Percent, reach.Currency.Percent, reach.Online.Percent));
    }

    [Fact]
    public void N15_Service_credits_by_the_unrounded_value()
    {
        var bands = new CreditBands([new(99.9m, 0), new(99.0m, 5), new(95, 10)], BelowPercent: 25);
        Assert.Equal(3000m, bands.CreditFor(new(166, 168), 30_000));
        var almost = new Ratio(989_999, 1_000_000);
        Assert.Equal((99.00m, 10m), (almost.Percent, bands.PercentFor(almost)));
    }

    [Fact]
    public void Nothing_measured_is_no_value()
    {
        Assert.Null(new Ratio(0, 0).Percent);
        Assert.Null(Reliability.Of(720 * Hour, []).Mtbf);
        Assert.Null(Statistics.Median([]));
        Assert.Null(new Satisfaction(10, new Dictionary<int, long>()).Mean);
        Assert.Null(Trend.Of([(1, 1), (1, 2)]));
    }

    [Fact]
    public void Overlapping_and_planned_outages_count_once_and_are_cut_at_the_period()
    {
        var month = Availability.Of(C724, April,
            [Outage("2026-03-31 23:00", "2026-04-01 02:00"), Outage("2026-04-01 01:00", "2026-04-01 03:00"), Outage("2026-04-30 23:30", "2026-05-01 09:00")],
            [Outage("2026-04-01 02:30", "2026-04-01 04:30")]);
        Assert.Equal((718 * Hour, 3 * Hour), (month.AgreedSeconds, month.DownSeconds));
    }

    [Fact]
    public void What_is_open_past_due_is_missed_in_the_month_it_became_so_and_only_there()
    {
        var open = new ClockOutcome(At("2026-04-20 10:00"), null, Breached: true);
        var may = new Interval(April.To, At("2026-06-01 00:00"));
        Assert.Equal(new Ratio(0, 1), Attainment.InPeriod([open], April));
        Assert.Equal(new Ratio(0, 0), Attainment.InPeriod([open with { StoppedAt = At("2026-05-04 10:00") }], may));
        Assert.Equal(new Ratio(0, 1), Attainment.ResolutionRate([open], April));
        Assert.Equal(new Ratio(0, 1), Attainment.CurrentResolutionRate([open], April.To));
    }
}
