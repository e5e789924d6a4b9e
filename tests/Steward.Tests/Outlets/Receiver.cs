// A system that takes webhooks: refuses what is not signed with its key, and keeps what came.
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Steward.Outlets;

sealed record Heard(string Id, string Signatures, JsonNode Body)
{
    public string Type => Body["type"]!.ToString();
}

sealed class Receiver : IAsyncDisposable
{
    readonly WebApplication app;

    Receiver(WebApplication app) => this.app = app;

    /// <summary>With which it checks, as it was shown when the webhook was made.</summary>
    public string Key { get; set; } = "";
    public ConcurrentQueue<Heard> Heard { get; } = new();
    public int Calls { get; private set; }
    public int Forged { get; private set; }
    /// <summary>What it answers as long as it is set.</summary>
    public int? Answers { get; set; }
    public string? RetryAfter { get; set; }
    /// <summary>Done before it has kept what came, and before it answers.</summary>
    public Func<CancellationToken, Task>? Before { get; set; }
    public Func<CancellationToken, Task>? After { get; set; }
    public string Address => $"{app.Urls.First()}/hook?key=of-the-receiver";

    public static async Task<Receiver> Start(Func<DateTimeOffset> now)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.MapPost("/hook", async (HttpContext http) =>
        {
            receiver.Calls++;
            using var reader = new StreamReader(http.Request.Body);
            var (body, id, at, signatures) = (await reader.ReadToEndAsync(), http.Request.Headers["webhook-id"].ToString(), http.Request.Headers["webhook-timestamp"].ToString(), http.Request.Headers["webhook-signature"].ToString());
            // As the specification tells receivers to check: any of the signatures, and a timestamp of now.
            var own = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(receiver.Key["whsec_".Length..]), Encoding.UTF8.GetBytes($"{id}.{at}.{body}")));
            if (!signatures.Split(' ').Contains(own) || Math.Abs(now().ToUnixTimeSeconds() - long.Parse(at)) > 300) { receiver.Forged++; return Results.StatusCode(401); }
            if (receiver.Answers is { } status)
            {
                if (receiver.RetryAfter is { } wait) http.Response.Headers.RetryAfter = wait;
                return Results.StatusCode(status);
            }
            if (receiver.Before is { } before) await before(http.RequestAborted);
            receiver.Heard.Enqueue(new(id, signatures, JsonNode.Parse(body)!));
            if (receiver.After is { } after) await after(http.RequestAborted);
            return Results.NoContent();
        });
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
