// Reads the routing part of an Alertmanager configuration: routes, names of receivers, inhibitions and time intervals; each fault by line, key and reason.
using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Steward.Alerting.Routing;

/// <summary>What is wrong with a route file. <paramref name="Reason"/> is a key of the texts.</summary>
public sealed record RouteFault(long Line, string Key, string Reason);

public enum TargetKind { Address, Team, Staff, Line }

/// <summary>One of those whom a receiver stands for. <paramref name="Ends"/>: they are also told when it is over.</summary>
public sealed record Target(TargetKind Kind, string Value, bool Ends, long Line);

public sealed record Receiver(string Name, IReadOnlyList<Target> Targets);

/// <summary>A readable file. <paramref name="LeftOut"/> names the parts that Steward does not take over: how receivers send is its own matter.</summary>
public sealed partial record RouteFile(Route Root, IReadOnlyList<Receiver> Receivers, IReadOnlyList<Inhibition> Inhibitions, IReadOnlyDictionary<string, IReadOnlyList<TimeInterval>> Intervals, IReadOnlyList<string> LeftOut)
{
    /// <summary>Whether a way is closed at this moment: some interval mutes it, or it has open hours and none holds.</summary>
    public bool IsMuted(IEnumerable<string> mutedDuring, IReadOnlyCollection<string> activeDuring, DateTimeOffset at) =>
        mutedDuring.Any(name => Holds(name, at)) || activeDuring.Count > 0 && !activeDuring.Any(name => Holds(name, at));

    /// <summary>An interval that a newer version of the file no longer names never holds.</summary>
    bool Holds(string interval, DateTimeOffset at) => Intervals.TryGetValue(interval, out var spans) && spans.Any(s => s.Has(at));

    /// <summary>The file, or all of its faults.</summary>
    public static (RouteFile? File, IReadOnlyList<RouteFault> Faults) Read(string yaml)
    {
        var reader = new Reader();
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is not [{ RootNode: YamlMappingNode all }]) return (null, [new(1, "", "Alerting.Fault.NotAMap")]);
            var file = reader.File(all);
            return reader.Faults.Count == 0 ? (file, []) : (null, reader.Faults);
        }
        catch (YamlException fault) { return (null, [new(fault.Start.Line, "", "Alerting.Fault.NotYaml")]); }
    }

    sealed partial class Reader
    {
        static readonly string[] Taken = ["route", "receivers", "inhibit_rules", "time_intervals", "mute_time_intervals"];
        static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
        static readonly string[] MonthNames = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

        public List<RouteFault> Faults { get; } = [];

        public RouteFile? File(YamlMappingNode all)
        {
            var receivers = new List<Receiver>();
            foreach (var receiver in List(all, "receivers").OfType<YamlMappingNode>())
                if (Text(receiver, "name") is not { Length: > 0 } name) Fault(receiver, "receivers", "Alerting.Fault.NoName");
                else if (receivers.Any(r => r.Name == name)) Fault(receiver, "receivers", "Alerting.Fault.Twice");
                else receivers.Add(new(name, [.. Targets(receiver)]));
            var intervals = new Dictionary<string, IReadOnlyList<TimeInterval>>();
            foreach (var named in List(all, "time_intervals").Concat(List(all, "mute_time_intervals")).OfType<YamlMappingNode>())
                if (Text(named, "name") is not { Length: > 0 } name) Fault(named, "time_intervals", "Alerting.Fault.NoName");
                else if (!intervals.TryAdd(name, [.. List(named, "time_intervals").OfType<YamlMappingNode>().Select(Interval)])) Fault(named, "time_intervals", "Alerting.Fault.Twice");
            var inhibitions = List(all, "inhibit_rules").OfType<YamlMappingNode>()
                .Select(rule => new Inhibition(Matchers(rule, "source_"), Matchers(rule, "target_"), [.. Texts(rule, "equal")])).ToList();
            if (Child(all, "route") is not YamlMappingNode root)
            {
                Fault(all, "route", "Alerting.Fault.NoRoute");
                return null;
            }
            var route = RouteOf(root, receivers, intervals, isRoot: true);
            return new(route, receivers, inhibitions, intervals, [.. all.Children.Keys.OfType<YamlScalarNode>().Select(k => k.Value!).Where(k => !Taken.Contains(k))]);
        }

        Route RouteOf(YamlMappingNode node, List<Receiver> receivers, Dictionary<string, IReadOnlyList<TimeInterval>> intervals, bool isRoot)
        {
            var receiver = Text(node, "receiver");
            if (isRoot && string.IsNullOrEmpty(receiver)) Fault(node, "receiver", "Alerting.Fault.RootNeedsReceiver");
            if (!string.IsNullOrEmpty(receiver) && receivers.All(r => r.Name != receiver)) Fault(node, "receiver", "Alerting.Fault.UnknownReceiver");
            var matchers = Matchers(node, "");
            if (isRoot && matchers.Count > 0) Fault(node, "matchers", "Alerting.Fault.RootMatchesAll");
            var by = Texts(node, "group_by").ToList();
            if (by.Distinct().Count() < by.Count) Fault(node, "group_by", "Alerting.Fault.Twice");
            if (by.Contains("...") && by.Count > 1) Fault(node, "group_by", "Alerting.Fault.EachStandsAlone");
            var (muted, active) = (Texts(node, "mute_time_intervals").ToList(), Texts(node, "active_time_intervals").ToList());
            if (isRoot && (muted.Count > 0 || active.Count > 0)) Fault(node, muted.Count > 0 ? "mute_time_intervals" : "active_time_intervals", "Alerting.Fault.RootIsAlwaysOpen");
            foreach (var unknown in muted.Concat(active).Where(name => !intervals.ContainsKey(name))) Fault(node, unknown, "Alerting.Fault.UnknownInterval");
            return new()
            {
                Receiver = string.IsNullOrEmpty(receiver) ? null : receiver, Matchers = matchers, Continue = Text(node, "continue") == "true",
                GroupBy = Child(node, "group_by") is null ? null : by.Contains("...") ? [] : by, GroupEach = Child(node, "group_by") is null ? null : by.Contains("..."),
                GroupWait = Duration(node, "group_wait", zeroIsGood: true), GroupInterval = Duration(node, "group_interval", false), RepeatInterval = Duration(node, "repeat_interval", false),
                MutedDuring = muted, ActiveDuring = active, Routes = [.. List(node, "routes").OfType<YamlMappingNode>().Select(child => RouteOf(child, receivers, intervals, false))],
            };
        }

        /// <summary>Mail addresses as the other product writes them, and Steward's own: a team, a person, or all of a line.</summary>
        IEnumerable<Target> Targets(YamlMappingNode receiver)
        {
            foreach (var mail in List(receiver, "email_configs").OfType<YamlMappingNode>())
                foreach (var address in (Text(mail, "to") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    yield return new(TargetKind.Address, address, Text(mail, "send_resolved") == "true", mail.Start.Line);
            foreach (var own in List(receiver, "steward_configs").OfType<YamlMappingNode>())
            {
                var ends = Text(own, "send_resolved") != "false";
                if (Text(own, "team") is { Length: > 0 } team) yield return new(TargetKind.Team, team, ends, own.Start.Line);
                else if (Text(own, "staff") is { Length: > 0 } staff) yield return new(TargetKind.Staff, staff, ends, own.Start.Line);
                else if (int.TryParse(Text(own, "line"), NumberStyles.None, CultureInfo.InvariantCulture, out var line)) yield return new(TargetKind.Line, line.ToString(CultureInfo.InvariantCulture), ends, own.Start.Line);
                else Fault(own, "steward_configs", "Alerting.Fault.Target");
            }
        }

        /// <summary>The three ways in which conditions are written, old and new, together.</summary>
        List<Matcher> Matchers(YamlMappingNode node, string prefix)
        {
            var found = new List<Matcher>();
            foreach (var (key, kind) in new[] { ("match", MatchKind.Equal), ("match_re", MatchKind.Regex) })
                foreach (var (label, value) in (Child(node, prefix + key) as YamlMappingNode ?? []).Children)
                {
                    if (value is not YamlScalarNode { Value: { } text } || text.Length == 0 && kind == MatchKind.Regex) { Fault(value, prefix + key, "Alerting.Fault.NoValue"); continue; }
                    try { found.Add(new(((YamlScalarNode)label).Value!, kind, text)); }
                    catch (Exception unreadable) when (unreadable is ArgumentException or NotSupportedException) { Fault(value, prefix + key, "Alerting.Fault.Pattern"); }
                }
            foreach (var line in List(node, prefix + "matchers").OfType<YamlScalarNode>())
                if (Matcher.ReadAll(line.Value ?? "") is { Count: > 0 } read) found.AddRange(read);
                else Fault(line, prefix + "matchers", "Alerting.Fault.Matcher");
            return found;
        }

        TimeInterval Interval(YamlMappingNode node)
        {
            var minutes = new List<Span>();
            foreach (var times in List(node, "times").OfType<YamlMappingNode>())
                if (TimeInterval.MinuteOf(Text(times, "start_time") ?? "") is { } from && TimeInterval.MinuteOf(Text(times, "end_time") ?? "") is { } to && from < to) minutes.Add(new(from, to));
                else Fault(times, "times", "Alerting.Fault.Times");
            var zone = TimeZoneInfo.Utc;
            if (Text(node, "location") is { Length: > 0 } place && !TimeZoneInfo.TryFindSystemTimeZoneById(place, out zone)) Fault(node, "location", "Alerting.Fault.Zone");
            return new(minutes, Spans(node, "weekdays", Days, 0, 0, -1), Spans(node, "days_of_month", [], 0, -31, 31), Spans(node, "months", MonthNames, 1, 1, 12), Spans(node, "years", [], 0, 1, 9999), zone ?? TimeZoneInfo.Utc);
        }

        List<Span> Spans(YamlMappingNode node, string key, string[] names, int offset, int least, int most)
        {
            var spans = new List<Span>();
            foreach (var text in Texts(node, key))
                if (TimeInterval.SpanOf(text, names, offset, least, most) is { } span) spans.Add(span);
                else Fault(node, key, "Alerting.Fault.Span");
            return spans;
        }

        TimeSpan? Duration(YamlMappingNode node, string key, bool zeroIsGood)
        {
            if (Text(node, key) is not { Length: > 0 } text) return null;
            if (DurationOf(text) is { } length && (zeroIsGood || length > TimeSpan.Zero)) return length;
            Fault(node, key, "Alerting.Fault.Duration");
            return null;
        }

        /// <summary>Prometheus' durations: <c>1h30m</c>, <c>500ms</c>, <c>0</c>; units from years to milliseconds, each at most once, larger ones first.</summary>
        static TimeSpan? DurationOf(string text)
        {
            if (text == "0") return TimeSpan.Zero;
            if (Lengths().Match(text) is not { Success: true } found || text.Length == 0) return null;
            double Of(string unit) => found.Groups[unit].Success ? double.Parse(found.Groups[unit].Value, CultureInfo.InvariantCulture) : 0;
            return TimeSpan.FromDays(Of("y") * 365 + Of("w") * 7 + Of("d")) + TimeSpan.FromHours(Of("h")) + TimeSpan.FromMinutes(Of("m")) + TimeSpan.FromSeconds(Of("s")) + TimeSpan.FromMilliseconds(Of("ms"));
        }

        [GeneratedRegex(@"^((?<y>\d+)y)?((?<w>\d+)w)?((?<d>\d+)d)?((?<h>\d+)h)?((?<m>\d+)m)?((?<s>\d+)s)?((?<ms>\d+)ms)?$", RegexOptions.CultureInvariant)]
        private static partial Regex Lengths();

        static YamlNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;
        static string? Text(YamlMappingNode node, string key) => (Child(node, key) as YamlScalarNode)?.Value;
        static IEnumerable<YamlNode> List(YamlMappingNode node, string key) => Child(node, key) is YamlSequenceNode list ? list.Children : [];
        static IEnumerable<string> Texts(YamlMappingNode node, string key) => List(node, key).OfType<YamlScalarNode>().Select(s => s.Value ?? "");
        void Fault(YamlNode at, string key, string reason) => Faults.Add(new(at.Start.Line, key, reason));
    }
}
