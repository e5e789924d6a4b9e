// What is known of a check: soft and hard, late and silent, and the laws that hold for any order of hearing about it.
using CsCheck;
using Steward.Protocol;
using Steward.Sla;
using Xunit;

namespace Steward.Monitoring;

public sealed class SightTests
{
    static readonly DateTimeOffset Noon = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);
    static readonly SightRule Rule = new(Confirmations: 2, Grace: TimeSpan.FromSeconds(30));
    static readonly ServiceCalendar Always = ServiceCalendar.From(CalendarPresets.SevenByTwentyFour).Value;

    static CheckResult Result(int second, Outcome outcome) => new(Guid.Empty, Noon.AddSeconds(second), outcome, 1, "", null, false);

    /// <summary>Results by second (u, d, b), each heard of when it was made, and looks of the sweep (s).</summary>
    static (Sight Sight, List<Flip> Flips, List<LedgerFact> Facts) Walk(params IEnumerable<(int Second, char What)> heard) => Walk(heard.Select(h => (h.Second, h.What, h.Second)));

    /// <summary>The same, in the order in which they are heard of, and when.</summary>
    static (Sight Sight, List<Flip> Flips, List<LedgerFact> Facts) Walk(params IEnumerable<(int Second, char What, int Heard)> heard)
    {
        var sight = new Sight(Noon);
        var (flips, facts) = (new List<Flip>(), new List<LedgerFact>());
        foreach (var (second, what, now) in heard)
        {
            var step = what == 's' ? sight.Silence(Noon.AddSeconds(second), Rule) : sight.Take(Result(second, what switch { 'u' => Outcome.Up, 'd' => Outcome.Down, _ => Outcome.Blind }), Rule, Noon.AddSeconds(now));
            sight = step.Sight;
            flips.AddRange(step.Flips);
            facts.AddRange(step.Facts.Select(f => new LedgerFact(f.Kind, f.From, null, Noon)));
        }
        if (sight.Behind) facts.Add(new(LedgerKind.Blind, sight.Evidence, null, Noon));
        return (sight, flips, facts);
    }

    static string Told(IEnumerable<Flip> flips) => string.Join(' ', flips.Select(f => $"{f.Kind}:{(f.From - Noon).TotalSeconds}"));

    [Fact]
    public void An_outage_is_told_once_confirmed_and_begins_with_its_first_failure()
    {
        Assert.Equal("", Told(Walk((0, 'u'), (10, 'd'), (11, 'd')).Flips));
        Assert.True(Walk((0, 'u'), (10, 'd')).Sight.IsSoft);
        Assert.Equal("WentDown:10", Told(Walk((0, 'u'), (10, 'd'), (11, 'd'), (12, 'd'), (20, 'd')).Flips));
        Assert.Equal("WentDown:10 CameBack:30", Told(Walk((0, 'u'), (10, 'd'), (11, 'd'), (12, 'd'), (20, 'd'), (30, 'u')).Flips));
    }

    [Fact]
    public void A_hiccup_is_told_to_nobody() => Assert.Equal("", Told(Walk((0, 'u'), (10, 'd'), (11, 'd'), (12, 'u'), (20, 'd'), (21, 'u')).Flips));

    [Fact]
    public void A_late_result_turns_nothing_back() => Assert.Equal("", Told(Walk((0, 'u'), (20, 'u'), (10, 'd'), (11, 'd'), (12, 'd'), (20, 'd')).Flips));

    [Fact]
    public void Silence_is_blindness_and_takes_nothing_from_what_is_known()
    {
        Assert.Equal("", Told(Walk((0, 'u'), (30, 's')).Flips));
        Assert.Equal("WentBlind:0", Told(Walk((0, 'u'), (31, 's'), (90, 's')).Flips));
        // Down before and after: one outage, told once; it came back only when it was seen to.
        Assert.Equal("WentDown:10 WentBlind:12 SeesAgain:12 CameBack:110", Told(Walk((0, 'u'), (10, 'd'), (11, 'd'), (12, 'd'), (60, 's'), (100, 'd'), (110, 'u')).Flips));
        Assert.Equal("WentBlind:0", Told(Walk((31, 's')).Flips));
        // A probe that cannot tell says nothing.
        Assert.Equal("WentBlind:0", Told(Walk((0, 'u'), (10, 'b'), (20, 'b'), (30, 'b'), (31, 's')).Flips));
    }

    [Fact]
    public void Late_evidence_fills_the_ledger_and_makes_nobody_see_again()
    {
        var cut = new[] { (0, 'u', 0), (40, 's', 40) };
        var (sight, flips, facts) = Walk([.. cut, (10, 'u', 100), (20, 'u', 100), (80, 's', 101), (40, 'u', 102)]);
        Assert.True(sight.Blind);
        Assert.Equal("WentBlind:0", Told(flips));
        Assert.Equal([LedgerKind.Up, LedgerKind.Blind], Ledger.Read(facts, Always, new(Noon, Noon.AddSeconds(102))).Spans.Select(s => s.Kind));
        // However much comes, the ledger gets one fact for it; the last is what lies behind the evidence.
        Assert.Equal(4, facts.Count);
        Assert.Equal("WentBlind:0 SeesAgain:50", Told(Walk([.. cut, (10, 'u', 100), (40, 'u', 102), (50, 'u', 102), (75, 'u', 105)]).Flips));
        // Not called blind yet: nor is it by what comes late.
        Assert.Equal("", Told(Walk([(0, 'u', 0), (10, 'u', 100), (40, 'u', 100), (70, 'u', 100)]).Flips));
        // A gap in it was blindness then, and is none that could be told.
        Assert.Equal("WentBlind:0", Told(Walk([.. cut, (10, 'u', 100), (70, 'u', 110)]).Flips));
    }

    [Fact]
    public void An_outage_of_hours_ago_is_told_when_it_is_over_or_seen_to_last()
    {
        (int, char, int)[] begun = [(0, 'u', 0), (40, 's', 40), (10, 'd', 100), (11, 'd', 100), (12, 'd', 100), (40, 'd', 101)];
        Assert.Equal("WentBlind:0", Told(Walk(begun).Flips));
        Assert.Equal("WentBlind:0 WentDown:10 CameBack:50", Told(Walk([.. begun, (50, 'u', 102)]).Flips));
        Assert.Equal("WentBlind:0 SeesAgain:65 WentDown:10", Told(Walk([.. begun, (65, 'd', 102), (80, 'd', 105)]).Flips));
        // One that was told of before ends when evidence says so, however late that comes.
        Assert.Equal("WentDown:10 WentBlind:12 CameBack:30", Told(Walk([(0, 'u', 0), (10, 'd', 10), (11, 'd', 11), (12, 'd', 12), (60, 's', 60), (20, 'd', 100), (30, 'u', 100)]).Flips));
        // And a pause forgets none.
        var anew = Walk(begun).Sight.Anew(Noon.AddSeconds(600)).Take(Result(610, Outcome.Down), Rule, Noon.AddSeconds(610));
        Assert.Equal("WentDown:10", Told(anew.Flips));
    }

    [Fact]
    public void After_a_pause_what_was_known_stays_and_the_pause_is_no_evidence()
    {
        var sight = Walk((0, 'u')).Sight.Anew(Noon.AddSeconds(600));
        var step = sight.Take(Result(610, Outcome.Up), Rule, Noon.AddSeconds(610));
        Assert.Empty(step.Flips);
        Assert.Equal([new Observed(LedgerKind.Up, Noon.AddSeconds(610))], step.Facts);
        Assert.Equal([new Flip(FlipKind.WentBlind, Noon.AddSeconds(600), Noon.AddSeconds(640))], sight.Silence(Noon.AddSeconds(640), Rule).Flips);
    }

    /// <summary>Results of several minutes in ascending order, with gaps here and there.</summary>
    static readonly Gen<(int Second, char What)[]> Stories =
        from steps in Gen.Select(Gen.Frequency((8, Gen.Int[1, 12]), (1, Gen.Int[25, 80])), Gen.Frequency((3, Gen.Const('u')), (3, Gen.Const('d')), (1, Gen.Const('b')))).Array[0, 40]
        select steps.Aggregate(new List<(int, char)>(), (all, step) => { all.Add(((all.Count == 0 ? 0 : all[^1].Item1) + step.Item1, step.Item2)); return all; }).ToArray();

    const int Seconds = 1200;

    static LedgerKind[] Painted(IReadOnlyList<LedgerFact> facts, int until)
    {
        var reading = Ledger.Read(facts, Always, new(Noon, Noon.AddSeconds(until)));
        return [.. reading.Spans.SelectMany(s => Enumerable.Repeat(s.Kind, (int)s.Seconds))];
    }

    [Fact]
    public void The_ledger_says_of_each_second_what_one_who_knew_all_results_says() => Stories.Where(s => s.Length > 0).Sample(story =>
    {
        var evidence = story.Where(r => r.What != 'b').ToArray();
        var until = story[^1].Second;
        var expected = new LedgerKind[until];
        Array.Fill(expected, LedgerKind.Blind);
        bool? down = null;
        for (var i = 0; i < evidence.Length; i++)
        {
            // The stretch of equal results without a gap that begins here.
            var end = i;
            while (end + 1 < evidence.Length && evidence[end + 1].What == evidence[i].What && evidence[end + 1].Second - evidence[end].Second <= 30) end++;
            if (evidence[i].What == 'u') down = false;
            else if (end - i >= 2) down = true;
            for (; i <= end; i++)
            {
                var next = i + 1 < evidence.Length ? evidence[i + 1].Second : until;
                if (down is { } known && (next - evidence[i].Second <= 30)) Array.Fill(expected, known ? LedgerKind.Down : LedgerKind.Up, evidence[i].Second, next - evidence[i].Second);
            }
            i--;
        }
        return Painted([.. Walk([.. story, (until, 's')]).Facts], until).SequenceEqual(expected);
    }, iter: 3000);

    [Fact]
    public void Late_delivery_and_watchful_sweeps_leave_the_same_ledger_and_outages() => Gen.Select(Stories, Gen.Int[0, Seconds].Array[0, 10], Gen.Int[0, 40].Array[0, 5], Gen.Frequency((3, Gen.Const(0)), (2, Gen.Int[0, 120])).Array[40]).Sample((story, looks, again, delays) =>
    {
        // In the end somebody is there and sees.
        var last = (Second: (story.Length == 0 ? 0 : story[^1].Second) + 200, What: 'u');
        var plain = Walk([.. story, last]);
        // Sweeps look at any time, ahead of results that are still on their way; results are late, and come twice.
        var (disturbed, now) = (new List<(int, char, int)>(), 0);
        for (var i = 0; i < story.Length; i++)
        {
            foreach (var look in looks.Where((_, n) => n * 4 == i)) disturbed.Add((look, 's', look));
            now = Math.Max(now, story[i].Second + delays[i]);
            disturbed.Add((story[i].Second, story[i].What, now));
            foreach (var back in again.Where((_, n) => n * 7 == i)) disturbed.Add((story[Math.Max(0, i - back)].Second, story[Math.Max(0, i - back)].What, now));
        }
        var other = Walk([.. disturbed, (last.Second, last.What, last.Second)]);
        static string Outages(IEnumerable<Flip> flips) => Told(flips.Where(f => f.Kind is FlipKind.WentDown or FlipKind.CameBack));
        // Blind and seeing again are told in turns, never twice.
        var sights = other.Flips.Where(f => f.Kind is FlipKind.WentBlind or FlipKind.SeesAgain).Select(f => f.Kind).ToList();
        return Outages(plain.Flips) == Outages(other.Flips) && plain.Sight == other.Sight && Painted(plain.Facts, last.Second).SequenceEqual(Painted(other.Facts, last.Second))
            && sights.SequenceEqual(sights.Select((_, i) => i % 2 == 0 ? FlipKind.WentBlind : FlipKind.SeesAgain));
    }, iter: 3000);
}
