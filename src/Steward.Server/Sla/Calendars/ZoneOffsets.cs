// The stretches of a year in which a zone keeps one distance from UTC, found by asking the zone and closing in on each change.
using System.Collections.Concurrent;

namespace Steward.Sla.Calendars;

/// <summary>UTC seconds [From, To) during which wall clock = UTC + <paramref name="Offset"/> seconds.</summary>
readonly record struct OffsetStretch(long From, long To, long Offset);

static class ZoneOffsets
{
    /// <summary>Zones change at most once in such a step; the tz database knows no counter-example.</summary>
    const long Step = 6 * 3600;

    static readonly ConcurrentDictionary<(string Zone, int Year), OffsetStretch[]> Known = new();

    /// <summary>The stretches of one UTC year, in order, without holes.</summary>
    public static OffsetStretch[] OfYear(TimeZoneInfo zone, int year) => Known.GetOrAdd((zone.Id, year), _ => Find(zone, year));

    public static long At(TimeZoneInfo zone, long unix) =>
        zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(unix)).Ticks / TimeSpan.TicksPerSecond;

    /// <summary>The first instant at which the wall clock shows <paramref name="wall"/> (seconds as if UTC) or, if that is skipped, later.</summary>
    public static long FirstReaching(TimeZoneInfo zone, long wall)
    {
        var early = wall - 15 * 3600;   // no zone is farther than 14 hours ahead
        foreach (var year in new[] { YearOf(early), YearOf(early) + 1 })
            foreach (var stretch in OfYear(zone, year))
                if (wall < stretch.To + stretch.Offset)
                    return Math.Max(stretch.From, wall - stretch.Offset);
        throw new ArgumentOutOfRangeException(nameof(wall), wall, null);
    }

    public static long StartOfYear(int year) => new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    public static int YearOf(long unix) => DateTimeOffset.FromUnixTimeSeconds(unix).Year;

    static OffsetStretch[] Find(TimeZoneInfo zone, int year)
    {
        var (from, end) = (StartOfYear(year), StartOfYear(year + 1));
        var stretches = new List<OffsetStretch>();
        var offset = At(zone, from);
        for (var t = from; t < end - 1;)
        {
            var next = Math.Min(t + Step, end - 1);
            if (At(zone, next) is var changed && changed != offset)
            {
                var change = FirstWith(zone, changed, t, next);
                stretches.Add(new(from, change, offset));
                (from, offset) = (change, changed);
            }
            t = next;
        }
        stretches.Add(new(from, end, offset));
        return [.. stretches];
    }

    static long FirstWith(TimeZoneInfo zone, long offset, long without, long with)
    {
        while (with - without > 1)
        {
            var middle = without + (with - without) / 2;
            if (At(zone, middle) == offset) with = middle; else without = middle;
        }
        return with;
    }
}
