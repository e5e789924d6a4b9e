// How an answer is written so that an index finds it and orders it, and how programs read it: pure.
using System.Globalization;
using System.Text.Json.Nodes;

namespace Steward.Platform.Fields;

static class FieldValues
{
    /// <summary>Of a long text its beginning is found.</summary>
    public const int Longest = 100;

    const decimal Far = 1_000_000_000_000_000m;

    /// <summary>Texts without regard to case; numbers all equally long and above zero, so that they are ordered as they count.</summary>
    public static string Of(FieldKind kind, string value) => kind switch
    {
        FieldKind.Number => decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? (Math.Clamp(number, -Far, Far) + Far).ToString("0000000000000000.000000", CultureInfo.InvariantCulture) : "",
        FieldKind.Text or FieldKind.LongText => value.ToLowerInvariant() is var text && text.Length > Longest ? text[..Longest] : text,
        FieldKind.Choice => value.Length > Longest ? value[..Longest] : value,
        FieldKind.Date or FieldKind.YesNo or FieldKind.MyAsset or FieldKind.Asset or FieldKind.Contact => value.ToLowerInvariant(),
    };

    /// <summary>By key, as it is sent too: numbers as numbers, yes and no as true and false, all else as text.</summary>
    public static JsonObject Json(IEnumerable<Answer> answers) => new(answers.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)(a.Kind switch
    {
        FieldKind.Number when decimal.TryParse(a.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        FieldKind.YesNo => JsonValue.Create(a.Value == "true"),
        _ => JsonValue.Create(a.Value),
    }))));

    /// <summary>What the search finds of it.</summary>
    public static string Words(IEnumerable<Answer> answers) => string.Join(' ', answers.Where(a => !a.Internal && a.Kind is FieldKind.Text or FieldKind.LongText or FieldKind.Choice).Select(a => a.Shown));
}
