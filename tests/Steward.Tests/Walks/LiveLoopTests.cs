// The live loop with real parts: a web server dies at the site; a probe sees it, a ticket runs its clocks, a mail is handed over; it is mended, and the month's ledger says so.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Steward.Access;
using Steward.Alerting;
using Steward.Browser;
using Steward.Contracts;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Data;
using Steward.Platform.Settings;
using Xunit;

namespace Steward.Walks;

/// <summary>With a browser of its own, since most of its time is waiting for the world.</summary>
public sealed class LiveLoopTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    /// <summary>Rounds of dying and coming back, and the seconds between two looks: a long run does what the issue asks.</summary>
    static readonly int Rounds = TestData.Cases(2, 30), Interval = TestData.Cases(5, 10);

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_web_server_dies_and_lives_again_and_the_contract_shows_it(Engine engine)
    {
        var (closed, company) = await TestServer.WithCompany(engine);
        var folder = new DataFolder(closed.Folder.Path);
        var database = await closed.CloseAndKeep();
        var (port, web, smtp) = (ServerProcess.FreePort(), ServerProcess.FreePort(), ServerProcess.FreePort());
        using var post = new MailServer(smtp);
        await File.WriteAllTextAsync(folder.SettingsFile, new StewardSettings
        {
            Rate = new() { Burst = 1_000_000, PerSecond = 1_000_000, SignInPerMinute = 100_000 }, Database = new() { Connection = database ?? "" },
            PublicUrl = $"http://127.0.0.1:{port}", Mail = new() { Host = "127.0.0.1", Port = smtp, Security = "none", From = "desk@steward.example" },
        }.Write());
        await using var server = await ServerProcess.Start(folder.Path, port);
        var address = server.Address;

        using var manager = await In(address, Company.UserOf(Role.SvcMgr));
        await manager.Do("alert-routes", new { text = Signals.Routes.Replace("group_interval: 5m", "group_interval: 1s") });
        using var keeper = await In(address, Company.UserOf(Role.CfgMgr));
        var made = await keeper.Do("probes", new { site = company.Site, name = "机房探针" });
        var home = Path.Combine(folder.Path, "probe");
        Assert.Equal((0, ""), await ProbeWalkTests.Probe("enrol", "--server", address.ToString(), "--token", made["token"]!.GetValue<string>(), "--data", home, "--insecure-http"));
        using var engineer = await In(address, Company.UserOf(Role.L2));
        var page = Path.Combine(folder.Path, "site");
        var nginx = await NginxProcess.Welcome(page, web);
        var check = await engineer.Make("checks", new
        {
            customer = company.Customer, site = company.Site, name = "门户网站", kind = "Http", url = $"http://127.0.0.1:{web}/", contains = "欢迎", contract = company.Contract, probe = made["probe"]!.GetValue<Guid>(),
            intervalSeconds = Interval, timeoutMs = 1000, confirmations = 2,
        });
        var told = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var probe = ProbeWalkTests.Start(told, "run", "--data", home);
        using var endProbe = new ProbeWalkTests.Killed(probe);
        using var desk = await In(address, Company.UserOf(Role.Agent));
        await using var agent = await chromium.Open(address, Role.Agent);
        var (toMail, phases, begun) = (new List<double>(), Enumerable.Range(0, Rounds).ToArray(), Stopwatch.StartNew());
        new Random(7).Shuffle(phases);
        // A program that has to be compiled first takes its time on a starved machine; none of it is measured.
        await Until(async () =>
        {
            Assert.False(probe.HasExited, string.Join('\n', told));
            return await Look(engineer, check) == "Up";
        }, "the first look", patience: 4, () => string.Join('\n', [.. told, Maybe(Path.Combine(home, "status.json")), Maybe(Path.Combine(home, "work.json"))]));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine}: first look after {begun.Elapsed.TotalSeconds:0.0} s"));
        var month = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, Platform.Web.Components.Format.China).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        async Task<(long Part, long Whole)> Figure(string measure)
        {
            var figure = (await manager.Get($"measures/{measure}/evidence?contract={company.Contract}&period={month}"))["figure"]!;
            return (figure["numerator"]!.GetValue<long>(), figure["denominator"]!.GetValue<long>());
        }
        // The month before: nothing to judge, and not a second of outage.
        foreach (var measure in new[] { Measures.ResponseAttainment, Measures.ResolutionAttainment, Measures.Satisfaction }) Assert.Equal((0, 0), await Figure(measure));
        var quiet = await Figure(Measures.Availability);
        Assert.Equal(quiet.Whole, quiet.Part);
        var outages = 0.0;

        for (var round = 1; round <= Rounds; round++)
        {
            // At every phase of the looks, in no order: what is measured is the loop, not the luck of thirty draws.
            var seen = (await engineer.Get($"status/{check}"))["row"]!["lastAt"]!.GetValue<DateTimeOffset>();
            var wait = seen.AddSeconds((1 + (phases[round - 1] + 0.5) / Rounds) * Interval) - DateTimeOffset.UtcNow;
            if (wait > TimeSpan.Zero) await Task.Delay(wait);
            var dead = Stopwatch.StartNew();
            await nginx.DisposeAsync();
            // Its ticket is open and its clocks run; the mail goes to both that are on duty.
            JsonNode? ticket = null;
            await Until(async () => (ticket = (await engineer.Get("tickets?group=open"))["items"]!.AsArray().SingleOrDefault(t => t!["summary"]!.GetValue<string>().StartsWith("门户网站", StringComparison.Ordinal))) is not null, "the ticket");
            await Mails(post, m => m.Subject?.StartsWith("[告警", StringComparison.Ordinal) == true && m.TextBody?.Contains(ticket!["number"]!.GetValue<string>(), StringComparison.Ordinal) == true, 2);
            toMail.Add(dead.Elapsed.TotalSeconds);
            Assert.True(ticket!["clocks"]!.AsArray().Any(c => c!["kind"]!.GetValue<string>() == "Resolution" && c["phase"]!.GetValue<string>() == "Running"), ticket.ToJsonString());
            Assert.Equal("Down", await Look(engineer, check));

            // The agent works in a browser, on the page that the alert's ticket has.
            await agent.Go($"/tickets/{ticket["id"]}");
            await agent.Press("verb.AcceptTicket");
            await agent.Told("AcceptTicket");
            nginx = await NginxProcess.Welcome(page, web);
            await Until(async () => (await engineer.Get("alerts?view=Open"))["items"]!.AsArray().Count == 0, "the alert to end");
            await agent.Press("verb.StartWork");
            await agent.Told("StartWork");
            await agent.Press("verb.ResolveTicket");
            foreach (var (field, text) in new[] { ("solution", "重启 Web 服务"), ("cause", "进程退出"), ("device", "门户网站"), ("minutesSpent", "1") }) await agent.Field(field).FillAsync(text);
            await agent.Send();
            await agent.Told("ResolveTicket");
            // The customer is content: the next outage is a ticket of its own.
            await desk.Do($"tickets/{ticket["id"]}/confirm", new { });
            Assert.Equal("Up", await Look(engineer, check));
            var newest = (await engineer.Get($"status/{check}"))["flips"]!.AsArray().Take(3).Select(f => (Kind: f!["kind"]!.GetValue<string>(), From: DateTimeOffset.Parse(f["from"]!.GetValue<string>(), CultureInfo.InvariantCulture))).ToList();
            Assert.Equal(((string[])["CameBack", "WentDown", "CameBack"]).Take(round == 1 ? 2 : 3), newest.Select(f => f.Kind));
            outages += (newest[0].From - newest[1].From).TotalSeconds;
        }

        // Somebody of the customer reported it too, is helped, and says by the link of the mail how it was.
        using (var user = await In(address, Company.UserOf(Role.User)))
        {
            var reported = (await user.Do("tickets", new { summary = "网站打不开", service = company.Service }))["id"]!;
            await desk.Do($"tickets/{reported}/accept");
            await desk.Do($"tickets/{reported}/start");
            await desk.Do($"tickets/{reported}/resolve", new { solution = "重启 Web 服务", cause = "进程退出", device = "门户网站", minutesSpent = 1 });
            await user.Do($"tickets/{reported}/confirm");
        }
        var asked = (await Mails(post, m => m.TextBody?.Contains("/survey/", StringComparison.Ordinal) == true, 1))[0];
        await using (var guest = await chromium.Open(address))
        {
            await guest.Page.GotoAsync(System.Text.RegularExpressions.Regex.Match(asked.TextBody!, @"http\S+/survey/[\w-]+").Value);
            foreach (var of in Enum.GetValues<Desk.Dimension>()) await guest.Page.Locator($"input[name={of.ToString().ToLowerInvariant()}][value='5']").CheckAsync(new() { Force = true });
            await guest.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = guest.T("Survey.Send"), Exact = true }).ClickAsync();
            await Microsoft.Playwright.Assertions.Expect(guest.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = guest.T("Survey.Thanks"), Exact = true })).ToBeVisibleAsync();
        }

        // Nobody was called twice.
        Assert.Equal(2 * Rounds, (await post.Mails(0)).Count(m => m.Subject?.StartsWith("[告警", StringComparison.Ordinal) == true));
        // What the ledger says of the month is what the flips say, to the second.
        var shown = await engineer.Get($"status/{check}");
        Assert.InRange(shown["downSeconds"]!.GetValue<long>(), Math.Floor(outages) - Rounds, Math.Ceiling(outages) + Rounds);
        Assert.Equal(Rounds, shown["outages"]!.GetValue<int>());
        Assert.Equal(shown["evidence"]!.AsArray().Sum(s => s!["seconds"]!.GetValue<long>()), shown["seconds"]!.AsObject().Sum(s => s.Value!.GetValue<long>()));
        // The month's promises move by exactly this: every round answered and solved in time, and the availability by the seconds that were down.
        Assert.Equal((Rounds + 1, Rounds + 1), await Figure(Measures.ResponseAttainment));
        Assert.Equal((Rounds + 1, Rounds + 1), await Figure(Measures.ResolutionAttainment));
        Assert.Equal((1, 1), await Figure(Measures.Satisfaction));
        var (up, agreed) = await Figure(Measures.Availability);
        Assert.Equal(shown["downSeconds"]!.GetValue<long>(), agreed - up);
        // And so says the month's report.
        var report = (await manager.Do("reports", new { contract = company.Contract, period = month }))["id"]!;
        var figures = (await manager.Get($"reports/{report}"))["figures"]!;
        var line = figures["seen"]!["checks"]!.AsArray().Single()!;
        Assert.Equal((agreed - up, Rounds), (line["down"]!.GetValue<long>(), line["outages"]!.GetValue<int>()));
        Assert.Equal(Rounds + 1, figures["sla"]!.AsArray().Sum(l => l!["tickets"]!.GetValue<int>()));
        Assert.Empty(figures["breaches"]!.AsArray());
        Assert.All(figures["seen"]!["surveys"]!["scores"]!.AsArray(), of => Assert.Equal([0, 0, 0, 0, 1], of!.AsArray().Select(n => n!.GetValue<int>())));
        var ordered = toMail.Order().ToList();
        var middle = (ordered[(Rounds - 1) / 2] + ordered[Rounds / 2]) / 2;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine}, look every {Interval} s, {Rounds} rounds: from the death of the web server to the mail handed over {middle:0.0} s in the middle, {ordered[^1]:0.0} s at most"));
        output.WriteLine(string.Join(' ', toMail.Select(t => t.ToString("0.0", CultureInfo.InvariantCulture))));
        if (Rounds >= 30)
        {
            Assert.InRange(middle, 0, 5.5);
            Assert.InRange(ordered[^1], 0, 11);
        }
        await nginx.DisposeAsync();
        probe.Kill();
        await probe.WaitForExitAsync();
        await server.Kill();
        Directory.Delete(folder.Path, true);
    }

    static async Task<Client> In(Uri address, string user)
    {
        var client = new Client(address);
        await client.SignIn(user);
        return client;
    }

    static async Task<string> Look(Client engineer, Guid check) => (await engineer.Get($"status/{check}"))["row"]!["look"]!.GetValue<string>();

    static async Task<List<MimeKit.MimeMessage>> Mails(MailServer post, Func<MimeKit.MimeMessage, bool> which, int count)
    {
        var found = new List<MimeKit.MimeMessage>();
        await Until(async () => (found = [.. (await post.Mails(0)).Where(which)]).Count >= count, $"{count} mails");
        return found;
    }

    /// <param name="patience">In minutes.</param>
    /// <param name="why">What there is to say when it was in vain.</param>
    static async Task Until(Func<Task<bool>> holds, string what, double patience = 1, Func<string>? why = null)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(patience); await Task.Delay(50))
            if (await holds()) return;
        Assert.Fail($"waited in vain for {what}\n{why?.Invoke()}");
    }

    static string Maybe(string file) => File.Exists(file) ? File.ReadAllText(file) : $"{file} is not there";
}
