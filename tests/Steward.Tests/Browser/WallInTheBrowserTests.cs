// The wall as it hangs there: in both sizes and languages everything is in sight and large enough, it follows what happens, and it says when it cannot.
using Microsoft.Playwright;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Text;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed class WallInTheBrowserTests(Chromium chromium)
{
    [Theory]
    [InlineData(1920, 1080, Language.Zh), InlineData(1920, 1080, Language.En), InlineData(3840, 2160, Language.Zh), InlineData(3840, 2160, Language.En)]
    public async Task Everything_is_in_sight_and_large_enough_to_be_read_from_five_metres(int width, int height, Language language)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        var token = await Busy(server, company, language);
        await using var screen = await chromium.Open(server, null, language);
        await screen.Page.SetViewportSizeAsync(width, height);
        await screen.Go($"/wall/{token}");
        await Expect(screen.Page.Locator("h1")).ToHaveTextAsync("监控中心");
        // Nothing runs out of its box or off the screen, but a line that is too long for its place and ends in dots.
        Assert.Equal("", await screen.Page.EvaluateAsync<string>("""
            () => [...document.querySelectorAll('.wall section, .wall li, .wall dl > div, .wall header')].filter(e => {
              const own = e.getBoundingClientRect(), around = (e.parentElement.closest('section, main') ?? document.body).getBoundingClientRect();
              return own.bottom > innerHeight + 1 || own.right > innerWidth + 1 || own.bottom > around.bottom + 1;
            }).map(e => e.className + ' ' + e.textContent.slice(0, 40)).join('\n')
            """));
        Assert.Equal(0, await screen.Page.EvaluateAsync<int>("() => document.documentElement.scrollHeight - innerHeight"));
        // 24 pixels of 1920 are 15 minutes of arc from five metres on a screen of 75 inches.
        Assert.Equal("", await screen.Page.EvaluateAsync<string>("""
            least => [...document.querySelectorAll('.wall main *')].filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
              .filter(e => parseFloat(getComputedStyle(e).fontSize) < least - .1).map(e => e.className + ' ' + e.textContent.slice(0, 40)).join('\n')
            """, width / 80.0));
        Assert.Empty(await AccessibilityTests.Findings(screen.Page, "the wall"));
    }

    [Fact]
    public async Task It_follows_what_happens_and_its_clocks_run()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        var token = await Busy(server, company, Language.En);
        await using var screen = await chromium.Open(server, null, Language.En);
        await screen.Page.SetViewportSizeAsync(1920, 1080);
        await screen.Go($"/wall/{token}");
        var left = screen.Page.Locator("[data-due]").First;
        var before = await left.TextContentAsync();
        await Expect(left).Not.ToHaveTextAsync(before!);
        await server.Raise(Signals.Of(server, company, "CoreSwitchDown", host: "core-1"));
        await Expect(screen.Page.GetByText("CoreSwitchDown core-1").First).ToBeVisibleAsync();
        await server.Clear(Signals.Of(server, company, "CoreSwitchDown", host: "core-1"));
        await Expect(screen.Page.Locator(".wall-rows").Nth(1).GetByText("CoreSwitchDown core-1")).ToHaveCountAsync(0);
    }

    [Theory, InlineData(Language.Zh), InlineData(Language.En)]
    public async Task It_says_when_its_data_is_old_and_goes_dark_when_it_is_revoked(Language language)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        var token = await Busy(server, company, language);
        await using var screen = await chromium.Open(server, null, language);
        await screen.Page.SetViewportSizeAsync(1920, 1080);
        await screen.Page.Clock.InstallAsync();
        await screen.Go($"/wall/{token}");
        var old = screen.Page.Locator(".wall-old");
        await Expect(old).ToBeHiddenAsync();
        await screen.Context.SetOfflineAsync(true);
        await screen.Page.Clock.FastForwardAsync("05:00");
        await Expect(old).ToBeVisibleAsync();
        await Expect(old).ToContainTextAsync("5");
        await screen.Context.SetOfflineAsync(false);
        await screen.Page.Clock.FastForwardAsync("00:40");
        await Expect(old).ToBeHiddenAsync();
        using var manager = await Signals.In(server, Company.UserOf(Role.SvcMgr));
        var id = (await manager.Get("displays"))["rows"]![0]!["id"]!.GetValue<Guid>();
        await manager.Do($"displays/{id}/revoke");
        await screen.Page.Clock.FastForwardAsync("00:40");
        await Expect(screen.Page.Locator("h1")).ToHaveTextAsync(screen.T("Error.404.Title"));
    }

    [Theory, InlineData(Screen.Desktop, Language.Zh), InlineData(Screen.Phone, Language.En)]
    public async Task A_manager_makes_a_display_opens_it_and_takes_it_away(Screen screen, Language language)
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        await using var manager = await chromium.Open(server, Role.SvcMgr, language, screen);
        await manager.Go("/displays");
        await manager.Press("verb.MakeDisplay");
        await manager.Field("name").FillAsync("监控中心");
        await manager.Dialog.GetByLabel("XX企业", new() { Exact = true }).CheckAsync();
        await manager.Send();
        await manager.Told("MakeDisplay");
        var address = await manager.Main.Locator("[data-copy]").First.GetAttributeAsync("data-copy");
        await manager.Go(new Uri(address!).AbsolutePath);
        await Expect(manager.Page.Locator("h1")).ToHaveTextAsync("监控中心");
        await manager.Go("/displays");
        await Expect(manager.Main.Locator("[data-copy]")).ToHaveCountAsync(0);
        await manager.Press("verb.RevokeDisplay");
        await manager.Send();
        await manager.Told("RevokeDisplay");
        await manager.Sees(manager.T("Displays.Revoked"));
        await manager.Go(new Uri(address!).AbsolutePath);
        await Expect(manager.Page.Locator("h1")).ToHaveTextAsync(manager.T("Error.404.Title"));
    }

    /// <summary>More alerts and urgent tickets than a wall has rows.</summary>
    static async Task<string> Busy(TestServer server, Company company, Language language)
    {
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var engineer = await Signals.In(server, Company.UserOf(Role.L2));
        using var manager = await Signals.In(server, Company.UserOf(Role.SvcMgr));
        for (var i = 0; i < 9; i++)
            await agent.Do("tickets", new { summary = $"核心业务系统无法访问，三层以上全部科室受到影响 {i}", service = company.Service, requester = company.Contact, impact = "Organisation", urgency = i % 2 == 0 ? "Stopped" : "BadlyHindered" });
        for (var i = 0; i < 14; i++)
        {
            var site = i == 0 ? company.Site : await manager.Make($"customers/{company.Customer}/sites", new { name = $"第 {i} 分部办公楼" });
            await engineer.Make("checks", new { customer = company.Customer, site, name = $"网关 {i}", kind = "Tcp", target = "gateway.example", port = 443, contract = company.Contract });
        }
        for (var i = 0; i < 5; i++) await server.Raise(Signals.Of(server, company, "HostDown", host: $"server-{i}.branch.example"));
        for (var i = 0; i < 5; i++) await server.Raise(Signals.Of(server, company, "DiskAlmostFull", "warning", host: $"db-{i}"));
        return (await manager.Do("displays", new { name = "监控中心", language = language.ToString() }))["token"]!.GetValue<string>();
    }
}
