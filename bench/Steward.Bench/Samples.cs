// The metric store: how fast it takes samples, how small they lie, how fast it answers.
using System.Diagnostics;
using Steward.Monitoring;
using Steward.Monitoring.Metrics;
using Steward.Platform.Data;
using Steward.Platform.Settings;
using Steward.Protocol;

namespace Steward.Bench;

static class Samples
{
    public static async Task Measure(int millions)
    {
        // A thousand checks once a minute, spread over it and up to 50 ms late: answers around 20 ms with a daily swing, one in five hundred failing.
        const int Checks = 1000, Batch = 2000, Together = 50 * Batch;
        var folder = new DataFolder(Directory.CreateTempSubdirectory("steward-bench-").FullName);
        try
        {
            var (dice, customer) = (new Random(7), TenantId.From(Guid.CreateVersion7()));
            var (ids, order) = (Enumerable.Range(0, Checks).Select(_ => CheckId.From(Guid.CreateVersion7())).ToArray(), Enumerable.Range(0, Checks).ToArray());
            dice.Shuffle(order);
            var start = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
            long total = millions * 1_000_000L;
            Sample At(long i)
            {
                var (minute, check) = (i / Checks, order[i % Checks]);
                var ms = 20 + 5 * Math.Sin(minute / 229.0) + dice.NextDouble() * 3;
                return new(ids[check], start.AddMinutes(minute).AddMilliseconds(i % Checks * 60 + dice.Next(50)), dice.Next(500) == 0 ? Outcome.Down : Outcome.Up, ms);
            }
            var keeping = new Stopwatch();
            using (var store = new DuckStore(folder))
            {
                // As they wait in the database: two thousand to a batch, and fifty batches taken at once.
                for (long i = 0; i < total; i += Together)
                {
                    var rows = Enumerable.Range(0, Together / Batch).Select(b => IntakeRow.Of(customer, [.. Enumerable.Range(0, Batch).Select(n => At(i + b * Batch + n))]).Samples).ToList();
                    keeping.Start();
                    var batches = rows.Select((r, b) => new IntakeRow { Position = i / Batch + b + 1, Customer = customer, Samples = r }.Read()).ToList();
                    await store.Keep(batches, default);
                    await store.Forget(batches, default);
                    while (await store.Tidy(batches[^1].Samples[^1].At, default)) { }
                    keeping.Stop();
                }
            }
            var bytes = new DirectoryInfo(folder.Metrics).EnumerateFiles().Sum(f => f.Length);
            Console.WriteLine($"embedded store, {millions} million, each {Together:n0} synced to disk, put in order as time goes by: {total / keeping.Elapsed.TotalSeconds:n0} samples/s (goal ≥ 1,000,000) · {bytes / (double)total:n2} bytes a sample (goal ≤ 4)");
            using (var store = new DuckStore(folder))
            {
                var end = start.AddMinutes(total / Checks);
                foreach (var (name, from) in new[] { ("the newest", end.AddDays(-1)), ("a week ago", end.AddDays(-7)) })
                {
                    await store.Read(ids[0], from, from.AddDays(1), TimeSpan.FromMinutes(10), default);
                    Console.WriteLine($"24 hours, {name}: one check in stretches of ten minutes {await Middle(i => store.Read(ids[i], from, from.AddDays(1), TimeSpan.FromMinutes(10), default)):n1} ms (goal ≤ 5), "
                        + $"the mean of each of {Checks:n0} checks {await Middle(_ => store.Means(from, from.AddDays(1), default)):n1} ms (goal ≤ 30)");
                }
            }
        }
        finally { Directory.Delete(folder.Path, true); }
    }

    static async Task<double> Middle(Func<int, Task> ask)
    {
        var times = new List<double>();
        for (var i = 0; i < 31; i++)
        {
            var watch = Stopwatch.StartNew();
            await ask(i);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        return times.Order().ElementAt(15);
    }
}
