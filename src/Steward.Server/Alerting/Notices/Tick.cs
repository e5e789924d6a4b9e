// Whether a group's receivers are told something at a tick, and what: the rules of Alertmanager, pure.
namespace Steward.Alerting.Notices;

/// <summary>
/// A member as it stands at the tick. <paramref name="Told"/>: the receivers were told that it fires. <paramref name="Late"/>: it was over before anybody here could know of it (the line to
/// the site was cut), and had lasted longer than the group would have waited.
/// </summary>
readonly record struct Standing(AlertId Alert, bool Open, bool Covered, bool Told, bool Late = false);

/// <summary>What to tell (all that fires, and what has ended since it was told), and which members are done with.</summary>
sealed record Tick(bool Tell, IReadOnlyList<AlertId> Firing, IReadOnlyList<AlertId> Over, IReadOnlyList<AlertId> Leaving)
{
    /// <summary>
    /// Told is what is new or has ended, and, once the repeat interval is over, what still fires; repeats are looked at on ticks only, so they round up to the next one. What
    /// ended before it was told, or ended while covered, is told to nobody, but for an outage of which one learned late: its end is told. While the route is muted nothing is told and nothing is forgotten.
    /// </summary>
    public static Tick Decide(IReadOnlyList<Standing> members, DateTimeOffset? lastTold, TimeSpan repeat, bool muted, DateTimeOffset now)
    {
        var firing = members.Where(m => m is { Open: true, Covered: false }).ToList();
        var over = members.Where(m => m is { Open: false, Covered: false } && (m.Told || m.Late)).Select(m => m.Alert).ToList();
        if (muted) return new(false, [], [], [.. members.Where(m => !m.Open && (m.Covered || !m.Told && !m.Late)).Select(m => m.Alert)]);
        var due = firing.Count > 0 && lastTold is { } at && now - at >= repeat;
        return new(firing.Any(m => !m.Told) || over.Count > 0 || due, [.. firing.Select(m => m.Alert)], over, [.. members.Where(m => !m.Open).Select(m => m.Alert)]);
    }
}
