// What the web shell promises of every answer: headers, limits, files that are what they say.
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Steward.Access;
using Steward.Fixtures;
using Xunit;

namespace Steward.Platform;

public sealed class WebTests
{
    [Theory]
    [InlineData("/sign-in"), InlineData("/"), InlineData("/nowhere"), InlineData("/api/v1/tickets")]
    public async Task Every_answer_forbids_frames_guesses_and_foreign_content(string path)
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var client = server.Client();
        using var answer = await client.Http.GetAsync(path);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("http", policy);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        if (answer.Content.Headers.ContentType?.MediaType == "text/html") Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Guessing_passwords_is_slowed_down_over_the_form_and_the_API_alike()
    {
        var (server, _) = await TestServer.WithCompany(adjust: s => s with { Rate = s.Rate with { SignInPerMinute = 4 } });
        await using var closing = server;
        using var client = server.Client();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++)
        {
            using var answer = await client.Try("sign-in", new { userName = $"guess-{i}", password = "Wrong-Words-7!" });
            answers.Add(answer.StatusCode);
        }
        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 4), HttpStatusCode.TooManyRequests], answers);
        using var form = await client.Http.PostAsync("/sign-in", new FormUrlEncodedContent([new("userName", "x"), new("password", "y")]));
        Assert.Equal(HttpStatusCode.TooManyRequests, form.StatusCode);
        Assert.True((await client.Http.GetAsync("/sign-in")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_file_must_be_small_allowed_and_what_its_name_says_and_the_same_bytes_are_kept_once()
    {
        var (server, company) = await TestServer.WithCompany(adjust: s => s with { Files = s.Files with { LargestBytes = 2000 } });
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var ticket = (await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact }))["id"]!.GetValue<Guid>();
        async Task<(HttpStatusCode Status, string Code)> Attach(string name, byte[] bytes)
        {
            var file = new ByteArrayContent(bytes);
            file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using var answer = await agent.Http.PostAsync($"/api/v1/tickets/{ticket}/files", new MultipartFormDataContent { { file, "file", name } });
            return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync()) is JsonObject problem ? problem["code"]!.GetValue<string>() : "");
        }

        byte[] picture = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[100]];
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "FILE-102"), await Attach("tool.exe", picture));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "FILE-103"), await Attach("picture.png", "<script>alert(1)</script>"u8.ToArray()));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "FILE-101"), await Attach("picture.png", [.. picture, .. new byte[2000]]));
        Assert.Empty(Directory.GetFiles(server.Folder.Files, "*", SearchOption.AllDirectories));
        Assert.Equal(HttpStatusCode.OK, (await Attach("../../picture.png", picture)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Attach("again.png", picture)).Status);
        Assert.Single(Directory.GetFiles(server.Folder.Files, "*", SearchOption.AllDirectories));
        var files = (await agent.Get($"tickets/{ticket}"))["files"]!.AsArray();
        Assert.Equal(["again.png", "picture.png"], files.Select(f => f!["name"]!.GetValue<string>()).Order());
    }
}
