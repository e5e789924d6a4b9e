// An API token may make so many requests a minute; what is more is refused and told, and whoever keeps accounts sees it.
using System.Net;
using System.Net.Http.Headers;
using Steward.Alerting;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Access;

public sealed class TokenLimitTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_token_has_its_requests_a_minute_and_the_rest_are_told_when_to_come_again(Engine engine)
    {
        var (server, _) = await TestServer.WithCompany(engine, s => s with { Rate = s.Rate with { TokenPerMinute = 5 } });
        await using var closing = server;
        using var agent = await ProblemTests.In(server, Role.Agent);
        using var admin = await ProblemTests.In(server, Role.SysAdm);
        var made = await agent.Do("me/tokens", new { name = "脚本" });
        var (id, token) = (made["id"]!.ToString(), made["token"]!.ToString());
        Client With(string secret)
        {
            var client = server.Client();
            client.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            return client;
        }
        using var script = With(token);
        using var other = With((await agent.Do("me/tokens", new { name = "另一个" }))["token"]!.ToString());
        using var thief = With(token[..^4] + "0000");
        async Task<HttpResponseMessage> Call(Client who) => await who.Http.GetAsync("/api/v1/tickets");

        // Who does not have it cannot use it up.
        for (var i = 0; i < 8; i++) Assert.Equal(HttpStatusCode.Unauthorized, (await Call(thief)).StatusCode);
        for (var left = 4; left >= 0; left--)
        {
            using var answer = await Call(script);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("\"token\";q=5;w=60", answer.Headers.GetValues("RateLimit-Policy").Single());
            Assert.StartsWith($"\"token\";r={left};t=", answer.Headers.GetValues("RateLimit").Single());
        }
        using var refused = await Call(script);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 12);
        Assert.StartsWith("\"token\";r=0;t=", refused.Headers.GetValues("RateLimit").Single());
        Assert.Contains("application/problem+json", refused.Content.Headers.ContentType!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await Call(other)).StatusCode);
        // A person at the browser has no such limit.
        for (var i = 0; i < 8; i++) await agent.Get("tickets");

        await server.Sweep("token-use");
        await Call(script);
        await server.Sweep("token-use");
        var used = (await agent.Get("me"))["tokens"]!.AsArray().Single(t => t!["id"]!.ToString() == id)!;
        Assert.Equal((7, 2, 5), (used["requests"]!.GetValue<int>(), used["refused"]!.GetValue<int>(), used["perMinute"]!.GetValue<int>()));
        Assert.Equal(server.Time.GetUtcNow(), used["lastUsedAt"]!.GetValue<DateTimeOffset>());
        Assert.Contains("超限拒绝 2 次", WebUtility.HtmlDecode(await agent.Http.GetStringAsync("/me")));

        // A figure of its own is given by whoever keeps accounts, and holds at once.
        Assert.Equal(403, (await agent.Refused($"tokens/{id}/limit", new { perMinute = 1000 })).Status);
        Assert.Equal(400, (await admin.Refused($"tokens/{id}/limit", new { perMinute = 0 })).Status);
        await admin.Do($"tokens/{id}/limit", new { perMinute = 1000 });
        using var again = await Call(script);
        Assert.Equal((HttpStatusCode.OK, "\"token\";q=1000;w=60"), (again.StatusCode, again.Headers.GetValues("RateLimit-Policy").Single()));
        await admin.Do($"tokens/{id}/limit", new { });
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Call(script)).StatusCode);
    }
}
