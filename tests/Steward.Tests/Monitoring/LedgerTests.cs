// The availability ledger: the vectors of the trade, and the laws against a ledger that looks at one second after the other.
using System.Text.Json;
using CsCheck;
using Steward.Sla;
using Xunit;

namespace Steward.Monitoring;

public sealed class LedgerTests
{
    static readonly ServiceCalendar C58 = ServiceCalendar.From(CalendarPresets.FiveByEight).Value, C724 = ServiceCalendar.From(CalendarPresets.SevenByTwentyFour).Value;
    static readonly Interval April = new(At("2026-04-01 00:00"), At("2026-05-01 00:00"));

    static DateTimeOffset At(string shanghai) => new(DateTime.ParseExact(shanghai, "yyyy-MM-dd HH:mm", null), TimeSpan.FromHours(8));
    static LedgerFact Seen(LedgerKind kind, string from) => new(kind, At(from), null, At(from));
    static LedgerFact Declared(LedgerKind kind, string from, string to) => new(kind, At(from), At(to), At(from), "why", "who");

    [Fact]
    public void N05_Planned_work_is_taken_out_and_outages_add_up()
    {
        var month = Ledger.Read([Seen(LedgerKind.Up, "2026-03-31 00:00"), Declared(LedgerKind.Maintenance, "2026-04-11 00:00", "2026-04-11 04:00"),
            Seen(LedgerKind.Down, "2026-04-11 01:00"), Seen(LedgerKind.Up, "2026-04-11 03:00"),
            Seen(LedgerKind.Down, "2026-04-12 00:00"), Seen(LedgerKind.Up, "2026-04-12 01:30"), Seen(LedgerKind.Down, "2026-04-20 10:00"), Seen(LedgerKind.Up, "2026-04-20 10:30")], C724, April);
        Assert.Equal((716 * 3600, 2 * 3600, 99.72m), (month.Availability.AgreedSeconds, month.Availability.DownSeconds, month.Availability.Ratio.Percent));
        Assert.Equal((4 * 3600, 0, 2), (month.SecondsOf(LedgerKind.Maintenance), month.SecondsOf(LedgerKind.Blind), month.Reliability.Failures));
    }

    [Fact]
    public void N06_N07_Downtime_counts_only_in_service_hours()
    {
        var month = Ledger.Read([Seen(LedgerKind.Up, "2026-03-31 00:00"), Seen(LedgerKind.Down, "2026-04-15 16:00"), Seen(LedgerKind.Up, "2026-04-15 20:00")], C58, April);
        Assert.Equal((168 * 3600, 2 * 3600, 98.81m), (month.Availability.AgreedSeconds, month.Availability.DownSeconds, month.Availability.Ratio.Percent));
        var holiday = Ledger.Read([Seen(LedgerKind.Up, "2026-03-31 00:00"), Seen(LedgerKind.Down, "2026-04-03 17:00"), Seen(LedgerKind.Up, "2026-04-07 09:30")], C58, April);
        Assert.Equal(90 * 60, holiday.Availability.DownSeconds);
    }

    [Fact]
    public void Maintenance_that_overruns_is_downtime_from_its_end()
    {
        var month = Ledger.Read([Seen(LedgerKind.Up, "2026-04-01 00:00"), Declared(LedgerKind.Maintenance, "2026-04-11 00:00", "2026-04-11 04:00"), Seen(LedgerKind.Down, "2026-04-11 00:10"), Seen(LedgerKind.Up, "2026-04-11 05:00")], C724, April);
        Assert.Equal((3600, 4 * 3600), (month.SecondsOf(LedgerKind.Down), month.SecondsOf(LedgerKind.Maintenance)));
    }

    [Fact]
    public void What_nobody_saw_is_neither_up_nor_down()
    {
        var month = Ledger.Read([Seen(LedgerKind.Up, "2026-04-16 00:00"), Seen(LedgerKind.Blind, "2026-04-26 00:00")], C724, April);
        Assert.Equal((10 * 86400, 20 * 86400, 100m, 33.33m), (month.SecondsOf(LedgerKind.Up), month.SecondsOf(LedgerKind.Blind), month.Availability.Ratio.Percent, month.Coverage.Percent));
        Assert.Null(Ledger.Read([], C724, April).Availability.Ratio.Percent);
    }

    /// <summary>A calendar, a start and facts around it, some to the millisecond.</summary>
    static readonly Gen<(CalendarDefinition Calendar, DateTimeOffset Start, LedgerFact[] Facts)> Ledgers =
        from place in Gens.CalendarAndStart
        from facts in (from kind in Gen.Enum<LedgerKind>()
                       from at in Gen.OneOf(Gen.Int[-10, 300].Select(q => q * 900_000L), Gen.Long[-3_600_000, 180_000_000])
                       from length in Gen.Int[1, 40_000_000]
                       let from_ = place.Start.AddMilliseconds(at)
                       select new LedgerFact(kind, from_, kind is LedgerKind.Maintenance or LedgerKind.Excluded ? from_.AddMilliseconds(length) : null, from_, "r", "w")).Array[0, 12]
        select (place.Calendar, place.Start, facts);

    [Fact]
    public void Every_second_is_counted_as_one_that_looks_at_each_second_counts_it() => Ledgers.Sample(t =>
    {
        const int seconds = 2 * Gens.Day;
        var period = new Interval(t.Start, t.Start.AddSeconds(seconds));
        var reading = Ledger.Read(t.Facts, ServiceCalendar.From(t.Calendar).Value, period);

        var first = t.Start.ToUnixTimeSeconds();
        var (seen, covered) = (new LedgerKind[seconds], new LedgerKind?[seconds]);
        Array.Fill(seen, LedgerKind.Blind);
        foreach (var fact in t.Facts)
        {
            var from = fact.From.ToUnixTimeSeconds() - first;
            for (var i = Math.Max(0, from); i < seconds; i++)
                if (fact.To is not { } to) seen[i] = fact.Kind;
                else if (i < to.ToUnixTimeSeconds() - first && covered[i] != LedgerKind.Excluded) covered[i] = fact.Kind;
        }
        var open = NaiveCalendar.Open(t.Calendar, first, seconds);
        foreach (var kind in Enum.GetValues<LedgerKind>())
        {
            var counted = 0;
            for (var i = 0; i < seconds; i++) if (open[i] && (covered[i] ?? seen[i]) == kind) counted++;
            if (counted != reading.SecondsOf(kind)) return false;
        }
        return reading.Availability.DownSeconds == reading.SecondsOf(LedgerKind.Down)
            && reading.Availability.AgreedSeconds == reading.SecondsOf(LedgerKind.Down) + reading.SecondsOf(LedgerKind.Up);
    }, iter: 400);

    [Fact]
    public void The_evidence_has_no_hole_and_is_the_same_to_the_byte_however_often_it_is_read() => Ledgers.Sample(t =>
    {
        var (calendar, period) = (ServiceCalendar.From(t.Calendar).Value, new Interval(t.Start, t.Start.AddSeconds(2 * Gens.Day)));
        var reading = Ledger.Read(t.Facts, calendar, period);
        var kept = JsonSerializer.Deserialize<LedgerFact[]>(JsonSerializer.Serialize(t.Facts))!;
        return reading.Spans[0].Of.From == period.From && reading.Spans[^1].Of.To == period.To
            && reading.Spans.Zip(reading.Spans.Skip(1)).All(s => s.First.Of.To == s.Second.Of.From && s.First.Of.To > s.First.Of.From)
            && reading.ServiceSeconds == calendar.Elapsed(period.From, period.To)
            && Written(reading) == Written(Ledger.Read(kept, calendar, period));

        static string Written(LedgerReading r) => JsonSerializer.Serialize(new { r.Period, r.Spans, r.Availability.AgreedSeconds, r.Availability.DownSeconds });
    }, iter: 400);
}
