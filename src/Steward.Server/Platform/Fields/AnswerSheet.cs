// Reads what was answered to a designed form: every question by its own rules, every fault at its field. Pure.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Steward.Platform.Text;

namespace Steward.Platform.Fields;

static class AnswerSheet
{
    /// <summary>The object of the request in which the answers to a catalogue item's form are sent; and those to custom fields.</summary>
    public const string Form = "answers", Fields = "fields";

    /// <summary>The field of the request in which the answer to a question is sent.</summary>
    public static string NameOf(string key, string of = Form) => $"{of}.{key}";

    public static Result<IReadOnlyList<Answer>> Read(IReadOnlyList<FormField> form, JsonObject? given, IReadOnlyList<KnownRecord> known, string of = Form)
    {
        var (answers, faults) = (new List<Answer>(), new List<BadField>());
        foreach (var (key, _) in given ?? [])
            if (form.All(f => f.Key != key)) faults.Add(new(NameOf(key, of), "DESK-351"));
        foreach (var field in form)
        {
            var text = Text(given?[field.Key]);
            if (text is null) faults.Add(new(NameOf(field.Key, of), "field.unreadable"));
            else if (text.Length == 0)
            {
                if (field.Required) faults.Add(new(NameOf(field.Key, of), "field.required"));
            }
            else if (Fault(field, text, known) is { } fault) faults.Add(fault with { Name = NameOf(field.Key, of) });
            else answers.Add(Shown(field, text, known));
        }
        return faults.Count > 0 ? new BadInput(faults) : answers;
    }

    /// <summary>Null for what is no single value.</summary>
    static string? Text(JsonNode? node) => node is null ? "" : node.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>().Trim(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => node.ToJsonString(),
        _ => null,
    };

    static BadField? Fault(FormField field, string text, IReadOnlyList<KnownRecord> known)
    {
        const string name = "";
        switch (field.Kind)
        {
            case FieldKind.Text or FieldKind.LongText:
                return text.Length > field.MostCharacters ? new(name, "field.too-long", field.MostCharacters) : null;
            case FieldKind.Number:
                if (!decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)) return new(name, "field.number");
                if (!(number < field.Least || number > field.Most)) return null;
                return (field.Least, field.Most) switch
                {
                    ({ } least, { } most) => new(name, "field.range", least, most),
                    ({ } least, null) => new(name, "field.least", least),
                    (null, { } most) => new(name, "field.most", most),
                    (null, null) => null,
                };
            case FieldKind.Date:
                return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : new(name, "field.unreadable");
            case FieldKind.Choice:
                return field.Choices?.Contains(text) == true ? null : new(name, "field.unreadable");
            case FieldKind.YesNo:
                return text is "true" or "false" ? null : new(name, "field.unreadable");
            case FieldKind.MyAsset or FieldKind.Asset or FieldKind.Contact:
                return Guid.TryParse(text, out var id) && known.Any(r => r.Kind == field.Kind && r.Id == id) ? null : new(name, field.Kind == FieldKind.MyAsset ? "DESK-352" : "STW-404");
            default:
                return new(name, "field.unreadable");
        }
    }

    static Answer Shown(FormField field, string text, IReadOnlyList<KnownRecord> known)
    {
        var (chinese, english) = field.Kind switch
        {
            FieldKind.Choice => (text, field.ChoicesEn is { } choices && field.Choices!.ToList().IndexOf(text) is var at && at < choices.Count ? choices[at] : text),
            FieldKind.YesNo => (Texts.In(Language.Zh, $"Request.{text}"), Texts.In(Language.En, $"Request.{text}")),
            FieldKind.MyAsset or FieldKind.Asset or FieldKind.Contact => known.First(r => r.Kind == field.Kind && r.Id == Guid.Parse(text)).Said is var said ? (said, said) : default,
            FieldKind.Number when field.Unit.Length > 0 => ($"{text} {field.Unit}", $"{text} {field.Unit}"),
            FieldKind.Text or FieldKind.LongText or FieldKind.Number or FieldKind.Date => (text, text),
        };
        return new(field.Key, field.Kind, field.Label, field.LabelEn, text, chinese, english);
    }
}
