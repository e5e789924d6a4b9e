// The pure count of a month on a handful of tickets.
using Steward.Contracts;
using Steward.Desk;
using Steward.Fulfilment;
using Steward.Platform.Documents;
using Steward.Platform.Text;
using Steward.Reports.Monthly;
using Steward.Sla;
using Xunit;

namespace Steward.Reports;

public class CountMonthTests
{
    static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    static readonly Interval March = new(At(1, 0), At(32, 0));
    static readonly TicketId[] Ids = [.. Enumerable.Range(1, 200).Select(n => TicketId.From(new Guid(n, 0, 7, new byte[8])))];

    static DateTimeOffset At(int day, int hour) => new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(8)).AddDays(day - 1).AddHours(hour);

    static TicketFact Ticket(int n, Priority priority = Priority.P3, TicketState state = TicketState.Closed, string group = "桌面组", string category = "打印", string cause = "配置") =>
        new(Ids[n], $"INC-XXQY-20260301-{n:0000}", $"打印机 {n}", priority, state, group, null, category, cause, Channel.Phone, At(2, 9), 0);

    static ClockOf Clock(int n, ClockKind kind, EvidenceVerdict verdict, long used = 600, Priority priority = Priority.P3) => new(kind, new(
        Ids[n], $"INC-XXQY-20260301-{n:0000}", "", priority, At(3, 9), At(2, 9), At(3, 9), At(3, 8), used, 1800, kind, verdict, verdict == EvidenceVerdict.Kept ? 1 : 0, verdict == EvidenceVerdict.Excluded ? 0 : 1));

    static MonthFacts Facts(IEnumerable<DeedFact> deeds, IEnumerable<TicketFact> tickets, IEnumerable<ClockOf>? clocks = null, IEnumerable<StandingFact>? standing = null) => new(
        new(ContractId.From(Guid.Empty), "CON-1", "合同", "XX企业", "XXQY", "运维公司", "Asia/Shanghai", new(2026, 3), new(2026, 3, 1), new(2026, 3, 31)), March, Zone, At(34, 0),
        [.. deeds], tickets.ToDictionary(t => t.Id), [.. standing ?? []], [.. clocks ?? []], [], [], []);

    internal static MonthlyFigures Empty() => CountMonth.Of(Facts([], []));

    [Fact]
    public void Attainment_is_that_of_the_domains_first_vector()
    {
        // N-01: 120 incidents, 4 excluded; 6 missed response, 9 missed resolution.
        var clocks = Enumerable.Range(0, 120).SelectMany(n => new[]
        {
            Clock(n, ClockKind.Response, n >= 116 ? EvidenceVerdict.Excluded : n < 6 ? EvidenceVerdict.Missed : EvidenceVerdict.Kept),
            Clock(n, ClockKind.Resolution, n >= 116 ? EvidenceVerdict.Excluded : n is >= 3 and < 12 ? EvidenceVerdict.Missed : EvidenceVerdict.Kept),
        });
        var figures = CountMonth.Of(Facts([], Enumerable.Range(0, 120).Select(n => Ticket(n)), clocks));
        var line = figures.Sla.Single(l => l.Tickets > 0);
        Assert.Equal((120, 4, new Ratio(110, 116), new Ratio(107, 116)), (line.Tickets, line.Excluded, line.Response, line.Resolution));
        Assert.Equal((94.83m, 92.24m), (line.Response.Percent!.Value, line.Resolution.Percent!.Value));
        Assert.Equal(15, figures.Breaches.Count);
    }

    [Fact]
    public void Mean_and_ninth_decile_are_those_of_the_domain()
    {
        // N-12, in minutes.
        long[] minutes = [12, 18, 25, 31, 40, 44, 52, 60, 95, 180];
        var figures = CountMonth.Of(Facts([], Enumerable.Range(0, 10).Select(n => Ticket(n)), minutes.Select((m, n) => Clock(n, ClockKind.Resolution, EvidenceVerdict.Kept, m * 60))));
        var line = figures.Sla.Single(l => l.Tickets > 0);
        Assert.Equal((3342L, 95 * 60L), (line.MeanResolutionSeconds, line.P90ResolutionSeconds));
    }

    [Fact]
    public void Deeds_are_counted_by_what_the_tickets_are_and_every_table_has_the_same_total()
    {
        var figures = CountMonth.Of(Facts(
            [new(Ids[0], At(2, 9), Deed.Created), new(Ids[1], At(2, 10), Deed.Created), new(Ids[1], At(3, 9), Deed.Reassigned), new(Ids[0], At(4, 9), Deed.Closed), new(Ids[0], At(4, 9), null, Resolution: true), new(Ids[0], At(5, 9), Deed.Reopened)],
            [Ticket(0, Priority.P1), Ticket(1, state: TicketState.InProgress, group: "")], standing: [new(Ids[1], At(2, 10))]));
        Assert.Equal(new Deeds(2, 1, 1, 1), figures.Deeds);
        foreach (var table in new[] { figures.ByPriority, figures.ByState, figures.ByGroup })
            Assert.Equal((figures.Deeds, figures.Backlog), (table.Select(l => l.Deeds).Aggregate((a, b) => a + b), table.Sum(l => l.Standing)));
        Assert.Equal(new DeedLine("P1", new(1, 1, 0, 1), 0), figures.ByPriority[0]);
        Assert.Equal([0, 0, 0, 1, 0], figures.BacklogAges);
        // Monday 2 March 2026, 09:00 and 10:00 in Shanghai.
        Assert.Equal((1, 1, 2), (figures.HeatMap[0][9], figures.HeatMap[0][10], figures.HeatMap.Sum(row => row.Sum())));
    }

    [Theory]
    [InlineData(EntryKind.Opened, "OpenTicket", null, TicketState.New, "Created")]
    [InlineData(EntryKind.Step, "ResolveTicket", TicketState.InProgress, TicketState.Resolved, "resolution")]
    [InlineData(EntryKind.Step, "ConfirmTicket", TicketState.Resolved, TicketState.Closed, "Closed")]
    [InlineData(EntryKind.Step, "ConfirmTicket", TicketState.InProgress, TicketState.Closed, "Closed resolution")]
    [InlineData(EntryKind.Step, "ReopenTicket", TicketState.Resolved, TicketState.InProgress, "Reopened")]
    [InlineData(EntryKind.Step, "ReopenTicket", TicketState.Closed, TicketState.PendingUser, "Reopened")]
    [InlineData(EntryKind.Step, "CancelTicket", TicketState.New, TicketState.Cancelled, "")]
    [InlineData(EntryKind.Assigned, "AssignTicket", TicketState.InProgress, TicketState.InProgress, "Reassigned")]
    [InlineData(EntryKind.Step, "AssignTicket", TicketState.Accepted, TicketState.Assigned, "")]
    public void A_line_of_a_story_counts_as_what_it_was(EntryKind kind, string verb, TicketState? from, TicketState? to, string expected) =>
        Assert.Equal(expected, string.Join(' ', GatherMonth.Of(kind, verb, from, to).Select(d => d.Resolution ? "resolution" : d.Deed.ToString())));

    [Fact]
    public void Frozen_figures_are_read_back_to_the_same_text_and_hash()
    {
        var figures = CountMonth.Of(Facts([new(Ids[0], At(2, 9), Deed.Created)], [Ticket(0)], [Clock(0, ClockKind.Response, EvidenceVerdict.Missed)], [new(Ids[0], At(2, 9))]));
        var body = figures.Write();
        Assert.Equal(body, MonthlyFigures.Read(body).Write());
        Assert.Equal(64, MonthlyFigures.Hash(body).Length);
        Assert.Empty(Difference.Between(figures, MonthlyFigures.Read(body)));
    }

    [Theory]
    [InlineData(Language.Zh)]
    [InlineData(Language.En)]
    public void The_document_is_complete_in_both_languages_and_the_same_figures_give_the_same_bytes(Language language)
    {
        var figures = CountMonth.Of(Facts([new(Ids[0], At(2, 9), Deed.Created)], [Ticket(0)], [Clock(0, ClockKind.Response, EvidenceVerdict.Missed)], [new(Ids[0], At(2, 9))]));
        var report = new Report { Month = "2026-03", Number = "REP-XXQY-202603-01", Language = language, SnapshotHash = MonthlyFigures.Hash(figures.Write()), Summary = "平稳。", NextMonth = "巡检。" };
        var paper = ComposeMonth.Of(report, figures, null);
        Assert.Null(DocumentComposer.Check(paper));
        Assert.DoesNotContain(DocumentTexts.Of(paper), t => t.Text.StartsWith('[') && t.Text.EndsWith(']'));
        Assert.Equal(Platform.Documents.Word.WordWriter.Write(paper), Platform.Documents.Word.WordWriter.Write(ComposeMonth.Of(report, MonthlyFigures.Read(figures.Write()), null)));
    }

    [Fact]
    public void A_report_of_a_month_that_still_ran_at_its_cut_off_is_not_approved()
    {
        var figures = CountMonth.Of(Facts([], []));
        var (body, author) = (figures.Write(), Guid.NewGuid());
        Report Of(DateTimeOffset cutOff) => new() { Month = "2026-03", CutOff = cutOff, Author = author, SnapshotHash = MonthlyFigures.Hash(body) };
        Assert.IsType<Filing.MonthNotOver>(Filing.ApproveReportHandler.Decide(Of(At(31, 23)), figures, body, false));
        Assert.Null(Filing.ApproveReportHandler.Decide(Of(At(32, 0)), figures, body, false));
        Assert.IsType<Filing.NotYourOwnReport>(Filing.ApproveReportHandler.Decide(Of(At(32, 0)), figures, body, true));
        Assert.IsType<Filing.FiguresDoNotMatch>(Filing.ApproveReportHandler.Decide(Of(At(32, 0)), figures, body + " ", false));
    }
}
