// The places in a template, such as {requester} or {报障人}: found, checked and filled; pure.
using System.Text.RegularExpressions;
using Steward.Platform.Text;

namespace Steward.Desk.Templates;

static partial class Places
{
    public static readonly string[] Names = ["requester", "number", "summary", "customer", "service", "agent", "due"];

    /// <summary>How a place is written in a language.</summary>
    public static string Written(Language language, string name) => "{" + Texts.In(language, $"Template.place.{name}") + "}";

    /// <summary>The first place that no template knows.</summary>
    public static string? Unknown(params IEnumerable<string> texts) =>
        texts.SelectMany(t => Place().Matches(t)).Select(m => m.Groups[1].Value.Trim()).FirstOrDefault(name => NameOf(name) is null);

    /// <summary>Fills what is known; what is not stays to be seen and written by hand.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        Place().Replace(text, m => NameOf(m.Groups[1].Value.Trim()) is { } name && values.GetValueOrDefault(name) is { Length: > 0 } value ? value : m.Value);

    /// <summary>A place may be written in either language, or by its own name.</summary>
    static string? NameOf(string written) => Names.FirstOrDefault(n => n.Equals(written, StringComparison.OrdinalIgnoreCase)
        || Enum.GetValues<Language>().Any(l => Texts.In(l, $"Template.place.{n}").Equals(written, StringComparison.OrdinalIgnoreCase)));

    [GeneratedRegex(@"\{([^{}\n]{1,40})\}")] private static partial Regex Place();
}
