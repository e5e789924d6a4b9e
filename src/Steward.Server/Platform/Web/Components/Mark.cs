// The smallest things of a page as ready markup. A list draws them by the hundred, where a component for each would take most of the page's time.
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;

namespace Steward.Platform.Web.Components;

/// <summary>What <c>Icon</c>, <c>Badge</c>, <c>Avatar</c> and <c>When</c> draw; rows of long lists call it directly. Every text is encoded here.</summary>
public static class Mark
{
    internal static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);
    static readonly ConcurrentDictionary<(string Name, string? Class), MarkupString> Silent = new();

    /// <summary>A misspelt name shows a question mark rather than nothing. Silent for screen readers unless it has a label.</summary>
    public static MarkupString Icon(string name, string? label = null, string? also = null) =>
        label is null ? Silent.GetOrAdd((name, also), static icon => Svg(icon.Name, icon.Class, "aria-hidden=\"true\"")) : Svg(name, also, $"role=\"img\" aria-label=\"{Html.Encode(label)}\"");

    static MarkupString Svg(string name, string? also, string spoken) =>
        new($"<svg class=\"icon {also}\" viewBox=\"0 0 24 24\" {spoken}>{Icons.Paths.GetValueOrDefault(name) ?? Icons.Paths["question-mark"]}</svg>");

    public static MarkupString Badge(Tone tone, string? text, string? icon = null, string? title = null) =>
        new($"<span class=\"badge-pill {tone.Class()}\"{(title is null ? "" : $" title=\"{Html.Encode(title)}\"")}>{(icon is null ? "" : Icon(icon).Value)}{(text is null ? "" : Html.Encode(text))}</span>");

    /// <summary>A person's initials in a circle, whose colour follows the name; the name beside it.</summary>
    public static MarkupString Avatar(string name, bool withName = true)
    {
        var circle = $"<span class=\"avatar-dot hue-{name.Sum(c => c) % 6}\" data-initials=\"{Html.Encode(Format.Initials(name))}\" aria-hidden=\"true\"></span>";
        return new(withName ? $"<span class=\"avatar-name\">{circle}{Html.Encode(name)}</span>" : circle);
    }

    /// <summary>The moment as <paramref name="shown"/>, and what hovering tells. The browser keeps a distance to now up to date where there is a shell (<paramref name="alive"/>).</summary>
    public static MarkupString Moment(DateTimeOffset at, string shown, string? hover, bool relative, bool alive) =>
        new($"<time class=\"when\" datetime=\"{at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}\"{(hover is null ? "" : $" title=\"{Html.Encode(hover)}\"")}{(!alive ? "" : relative ? " data-relative=\"text\"" : " data-relative=\"title\"")}>{Html.Encode(shown)}</time>");

    /// <summary>A moment as lists show it: its distance to now, or the time of day in the viewer's zone.</summary>
    public static MarkupString When(DateTimeOffset at, ShellModel shell, bool relative)
    {
        var (exact, distance) = (Format.Moment(at, shell.Zone), Format.Ago(at, shell.Now, shell.Zone));
        return Moment(at, relative ? distance : exact, relative ? exact : distance, relative, alive: true);
    }
}
