// Enrolment, the credential's reach, and batches: each result is taken once whatever comes twice, early or from somebody else.
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Audit;
using Steward.Platform.Data;
using Steward.Protocol;
using Xunit;

namespace Steward.Probes;

public sealed class ProbeTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_token_enrols_once_within_a_day_and_its_credential_ends_with_the_probe(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var manager = server.Client();
        await manager.SignIn(Company.UserOf(Role.CfgMgr));
        var (probe, token) = await Line.Add(server, company.Site);
        using var stranger = new Line(server.Address, null);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.Enrol(token[..^1] + "x", server.Time.GetUtcNow())).StatusCode);

        server.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.Enrol(token, server.Time.GetUtcNow())).StatusCode);
        var second = (await manager.Do($"probes/{probe}/token"))["token"]!.GetValue<string>();
        using var answer = await stranger.Enrol(second, server.Time.GetUtcNow().AddSeconds(-90));
        var enrolled = (await answer.Content.ReadFromJsonAsync(ProtocolJson.Default.Enrolled))!;
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.Enrol(second, server.Time.GetUtcNow())).StatusCode);

        using var line = new Line(server.Address, enrolled.Credential);
        using var work = await line.Work();
        Assert.Equal(HttpStatusCode.OK, work.StatusCode);
        var view = await manager.Get($"probes/{probe}");
        Assert.Equal(("Working", "9.9.9", "site-box", -90_000), (view["row"]!["state"]!.GetValue<string>(), view["row"]!["probeVersion"]!.GetValue<string>(), view["machine"]!.GetValue<string>(), view["row"]!["skewMs"]!.GetValue<int>()));

        // Nothing that opens anything is kept or told again.
        var audit = await server.As(async s => string.Join('\n', await s.GetRequiredService<StewardDb>().Set<AuditRow>().Select(a => a.Change).ToListAsync()));
        foreach (var secret in new[] { token, second, enrolled.Credential })
        {
            Assert.DoesNotContain(secret.Split('_')[1], audit);
            Assert.DoesNotContain(secret.Split('_')[1], view.ToJsonString());
        }

        await manager.Do($"probes/{probe}/revoke");
        Assert.Equal(HttpStatusCode.Unauthorized, (await line.Work()).StatusCode);
        Assert.Equal((409, "PRB-102"), await manager.Refused($"probes/{probe}/token"));
    }

    [Fact]
    public async Task A_probe_opens_its_own_routes_only_and_nobody_else_opens_them()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        var (probe, token) = await Line.Add(server, company.Site);
        using var first = new Line(server.Address, null);
        var credential = (await (await first.Enrol(token, server.Time.GetUtcNow())).Content.ReadFromJsonAsync(ProtocolJson.Default.Enrolled))!.Credential;

        using var asProbe = server.Client();
        asProbe.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(Wire.Scheme, credential);
        foreach (var path in new[] { "/api/v1/tickets", "/api/v1/probes", $"/api/v1/probes/{probe}", "/metrics" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await asProbe.Http.GetAsync(path)).StatusCode);
        Assert.Equal(401, (await asProbe.Refused($"probes/{probe}/revoke")).Status);

        using var manager = server.Client();
        await manager.SignIn(Company.UserOf(Role.CfgMgr));
        Assert.Equal(HttpStatusCode.Unauthorized, (await manager.Http.GetAsync(Wire.WorkPath)).StatusCode);
        var apiToken = (await manager.Do("me/tokens", new { name = "x" }))["token"]!.GetValue<string>();
        using var program = server.Client();
        program.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiToken);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.Http.GetAsync(Wire.WorkPath)).StatusCode);
        using var guess = new Line(server.Address, $"{probe:N}_{new string('0', 48)}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await guess.Work()).StatusCode);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Each_result_is_taken_once_whatever_comes_twice_early_or_from_another_probe(Engine engine)
    {
        var state = new ShelfState();
        var (server, company) = await TestServer.WithCompany(engine, add: Shelf.Of(state));
        await using var closing = server;
        var now = server.Time.GetUtcNow();
        var (probe, line) = await Line.Enrolled(server, company.Site);
        var (other, otherLine) = await Line.Enrolled(server, company.Other.Site);
        using (line)
        using (otherLine)
        {
            Assert.Equal(HttpStatusCode.OK, await line.Send(1, 3, now));
            Assert.Equal(HttpStatusCode.OK, await line.Send(1, 3, now));           // the answer was lost
            Assert.Equal(HttpStatusCode.Conflict, await line.Send(6, 8, now));     // too early
            Assert.Equal(HttpStatusCode.OK, await line.Send(2, 6, now));           // the old again, with more behind it
            Assert.Equal(HttpStatusCode.OK, await line.Send(6, 8, now));
            Assert.Equal(HttpStatusCode.OK, await otherLine.Send(1, 2, now));      // the same numbers of another probe
            Assert.Equal(HttpStatusCode.BadRequest, await line.Send(-1, 1, now));  // no such numbers

            state.Broken = true;
            Assert.Equal(HttpStatusCode.InternalServerError, await line.Send(9, 9, now));
            state.Broken = false;
            Assert.Equal(HttpStatusCode.OK, await line.Send(9, 9, now));

            var crowd = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => line.Send(10, 11, now)));
            Assert.Contains(HttpStatusCode.OK, crowd);
            Assert.All(crowd, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, status.ToString()));

            Assert.Equal(HttpStatusCode.Conflict, await line.Send(15, 15, now, missing: 2));
            Assert.Equal(HttpStatusCode.OK, await line.Send(15, 15, now, missing: 3)); // its disk lost 12 to 14
        }
        Assert.Equal((12, 2), (await Shelf.Kept(server, probe), await Shelf.Kept(server, other)));
        using var manager = server.Client();
        await manager.SignIn(Company.UserOf(Role.CfgMgr));
        var view = await manager.Get($"probes/{probe}");
        Assert.Equal((15L, 3L), (view["taken"]!.GetValue<long>(), view["missing"]!.GetValue<long>()));
        if (engine == Engine.Sqlite) return;
        // Where the crowd ran side by side, whoever lost had handed its results up in vain; what is on disk counts.
        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8", "9"], state.Seen.Where(s => s.Probe == probe).Select(s => s.Result.Detail).Take(9));
    }

    [Fact]
    public async Task Work_is_fetched_again_only_when_it_changed()
    {
        var state = new ShelfState { Orders = [new(Guid.CreateVersion7(), CheckKind.Tcp, "192.0.2.1", 80, 10, 1000, 2, null)] };
        var (server, company) = await TestServer.WithCompany(add: Shelf.Of(state));
        await using var closing = server;
        var (_, line) = await Line.Enrolled(server, company.Site);
        using var closingLine = line;
        var list = (await (await line.Work()).Content.ReadFromJsonAsync(ProtocolJson.Default.WorkList))!;
        Assert.Equal(state.Orders, list.Orders);
        Assert.Equal(HttpStatusCode.NotModified, (await line.Work(list.Version)).StatusCode);
        state.Orders = [];
        Assert.Empty((await (await line.Work(list.Version)).Content.ReadFromJsonAsync(ProtocolJson.Default.WorkList))!.Orders);
    }

    [Fact]
    public async Task Configuration_managers_work_on_probes_readers_of_assets_see_them_and_end_users_do_not()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = server.Client();
            await client.SignIn(Company.UserOf(role));
            var (reads, works) = (role is not (Role.User or Role.SysAdm or Role.CAB), role == Role.CfgMgr);
            using var list = await client.Http.GetAsync("/probes");
            Assert.True(reads == list.IsSuccessStatusCode, $"{role} reads: {list.StatusCode}");
            using var add = await client.Try("probes", new { site = company.Site, name = $"探针 {role}" });
            Assert.True(works == add.IsSuccessStatusCode, $"{role} adds: {add.StatusCode}");
            Assert.Equal(works, (await list.Content.ReadAsStringAsync()).Contains("action=\"/probes\"", StringComparison.Ordinal));
        }
        using var foreign = server.Client();
        await foreign.SignIn("other-head");
        Assert.Empty((await foreign.Get("probes"))["rows"]!.AsArray());
    }
}
