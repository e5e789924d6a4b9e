// The frame around every page, for whoever is signed in: where they may go, in their language and theme.
using Microsoft.EntityFrameworkCore;
using Steward.People;
using Steward.Platform.Live;
using Steward.Platform.Settings;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Text;
using static Steward.Platform.Text.Texts;

namespace Steward.Access;

/// <summary>Pages inject it: <c>&lt;Shell Title="…" Model="Frame.Model"&gt;</c>.</summary>
public sealed class PageFrame(IHttpContextAccessor context, Me me, Viewer viewer, IEnumerable<NavEntry> entries, IEnumerable<CommandEntry> commands, IEnumerable<NavMore> more, StewardSettings settings, Preparation preparation, LiveFeed live, IEnumerable<LiveTopic> topics, TimeProvider time)
{
    ShellModel? model;

    public ShellModel Model => model ??= Build();
    public TimeZoneInfo Zone => viewer.Zone;
    public DateTimeOffset Now => Model.Now;
    public Me Me => me;

    /// <summary>The form of this page that posts to <paramref name="action"/>: as it was sent if it has just been refused.</summary>
    public FormState Form(string action) =>
        new(action, RefusedForm.Of(context.HttpContext!) is { } refused && string.Equals(refused.Action, action, StringComparison.OrdinalIgnoreCase) ? refused : null);

    /// <summary>The value of this page's query.</summary>
    public string? Query(string name) => context.HttpContext!.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    ShellModel Build()
    {
        var http = context.HttpContext!;
        var path = http.Request.Path.Value ?? "/";
        var seen = entries.Where(e => Allowed(e.Policy)).ToList();
        var here = seen.Select(e => (Entry: e, Depth: Math.Max(Depth(e.Href), Depth(e.Also)))).Where(e => e.Depth > 0).OrderByDescending(e => e.Depth).Select(e => e.Entry).FirstOrDefault();
        int Depth(string? href) => href is not null && (path == href || href != "/" && path.StartsWith(href + "/", StringComparison.Ordinal)) ? href.Length : 0;
        return new ShellModel
        {
            UserName = me.Name,
            Role = string.Join("、", me.Roles.Select(Name)),
            Now = time.Now(),
            Zone = viewer.Zone,
            Theme = Enum.TryParse<Theme>(viewer.Theme, ignoreCase: true, out var theme) ? theme : Theme.Auto,
            Nav = [.. seen.GroupBy(e => e.SectionKey).OrderBy(s => s.Min(e => e.Order)).Select(section => new NavSection(
                section.Key.Length == 0 ? "" : T(section.Key),
                [.. section.OrderBy(e => e.Order).Select(e => new NavItem(T(e.LabelKey), e.Href, e.Icon, e == here, OnPhone: e.OnPhone, Key: e.Key))]))],
            NavMore = [.. more.Where(m => Allowed(m.Policy)).Select(m => (T(m.LabelKey), m.Source))],
            // A page that fetches itself again leaves what is to be said to the next one that somebody opens.
            Messages = Background.Is(http) ? [] : Platform.Web.Flash.Take(http) is { } said ? [said.Good ? Platform.Web.Components.Flash.Good(said.Text) : Platform.Web.Components.Flash.Bad(said.Text)] : [],
            Path = path + http.Request.QueryString,
            Search = path == "/search" ? http.Request.Query["q"].ToString() : null,
            HelpHref = "/help",
            IsDemo = settings.Demo,
            ActingFor = me.StandsForName,
            Making = preparation.Percent,
            Commands = [.. seen.Select(e => Command(T(e.LabelKey), e.Href, "page")), .. commands.Where(c => Allowed(c.Policy)).Select(c => Command(T(c.LabelKey), c.Href, "deed"))],
            LiveFrom = live.Mark,
            Notices = [.. topics.Where(t => t.Notice is { } n && Allowed(n.Policy)).Select(t => new ShellNotice(t.Name, T(t.Notice!.Words), T($"{t.Notice.Words}.Many"), t.Notice.Href, t.Notice.All))],
        };
    }

    static ShellCommand Command(string text, string href, string kind) => new(text, href, kind, Pinyin.InitialsOf(text));

    /// <summary>Whether the reader may follow a link to a route with this policy.</summary>
    public bool Allowed(string policy) => policy is Needs.SignedIn or Needs.Anyone || policy == Needs.Approver && me.Approves
        || policy.Split(':') is [var thing, var right, .. var reach] && me.Reaches(Enum.Parse<Thing>(thing), Enum.Parse<Right>(right), reach is [var word] ? word : "");
}
