// What a form tells its fields, a prefix for their ids and what the server refused, and what they tell it: their labels.
using Steward.Platform.Outcomes;

namespace Steward.Platform.Web.Components;

public sealed class FormContext(string id, Refusal? refusal)
{
    readonly Dictionary<string, string> labels = new(StringComparer.OrdinalIgnoreCase);

    public string Id => id;
    public Refusal? Refusal => refusal;

    /// <summary>A field is drawn after the summary that names it.</summary>
    public event Action? Labelled;

    public string FieldId(string name) => $"{id}-{name}";

    public void Label(string name, string label)
    {
        labels[name] = label;
        if (refusal is BadInput) Labelled?.Invoke();
    }

    /// <summary>What the reader calls the field; null for one that the form does not show.</summary>
    public string? LabelOf(string name) => labels.GetValueOrDefault(name);

    /// <summary>The sentence about one field, if the refusal is about it.</summary>
    public string? Problem(string name) => refusal switch
    {
        BadInput bad => bad.Fields.FirstOrDefault(f => Same(f.Name, name))?.Sentence,
        { Field: { } field } single when Same(field, name) => single.Sentence,
        _ => null,
    };

    static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
