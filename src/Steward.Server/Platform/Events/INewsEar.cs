// Lets a room hear news of the rooms below it: each piece once, in the order of the log, on any number of nodes.
namespace Steward.Platform.Events;

/// <summary>News that somebody waits for: the sweeps of this node that listen run at once, those of other nodes at their rhythm.</summary>
public interface IPressing : INews;

/// <summary>
/// Hears the kinds of news that it names. <see cref="Hear"/> adds to the unit of work and never saves: what it does goes to disk together with the mark that this piece
/// was heard, so that it is done once, however many nodes listen and whenever one of them dies. What it answers are the news of that commit.
/// </summary>
public interface INewsEar
{
    /// <summary>The name under which it is kept how far it has heard; never renamed.</summary>
    string Name { get; }
    IReadOnlyCollection<Type> Kinds { get; }
    Task<IReadOnlyList<INews>> Hear(INews news, DateTimeOffset now, CancellationToken stop);
}
