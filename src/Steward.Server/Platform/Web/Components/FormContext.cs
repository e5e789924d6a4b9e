// What a form tells its fields: a prefix for their ids and what the server refused.
using Steward.Platform.Outcomes;

namespace Steward.Platform.Web.Components;

public sealed record FormContext(string Id, Refusal? Refusal)
{
    public string FieldId(string name) => $"{Id}-{name}";

    /// <summary>The sentence about one field, if the refusal is about it.</summary>
    public string? Problem(string name) => Refusal switch
    {
        BadInput bad => bad.Fields.FirstOrDefault(f => Same(f.Name, name))?.Sentence,
        { Field: { } field } refusal when Same(field, name) => refusal.Sentence,
        _ => null,
    };

    static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
