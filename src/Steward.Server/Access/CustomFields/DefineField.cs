// Defines a custom field, changes what it asks, retires it and brings it back; each change is a version of its own.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.People;
using Steward.Platform.Fields;
using Steward.Platform.Web;

namespace Steward.Access.CustomFields;

/// <summary>For one customer, or for all. Choices stand one a line, in both languages in the same order.</summary>
/// <param name="Record">The kind of record: incident, request, asset or contact.</param>
public sealed record DefineField(
    [property: Required, StringLength(40)] string Record, [property: Required, StringLength(40)] string Key, FieldKind Kind, [property: Required, StringLength(120)] string Label, [property: Required, StringLength(120)] string LabelEn,
    CustomerId? ForCustomer = null, FieldNeed Need = FieldNeed.Optional, bool Visible = false, [property: Range(0, 999)] int Place = 0, [property: StringLength(200)] string Hint = "", [property: StringLength(200)] string HintEn = "",
    decimal? Least = null, decimal? Most = null, [property: StringLength(20)] string Unit = "", [property: StringLength(2000)] string Choices = "", [property: StringLength(2000)] string ChoicesEn = "");

/// <summary>Key, kind and customer stay. A choice that is left out can be given no more; who has it keeps it.</summary>
public sealed record ChangeField(
    FieldId Field, int Version, [property: Required, StringLength(120)] string Label, [property: Required, StringLength(120)] string LabelEn,
    FieldNeed Need = FieldNeed.Optional, bool Visible = false, [property: Range(0, 999)] int Place = 0, [property: StringLength(200)] string Hint = "", [property: StringLength(200)] string HintEn = "",
    decimal? Least = null, decimal? Most = null, [property: StringLength(20)] string Unit = "", [property: StringLength(2000)] string Choices = "", [property: StringLength(2000)] string ChoicesEn = "");

/// <summary>It is asked no more; what was answered stays.</summary>
public sealed record RetireField(FieldId Field);
public sealed record RestoreField(FieldId Field);

/// <summary>A field of the same kind of record has the key already.</summary>
sealed record KeyTaken(string Key) : Refusal("ACC-195", Key) { public override string? Field => "key"; }
sealed record TooManyFields(int Most) : Refusal("ACC-196", Most);
/// <summary>Records of this kind are never finished.</summary>
sealed record NothingCloses() : Refusal("ACC-197") { public override string? Field => "need"; public override int Status => 400; }

sealed class DefineFieldHandler(StewardDb db, FieldBook book, Me me, IdSource ids, TimeProvider time) : IVerb<DefineField, FieldId>
{
    public const int Most = 100;

    public async Task<Result<FieldId>> Handle(DefineField ask, CancellationToken stop)
    {
        if (book.Record(ask.Record) is not { } record) return new BadField("record", "field.unreadable");
        if (ask.ForCustomer is { } customer && !await db.Set<Customer>().AnyAsync(c => c.Id == customer, stop)) return new BadField("forCustomer", "STW-404");
        // Whose a device is changes with who asks: a record has one answer for everybody.
        if (ask.Kind == FieldKind.MyAsset) return new BadField("kind", "field.unreadable");
        if (ask.Need == FieldNeed.AtClosing && !record.Closes) return new NothingCloses();
        var question = Fields.Question(ask.Key, ask.Kind, ask.Label, ask.LabelEn, ask.Hint, ask.HintEn, ask.Least, ask.Most, ask.Unit, ask.Choices, ask.ChoicesEn);
        if (FormDesign.Fault(question) is { } fault) return fault;
        var (of, now) = (ask.ForCustomer ?? default(CustomerId), time.Now());
        var there = await db.Set<CustomField>().AsNoTracking().Where(f => f.Record == ask.Record).Select(f => new { f.Key, f.ForCustomer }).ToListAsync(stop);
        if (there.Any(f => f.Key == ask.Key && (of == default || f.ForCustomer == default || f.ForCustomer == of))) return new KeyTaken(ask.Key);
        if (there.Count(f => f.ForCustomer == of) >= Most) return new TooManyFields(Most);
        var field = new CustomField { Id = ids.New<FieldId>(now), Record = ask.Record, ForCustomer = of, Key = ask.Key, Kind = ask.Kind, Question = question, Need = ask.Need, Visible = ask.Visible, Place = ask.Place };
        db.AddRange(field, Fields.Now(field, me.Signed, now));
        return (await db.TryCommit(stop)).Refusal is { } refusal ? refusal : field.Id;
    }
}

static class Fields
{
    public static FormField Question(string key, FieldKind kind, string label, string labelEn, string hint, string hintEn, decimal? least, decimal? most, string unit, string choices, string choicesEn) => new(
        key, kind, label.Trim(), labelEn.Trim(), false, hint.Trim(), hintEn.Trim(), kind is FieldKind.Number ? least : null, kind is FieldKind.Number or FieldKind.Text or FieldKind.LongText ? most : null,
        kind == FieldKind.Choice ? FormDesign.Lines(choices) : null, kind == FieldKind.Choice ? FormDesign.Lines(choicesEn) : null, kind == FieldKind.Number ? unit.Trim() : "");

    public static CustomFieldVersion Now(CustomField field, string by, DateTimeOffset at) => new() { Field = field.Id, Number = field.Number, Question = field.Question, Need = field.Need, Visible = field.Visible, By = by, At = at };
}

sealed class ChangeFieldHandler(StewardDb db, FieldBook book, Me me, TimeProvider time) : IVerb<ChangeField, Done>
{
    public async Task<Result<Done>> Handle(ChangeField ask, CancellationToken stop)
    {
        if (await db.Set<CustomField>().SingleOrDefaultAsync(f => f.Id == ask.Field, stop) is not { } field) return new NotFound();
        if (field.Version != ask.Version) return new ChangedMeanwhile();
        if (ask.Need == FieldNeed.AtClosing && book.Record(field.Record) is { Closes: false }) return new NothingCloses();
        var question = Fields.Question(field.Key, field.Kind, ask.Label, ask.LabelEn, ask.Hint, ask.HintEn, ask.Least, ask.Most, ask.Unit, ask.Choices, ask.ChoicesEn);
        if (FormDesign.Fault(question) is { } fault) return fault;
        (field.Question, field.Need, field.Visible, field.Place) = (question, ask.Need, ask.Visible, ask.Place);
        field.Number++;
        db.Add(Fields.Now(field, me.Signed, time.Now()));
        return await db.TryCommit(stop);
    }
}

sealed class RetireFieldHandler(StewardDb db) : IVerb<RetireField, Done>
{
    public async Task<Result<Done>> Handle(RetireField ask, CancellationToken stop)
    {
        if (await db.Set<CustomField>().SingleOrDefaultAsync(f => f.Id == ask.Field, stop) is not { } field) return new NotFound();
        field.Retired = true;
        return await db.TryCommit(stop);
    }
}

sealed class RestoreFieldHandler(StewardDb db) : IVerb<RestoreField, Done>
{
    public async Task<Result<Done>> Handle(RestoreField ask, CancellationToken stop)
    {
        if (await db.Set<CustomField>().SingleOrDefaultAsync(f => f.Id == ask.Field, stop) is not { } field) return new NotFound();
        field.Retired = false;
        return await db.TryCommit(stop);
    }
}
