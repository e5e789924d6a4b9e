// A display: a screen on a wall that nobody signs in at, and what it may show.
using Steward.People;
using Steward.Platform.Audit;
using Steward.Platform.Text;

namespace Steward.Access;

public readonly record struct DisplayId(Guid Value) : IId<DisplayId> { public static DisplayId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>The way in of a screen: opens the wall and its stream, read-only, and nothing else. Only the SHA-256 of the secret is kept: it is random, so a slow hash would protect nothing.</summary>
public sealed class Display
{
    public DisplayId Id { get; init; }
    public required string Name { get; init; }
    [Secret] public required byte[] Hash { get; init; }
    /// <summary>Whose data it shows; none means everybody's.</summary>
    public required List<CustomerId> Customers { get; init; }
    /// <summary>Of these customers only these sites; none means all.</summary>
    public required List<SiteId> Sites { get; init; }
    public Language Language { get; init; }
    public required string MadeBy { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset Until { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }
    /// <summary>To the minute; written past the audit, since a screen looks all day.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }

    public bool IsGood(DateTimeOffset now) => RevokedAt is null && now < Until;
}
