// Where samples lie once they are taken: an embedded columnar file, or a store that speaks Prometheus.
namespace Steward.Monitoring.Metrics;

/// <summary>
/// Takes batches that may come twice and keeps each sample once. Stretches begin at multiples of the step since 1970 (UTC); those without a sample are left out.
/// </summary>
abstract class MetricStore
{
    public abstract Task Keep(IReadOnlyList<Intake> batches, CancellationToken stop);

    /// <summary>The intake holds these no more, so that they cannot come again.</summary>
    public virtual Task Forget(IReadOnlyList<Intake> batches, CancellationToken stop) => Task.CompletedTask;

    public abstract Task<IReadOnlyList<Stretch>> Read(CheckId check, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken stop);

    /// <summary>Of every check that has samples in [from, to), what they were like as a whole.</summary>
    public abstract Task<IReadOnlyDictionary<CheckId, Stretch>> Means(DateTimeOffset from, DateTimeOffset to, CancellationToken stop);

    /// <summary>Puts some of what has come in the order in which it is asked for, where the store does not see to it itself; true when there may be more to do.</summary>
    public virtual Task<bool> Tidy(DateTimeOffset now, CancellationToken stop) => Task.FromResult(false);

    /// <summary>Throws away what ended before <paramref name="oldest"/>, where the store does not see to it itself.</summary>
    public virtual Task Drop(DateTimeOffset oldest, CancellationToken stop) => Task.CompletedTask;

    public static DateTimeOffset Floor(DateTimeOffset at, TimeSpan step) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds() / (long)step.TotalMilliseconds * (long)step.TotalMilliseconds);
}
