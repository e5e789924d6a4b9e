// The tree by which an alert finds whoever must know: depth first, the first child that matches takes it, and what a node does not say it has from above.
namespace Steward.Alerting.Routing;

/// <summary>How the alerts of one destination are put into calls. An empty <paramref name="By"/> makes one group of all; <paramref name="Each"/> makes each alert a group of its own.</summary>
public sealed record Grouping(IReadOnlyList<string> By, bool Each, TimeSpan Wait, TimeSpan Interval, TimeSpan Repeat)
{
    /// <summary>What holds where nothing else is said (Alertmanager's own defaults).</summary>
    public static readonly Grouping Usual = new([], false, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromHours(4));

    /// <summary>Which group an alert belongs to: the same text for the same group. A label that an alert lacks counts as empty.</summary>
    public string KeyOf(IReadOnlyDictionary<string, string> labels) =>
        string.Join(",", (Each ? labels.Keys : By).Order(StringComparer.Ordinal).Select(name => $"{name}=\"{labels.GetValueOrDefault(name, "").Replace("\\", @"\\").Replace("\"", "\\\"")}\""));
}

/// <summary>Where an alert goes: a receiver's name, how it is grouped there, and the time intervals by name that mute or open this way.</summary>
public sealed record Destination(string Receiver, Grouping Grouping, IReadOnlyList<string> MutedDuring, IReadOnlyList<string> ActiveDuring, string Path);

/// <summary>One node. Null means: as above.</summary>
public sealed record Route
{
    public string? Receiver { get; init; }
    /// <summary>All must hold.</summary>
    public IReadOnlyList<Matcher> Matchers { get; init; } = [];
    /// <summary>The next sibling may match too.</summary>
    public bool Continue { get; init; }
    public IReadOnlyList<string>? GroupBy { get; init; }
    /// <summary><c>group_by: ['...']</c>: no grouping at all.</summary>
    public bool? GroupEach { get; init; }
    public TimeSpan? GroupWait { get; init; }
    public TimeSpan? GroupInterval { get; init; }
    public TimeSpan? RepeatInterval { get; init; }
    /// <summary>Not inherited: they mute this node only, which still takes the alert.</summary>
    public IReadOnlyList<string> MutedDuring { get; init; } = [];
    public IReadOnlyList<string> ActiveDuring { get; init; } = [];
    public IReadOnlyList<Route> Routes { get; init; } = [];

    /// <summary>Where an alert with these labels goes; the root takes all that nobody else does.</summary>
    public IReadOnlyList<Destination> Of(IReadOnlyDictionary<string, string> labels) => [.. Of(labels, Receiver ?? "", Grouping.Usual, "0")];

    IEnumerable<Destination> Of(IReadOnlyDictionary<string, string> labels, string receiver, Grouping above, string path)
    {
        if (!Matchers.All(m => m.Matches(labels))) return [];
        var (to, grouping) = (Receiver ?? receiver, Under(above));
        var below = new List<Destination>();
        for (var i = 0; i < Routes.Count; i++)
        {
            var found = Routes[i].Of(labels, to, grouping, $"{path}/{i}").ToList();
            below.AddRange(found);
            if (found.Count > 0 && !Routes[i].Continue) break;
        }
        return below.Count > 0 ? below : [new(to, grouping, MutedDuring, ActiveDuring, path)];
    }

    Grouping Under(Grouping above) => new(GroupBy ?? above.By, GroupEach ?? (GroupBy is null && above.Each), GroupWait ?? above.Wait, GroupInterval ?? above.Interval, RepeatInterval ?? above.Repeat);
}
