// One UTC year of a calendar laid out as open segments with running totals, so that every question is a binary search.
namespace Steward.Sla.Calendars;

/// <summary>
/// Open segments [start, end) in UTC seconds, sorted, never touching, cut at the ends of the year.
/// An instant is open exactly when the wall clock of the zone shows a time within a span. So an hour that summer time skips holds no
/// service, and an hour that comes twice holds it twice: days of 23 and 25 hours come out right (SLA rule 9).
/// </summary>
sealed class YearPage
{
    readonly long[] starts, ends, before;

    YearPage(int year, List<(long Start, long End)> open)
    {
        Year = year;
        From = ZoneOffsets.StartOfYear(year);
        To = ZoneOffsets.StartOfYear(year + 1);
        starts = [.. open.Select(o => o.Start)];
        ends = [.. open.Select(o => o.End)];
        before = new long[open.Count];
        foreach (var (i, segment) in open.Index())
        {
            before[i] = Total;
            Total += segment.End - segment.Start;
        }
    }

    public int Year { get; }
    public long From { get; }
    public long To { get; }

    /// <summary>Open seconds of the whole year.</summary>
    public long Total { get; }

    public static YearPage Build(int year, DayPlan plan, TimeZoneInfo zone)
    {
        var wall = WallSpans(year, plan);
        var open = new List<(long Start, long End)>();
        foreach (var stretch in ZoneOffsets.OfYear(zone, year))
            foreach (var (start, end) in wall)
                Append(open, Math.Max(start - stretch.Offset, stretch.From), Math.Min(end - stretch.Offset, stretch.To));
        return new(year, open);
    }

    /// <summary>Open seconds in [start of the year, <paramref name="at"/>).</summary>
    public long OpenBefore(long at)
    {
        var i = SegmentAt(at);
        return i < 0 ? 0 : before[i] + Math.Min(at, ends[i]) - starts[i];
    }

    /// <summary>The least instant before which <paramref name="seconds"/> (1…Total) are open: a segment's end rather than the next start (SLA rule 3).</summary>
    public long Reach(long seconds)
    {
        var i = Array.BinarySearch(before, seconds);
        i = i >= 0 ? i - 1 : ~i - 1;
        return starts[i] + seconds - before[i];
    }

    /// <summary>The last instant before which only <paramref name="seconds"/> (0…Total-1) are open: a segment's start rather than the end before it.</summary>
    public long ReachBack(long seconds)
    {
        var i = Array.BinarySearch(before, seconds);
        i = i >= 0 ? i : ~i - 1;
        return starts[i] + seconds - before[i];
    }

    /// <summary>The first open instant at or after <paramref name="at"/>, if this year has one.</summary>
    public long? NextOpen(long at)
    {
        var i = SegmentAt(at);
        return i >= 0 && at < ends[i] ? at : i + 1 < starts.Length ? starts[i + 1] : null;
    }

    /// <summary>The last instant at or before <paramref name="at"/> that ends an open second, if this year has one.</summary>
    public long? LastOpen(long at)
    {
        var i = SegmentAt(at - 1);
        return i < 0 ? null : Math.Min(at, ends[i]);
    }

    public IEnumerable<(long Start, long End)> Segments(long from, long to)
    {
        for (var i = Math.Max(0, SegmentAt(from)); i < starts.Length && starts[i] < to; i++)
            if (ends[i] > from)
                yield return (Math.Max(from, starts[i]), Math.Min(to, ends[i]));
    }

    int SegmentAt(long at)
    {
        var i = Array.BinarySearch(starts, at);
        return i >= 0 ? i : ~i - 1;
    }

    /// <summary>The year's spans on the wall clock, joined where they touch; two days on either side hold zones and nights that reach in.</summary>
    static List<(long Start, long End)> WallSpans(int year, DayPlan plan)
    {
        var spans = new List<(long Start, long End)>();
        var last = new DateOnly(year + 1, 1, 2);
        for (var day = new DateOnly(year, 1, 1).AddDays(-2); day <= last; day = day.AddDays(1))
        {
            var midnight = (day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * (long)DaySpan.Day;
            spans.AddRange(plan.Hours(day).Select(h => (midnight + h.Start, midnight + h.End)));
        }
        spans.Sort();
        var joined = new List<(long Start, long End)>();
        foreach (var (start, end) in spans) Append(joined, start, end);
        return joined;
    }

    static void Append(List<(long Start, long End)> list, long start, long end)
    {
        if (end <= start) return;
        if (list.Count > 0 && list[^1].End >= start) list[^1] = (list[^1].Start, Math.Max(list[^1].End, end));
        else list.Add((start, end));
    }
}
