// Takes many files one after the other and says of each what became of it; none is passed over, and a bad one holds up no other.
using Steward.Assets.Inventories;
using Steward.People;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Assets;

public enum IntakeOutcome { Added, Updated, Unchanged, Older, Refused }

public sealed record SectionTaken(string Section, int Count);

/// <summary>Something that was not kept; <see cref="Key"/> is the text that says why.</summary>
public sealed record LeftOut(string What, string Key)
{
    public string Reason => Texts.T(Key);
}

/// <summary>What became of one device of a file. Refused ones name code and sentence.</summary>
public sealed record DeviceTaken(
    IntakeOutcome Outcome, AssetId? Asset, string Tag, string Name, AssetKind Kind, bool Partial, int Changes, IReadOnlyList<SectionTaken> Sections, IReadOnlyList<LeftOut> LeftOut, string Code = "", string Sentence = "");

/// <summary>A file and what became of it: its devices, or the refusal with its id, its sentence and, where there is one, the field.</summary>
public sealed record FileTaken(string File, IReadOnlyList<DeviceTaken> Devices, string Code = "", string Sentence = "", string Field = "")
{
    public bool Refused => Code.Length > 0 || Devices.Any(d => d.Outcome == IntakeOutcome.Refused);
}

public sealed class InventoryIntake(IVerb<TakeInventory, InventoryTaken> take)
{
    public async Task<FileTaken> Take(CustomerId customer, SiteId? site, string name, byte[] content, CancellationToken stop) =>
        (await take.Handle(new(customer, name, content, site), stop)).TryGet(out var taken, out var refusal) ? new(name, taken.Devices)
            : new(name, [], refusal.Code, refusal is BadInput input ? string.Join(" ", input.Fields.Select(f => f.Sentence)) : refusal.Sentence, refusal.Field ?? "");
}
