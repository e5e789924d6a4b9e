// Routes find who must know as Alertmanager does: recorded cases of its own, and its files, good and broken.
using System.Text.Json;
using Steward.Alerting.Routing;
using Steward.Platform.Text;
using Xunit;

namespace Steward.Alerting;

public sealed class RoutingTests
{
    static readonly Lazy<JsonElement> Vectors = new(() => TestData.Json("alertmanager-config", "route_match_vectors.json"));

    static Dictionary<string, string> Labels(JsonElement of) => of.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);

    static RouteFile Good(string yaml)
    {
        var (file, faults) = RouteFile.Read(yaml);
        Assert.True(file is not null, string.Join("; ", faults));
        return file;
    }

    [Fact]
    public void Recorded_alerts_go_where_the_other_product_sends_them()
    {
        // The recorded tree is a route alone; a file names its receivers too.
        var tree = Vectors.Value.GetProperty("route_tree_yaml").GetString()!;
        var receivers = System.Text.RegularExpressions.Regex.Matches(tree, "receiver: '([^']+)'").Select(m => m.Groups[1].Value).Distinct();
        var root = Good($"receivers:\n{string.Concat(receivers.Select(r => $"- name: '{r}'\n"))}route:\n  {tree.Replace("\n", "\n  ")}\n").Root;
        foreach (var one in Vectors.Value.GetProperty("cases").EnumerateArray())
        {
            var expected = one.GetProperty("expected").EnumerateArray().Select(e => (e.GetProperty("receiver").GetString(), By: Usual(e, "group_by", v => string.Join(",", v.EnumerateArray().Select(x => x.GetString()).Order()), ""),
                e.GetProperty("group_by_all").GetBoolean(), Seconds(e, "group_wait_s", 30), Seconds(e, "group_interval_s", 300), Seconds(e, "repeat_interval_s", 14400)));
            var found = root.Of(Labels(one.GetProperty("labels"))).Select(d => ((string?)d.Receiver, By: string.Join(",", d.Grouping.By.Order()), d.Grouping.Each, d.Grouping.Wait.TotalSeconds, d.Grouping.Interval.TotalSeconds, d.Grouping.Repeat.TotalSeconds));
            Assert.Equal(expected, found);
        }
        static T Usual<T>(JsonElement e, string name, Func<JsonElement, T> read, T usual) => e.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? read(value) : usual;
        static double Seconds(JsonElement e, string name, double usual) => Usual(e, name, v => v.GetDouble(), usual);
    }

    [Fact]
    public void Recorded_files_send_to_the_same_receivers_in_the_same_order()
    {
        foreach (var one in Vectors.Value.GetProperty("receiver_only").EnumerateArray())
        {
            var root = Good(File.ReadAllText(TestData.Path("alertmanager-config", one.GetProperty("config").GetString()!))).Root;
            Assert.Equal(one.GetProperty("expected").EnumerateArray().Select(r => r.GetString()), root.Of(Labels(one.GetProperty("labels"))).Select(d => d.Receiver));
        }
    }

    [Fact]
    public void Every_recorded_file_is_read_or_its_fault_is_named_by_line()
    {
        foreach (var path in Directory.EnumerateFiles(TestData.Path("alertmanager-config"), "*.yml").Where(p => !Path.GetFileName(p).StartsWith("notify__", StringComparison.Ordinal)))
        {
            var (file, faults) = RouteFile.Read(File.ReadAllText(path));
            // One of the files that the other product reads half names a receiver that is not there.
            var broken = Path.GetFileName(path) is var name && (name.Contains("conf.bad") || name.Contains("nil-") || name.Contains("old-team"));
            Assert.True(broken == file is null, $"{name}: {string.Join("; ", faults)}");
            Assert.All(faults, f => Assert.True(f.Line > 0 && Texts.Has(f.Reason)));
        }
    }

    [Theory]
    [InlineData("severity=\"critical\"", "severity", "critical", true)]
    [InlineData("severity=\"critical\"", "severity", "Critical", false)]
    [InlineData("team=\"\"", "severity", "critical", true)] // a label that is not there is empty
    [InlineData("job=~\"disk|net\"", "job", "network", false)] // the whole value, not a part of it
    [InlineData("job=~disk|net", "job", "net", true)]
    [InlineData("job!~\"disk.*\"", "job", "disk1", false)]
    [InlineData("机房 = \"七楼, A\"", "机房", "七楼, A", true)]
    [InlineData("note=\"say \\\"hi\\\"\"", "note", "say \"hi\"", true)]
    public void A_condition_is_read_as_it_is_written(string text, string label, string value, bool matches)
    {
        var matcher = Matcher.Read(text);
        Assert.NotNull(matcher);
        Assert.Equal(matches, matcher.Matches(new Dictionary<string, string> { [label] = value }));
        Assert.Equal(matcher.ToString(), Matcher.Read(matcher.ToString())!.ToString());
    }

    [Theory]
    [InlineData("severity")]
    [InlineData("=\"x\"")]
    [InlineData("a=~\"(\"")]
    [InlineData("a=~\"(?<=x)y\"")]
    public void A_condition_that_cannot_be_read_is_none(string text) => Assert.Null(Matcher.Read(text));

    [Fact]
    public void A_pattern_cannot_be_made_to_hang()
    {
        var matcher = Matcher.Read("a=~\"(x+x+)+y\"")!;
        Assert.False(matcher.Matches(new Dictionary<string, string> { ["a"] = new('x', 100_000) }));
    }

    [Fact]
    public void A_graver_alert_covers_lesser_ones_of_the_same_place_and_two_never_silence_each_other()
    {
        var rule = new Inhibition(Matcher.ReadAll("severity=~\"critical|major\"")!, Matcher.ReadAll("severity=~\"warning|major\"")!, ["site"]);
        Dictionary<string, string> Alert(string severity, string? site) => site is null ? new() { ["severity"] = severity } : new() { ["severity"] = severity, ["site"] = site };
        Assert.True(rule.Covers(Alert("warning", "A"), [Alert("critical", "A")]));
        Assert.False(rule.Covers(Alert("warning", "B"), [Alert("critical", "A")]));
        Assert.True(rule.Covers(Alert("warning", null), [Alert("critical", "")]));
        Assert.False(rule.Covers(Alert("major", "A"), [Alert("major", "A")]));
        Assert.True(rule.Covers(Alert("major", "A"), [Alert("critical", "A")]));
    }

    [Theory]
    [InlineData("2026-03-27T01:30:00Z", true)] // Friday 09:30 in Shanghai
    [InlineData("2026-03-27T09:00:00Z", false)] // 17:00: the end is excluded
    [InlineData("2026-03-28T01:30:00Z", false)] // Saturday
    [InlineData("2026-03-26T16:30:00Z", false)] // Friday 00:30 there, Thursday in Greenwich
    public void An_interval_is_meant_in_its_own_zone(string at, bool within)
    {
        var file = Good("""
            receivers: [{name: a}]
            route: {receiver: a}
            time_intervals:
            - name: office
              time_intervals:
              - times: [{start_time: '09:00', end_time: '17:00'}]
                weekdays: ['monday:friday']
                days_of_month: ['-7:-1']
                location: Asia/Shanghai
            """);
        Assert.Equal(within, file.Intervals["office"][0].Has(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("receivers: [{name: a}]\nroute: {receiver: b}", 2, "Alerting.Fault.UnknownReceiver")]
    [InlineData("receivers: [{name: a}, {name: a}]\nroute: {receiver: a}", 1, "Alerting.Fault.Twice")]
    [InlineData("receivers: [{name: a}]\nroute:\n  receiver: a\n  group_interval: 0s", 3, "Alerting.Fault.Duration")]
    [InlineData("receivers: [{name: a}]\nroute:\n  receiver: a\n  matchers: ['x=1']", 3, "Alerting.Fault.RootMatchesAll")]
    [InlineData("receivers: [{name: a}]\nroute:\n  receiver: a\n  routes:\n  - matchers: ['x']", 5, "Alerting.Fault.Matcher")]
    [InlineData("receivers: [{name: a}]\nroute:\n  receiver: a\n  routes:\n  - mute_time_intervals: [night]", 5, "Alerting.Fault.UnknownInterval")]
    public void A_fault_is_named_by_line_and_reason(string yaml, int line, string reason) => Assert.Contains(RouteFile.Read(yaml).Faults, f => f.Line == line && f.Reason == reason);
}
