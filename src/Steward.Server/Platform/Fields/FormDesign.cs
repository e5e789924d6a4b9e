// What keeps a designed question from being asked: pure.
using System.Text.RegularExpressions;

namespace Steward.Platform.Fields;

static partial class FormDesign
{
    /// <summary>What keeps a question from being asked.</summary>
    public static Refusal? Fault(FormField field)
    {
        if (!IsKey(field.Key)) return new BadInput([new("key", "Catalogue.BadKey")]);
        if (field.Kind == FieldKind.Choice && field.Choices is not { Count: > 1 }) return new BadInput([new("choices", "Catalogue.TwoChoices")]);
        if (field.ChoicesEn is { Count: > 0 } english && english.Count != field.Choices?.Count) return new BadInput([new("choicesEn", "Catalogue.SameChoices")]);
        if (field.Least > field.Most) return new BadInput([new("most", "Catalogue.LeastMost")]);
        if (field.Kind is FieldKind.Text or FieldKind.LongText && field.Most is { } most && (most < 1 || most > FormField.LongestLongText || most != decimal.Truncate(most)))
            return new BadInput([new("most", "field.range", 1, FormField.LongestLongText)]);
        return null;
    }

    public static IReadOnlyList<string>? Lines(string text) => text.Length == 0 ? null : [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];

    public static bool IsKey(string text) => Key().IsMatch(text);

    [GeneratedRegex("^[a-z][a-zA-Z0-9]{0,39}$")] private static partial Regex Key();
}
