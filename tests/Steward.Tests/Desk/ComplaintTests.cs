// Complaints as people meet them: kept from whom they are about, judged, settled with the complainant, called back, with every deadline told once; on both databases.
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class ComplaintTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task From_the_users_word_over_an_escalation_to_the_call_back(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (user, manager, project) = (await ProblemTests.In(server, Role.User), await ProblemTests.In(server, Role.SvcMgr), await ProblemTests.In(server, Role.PM));
        var complaint = await user.Make("complaints", new { summary = "催了三次没有人来", description = "打印机坏了两天" });
        var seen = await manager.Get($"complaints/{complaint}");
        // Said on Tuesday at nine: taken on within half an hour, answered within a working day, settled within three.
        Assert.Equal(("CMP-XXQY-20260310-0001", "Received", "Portal"), (Text(seen, "number"), Text(seen, "state"), Text(seen, "channel")));
        Assert.Equal(server.Time.GetUtcNow().AddMinutes(30), seen["complaint"]!["acknowledgeDue"]!.GetValue<DateTimeOffset>());
        Assert.Equal(server.Time.GetUtcNow().AddDays(1), seen["complaint"]!["replyDue"]!.GetValue<DateTimeOffset>());

        await manager.Do($"complaints/{complaint}/acknowledge");
        Assert.Equal((409, "DESK-430"), await manager.Refused($"complaints/{complaint}/propose", new { proposal = "更换打印机" }));
        Assert.Equal(403, (await (await ProblemTests.In(server, Role.Agent)).Refused($"complaints/{complaint}/judge", new { justified = true, reason = "属实" })).Status);
        await manager.Do($"complaints/{complaint}/judge", new { justified = true, reason = "三次催办均无记录" });
        await manager.Do($"complaints/{complaint}/propose", new { proposal = "更换打印机，服务台补训" });
        // It waits on the complainant's home, and on nobody else's.
        Assert.Equal(complaint, (await user.Get("home?view=Portal"))["portal"]!["toSettle"]!.AsArray().Single()!["id"]!.GetValue<Guid>());
        // Who proposed does not accept; the complainant does not either, at first: it rises.
        Assert.Equal(403, (await manager.Refused($"complaints/{complaint}/accept")).Status);
        await user.Do($"complaints/{complaint}/escalate", new { reason = "上次也这么说" });
        Assert.Equal(("Investigating", "Serious"), (Text(await user.Get($"complaints/{complaint}"), "state"), Text(await user.Get($"complaints/{complaint}"), "level")));
        await project.Do($"complaints/{complaint}/propose", new { proposal = "今天换新，经理上门致歉" });
        await user.Do($"complaints/{complaint}/accept");
        Assert.Empty((await user.Get("home?view=Portal"))["portal"]!["toSettle"]!.AsArray());
        Assert.Equal((409, "DESK-431"), await manager.Refused($"complaints/{complaint}/verify", new { text = "满意" }));
        server.Time.Advance(TimeSpan.FromDays(8));
        await manager.Do($"complaints/{complaint}/verify", new { text = "再没有坏过" });
        await manager.Do($"complaints/{complaint}/close");
        Assert.Equal("Closed", Text(await user.Get($"complaints/{complaint}"), "state"));
        Assert.Equal((409, "DESK-201"), await manager.Refused($"complaints/{complaint}/notes", new { text = "补充" }));
        Assert.Equal(complaint, Guid.Parse(Assert.Single((await manager.Get("complaints?group=Over&q=%E5%82%AC%E4%BA%86%E4%B8%89%E6%AC%A1"))["items"]!.AsArray())!["id"]!.ToString()));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task It_is_kept_from_whom_it_is_about_until_it_is_judged_and_each_deadline_is_told_once(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var admin = server.Client();
        await admin.SignIn("admin");
        var head = await admin.Make("staff", new { name = "服务经理B", email = "manager-b@steward.example" });
        var account = await admin.Make("accounts", new { userName = "manager-b", name = "服务经理B", password = Company.Password, staff = head });
        await admin.Do($"accounts/{account}/grants", new { role = Role.SvcMgr });
        using var accused = server.Client();
        await accused.SignIn("manager-b");
        var (agent, manager) = (await ProblemTests.In(server, Role.Agent), await ProblemTests.In(server, Role.SvcMgr));

        server.Time.Advance(TimeSpan.FromHours(1));
        var about = await agent.Make("complaints", new { summary = "经理态度恶劣", customer = company.Customer, about = head, anonymous = true, occurredAt = server.Time.GetUtcNow().AddMinutes(-20) });
        var other = await agent.Make("complaints", new { summary = "电话占线", customer = company.Customer });
        Assert.Equal((404, "STW-404"), await accused.Refused($"complaints/{about}/acknowledge"));
        Assert.Equal([other], Ids(await accused.Get("complaints")));
        Assert.DoesNotContain(about.ToString(), (await accused.Get("search?q=%E6%80%81%E5%BA%A6%E6%81%B6%E5%8A%A3")).ToJsonString());
        Assert.Contains(about.ToString(), (await manager.Get("complaints?q=%E6%80%81%E5%BA%A6%E6%81%B6%E5%8A%A3")).ToJsonString());
        // Nor does the ticket tell of it to those who work on it.
        var ticket = (await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone" }))["id"]!.GetValue<Guid>();
        var hidden = await (await ProblemTests.In(server, Role.User)).Make("complaints", new { summary = "催了没人来", ticket });
        Assert.DoesNotContain(Text(await manager.Get($"complaints/{hidden}"), "number"), await (await ProblemTests.In(server, Role.L1)).Http.GetStringAsync($"/tickets/{ticket}"));
        await manager.Do($"complaints/{hidden}/acknowledge");
        // Said twenty minutes ago: the half hour is over ten minutes from now.
        Assert.Equal(0, await ProblemTests.Sweep(server, "complaints"));
        server.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await ProblemTests.Sweep(server, "complaints"));
        server.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(1, await ProblemTests.Sweep(server, "complaints"));
        Assert.Equal(0, await ProblemTests.Sweep(server, "complaints"));
        // Of the one about them, the person complained about is not told.
        Assert.Equal(["电话占线"], (await server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().Where(m => m.Address == "manager-b@steward.example").Select(m => m.Title).ToListAsync())).Select(t => t.Split('：')[1]));
        Assert.Equal(2, Ids(await manager.Get("complaints?group=Late")).Count);

        await manager.Do($"complaints/{about}/acknowledge");
        await manager.Do($"complaints/{about}/judge", new { justified = false, reason = "录音证明并无此事" });
        Assert.Equal(new[] { about, other, hidden }.ToHashSet(), Ids(await accused.Get("complaints")).ToHashSet());
        Assert.Equal(403, (await accused.Refused($"complaints/{about}/propose", new { proposal = "不了了之" })).Status);
        Assert.Contains(about.ToString(), (await accused.Get("search?q=%E6%80%81%E5%BA%A6%E6%81%B6%E5%8A%A3")).ToJsonString());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_complainant_adds_words_and_takes_it_back_and_nobody_does_it_in_their_place(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (user, manager, agent) = (await ProblemTests.In(server, Role.User), await ProblemTests.In(server, Role.SvcMgr), await ProblemTests.In(server, Role.Agent));
        var complaint = await user.Make("complaints", new { summary = "催了三次没有人来" });
        await user.Do($"complaints/{complaint}/words", new { text = "第四次也没有人来" });
        var page = await manager.Http.GetStringAsync($"/complaints/{complaint}");
        Assert.Contains("第四次也没有人来", System.Net.WebUtility.HtmlDecode(page));
        foreach (var deed in new[] { "words", "withdraw" }) Assert.DoesNotContain($"/complaints/{complaint}/{deed}", page);
        Assert.Equal(403, (await manager.Refused($"complaints/{complaint}/withdraw", new { reason = "用户不追究了" })).Status);
        Assert.Equal(403, (await manager.Refused($"complaints/{complaint}/words", new { text = "替用户说" })).Status);
        Assert.Equal(400, (await user.Refused($"complaints/{complaint}/withdraw")).Status);
        Assert.Contains($"/complaints/{complaint}/withdraw", await user.Http.GetStringAsync($"/complaints/{complaint}"));

        server.Time.Advance(TimeSpan.FromMinutes(10));
        await user.Do($"complaints/{complaint}/withdraw", new { reason = "已经有人来了" });
        var seen = await manager.Get($"complaints/{complaint}");
        Assert.Equal("Withdrawn", Text(seen, "state"));
        Assert.Contains(seen["story"]!.AsArray(), e => e!["verb"]!.ToString() == "WithdrawComplaint" && e["text"]!.ToString() == "已经有人来了");
        Assert.Empty(Ids(await manager.Get("complaints?group=Open")));
        Assert.Equal([complaint], Ids(await manager.Get("complaints?group=Over")));
        Assert.Equal((409, "DESK-201"), await user.Refused($"complaints/{complaint}/words", new { text = "还有" }));
        Assert.Equal((409, "DESK-201"), await manager.Refused($"complaints/{complaint}/acknowledge"));
        // Taken back in time it is late for nobody, and nobody is told that it is.
        server.Time.Advance(TimeSpan.FromDays(10));
        Assert.Equal(0, await ProblemTests.Sweep(server, "complaints"));
        Assert.Empty(Ids(await manager.Get("complaints?group=Late")));
        var handled = await manager.Get($"measures/complaint-handling/evidence?contract={company.Contract}&period=2026-03");
        Assert.Equal("Excluded", Assert.Single(handled["records"]!.AsArray())!["verdict"]!.ToString());

        // Taken back after nobody had answered in time, the fault stays one.
        var late = await user.Make("complaints", new { summary = "电话没人接" });
        server.Time.Advance(TimeSpan.FromHours(1));
        await user.Do($"complaints/{late}/withdraw", new { reason = "算了" });
        handled = await manager.Get($"measures/complaint-handling/evidence?contract={company.Contract}&period=2026-03");
        Assert.Contains(handled["records"]!.AsArray(), r => (r!["verdict"]!.ToString(), r["number"]!.ToString()) == ("Missed", "CMP-XXQY-20260320-0001"));
    }

    static List<Guid> Ids(JsonNode list) => [.. list["items"]!.AsArray().Select(i => Guid.Parse(i!["id"]!.ToString()))];
    static string Text(JsonNode view, string field) => view["complaint"]![field]!.ToString();
}
