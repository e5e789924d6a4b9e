// The store for several nodes: VictoriaMetrics, written to by its import of Prometheus' text form and asked by Prometheus' query API.
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Steward.Platform.Settings;
using Steward.Protocol;

namespace Steward.Monitoring.Metrics;

/// <summary>
/// Two series a check: <c>steward_check_up</c> (1 or 0) and <c>steward_check_ms</c>. A sample that comes twice has the same series and time, and is one; start the store
/// with <c>-dedup.minScrapeInterval=1ms</c>. How long it keeps them is its own setting (<c>-retentionPeriod</c>).
/// </summary>
sealed class PrometheusStore(HttpClient http, StewardSettings settings) : MetricStore
{
    string Base => settings.Monitoring.MetricsUrl.TrimEnd('/');

    public override async Task Keep(IReadOnlyList<Intake> batches, CancellationToken stop)
    {
        var text = new StringBuilder();
        foreach (var (customer, sample) in batches.SelectMany(b => b.Samples, (b, s) => (b.Customer, s)))
        {
            var (labels, at) = ($"{{check=\"{sample.Check}\",customer=\"{customer}\"}}", sample.At.ToUnixTimeMilliseconds());
            text.Append(CultureInfo.InvariantCulture, $"steward_check_up{labels} {(sample.Outcome == Outcome.Up ? 1 : 0)} {at}\n");
            if (sample.Outcome == Outcome.Up) text.Append(CultureInfo.InvariantCulture, $"steward_check_ms{labels} {sample.Milliseconds} {at}\n");
        }
        using var body = new StringContent(text.ToString());
        using var answer = await http.PostAsync($"{Base}/api/v1/import/prometheus", body, stop);
        answer.EnsureSuccessStatusCode();
    }

    public override async Task<IReadOnlyList<Stretch>> Read(CheckId check, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken stop)
    {
        var width = $"{(long)step.TotalMilliseconds}ms";
        var of = $"{{check=\"{check}\"}}[{width}]";
        var all = await Ask($"count_over_time(steward_check_up{of})", from, to, step, stop);
        var answered = await Ask($"sum_over_time(steward_check_up{of})", from, to, step, stop);
        var (mean, most) = (await Ask($"avg_over_time(steward_check_ms{of})", from, to, step, stop), await Ask($"max_over_time(steward_check_ms{of})", from, to, step, stop));
        return [.. all.OrderBy(p => p.Key).Select(p => new Stretch(p.Key, (int)answered.GetValueOrDefault(p.Key), (int)(p.Value - answered.GetValueOrDefault(p.Key)),
            mean.TryGetValue(p.Key, out var m) ? m : null, most.TryGetValue(p.Key, out var x) ? x : null))];
    }

    public override async Task<IReadOnlyDictionary<CheckId, Stretch>> Means(DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        var (width, at) = ((long)(to - from).TotalMilliseconds, ((to.ToUnixTimeMilliseconds() - 1) / 1000m).ToString(CultureInfo.InvariantCulture));
        async Task<Dictionary<CheckId, double>> Ask(string query)
        {
            var answer = await http.GetFromJsonAsync<JsonNode>($"{Base}/api/v1/query?query={Uri.EscapeDataString(query)}&time={at}&nocache=1", stop);
            return (answer?["data"]?["result"]?.AsArray() ?? []).ToDictionary(s => CheckId.From(Guid.Parse((string)s!["metric"]!["check"]!)), s => double.Parse((string)s!["value"]![1]!, CultureInfo.InvariantCulture));
        }
        var (all, answered) = (await Ask($"count_over_time(steward_check_up[{width}ms])"), await Ask($"sum_over_time(steward_check_up[{width}ms])"));
        var (mean, most) = (await Ask($"avg_over_time(steward_check_ms[{width}ms])"), await Ask($"max_over_time(steward_check_ms[{width}ms])"));
        return all.ToDictionary(c => c.Key, c => new Stretch(from, (int)answered.GetValueOrDefault(c.Key), (int)(c.Value - answered.GetValueOrDefault(c.Key)),
            mean.TryGetValue(c.Key, out var m) ? m : null, most.TryGetValue(c.Key, out var x) ? x : null));
    }

    /// <summary>Values by the beginning of their stretch. A range in the query language ends at the moment asked about and holds that moment, so one millisecond before the next stretch is asked.</summary>
    async Task<Dictionary<DateTimeOffset, double>> Ask(string query, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken stop)
    {
        var (first, last, width) = (Floor(from, step).ToUnixTimeMilliseconds(), Floor(to.AddMilliseconds(-1), step).ToUnixTimeMilliseconds(), (long)step.TotalMilliseconds);
        string Moment(long beginning) => ((beginning + width - 1) / 1000m).ToString(CultureInfo.InvariantCulture);
        var answer = await http.GetFromJsonAsync<JsonNode>($"{Base}/api/v1/query_range?query={Uri.EscapeDataString(query)}&start={Moment(first)}&end={Moment(last)}&step={width}ms&nocache=1", stop);
        var values = new Dictionary<DateTimeOffset, double>();
        foreach (var series in answer?["data"]?["result"]?.AsArray() ?? [])
            foreach (var pair in series!["values"]!.AsArray())
                values[DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round((decimal)pair![0]! * 1000) - width + 1)] = double.Parse((string)pair[1]!, CultureInfo.InvariantCulture);
        return values;
    }
}
