// A question of the register of assets to the room that runs changes.
namespace Steward.Assets;

/// <summary>Answers whether a controlled thing may be altered now, and under what; the room that runs the changes knows.</summary>
public interface IAlterationPermits
{
    /// <summary>The number of a change that names the asset and whose work has begun and is not closed; null: there is none.</summary>
    Task<string?> Under(AssetId asset, CancellationToken stop);
}
