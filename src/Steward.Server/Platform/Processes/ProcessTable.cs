// A process as a table in code: states, who may move between them, and what must be filled in. Guards and diagrams both read it.
namespace Steward.Platform.Processes;

/// <summary>One allowed step: <paramref name="Verb"/> leads from one of <paramref name="From"/> to <paramref name="To"/> (null: the state stays).</summary>
/// <param name="Right">The right that the step needs, as its module names it; shown in the diagram.</param>
/// <param name="Required">Fields that must be filled before the step.</param>
public sealed record Transition<TState>(string Verb, TState[] From, TState? To, string Right, params string[] Required) where TState : struct, Enum;

/// <summary>A version of a process. A record keeps the version it began with; a new version is a new table, the old one stays.</summary>
public sealed record ProcessTable<TState>(string Name, int Version, TState Start, IReadOnlyList<Transition<TState>> Transitions) where TState : struct, Enum
{
    /// <summary>The step that <paramref name="verb"/> is from <paramref name="state"/>, or null where it is not allowed.</summary>
    public Transition<TState>? Step(TState state, string verb) => Transitions.FirstOrDefault(t => t.Verb == verb && t.From.Contains(state));

    /// <summary>Whether any verb leads from one state to the other: history is judged by this.</summary>
    public bool Allows(TState from, TState to) => Transitions.Any(t => t.From.Contains(from) && t.To is { } end && end.Equals(to));

    public IEnumerable<string> VerbsFrom(TState state) => Transitions.Where(t => t.From.Contains(state)).Select(t => t.Verb).Distinct();
}
