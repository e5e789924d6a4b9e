// What the room above hands in: who takes the results, and who says what a probe is to look at.
using Steward.Platform.Events;
using Steward.Protocol;

namespace Steward.Probes;

/// <summary>
/// Results of a probe that were not taken before: the numbers from <paramref name="After"/> (not included) through <paramref name="Through"/>, as far as the probe still had them.
/// </summary>
public sealed record Handed(ProbeId Probe, CustomerId Customer, long After, long Through, IReadOnlyList<CheckResult> Results, DateTimeOffset ReceivedAt);

/// <summary>
/// Takes results, each exactly once and in the order of the probe. It adds to the unit of work and never saves: its rows go to disk in the commit that
/// counts the batch as taken. It answers the news for that commit. A check that is not this probe's it passes over: a probe may say what it likes.
/// </summary>
public interface IProbeInlet
{
    Task<IReadOnlyList<INews>> Take(Handed handed, CancellationToken stop);
}

/// <summary>Answers what a probe is to look at, in an order that stays the same.</summary>
public interface IProbeWork
{
    Task<IReadOnlyList<CheckOrder>> Orders(ProbeId probe, CancellationToken stop);
}
