// A condition on an alert's labels as Prometheus writes it: = != =~ !~, with patterns that must match the whole value.
using System.Text.RegularExpressions;

namespace Steward.Alerting.Routing;

public enum MatchKind { Equal, NotEqual, Regex, NotRegex }

/// <summary>
/// A label that an alert does not have counts as empty. Patterns run without backtracking, so none can take longer than the length of the value; what only a
/// backtracking engine can do (look-around, back-references) is refused, as Prometheus refuses it.
/// </summary>
public sealed partial record Matcher(string Label, MatchKind Kind, string Value)
{
    readonly Regex? pattern = Kind is MatchKind.Regex or MatchKind.NotRegex ? new Regex($@"\A(?:{Value})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline) : null;

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var value = labels.GetValueOrDefault(Label, "");
        return Kind switch
        {
            MatchKind.Equal => value == Value,
            MatchKind.NotEqual => value != Value,
            MatchKind.Regex => pattern!.IsMatch(value),
            MatchKind.NotRegex => !pattern!.IsMatch(value),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Reads one condition, such as <c>severity = "critical"</c> or <c>job=~disk|net</c>; null where it is none.</summary>
    public static Matcher? Read(string text)
    {
        if (Form().Match(text) is not { Success: true } found) return null;
        var value = found.Groups["quoted"].Success ? Unescape(found.Groups["quoted"].Value) : found.Groups["bare"].Value;
        var label = found.Groups["name"].Success ? Unescape(found.Groups["name"].Value) : found.Groups["label"].Value;
        try { return new(label, found.Groups["sign"].Value switch { "=" => MatchKind.Equal, "!=" => MatchKind.NotEqual, "=~" => MatchKind.Regex, _ => MatchKind.NotRegex }, value); }
        catch (Exception unreadable) when (unreadable is ArgumentException or NotSupportedException) { return null; }
    }

    /// <summary>Reads several, parted by commas, with or without braces around them; null where one cannot be read.</summary>
    public static IReadOnlyList<Matcher>? ReadAll(string text)
    {
        text = text.Trim();
        if (text.StartsWith('{') != text.EndsWith('}')) return null;
        var inner = text.StartsWith('{') ? text[1..^1] : text;
        var read = Parts(inner).Where(p => p.Trim().Length > 0).Select(Read).ToList();
        return read.Contains(null) ? null : read.ConvertAll(m => m!);
    }

    /// <summary>Cuts at commas that stand outside of quotes.</summary>
    static IEnumerable<string> Parts(string text)
    {
        var (start, quoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && quoted) i++;
            else if (text[i] == '"') quoted = !quoted;
            else if (text[i] == ',' && !quoted)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }
        yield return text[start..];
    }

    static string Unescape(string text) => Escape().Replace(text, e => e.Value[1] switch { 'n' => "\n", var c => c.ToString() });

    [GeneratedRegex("""^\s*(?:"(?<name>(?:[^"\\]|\\.)+)"|(?<label>[\w:]+))\s*(?<sign>=~|!~|!=|=)\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>[^"{},]*?))\s*$""", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"\\.", RegexOptions.Singleline)]
    private static partial Regex Escape();

    public override string ToString() => $"{Label}{Kind switch { MatchKind.Equal => "=", MatchKind.NotEqual => "!=", MatchKind.Regex => "=~", _ => "!~" }}\"{Value.Replace("\\", @"\\").Replace("\"", "\\\"")}\"";
}
