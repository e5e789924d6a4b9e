// Timed duties: each looks for rows whose deadline has passed and acts on them once, however many nodes look.
namespace Steward.Platform.Sweeps;

/// <summary>
/// A duty that is run again and again on every node. It must claim each row by a compare-and-set update, so that two nodes
/// sweeping at once do the work once. <see cref="RunOnce"/> answers how many rows it acted on; a busy sweep is run again at once.
/// </summary>
public interface ISweep
{
    string Name { get; }
    TimeSpan Every { get; }
    /// <summary>Also runs at once when news that somebody waits for was committed on this node (<see cref="Events.IPressing"/>).</summary>
    bool WakesAtNews => false;
    Task<int> RunOnce(DateTimeOffset now, CancellationToken stop);
}
