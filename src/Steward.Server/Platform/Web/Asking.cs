// Reads a request record from JSON or a form and checks its fields, so that a wrong entry is answered by field and reason.
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Steward.Platform.Web;

static class Asking
{
    /// <summary>Form fields as JSON: blanks are left out but in objects, a repeated field becomes a list.</summary>
    public static JsonObject FromForm(IFormCollection form)
    {
        var body = new JsonObject();
        foreach (var (name, values) in form)
        {
            if (name.StartsWith("__", StringComparison.Ordinal) || name == "returnUrl") continue;
            var given = values.Where(v => !string.IsNullOrWhiteSpace(v)).ToArray();
            // "answers.place" is the field place of the object answers.
            if (name.Split('.') is [{ Length: > 0 } of, { Length: > 0 } part])
            {
                var inner = body[of] as JsonObject ?? [];
                body[of] = inner;
                // Here a blank says something: an answer is taken back.
                inner[part] = JsonValue.Create(given.Length > 0 ? given[^1]!.Trim() : "");
            }
            else if (name.EndsWith("[]", StringComparison.Ordinal)) body[name[..^2]] = new JsonArray([.. given.Select(v => (JsonNode?)JsonValue.Create(v))]);
            else if (given.Length > 0) body[name] = JsonValue.Create(given[^1]!.Trim());
        }
        return body;
    }

    public static Result<TAsk> Read<TAsk>(HttpContext http, JsonObject body) where TAsk : class
    {
        foreach (var (name, value) in http.Request.RouteValues)
            if (Fields<TAsk>.All.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } field)
            {
                Remove(body, field.Name);
                body[field.Name] = JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture));
            }
        var faults = new List<BadField>();
        foreach (var field in Fields<TAsk>.All)
        {
            var name = body.ContainsKey(field.Name) ? field.Name : body.Select(f => f.Key).FirstOrDefault(k => k.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
            var node = name is null ? null : body[name];
            var type = field.Plain;
            if (node is null)
            {
                // Many programs write null for what they do not give: the default holds then too.
                if (field.Required) faults.Add(new(field.Name, "field.required"));
                else if (name is not null) body.Remove(name);
                continue;
            }
            if (type == typeof(bool) && node.GetValueKind() == JsonValueKind.String)
                body[name!] = node = JsonValue.Create(node.GetValue<string>() is "true" or "on" or "1");
            if (type == typeof(DateTimeOffset) && node.GetValueKind() == JsonValueKind.String && LocalInstant(http, node.GetValue<string>()) is { } at)
                body[name!] = node = JsonValue.Create(at);
            try
            {
                var value = node.Deserialize(field.Type, Json.Options);
                // A number that stands for none of the words.
                if (type.IsEnum && value is not null && !Enum.IsDefined(type, value)) { faults.Add(new(field.Name, "field.unreadable")); continue; }
                foreach (var rule in field.Rules)
                    if (Broken(rule, value) is { } fault) { faults.Add(fault with { Name = field.Name }); break; }
            }
            catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException or NotSupportedException)
            {
                faults.Add(new(field.Name, "field.unreadable"));
            }
        }
        if (faults.Count > 0) return new BadInput(faults);
        try { return body.Deserialize<TAsk>(Json.Options)!; }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException) { return new BadField("$", "field.unreadable"); }
    }

    /// <summary>What a field of a request is called in JSON, and what it must be.</summary>
    sealed record FieldOf(string Name, Type Type, Type Plain, bool Required, ValidationAttribute[] Rules);

    /// <summary>The fields of one kind of request, found out once.</summary>
    static class Fields<TAsk>
    {
        public static readonly FieldOf[] All = [.. typeof(TAsk).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.Name != "EqualityContract")
            .Select(p => new FieldOf(Camel(p.Name), p.PropertyType, Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType, MustBeGiven(p), [.. p.GetCustomAttributes<ValidationAttribute>()]))];
    }

    static BadField? Broken(ValidationAttribute rule, object? value) => rule switch
    {
        RequiredAttribute when value is null or "" => new("", "field.required"),
        StringLengthAttribute length when value is string text && text.Length > length.MaximumLength => new("", "field.too-long", length.MaximumLength),
        StringLengthAttribute length when value is string text && text.Length < length.MinimumLength => new("", "field.too-short", length.MinimumLength),
        RangeAttribute range when !range.IsValid(value) => new("", "field.range", range.Minimum, range.Maximum),
        EmailAddressAttribute mail when !mail.IsValid(value) => new("", "field.email"),
        _ => rule is RequiredAttribute or StringLengthAttribute or RangeAttribute or EmailAddressAttribute || rule.IsValid(value) ? null : new("", "field.unreadable"),
    };

    static readonly NullabilityInfoContext Nullability = new();

    /// <summary>A property without a default and not nullable must be given.</summary>
    static bool MustBeGiven(PropertyInfo property)
    {
        var parameter = property.DeclaringType!.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First()
            .GetParameters().FirstOrDefault(p => p.Name!.Equals(property.Name, StringComparison.OrdinalIgnoreCase));
        if (parameter is null) return property.IsDefined(typeof(RequiredAttribute));
        if (parameter.HasDefaultValue || parameter.ParameterType == typeof(bool)) return false;
        if (Nullable.GetUnderlyingType(parameter.ParameterType) is not null) return false;
        lock (Nullability) return parameter.ParameterType.IsValueType || Nullability.Create(parameter).WriteState == NullabilityState.NotNull;
    }

    /// <summary>A browser's date-time field has no zone: it is meant in the viewer's.</summary>
    static DateTimeOffset? LocalInstant(HttpContext http, string text)
    {
        if (DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var withZone)
            && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10)) return withZone;
        if (!DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        var zone = http.RequestServices.GetRequiredService<Viewer>().Zone;
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    static void Remove(JsonObject body, string name)
    {
        foreach (var key in body.Select(f => f.Key).Where(k => k.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList()) body.Remove(key);
    }

    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
