// What the frame around every page needs to know: who is here, where they may go, what was just said to them.
using Steward.Platform.Text;

namespace Steward.Platform.Web.Components;

public enum Theme { Auto, Light, Dark }

/// <summary>Built once for each request from the signed-in user; a page without it (sign-in, errors, first run) gets the bare frame.</summary>
public sealed record ShellModel
{
    public required string UserName { get; init; }

    /// <summary>The role in words, shown under the name.</summary>
    public string? Role { get; init; }

    /// <summary>The customer or company whose data is shown, under the product's name.</summary>
    public string? Organisation { get; init; }

    public required DateTimeOffset Now { get; init; }
    public TimeZoneInfo Zone { get; init; } = Format.China;
    public Theme Theme { get; init; }
    public IReadOnlyList<NavSection> Nav { get; init; } = [];
    /// <summary>Parts of the navigation that the script fetches: their heading and where from.</summary>
    public IReadOnlyList<(string Label, string Source)> NavMore { get; init; } = [];
    public IReadOnlyList<Flash> Messages { get; init; } = [];

    /// <summary>Path and query of this page, where language and theme switches return to.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Words of the search that is on screen, so that they stay in the box.</summary>
    public string? Search { get; init; }

    public int Unread { get; init; }
    /// <summary>Where the bell leads; without it there is no bell.</summary>
    public string? InboxHref { get; init; }
    public string ProfileHref { get; init; } = "/me";
    public string? HelpHref { get; init; }
    public bool IsDemo { get; init; }

    /// <summary>The person in whose place the reader works under a delegation.</summary>
    public string? ActingFor { get; init; }

    /// <summary>How many hundredths of the sample story have happened; null when it is told to the end.</summary>
    public int? Making { get; init; }

    /// <summary>What the palette offers before anything is searched for.</summary>
    public IReadOnlyList<ShellCommand> Commands { get; init; } = [];

    /// <summary>How far the log of news was read when the page was drawn.</summary>
    public string? LiveFrom { get; init; }

    /// <summary>What is said quietly on every page when it happens.</summary>
    public IReadOnlyList<ShellNotice> Notices { get; init; } = [];

    public string Initials => Format.Initials(UserName);

    /// <summary>What the phone's bottom bar holds: the marked entries, or else the first four.</summary>
    public IEnumerable<NavItem> PhoneItems
    {
        get
        {
            var all = Nav.SelectMany(s => s.Items).ToList();
            return (all.Any(i => i.OnPhone) ? all.Where(i => i.OnPhone) : all).Take(4);
        }
    }
}

/// <summary>A group of the side navigation; an empty label puts its entries at the top without a heading.</summary>
public sealed record NavSection(string Label, IReadOnlyList<NavItem> Items);

/// <param name="Key">A letter: pressing g and then it goes here.</param>
public sealed record NavItem(
    string Label, string Href, string Icon, bool Active = false, int? Count = null, Tone CountTone = Tone.Neutral, bool OnPhone = false, char? Key = null);

/// <summary>An entry of the palette: a page or a deed, with the letters by which it is found too.</summary>
public sealed record ShellCommand(string Text, string Href, string Kind, string Keys);

/// <summary>Words for news of a topic: of one record, which opens at <paramref name="Href"/> with its <c>{id}</c>, and of several, whose number replaces <c>{0}</c>.</summary>
public sealed record ShellNotice(string Topic, string One, string Many, string Href, string All);

/// <summary>Something said once at the top of the page after a deed, perhaps with a link to what came of it.</summary>
public sealed record Flash(Tone Tone, string Text, string? Href = null, string? LinkText = null)
{
    public static Flash Good(string text) => new(Tone.Good, text);
    public static Flash Bad(string text) => new(Tone.Bad, text);
}
