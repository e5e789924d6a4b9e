// What is looked at and what was seen: orders go down to the probe, results come up from it.
namespace Steward.Protocol;

public enum CheckKind { Icmp, Tcp, Http }

/// <summary>Blind: the probe itself could not look, which says nothing about the target.</summary>
public enum Outcome { Up, Down, Blind }

/// <summary>One thing to look at again and again. <paramref name="Retries"/> quick confirmations follow a first failure, all of them within one second.</summary>
public sealed record CheckOrder(Guid Check, CheckKind Kind, string Target, int Port, int IntervalSeconds, int TimeoutMs, int Retries, HttpOrder? Http);

/// <summary>What a web page must answer. No statuses: any from 200 to 399. An empty text is not looked for.</summary>
public sealed record HttpOrder(string Url, string Contains, int[] Statuses, bool VerifyCertificate);

/// <summary>
/// One look at one thing, at the probe's clock. <paramref name="Confirming"/>: one of the quick retries after a first failure.
/// <paramref name="Ms"/>: how long the answer took, or how long was waited in vain.
/// </summary>
public sealed record CheckResult(Guid Check, DateTimeOffset At, Outcome Outcome, double Ms, string Detail, DateTimeOffset? CertificateUntil, bool Confirming);

/// <summary>
/// Results in the order in which they went to the probe's disk. Each result has a number, counted from 1; <paramref name="Sequence"/> is that of the last one
/// here. So a batch that comes twice, or comes again with more behind it, is never counted twice.
/// </summary>
public sealed record Batch(long Sequence, DateTimeOffset SentAt, IReadOnlyList<CheckResult> Results)
{
    public const int MostResults = 2000, LongestDetail = 500;

    /// <summary>The number of the first result.</summary>
    public long First() => Sequence - Results.Count + 1;
}
