// The rights matrix as a table: every cell is read from the data that the server checks by.
using Steward.Access.Rights;

namespace Steward.Access.Pages;

/// <summary>What a role may do with a thing; each right with the words that narrow it, none when it holds without narrowing.</summary>
public sealed record MatrixCell(Role Role, IReadOnlyList<MatrixRight> Rights);
public sealed record MatrixRight(Right Right, IReadOnlyList<string> Narrowed);
public sealed record MatrixRow(Thing Thing, IReadOnlyList<MatrixCell> Cells);

public sealed record MatrixView(IReadOnlyList<Role> Roles, IReadOnlyList<MatrixRow> Rows)
{
    public static MatrixView Make() => new(Enum.GetValues<Role>(),
        [.. Enum.GetValues<Thing>().Select(thing => new MatrixRow(thing, [.. Enum.GetValues<Role>().Select(role => new MatrixCell(role,
            [.. Enum.GetValues<Right>().Where(right => RightsMatrix.Allows(role, thing, right)).Select(right => new MatrixRight(right, Narrowings(role, thing, right)))]))]))]);

    static IReadOnlyList<string> Narrowings(Role role, Thing thing, Right right) =>
        RightsMatrix.Of(role, thing, right) is var words && words.Contains(RightsMatrix.Wide) ? [] : words;
}
