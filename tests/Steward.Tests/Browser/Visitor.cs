// A person at a page: does what is written on it, by its words, and notes whatever the browser complains about.
using Microsoft.Playwright;
using Steward.Platform.Text;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

public sealed class Visitor(IBrowserContext context, IPage page, Language language) : IAsyncDisposable
{
    public IBrowserContext Context => context;
    public IPage Page => page;
    public Language Language => language;
    public ILocator Main => page.Locator("main");

    /// <summary>The dialog that is open; without script, the form that has unfolded.</summary>
    public ILocator Dialog => page.Locator("dialog[open], details[data-dialog][open] .action-panel");

    public string T(string key, params object?[] args) => Texts.In(language, key, args);
    public string Name<TEnum>(TEnum value) where TEnum : struct, Enum => T($"{typeof(TEnum).Name}.{value}");

    public async Task<IResponse> Go(string path) => await page.GotoAsync(path) ?? throw new InvalidOperationException($"{path} did not answer");

    /// <summary>Presses the button for a deed, wherever the page keeps it: in sight or under "more".</summary>
    public async Task Press(string key)
    {
        var button = Main.GetByRole(AriaRole.Button, new() { Name = T(key), Exact = true }).Or(Main.Locator("details[data-dialog] > summary").Filter(new() { HasText = T(key) })).First;
        if (!await button.IsVisibleAsync()) await Main.Locator("details[data-menu] > summary").First.ClickAsync();
        await button.ClickAsync();
    }

    /// <summary>Sends the open dialog.</summary>
    public Task Send() => Dialog.Locator("button[type=submit]").ClickAsync();

    public ILocator Field(string name) => Dialog.Locator($"[name={name}]");

    /// <summary>The page says that a verb was done, and has come to rest.</summary>
    public async Task Told(string verb)
    {
        await Expect(Main.GetByText(T($"done.{verb}"))).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.Load);
    }

    public Task Sees(string text) => Expect(Main.GetByText(text).Filter(new() { Visible = true }).First).ToBeVisibleAsync();

    public async Task SignIn(string userName, string password)
    {
        await Go("/sign-in");
        await page.GetByLabel(T("SignIn.UserName")).FillAsync(userName);
        await page.Locator("input[name=password]").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = T("SignIn.Submit"), Exact = true }).ClickAsync();
        await page.WaitForURLAsync(address => !address.Contains("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>The cells of a table by its caption, row by row, with white space made one.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> Rows(string caption)
    {
        var table = page.GetByRole(AriaRole.Table, new() { Name = caption, Exact = true });
        await Expect(table).ToBeVisibleAsync();
        return await table.EvaluateAsync<string[][]>("t => [...t.tBodies[0].rows].map(r => [...r.cells].map(c => c.textContent.replace(/\\s+/g, ' ').trim()))");
    }

    /// <summary>Notes what was on the screen at the end: a test that failed shows it, one that passed does not.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            var text = await page.EvaluateAsync<string>("document.body.innerText");
            TestContext.Current.TestOutputHelper?.WriteLine($"{page.Url}\n{text[..Math.Min(text.Length, 2000)]}");
        }
        catch (PlaywrightException) { /* The page is gone; there is nothing to note. */ }
        await context.CloseAsync();
    }
}
