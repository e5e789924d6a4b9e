// Answers what a check's samples were like, from the metric store and from the intake that it has not taken yet.
using Microsoft.EntityFrameworkCore;
using Steward.Monitoring.Metrics;
using Steward.Protocol;

namespace Steward.Monitoring;

/// <summary>The samples of [At, At + step): how many answered and how fast, and how many did not.</summary>
public readonly record struct Stretch(DateTimeOffset At, int Answered, int Failed, double? MeanMs, double? MaxMs)
{
    public static Stretch operator +(Stretch a, Stretch b)
    {
        var answered = a.Answered + b.Answered;
        return new(a.At, answered, a.Failed + b.Failed, answered == 0 ? null : ((a.MeanMs ?? 0) * a.Answered + (b.MeanMs ?? 0) * b.Answered) / answered,
            a.MaxMs is { } x && b.MaxMs is { } y ? Math.Max(x, y) : a.MaxMs ?? b.MaxMs);
    }
}

sealed class SampleBook(StewardDb db, MetricStore store)
{
    /// <summary>Every stretch of [<paramref name="from"/>, <paramref name="to"/>), also those without a sample; both ends are moved to whole steps.</summary>
    public async Task<IReadOnlyList<Stretch>> Of(Check check, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken stop)
    {
        var first = MetricStore.Floor(from, step);
        // The intake first: a sample on its way is then counted at most twice for a moment, and never missed.
        var waiting = await db.Set<IntakeRow>().AsNoTracking().Where(r => r.Customer == check.Customer && r.LastAt >= first && r.FirstAt < to).ToListAsync(stop);
        var stretches = (await store.Read(check.Id, first, to, step, stop)).ToDictionary(s => s.At);
        foreach (var sample in waiting.SelectMany(r => r.Read().Samples).Where(s => s.Check == check.Id && s.At >= first && s.At < to))
        {
            var (at, up) = (MetricStore.Floor(sample.At, step), sample.Outcome == Outcome.Up);
            var one = new Stretch(at, up ? 1 : 0, up ? 0 : 1, up ? sample.Ms : null, up ? sample.Ms : null);
            stretches[at] = stretches.TryGetValue(at, out var known) ? known + one : one;
        }
        var all = new List<Stretch>();
        for (var at = first; at < to; at += step) all.Add(stretches.GetValueOrDefault(at, new(at, 0, 0, null, null)));
        return all;
    }
}
