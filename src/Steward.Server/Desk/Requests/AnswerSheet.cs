// Reads what was answered to a designed form: every question by its own rules, every fault at its field. Pure.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Steward.Contracts;

namespace Steward.Desk.Requests;

/// <summary>A device that may be named, and how people read it.</summary>
public sealed record KnownDevice(Guid Id, string Said);

static class AnswerSheet
{
    /// <summary>The field of the request in which the answer to a question is sent.</summary>
    public static string NameOf(string key) => $"answers.{key}";

    public static Result<IReadOnlyList<Answer>> Read(IReadOnlyList<FormField> form, JsonObject? given, IReadOnlyList<KnownDevice> devices)
    {
        var (answers, faults) = (new List<Answer>(), new List<BadField>());
        foreach (var (key, _) in given ?? [])
            if (form.All(f => f.Key != key)) faults.Add(new(NameOf(key), "DESK-351"));
        foreach (var field in form)
        {
            var text = Text(given?[field.Key]);
            if (text is null) faults.Add(new(NameOf(field.Key), "field.unreadable"));
            else if (text.Length == 0)
            {
                if (field.Required) faults.Add(new(NameOf(field.Key), "field.required"));
            }
            else if (Fault(field, text, devices) is { } fault) faults.Add(fault);
            else answers.Add(Shown(field, text, devices));
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

    static BadField? Fault(FormField field, string text, IReadOnlyList<KnownDevice> devices)
    {
        var name = NameOf(field.Key);
        switch (field.Kind)
        {
            case FieldKind.Text or FieldKind.LongText:
                return text.Length > field.MostCharacters ? new(name, "field.too-long", field.MostCharacters) : null;
            case FieldKind.Number:
                if (!decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)) return new(name, "field.unreadable");
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
            case FieldKind.MyAsset:
                return Guid.TryParse(text, out var id) && devices.Any(d => d.Id == id) ? null : new(name, "DESK-352");
            default:
                return new(name, "field.unreadable");
        }
    }

    static Answer Shown(FormField field, string text, IReadOnlyList<KnownDevice> devices)
    {
        var (chinese, english) = field.Kind switch
        {
            FieldKind.Choice => (text, field.ChoicesEn is { } choices && field.Choices!.ToList().IndexOf(text) is var at && at < choices.Count ? choices[at] : text),
            FieldKind.YesNo => (Platform.Text.Texts.In(Platform.Text.Language.Zh, $"Request.{text}"), Platform.Text.Texts.In(Platform.Text.Language.En, $"Request.{text}")),
            FieldKind.MyAsset => devices.First(d => d.Id == Guid.Parse(text)).Said is var said ? (said, said) : default,
            FieldKind.Text or FieldKind.LongText or FieldKind.Number or FieldKind.Date => (text, text),
        };
        return new(field.Key, field.Kind, field.Label, field.LabelEn, text, chinese, english);
    }
}
