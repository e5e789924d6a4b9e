// The whole life of an incident through the API, with the clocks that the contract promises, on both databases.
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Sla;
using Xunit;

namespace Steward.Desk;

public sealed class IncidentLifeTests
{
    static object Report(Company company, string summary = "打印机卡纸") => new { summary, service = company.Service, requester = company.Contact, channel = "Phone", impact = "Person", urgency = "BadlyHindered" };

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task From_report_to_closing_every_clock_says_what_happened(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));

        var opened = await agent.Do("tickets", Report(company));
        Assert.Equal("INC-XXQY-20260310-0001", opened["number"]!.GetValue<string>());
        Assert.Equal("P3", opened["priority"]!.GetValue<string>());
        var ticket = opened["id"]!.GetValue<Guid>();

        server.Time.Advance(TimeSpan.FromMinutes(20));
        await agent.Do($"tickets/{ticket}/accept");
        await agent.Do($"tickets/{ticket}/assign", new { team = company.OnSite, assignee = company.Engineer });
        await agent.Do($"tickets/{ticket}/start");
        server.Time.Advance(TimeSpan.FromMinutes(10));
        await agent.Do($"tickets/{ticket}/arrive");
        await agent.Do($"tickets/{ticket}/pause", new { reason = "PendingUser", text = "等用户带回设备", waitsFor = "员工001", expectedAt = server.Time.GetUtcNow().AddHours(3), proof = "电话 09:30" });
        server.Time.Advance(TimeSpan.FromHours(2));
        await agent.Do($"tickets/{ticket}/resume");
        server.Time.Advance(TimeSpan.FromMinutes(30));
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "清理进纸轮", cause = "卡纸", device = "FP-2055", minutesSpent = 40 });

        var clocks = await server.As(services => services.GetRequiredService<SlaClocks>().Clocks([ticket], default));
        var (response, arrival, resolution) = (clocks.Single(c => c.Kind == ClockKind.Response), clocks.Single(c => c.Kind == ClockKind.Arrival), clocks.Single(c => c.Kind == ClockKind.Resolution));
        Assert.Equal((Verdict.Met, 20 * 60L), (response.Verdict, response.UsedSeconds));
        Assert.Equal((Verdict.Met, 30 * 60L), (arrival.Verdict, arrival.UsedSeconds));
        // 09:00 to 12:00 is three service hours, of which two were the user's; the lunch break from 12:00 counts for nobody.
        Assert.Equal((Verdict.Met, 3600L, 3 * 3600L), (resolution.Verdict, resolution.UsedSeconds, resolution.GrossSeconds));

        using var user = server.Client();
        await user.SignIn(Company.UserOf(Role.User));
        await user.Do($"tickets/{ticket}/reopen", new { reason = "又卡纸了" });
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "更换进纸轮", cause = "老化", device = "FP-2055", minutesSpent = 15 });
        await user.Do($"tickets/{ticket}/confirm");

        var (state, reopened, minutes) = await server.As(async services => await services.GetRequiredService<StewardDb>().Set<Ticket>().Where(t => t.Id == TicketId.From(ticket)).Select(t => new ValueTuple<TicketState, int, int>(t.State, t.Reopened, t.MinutesSpent)).SingleAsync());
        Assert.Equal((TicketState.Closed, 1, 55), (state, reopened, minutes));
        Assert.Equal((409, "DESK-103"), await user.Refused($"tickets/{ticket}/reopen", new { reason = "还是不行" }));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Numbers_have_no_holes_when_many_open_tickets_at_once(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var numbers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            using var agent = server.Client();
            await agent.SignIn(Company.UserOf(Role.Agent));
            var mine = new List<string>();
            for (var i = 0; i < 10; i++)
            {
                // Every third one is refused after the number would have been wanted.
                if (i % 3 == 0) await agent.Refused("tickets", new { summary = "无合同", service = Guid.CreateVersion7(), requester = company.Contact });
                mine.Add((await agent.Do("tickets", Report(company, $"{worker}-{i}")))["number"]!.GetValue<string>());
            }
            return mine;
        }));
        Assert.Equal(Enumerable.Range(1, 80).Select(n => $"INC-XXQY-20260310-{n:0000}"), numbers.SelectMany(n => n).Order());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Before_work_begins_the_user_takes_back_what_they_reported_and_nobody_else_does_it_for_them(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        using var user = server.Client();
        await user.SignIn(Company.UserOf(Role.User));
        using var foreign = server.Client();
        await foreign.SignIn("other-user");
        var (ticket, begun) = ((await agent.Do("tickets", Report(company)))["id"]!.GetValue<Guid>(), (await agent.Do("tickets", Report(company)))["id"]!.GetValue<Guid>());
        await agent.Do($"tickets/{ticket}/accept");
        Assert.Contains($"/tickets/{ticket}/withdraw", await user.Http.GetStringAsync($"/tickets/{ticket}"));
        Assert.DoesNotContain($"/tickets/{ticket}/withdraw", await agent.Http.GetStringAsync($"/tickets/{ticket}"));
        Assert.Equal(403, (await agent.Refused($"tickets/{ticket}/withdraw", new { reason = "用户说不用了" })).Status);
        Assert.Equal(404, (await foreign.Refused($"tickets/{ticket}/withdraw", new { reason = "不用了" })).Status);
        Assert.Equal(400, (await user.Refused($"tickets/{ticket}/withdraw")).Status);
        server.Time.Advance(TimeSpan.FromMinutes(5));
        await user.Do($"tickets/{ticket}/withdraw", new { reason = "重启后好了" });

        // The desk reads that and why; the clocks are at an end and count for nothing.
        var seen = await agent.Get($"tickets/{ticket}");
        Assert.Equal("Cancelled", seen["ticket"]!["state"]!.GetValue<string>());
        Assert.Contains(seen["story"]!.AsArray(), e => e!["verb"]!.ToString() == "WithdrawTicket" && e["text"]!.ToString() == "重启后好了");
        Assert.DoesNotContain(seen["clocks"]!.AsArray(), c => c!["phase"]!.ToString() is "Running" or "Paused");
        Assert.Equal((409, "DESK-103"), await agent.Refused($"tickets/{ticket}/start"));
        // Once somebody is at work it is the desk's to end.
        await agent.Do($"tickets/{begun}/accept");
        await agent.Do($"tickets/{begun}/start");
        Assert.DoesNotContain($"/tickets/{begun}/withdraw", await user.Http.GetStringAsync($"/tickets/{begun}"));
        Assert.Equal((409, "DESK-103"), await user.Refused($"tickets/{begun}/withdraw", new { reason = "不用了" }));
    }

    [Fact]
    public async Task A_repeated_request_with_the_same_key_opens_one_ticket()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var first = await agent.Do("tickets", Report(company), key: "one");
        var second = await agent.Do("tickets", Report(company), key: "one");
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal(1, await server.As(services => services.GetRequiredService<StewardDb>().Set<Ticket>().CountAsync()));
    }

    [Fact]
    public async Task Bad_input_is_answered_by_field_and_reason_in_the_readers_language()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        using var answer = await agent.Try("tickets", new { service = "not an id", urgency = "Soon" });
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("请填写此项。", problem["errors"]!["summary"]![0]!.GetValue<string>());
        Assert.Equal("无法识别这个值，请检查格式。", problem["errors"]!["service"]![0]!.GetValue<string>());
        Assert.NotNull(problem["errors"]!["urgency"]);
        Assert.NotEmpty(problem["traceId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Two_people_who_change_a_ticket_at_once_do_not_overwrite_each_other()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var ticket = (await agent.Do("tickets", Report(company)))["id"]!.GetValue<Guid>();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => agent.Try($"tickets/{ticket}/accept")));
        Assert.Equal(1, answers.Count(a => a.IsSuccessStatusCode));
        Assert.All(answers.Where(a => !a.IsSuccessStatusCode), a => Assert.Equal(409, (int)a.StatusCode));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Of_many_who_accept_at_once_one_has_it_and_the_others_hear_what_the_process_says(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var ticket = (await agent.Do("tickets", Report(company)))["id"]!.GetValue<Guid>();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var answer = await agent.Try($"tickets/{ticket}/accept");
            return answer.IsSuccessStatusCode ? "accepted" : JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!.GetValue<string>();
        }));
        Assert.Equal(["accepted", .. Enumerable.Repeat("DESK-103", 7)], answers.OrderByDescending(a => a == "accepted"));
    }

    [Fact]
    public async Task A_breach_counts_in_the_month_in_which_it_fell_due_however_late_it_is_mended()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        server.Time.Advance(TimeSpan.FromDays(17)); // Friday 27 March, 09:00
        var ticket = (await agent.Do("tickets", Report(company)))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{ticket}/accept");
        server.Time.Advance(TimeSpan.FromDays(12)); // 8 April
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "更换硒鼓", cause = "老化", device = "FP-2055", minutesSpent = 20 });
        var resolution = (await server.As(s => s.GetRequiredService<SlaClocks>().Clocks([ticket], default))).Single(c => c.Kind == ClockKind.Resolution);
        // 16 service hours from Friday morning end on Monday evening, 30 March.
        Assert.Equal((Verdict.Breached, new DateTimeOffset(2026, 3, 30, 10, 0, 0, TimeSpan.Zero)), (resolution.Verdict, resolution.JudgedAt));
    }

    [Fact]
    public async Task Silence_is_reminded_once_and_closes_after_five_working_days()
    {
        var (server, company) = await TestServer.WithCompany(sweeps: true, adjust: s => s with { Mail = s.Mail with { Host = "" } });
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var ticket = (await agent.Do("tickets", Report(company)))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{ticket}/accept");
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "重启", cause = "软件", device = "PC-1", minutesSpent = 5 });
        async Task<(TicketState State, int Notices)> Now() => await server.As(s => s.GetRequiredService<StewardDb>().Set<Ticket>().Where(t => t.Id == TicketId.From(ticket)).Select(t => new ValueTuple<TicketState, int>(t.State, t.Notices)).SingleAsync());
        await Until(async () => (await Now()).Notices == 2, () => server.Time.Advance(TimeSpan.FromHours(6)));
        Assert.True(server.Time.GetUtcNow() >= TestServer.Start.AddDays(2));
        await Until(async () => (await Now()).State == TicketState.Closed, () => server.Time.Advance(TimeSpan.FromHours(6)));
        Assert.True(server.Time.GetUtcNow() >= TestServer.Start.AddDays(7), "five working days from a Tuesday reach the next Tuesday");
    }

    /// <summary>Moves the clock until something is so; gives the sweeps, which run beside the test, a moment after each step.</summary>
    static async Task Until(Func<Task<bool>> so, Action step)
    {
        for (var i = 0; i < 200; i++)
        {
            if (await so()) return;
            step();
            for (var wait = 0; wait < 20 && !await so(); wait++) await Task.Yield();
            await Task.Delay(10);
        }
        Assert.Fail("it never came to that");
    }
}
