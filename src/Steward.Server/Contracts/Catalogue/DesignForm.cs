// Designs the form of a draft: a question is set by its key, anew or instead of the one that is there, or taken out.
using System.ComponentModel.DataAnnotations;
using Steward.Platform.Fields;
using Steward.Platform.Web;

namespace Steward.Contracts.Catalogue;

/// <summary>Choices stand one a line, in both languages in the same order.</summary>
public sealed record SetField(
    CatalogueItemId Item, [property: Required, StringLength(40)] string Key, FieldKind Kind, [property: Required, StringLength(120)] string Label, [property: Required, StringLength(120)] string LabelEn, bool Required = false,
    [property: StringLength(200)] string Hint = "", [property: StringLength(200)] string HintEn = "", decimal? Least = null, decimal? Most = null, [property: StringLength(2000)] string Choices = "", [property: StringLength(2000)] string ChoicesEn = "", [property: StringLength(20)] string Unit = "");

public sealed record DropField(CatalogueItemId Item, [property: Required, StringLength(40)] string Key);

sealed class SetFieldHandler(StewardDb db, CatalogueWork work) : IVerb<SetField, Done>
{
    public async Task<Result<Done>> Handle(SetField ask, CancellationToken stop)
    {
        if (!(await work.Draft(ask.Item, stop)).TryGet(out var item, out var refusal)) return refusal;
        var field = new FormField(ask.Key, ask.Kind, ask.Label.Trim(), ask.LabelEn.Trim(), ask.Required, ask.Hint.Trim(), ask.HintEn.Trim(), ask.Least, ask.Most,
            ask.Kind == FieldKind.Choice ? FormDesign.Lines(ask.Choices) : null, ask.Kind == FieldKind.Choice ? FormDesign.Lines(ask.ChoicesEn) : null, ask.Kind == FieldKind.Number ? ask.Unit.Trim() : "");
        // Whoever asks for something may have few rights: only what is theirs can be named.
        if (field.Kind is FieldKind.Asset or FieldKind.Contact) return new BadField("kind", "field.unreadable");
        if (FormDesign.Fault(field) is { } fault) return fault;
        item.Form = item.Form.Any(f => f.Key == field.Key) ? [.. item.Form.Select(f => f.Key == field.Key ? field : f)] : [.. item.Form, field];
        return await db.TryCommit(stop);
    }
}

sealed class DropFieldHandler(StewardDb db, CatalogueWork work) : IVerb<DropField, Done>
{
    public async Task<Result<Done>> Handle(DropField ask, CancellationToken stop)
    {
        if (!(await work.Draft(ask.Item, stop)).TryGet(out var item, out var refusal)) return refusal;
        if (item.Form.All(f => f.Key != ask.Key)) return new NotFound();
        item.Form = [.. item.Form.Where(f => f.Key != ask.Key)];
        return await db.TryCommit(stop);
    }
}
