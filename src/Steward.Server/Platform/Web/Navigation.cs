// What a module adds to the side navigation: an entry, the right that shows it, and where it stands.
namespace Steward.Platform.Web;

/// <summary>
/// An entry of the navigation. <paramref name="Policy"/> is the right without which it is not shown; <paramref name="Order"/> sorts within the section,
/// sections stand in the order of their smallest entry. A page under <paramref name="Also"/> belongs to the entry too.
/// </summary>
public sealed record NavEntry(string SectionKey, string LabelKey, string Href, string Icon, string Policy, int Order, bool OnPhone = false, char? Key = null, string? Also = null);

/// <summary>A part of the navigation that is the reader's own: fetched by the script from <paramref name="Source"/> (each item's name, href and shown), so that no page waits for its counts.</summary>
public sealed record NavMore(string LabelKey, string Source, string Policy);

/// <summary>A deed that begins with a page of its own, for the command palette.</summary>
public sealed record CommandEntry(string LabelKey, string Href, string Policy);

public static class Navigation
{
    public static IServiceCollection AddCommands(this IServiceCollection services, params CommandEntry[] entries)
    {
        foreach (var entry in entries) services.AddSingleton(entry);
        return services;
    }

    public static IServiceCollection AddNav(this IServiceCollection services, params NavEntry[] entries)
    {
        foreach (var entry in entries) services.AddSingleton(entry);
        return services;
    }
}
