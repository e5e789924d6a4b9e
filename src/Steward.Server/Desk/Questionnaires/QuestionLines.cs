// Reads the questions of one's own as people write them, a line each, and writes them back. Pure.
using Steward.Contracts;
using Steward.Platform.Fields;
using Steward.Platform.Text;

namespace Steward.Desk.Questionnaires;

/// <summary>
/// A line is <c>kind | question in Chinese | question in English</c>, a choice with two more parts: its options in both languages, divided by <c>/</c>. Kinds: score (1 to 5, must be answered), choice (must be answered) and
/// text (may be left empty), also by the words of the texts <c>QuestionKind</c>.
/// </summary>
static class QuestionLines
{
    public const int Most = 20;
    static readonly (string Word, FieldKind Kind)[] Kinds = [("score", FieldKind.Number), ("choice", FieldKind.Choice), ("text", FieldKind.LongText)];

    static FieldKind? Kind(string word) =>
        Kinds.Where(k => word.Equals(k.Word, StringComparison.OrdinalIgnoreCase) || word == Texts.In(Language.Zh, $"QuestionKind.{k.Word}")).Select(k => (FieldKind?)k.Kind).FirstOrDefault();

    public static Result<IReadOnlyList<FormField>> Read(string text)
    {
        var (fields, faults) = (new List<FormField>(), new List<BadField>());
        foreach (var (line, number) in text.Split('\n').Select((l, i) => (l.Trim(), i + 1)).Where(l => l.Item1.Length > 0))
        {
            if (Field(line, $"q{fields.Count + 1}") is { } field) fields.Add(field);
            else faults.Add(new("questions", "Round.BadLine", number, line));
        }
        if (fields.Count > Most) faults.Add(new("questions", "Round.TooMany", Most));
        return faults.Count > 0 ? new BadInput(faults) : fields;
    }

    static FormField? Field(string line, string key)
    {
        var parts = line.Split(['|', '\uFF5C'], StringSplitOptions.TrimEntries);
        if (parts.Length < 2 || Kind(parts[0]) is not { } kind || parts[1].Length is 0 or > 120) return null;
        var english = parts.Length > 2 && parts[2].Length > 0 ? parts[2] : parts[1];
        if (english.Length > 120) return null;
        if (kind == FieldKind.Number) return parts.Length > 3 ? null : new(key, kind, parts[1], english, Required: true, Least: 1, Most: 5);
        if (kind == FieldKind.LongText) return parts.Length > 3 ? null : new(key, kind, parts[1], english, Most: 2000);
        var choices = Choices(parts, 3);
        var inEnglish = parts.Length > 4 ? Choices(parts, 4) : choices;
        return choices.Count < 2 || choices.Distinct().Count() != choices.Count || inEnglish.Count != choices.Count ? null : new(key, kind, parts[1], english, Required: true, Choices: choices, ChoicesEn: inEnglish);
    }

    static IReadOnlyList<string> Choices(string[] parts, int at) => parts.Length > at ? parts[at].Split(['/', '\uFF0F'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary>The lines that read as this form.</summary>
    public static string Write(IReadOnlyList<FormField> form) => string.Join('\n', form.Select(Line));

    static string Line(FormField field)
    {
        List<string> parts = [Kinds.First(k => k.Kind == field.Kind).Word, field.Label, field.LabelEn];
        if (field.Kind == FieldKind.Choice) parts.AddRange([string.Join(" / ", field.Choices!), string.Join(" / ", field.ChoicesEn!)]);
        return string.Join(" | ", parts);
    }
}
