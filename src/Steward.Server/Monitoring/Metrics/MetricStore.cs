// Where samples lie once they are taken: an embedded columnar file, or a store that speaks Prometheus.
using Steward.Protocol;

namespace Steward.Monitoring.Metrics;

/// <summary>What one check saw once. <see cref="Position"/> is its place in the intake, by which it is kept once.</summary>
readonly record struct Sample(long Position, CheckId Check, CustomerId Customer, DateTimeOffset At, Outcome Outcome, double Ms)
{
    /// <summary>To the microsecond: finer digits are noise, and cost three times the room.</summary>
    public double Milliseconds => Math.Round(Ms, 3);
}

/// <summary>
/// Takes batches that may come twice and keeps each sample once. Stretches begin at multiples of the step since 1970 (UTC); those without a sample are left out.
/// </summary>
abstract class MetricStore
{
    public abstract Task Keep(IReadOnlyList<Sample> batch, CancellationToken stop);

    /// <summary>The intake holds these no more, so that they cannot come again.</summary>
    public virtual Task Forget(IReadOnlyList<Sample> batch, CancellationToken stop) => Task.CompletedTask;

    public abstract Task<IReadOnlyList<Stretch>> Read(CheckId check, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken stop);

    /// <summary>Of every check that has samples in [from, to), what they were like as a whole.</summary>
    public abstract Task<IReadOnlyDictionary<CheckId, Stretch>> Means(DateTimeOffset from, DateTimeOffset to, CancellationToken stop);

    /// <summary>Throws away what ended before <paramref name="oldest"/>, where the store does not see to it itself.</summary>
    public virtual Task Drop(DateTimeOffset oldest, CancellationToken stop) => Task.CompletedTask;

    public static DateTimeOffset Floor(DateTimeOffset at, TimeSpan step) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds() / (long)step.TotalMilliseconds * (long)step.TotalMilliseconds);
}
