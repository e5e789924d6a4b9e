// What was taken from which inventory, and what was left out and why: so that a file that comes twice changes nothing, and every section is accounted for.
using Steward.Platform.Audit;

namespace Steward.Assets.Inventories;

/// <summary>The row is written once for each device of each file, by the SHA-256 of what it says.</summary>
sealed class IntakeRow : ITenantRow, INotAudited
{
    public IntakeId Id { get; init; }
    public AssetId Asset { get; init; }
    public CustomerId Customer { get; init; }
    public required string Sha256 { get; init; }
    public string File { get; init; } = "";
    public string Agent { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public string By { get; init; } = "";
    public IntakeOutcome Outcome { get; init; }
    public bool Partial { get; init; }
    public int Changes { get; init; }
    public List<SectionTaken> Sections { get; init; } = [];
    /// <summary>What and why of each <see cref="Assets.LeftOut"/>, the reason as the key of its text.</summary>
    public List<string> Left { get; init; } = [];

    public IReadOnlyList<LeftOut> LeftOut => [.. Left.Select(l => l.Split('\t')).Select(l => new LeftOut(l[0], l[1]))];
}
