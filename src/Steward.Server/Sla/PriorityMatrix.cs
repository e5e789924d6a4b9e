// Turns impact and urgency into a priority, as the agreement lays down.
namespace Steward.Sla;

/// <summary>Four rows (impact 1–4) of four priorities (urgency 1–4).</summary>
public sealed record PriorityMatrix(IReadOnlyList<IReadOnlyList<Priority>> Rows)
{
    public static PriorityMatrix Standard { get; } = new(
    [
        [Priority.P1, Priority.P1, Priority.P2, Priority.P3],
        [Priority.P1, Priority.P2, Priority.P2, Priority.P3],
        [Priority.P2, Priority.P3, Priority.P3, Priority.P4],
        [Priority.P3, Priority.P3, Priority.P4, Priority.P4],
    ]);

    public Priority this[Impact impact, Urgency urgency] => Rows[(int)impact - 1][(int)urgency - 1];

    /// <summary>Complete, and never less urgent when impact or urgency grows.</summary>
    public bool IsSound() =>
        Rows.Count == 4 && Rows.All(r => r.Count == 4)
        && Rows.All(Rising) && Enumerable.Range(0, 4).All(column => Rising([.. Rows.Select(r => r[column])]));

    static bool Rising(IReadOnlyList<Priority> line) => line.Zip(line.Skip(1)).All(pair => pair.First <= pair.Second);
}
