// Every page for every role: whole, quiet, readable by everyone (WCAG 2.2 AA), and no wider than a phone.
using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Text;
using Xunit;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed partial class AccessibilityTests(Chromium chromium, FullHouse house) : IClassFixture<FullHouse>
{
    static readonly AxeRunOptions Rules = new() { RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }, ResultTypes = [ResultType.Violations] };

    /// <summary>Each language, theme and screen once, in turns; every page in all of them is looked at in the long run.</summary>
    static readonly (Language Language, string Theme, Screen Screen)[] Looks = [(Language.Zh, "light", Screen.Desktop), (Language.En, "dark", Screen.Phone)];

    public static TheoryData<Role> AllRoles => [.. Enum.GetValues<Role>()];
    public static TheoryData<Language, string> BothLanguagesAndThemes => new() { { Language.Zh, "light" }, { Language.Zh, "dark" }, { Language.En, "light" }, { Language.En, "dark" } };

    [Fact]
    public async Task Every_page_is_readable_by_everyone_and_fits_a_phone_as_every_role_that_may_see_it()
    {
        Assert.True(house.Pages.Select(p => p.Route).Distinct().Count() >= 20, "too few page routes were found");
        var shown = new List<(Role Role, string Address, HashSet<string> Kinds)>();
        foreach (var role in Enum.GetValues<Role>())
            shown.AddRange((await Visible(role)).Select(p => (role, p.Address, Kinds(p.Main))));
        Assert.Empty(house.Pages.Select(p => p.Address).Except(shown.Select(s => s.Address)));
        Assert.Equal(Enum.GetValues<Role>(), shown.Where(s => s.Address == "/").Select(s => s.Role));
        var (faults, looks) = (new List<string>(), Plan(shown).ToLookup(l => l.Role, l => l.Address));
        TestContext.Current.TestOutputHelper?.WriteLine($"{house.Pages.Count} addresses, {shown.Count} with roles, {looks.Sum(l => l.Count())} looks");
        foreach (var pages in looks)
        {
            var (language, theme, screen) = LookOf(pages.Key);
            await using var reader = await chromium.Open(house.Server, pages.Key, language, screen, theme);
            faults.AddRange((await Faults(reader, pages)).Select(f => $"{pages.Key} {f}"));
        }
        None(faults);
    }

    /// <summary>The roles take turns with the looks.</summary>
    static (Language Language, string Theme, Screen Screen) LookOf(Role role) => Looks[(int)role % Looks.Length];

    /// <summary>
    /// Each role's home, each address as the role that is shown most there, the looks in turns, and whatever shows a role a kind of element that would be seen on no page so far.
    /// </summary>
    static HashSet<(Role Role, string Address)> Plan(IReadOnlyList<(Role Role, string Address, HashSet<string> Kinds)> shown)
    {
        var (plan, known) = (new HashSet<(Role, string)>(), new HashSet<string>());
        void Look((Role Role, string Address, HashSet<string> Kinds) at)
        {
            plan.Add((at.Role, at.Address));
            known.UnionWith(at.Kinds);
        }
        foreach (var home in shown.Where(s => s.Address == "/")) Look(home);
        foreach (var (turn, page) in shown.GroupBy(s => s.Address).Where(g => g.Key != "/").OrderBy(g => g.Key, StringComparer.Ordinal).Index())
            Look(page.OrderByDescending(s => (int)s.Role % Looks.Length == turn % Looks.Length).ThenByDescending(s => s.Kinds.Count).First());
        foreach (var more in shown.OrderByDescending(s => s.Kinds.Count).Where(s => !known.IsSupersetOf(s.Kinds))) Look(more);
        return plan;
    }

    /// <summary>
    /// The kinds of elements of a page: each tag with what decides about its looks and its meaning, and the same of the one it stands in, without the texts and addresses of this or that record.
    /// </summary>
    static HashSet<string> Kinds(string main)
    {
        var (kinds, around) = (new HashSet<string>(), new Stack<(string Tag, string Kind)>());
        foreach (Match tag in Tag().Matches(main))
        {
            var name = tag.Groups["name"].Value;
            if (tag.Groups["end"].Length > 0)
            {
                while (around.TryPop(out var ended) && ended.Tag != name) { }
                continue;
            }
            var kind = string.Join(' ', Telling().Matches(tag.Value).Select(a => a.Value).Prepend(name));
            kinds.Add($"{(around.TryPeek(out var outer) ? outer.Kind : "")} > {kind}");
            if (!EndlessTags.Contains(name) && !tag.Value.EndsWith("/>", StringComparison.Ordinal)) around.Push((name, kind));
        }
        return kinds;
    }

    static readonly string[] EndlessTags = ["br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"];

    [Theory, MemberData(nameof(BothLanguagesAndThemes))]
    public async Task Every_page_is_readable_as_every_role_in_this_language_and_theme_on_both_screens(Language language, string theme)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("STEWARD_LONG") == "1", "every role with every language, theme and screen runs in make test-long");
        var (faults, looked) = (new List<string>(), new HashSet<string>());
        foreach (var role in Enum.GetValues<Role>())
        {
            await using var reader = await chromium.Open(house.Server, role, language, theme: theme);
            var unseen = (await Visible(role)).Where(p => looked.Add(p.Main) || p.Address == "/").Select(p => p.Address).ToList();
            faults.AddRange((await Faults(reader, unseen, bothScreens: true)).Select(f => $"{role} {f}"));
        }
        None(faults);
    }

    [Theory, MemberData(nameof(AllRoles))]
    public async Task Every_page_that_a_role_may_see_is_whole_in_both_languages(Role role)
    {
        using var client = house.Server.Client();
        client.Http.DefaultRequestHeaders.Add("Accept", "text/html");
        await client.SignIn(Company.UserOf(role));
        var faults = new List<string>();
        foreach (var language in Enum.GetValues<Language>())
        {
            await client.Do("me/looks", new { language = language.ToString() });
            foreach (var (_, address) in house.Pages)
            {
                using var answer = await client.Http.GetAsync(address);
                if (answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Redirect) continue;
                var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
                if (answer.StatusCode != HttpStatusCode.OK) faults.Add($"{language} {address}: {(int)answer.StatusCode}");
                if (Heading().Count(html) != 1) faults.Add($"{language} {address}: {Heading().Count(html)} h1");
                foreach (Match key in MissingText().Matches(html)) faults.Add($"{language} {address}: no text for {key.Value}");
            }
        }
        None(faults);
    }

    [Theory]
    [InlineData(Language.Zh, "light"), InlineData(Language.Zh, "dark"), InlineData(Language.En, "light"), InlineData(Language.En, "dark")]
    public async Task The_pages_before_the_door_and_the_page_of_an_error_are_readable(Language language, string theme)
    {
        await using var empty = await TestServer.Open();
        var faults = new List<string>();
        foreach (var (server, address) in new[] { (empty, "/setup"), (house.Server, "/sign-in") })
        {
            await using var stranger = await chromium.Open(server, null, language);
            await Chromium.Post(stranger.Context, "me/looks", new { language = language.ToString(), theme });
            faults.AddRange(await Faults(stranger, [address]));
        }
        await using (var halfway = await chromium.Open(house.Server, null, language))
        {
            await Chromium.Post(halfway.Context, "me/looks", new { language = language.ToString(), theme });
            await halfway.Context.APIRequest.PostAsync("/api/v1/sign-in", new() { DataObject = new { userName = FullHouse.TwoSteps, password = Company.Password } });
            faults.AddRange(await Faults(halfway, ["/sign-in/code"]));
            await Assertions.Expect(halfway.Page.Locator("h1")).ToHaveTextAsync(halfway.T("SecondStep.Title"));
        }
        await using var lost = await chromium.Open(house.Server, Role.User, language, theme: theme);
        await lost.Go("/tickets/00000000-0000-0000-0000-000000000000");
        faults.AddRange(await Findings(lost.Page, "a page that is not there"));
        await Assertions.Expect(lost.Page.Locator("h1")).ToHaveTextAsync(lost.T("Error.404.Title"));
        await lost.Go("/audit");
        await Assertions.Expect(lost.Page.Locator("h1")).ToHaveTextAsync(lost.T("Error.403.Title"));
        None(faults);
    }

    [Theory]
    [InlineData(Screen.Desktop, Language.Zh, "dark"), InlineData(Screen.Phone, Language.En, "light")]
    public async Task Every_dialog_of_a_ticket_and_the_menus_are_readable_when_open(Screen screen, Language language, string theme)
    {
        await using var agent = await chromium.Open(house.Server, Role.Agent, language, screen, theme);
        var faults = new List<string>();
        await agent.Go(house.Ticket);
        await agent.Page.Locator(screen == Screen.Phone ? "details.sheet > summary" : ".shell-top details.menu > summary").ClickAsync();
        faults.AddRange(await Findings(agent.Page, "the shell's menu"));
        await agent.Go(house.Ticket);
        var openers = agent.Main.Locator("button[aria-haspopup=dialog]");
        var count = await openers.CountAsync();
        Assert.True(count >= 5, $"only {count} dialogs");
        for (var i = 0; i < count; i++)
        {
            var opener = openers.Nth(i);
            if (!await opener.IsVisibleAsync()) await agent.Main.Locator("details[data-menu] > summary").First.ClickAsync();
            await opener.ClickAsync();
            faults.AddRange(await Findings(agent.Page, $"dialog “{await agent.Dialog.Locator("h2").InnerTextAsync()}”"));
            await agent.Page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(agent.Dialog).ToHaveCountAsync(0);
        }
        None(faults);
    }

    /// <summary>The same finding on many pages is told once, with the first of them.</summary>
    static void None(IReadOnlyCollection<string> faults)
    {
        var told = faults.GroupBy(f => f[(f.IndexOf(": ", StringComparison.Ordinal) + 2)..]).Select(g => g.Count() == 1 ? g.First() : $"{g.First()} (and {g.Count() - 1} more)").ToList();
        Assert.True(told.Count == 0, $"{told.Count} findings:\n{string.Join('\n', told)}");
    }

    /// <summary>The pages that this role may see; a redirect leads to another that is in the list by itself.</summary>
    async Task<IReadOnlyList<(string Address, string Main)>> Visible(Role role)
    {
        using var client = house.Server.Client();
        client.Http.DefaultRequestHeaders.Add("Accept", "text/html");
        await client.SignIn(Company.UserOf(role));
        var visible = new List<(string, string)>();
        foreach (var (_, address) in house.Pages)
        {
            using var answer = await client.Http.GetAsync(address);
            if (answer.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)) visible.Add((address, FormToken().Replace(Content().Match(await answer.Content.ReadAsStringAsync()).Value, "")));
        }
        return visible;
    }

    /// <summary>Opens the addresses, two at a time, and says what is wrong with them.</summary>
    static async Task<IReadOnlyList<string>> Faults(Visitor reader, IEnumerable<string> addresses, bool bothScreens = false)
    {
        var (left, faults) = (new ConcurrentQueue<string>(addresses), new ConcurrentQueue<string>());
        await Task.WhenAll(Work(reader.Page), Work(await reader.Context.NewPageAsync()));
        return [.. faults];

        async Task Work(IPage page)
        {
            var at = "";
            page.Console += (_, said) => { if (said.Type == "error") faults.Enqueue($"{at}: the console says {said.Text}"); };
            page.PageError += (_, error) => faults.Enqueue($"{at}: script failed: {error}");
            while (left.TryDequeue(out var address))
            {
                at = address;
                var answer = await page.GotoAsync(address);
                if (answer?.Status != 200) faults.Enqueue($"{address}: status {answer?.Status}");
                await page.WaitForFunctionAsync("() => [...document.querySelectorAll('[data-chart]')].every(c => c.querySelector('svg, canvas'))");
                foreach (var finding in await Findings(page, address)) faults.Enqueue(finding);
                if (bothScreens)
                {
                    var desktop = page.ViewportSize!;
                    await page.SetViewportSizeAsync(390, 844);
                    foreach (var finding in await Findings(page, $"{address} on a phone")) faults.Enqueue(finding);
                    await page.SetViewportSizeAsync(desktop.Width, desktop.Height);
                }
                if (await Overflow(page) is { Length: > 0 } wide) faults.Enqueue($"{address}: wider than a phone: {wide}");
            }
        }
    }

    /// <summary>What axe and a few plain questions find on the page as it stands.</summary>
    internal static async Task<IEnumerable<string>> Findings(IPage page, string where)
    {
        var found = new List<string>();
        var headings = await page.Locator("h1").CountAsync();
        if (headings != 1) found.Add($"{where}: {headings} h1");
        if (string.IsNullOrWhiteSpace(await page.TitleAsync())) found.Add($"{where}: no title");
        foreach (Match key in MissingText().Matches(await page.EvaluateAsync<string>("() => document.title + ' ' + document.body.innerText"))) found.Add($"{where}: no text for {key.Value}");
        // A field that has the focus may have scrolled a link half under the bar at the top; that is no fault of the link's size.
        await page.EvaluateAsync("() => scrollTo(0, 0)");
#pragma warning disable CS0618 // the new mode opens a blank page for every run, for the sake of frames; ours have none
        var result = await page.Locator("html").RunAxeLegacy(Rules);
#pragma warning restore CS0618
        foreach (var violation in result.Violations.Where(v => v.Impact is "serious" or "critical"))
            foreach (var node in violation.Nodes.Take(3))
                found.Add($"{where}: {violation.Id}: {node.Html} — {string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(c => c.Message))}");
        return found;
    }

    /// <summary>What sticks out at 390 pixels; empty when the page fits.</summary>
    static async Task<string> Overflow(IPage page)
    {
        var size = page.ViewportSize!;
        if (size.Width != 390) await page.SetViewportSizeAsync(390, 844);
        var wide = await page.EvaluateAsync<string>("""
            () => document.documentElement.scrollWidth <= 390 ? '' : document.documentElement.scrollWidth + ' ' + [...document.querySelectorAll('body *')]
              .filter(e => e.getBoundingClientRect().right > 391 && !e.closest('.table-scroll, dialog')).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ')
            """);
        if (size.Width != 390) await page.SetViewportSizeAsync(size.Width, size.Height);
        return wide;
    }

    [GeneratedRegex("<main .*</main>", RegexOptions.Singleline)] private static partial Regex Content();
    [GeneratedRegex(@"<(?<end>/?)(?<name>[a-z][\w-]*)\b[^>]*>")] private static partial Regex Tag();
    [GeneratedRegex(@"\b((class|type|role|name|disabled|open|aria-(?!label|describedby|controls)[\w-]+)(=""[^""]*"")?|(aria-label|aria-labelledby|alt|title)(?==""))")] private static partial Regex Telling();
    [GeneratedRegex("name=\"__(form|once)\" value=\"[^\"]*\"")] private static partial Regex FormToken();
    [GeneratedRegex(@"<h1[\s>]")] private static partial Regex Heading();
    [GeneratedRegex(@"(?<![\w""])\[[A-Za-z]+\.[A-Za-z][\w.-]*\]")] private static partial Regex MissingText();
}
