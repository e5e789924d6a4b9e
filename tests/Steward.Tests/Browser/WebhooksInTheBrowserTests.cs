// A customer's IT head has a system of their own told of tickets: in a real browser, against a receiver that checks signatures.
using Microsoft.Playwright;
using Steward.Access;
using Steward.Alerting;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Outlets;
using Steward.Platform.Text;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed class WebhooksInTheBrowserTests(Chromium chromium)
{
    [Theory, InlineData(Screen.Desktop, Language.Zh), InlineData(Screen.Phone, Language.En)]
    public async Task A_system_is_added_tried_told_and_its_failure_seen(Screen screen, Language language)
    {
        var (server, company) = await TestServer.WithCompany(adjust: s => s with { WebhookHosts = ["127.0.0.1"] });
        await using var closing = server;
        await using var receiver = await Receiver.Start(server.Time.GetUtcNow);
        await using var head = await chromium.Open(server, Role.CustAdm, language, screen);
        await head.Go("/webhooks");
        await head.Sees(head.T("Hooks.None"));
        await head.Press("verb.AddWebhook");
        await head.Field("name").FillAsync("ERP");
        await head.Field("url").FillAsync("http://erp.example/hook");
        await head.Dialog.Locator("[value='ticket.opened']").CheckAsync();
        await head.Send();
        // Refused, the form is as it was, with the sentence at its field.
        await Expect(head.Dialog.GetByText(head.T("OUT-101")).First).ToBeVisibleAsync();
        await Expect(head.Dialog.Locator("[value='ticket.opened']")).ToBeCheckedAsync();
        await head.Field("url").FillAsync(receiver.Address);
        await head.Send();
        await head.Told("AddWebhook");
        receiver.Key = await head.Main.GetByText("whsec_").First.InnerTextAsync();
        await head.Go(new Uri(head.Page.Url).AbsolutePath);
        await Expect(head.Main.GetByText("whsec_")).ToHaveCountAsync(0);

        await head.Press("verb.TryWebhook");
        await head.Told("TryWebhook");
        using var agent = await ProblemTests.In(server, Role.Agent);
        await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone" });
        receiver.Answers = 503;
        async Task Deliver()
        {
            await server.Sweep("webhook-record");
            await server.Sweep("webhook-out");
            await head.Page.ReloadAsync();
        }
        await Deliver();
        await head.Sees("HTTP 503");
        await head.Sees(head.T("Hooks.FailingText"));
        receiver.Answers = null;
        server.Time.Advance(TimeSpan.FromMinutes(2));
        await Deliver();
        Assert.Equal(["ticket.opened", "webhook.test"], receiver.Heard.Select(h => h.Type).Order());
        await Expect(head.Main.GetByText(head.T("DeliveryState.Delivered"), new() { Exact = true }).Filter(new() { Visible = true })).ToHaveCountAsync(3);
        await Expect(head.Main.GetByText(head.T("Hooks.Works"), new() { Exact = true }).First).ToBeVisibleAsync();
    }
}
