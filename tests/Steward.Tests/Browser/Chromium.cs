// One Chromium for all browser tests; whoever looks at a page gets a context of their own, as a person with a browser would.
using Microsoft.Playwright;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Text;
using Xunit;

namespace Steward.Browser;

public enum Screen { Desktop, Phone }

[CollectionDefinition(Name)]
public sealed class InTheBrowser : ICollectionFixture<Chromium>
{
    public const string Name = "In the browser";
}

public sealed class Chromium : IAsyncLifetime
{
    IPlaywright? playwright;
    IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("STEWARD_TEST_BROWSER") is { Length: > 0 } given ? given : "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        Assertions.SetDefaultExpectTimeout(30_000);
    }

    /// <summary>A person in front of a screen; with a role they are signed in already, in the language and theme given.</summary>
    /// <param name="host">The name under which the server is visited, where an address will not do (passkeys).</param>
    public Task<Visitor> Open(TestServer server, Role? role = null, Language language = Language.Zh, Screen screen = Screen.Desktop, string theme = "light", bool script = true, string? host = null) =>
        Open(host is null ? server.Address : new($"http://{host}:{server.Address.Port}/"), role, language, screen, theme, script);

    public async Task<Visitor> Open(Uri server, Role? role = null, Language language = Language.Zh, Screen screen = Screen.Desktop, string theme = "light", bool script = true)
    {
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = server.ToString(),
            Locale = language == Language.En ? "en-GB" : "zh-CN",
            TimezoneId = "Asia/Shanghai",
            ViewportSize = screen == Screen.Desktop ? new() { Width = 1440, Height = 900 } : new() { Width = 390, Height = 844 },
            HasTouch = screen == Screen.Phone,
            JavaScriptEnabled = script,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(30_000);
        if (role is { } held)
        {
            await Post(context, "sign-in", new { userName = Company.UserOf(held), password = Company.Password });
            await Post(context, "me/looks", new { language = language.ToString(), theme });
        }
        return new(context, await context.NewPageAsync(), language);
    }

    internal static async Task Post(IBrowserContext context, string verb, object body)
    {
        var answer = await context.APIRequest.PostAsync($"/api/v1/{verb}", new() { DataObject = body });
        Assert.True(answer.Ok, $"{verb}: {answer.Status} {await answer.TextAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
