// A route that is going says so on every answer and in the OpenAPI document, and is announced for half a year.
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Steward.Platform.Web;
using Xunit;

namespace Steward.Platform;

public sealed class GoingTests
{
    [Fact]
    public async Task A_route_that_is_going_says_since_when_until_when_and_what_to_call_instead()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        ApiDocument.Add(builder.Services);
        await using var app = builder.Build();
        app.UseRouting();
        app.Use(GoingRoutes.Tell);
        app.Going(since: new(2026, 12, 1), until: new(2027, 6, 30), instead: "/api/v1/new").MapGet("/api/v1/old", (int? wrong) => wrong is null ? Results.Ok("still here") : Results.StatusCode(409));
        app.MapGet("/api/v1/new", () => "here");
        app.MapOpenApi("/api/{documentName}/openapi.json");
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        foreach (var (path, status) in new[] { ("/api/v1/old", 200), ("/api/v1/old?wrong=1", 409) })
        {
            using var answer = await http.GetAsync(path);
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal("@1796083200", answer.Headers.GetValues("Deprecation").Single());
            Assert.Equal("Wed, 30 Jun 2027 00:00:00 GMT", answer.Headers.GetValues("Sunset").Single());
            Assert.Equal("</api/v1/new>; rel=\"successor-version\"", answer.Headers.GetValues("Link").Single());
        }
        using var fresh = await http.GetAsync("/api/v1/new");
        Assert.False(fresh.Headers.Contains("Deprecation") || fresh.Headers.Contains("Sunset") || fresh.Headers.Contains("Link"));
        var paths = JsonNode.Parse(await http.GetStringAsync("/api/v1/openapi.json"))!["paths"]!;
        Assert.True(paths["/api/v1/old"]!["get"]!["deprecated"]!.GetValue<bool>());
        Assert.Null(paths["/api/v1/new"]!["get"]!["deprecated"]);
        Assert.Throws<ArgumentException>(() => app.Going(new(2026, 12, 1), new(2027, 1, 1), "/api/v1/new"));
    }
}
