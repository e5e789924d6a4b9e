// A probe's side of the line for tests, and a room above that keeps what it is given.
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Data;
using Steward.Platform.Events;
using Steward.Protocol;
using Xunit;

namespace Steward.Probes;

/// <summary>Speaks as a probe does, without being one.</summary>
sealed class Line : IDisposable
{
    readonly HttpClient http;

    public Line(Uri server, string? credential)
    {
        http = new() { BaseAddress = server };
        if (credential is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(Wire.Scheme, credential);
        http.DefaultRequestHeaders.Add(Wire.Version, "9.9.9");
    }

    public static async Task<(Guid Probe, string Token)> Add(TestServer server, Guid site, string name = "机房探针")
    {
        using var manager = server.Client();
        await manager.SignIn(Company.UserOf(Role.CfgMgr));
        var made = await manager.Do("probes", new { site, name });
        return (made["probe"]!.GetValue<Guid>(), made["token"]!.GetValue<string>());
    }

    public static async Task<(Guid Probe, Line Line)> Enrolled(TestServer server, Guid site, string name = "机房探针")
    {
        var (probe, token) = await Add(server, site, name);
        using var first = new Line(server.Address, null);
        using var answer = await first.Enrol(token, server.Time.GetUtcNow());
        var enrolled = (await answer.Content.ReadFromJsonAsync(ProtocolJson.Default.Enrolled))!;
        Assert.Equal(probe, enrolled.Probe);
        return (probe, new Line(server.Address, enrolled.Credential));
    }

    public Task<HttpResponseMessage> Enrol(string token, DateTimeOffset clock, long taken = 0) =>
        http.PostAsJsonAsync(Wire.EnrolPath, new Enrol(token, "site-box", "9.9.9", clock, taken), ProtocolJson.Default.Enrol);

    public Task<HttpResponseMessage> Work(string have = "") => http.GetAsync($"{Wire.WorkPath}?have={have}");

    /// <summary>A batch of results numbered <paramref name="first"/> to <paramref name="last"/>; the number stands in each result.</summary>
    public async Task<HttpStatusCode> Send(long first, long last, DateTimeOffset sentAt, long missing = 0)
    {
        var results = new List<CheckResult>();
        for (var n = first; n <= last; n++) results.Add(new(Guid.Empty, sentAt, Outcome.Up, 1.5, n.ToString(CultureInfo.InvariantCulture), null, false));
        return await Send(new(last, sentAt, results), missing);
    }

    public async Task<HttpStatusCode> Send(Batch batch, long missing = 0)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Wire.BatchPath) { Content = JsonContent.Create(batch, ProtocolJson.Default.Batch) };
        if (missing > 0) request.Headers.Add(Wire.Missing, missing.ToString(CultureInfo.InvariantCulture));
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    public void Dispose() => http.Dispose();
}

/// <summary>Writes a row for each result with the commit that takes it, as a room above would; the key makes a second one impossible.</summary>
sealed class Shelf(Mailroom mailroom, ShelfState state) : IProbeInlet, IProbeWork
{
    public Task<IReadOnlyList<INews>> Take(Handed handed, CancellationToken stop)
    {
        var (probe, customer, results) = (handed.Probe, handed.Customer, handed.Results);
        foreach (var result in results)
            mailroom.Post(customer, probe.Value, new("x", "x@example.com"), "test", $"{probe.Value:N}-{result.Detail}-{result.At.UtcTicks}", handed.ReceivedAt);
        if (state.Broken) throw new InvalidOperationException("the room above fell over");
        foreach (var result in results) state.Seen.Enqueue((probe.Value, result));
        return Task.FromResult<IReadOnlyList<INews>>([]);
    }

    public Task<IReadOnlyList<CheckOrder>> Orders(ProbeId probe, CancellationToken stop) => Task.FromResult(state.Orders);

    /// <summary>How many results of the probe are on disk.</summary>
    public static Task<int> Kept(TestServer server, Guid probe) => server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().CountAsync(m => m.About == probe));

    public static Action<IServiceCollection> Of(ShelfState state) => services =>
        services.AddSingleton(state).AddScoped<Shelf>().AddScoped<IProbeInlet>(s => s.GetRequiredService<Shelf>()).AddScoped<IProbeWork>(s => s.GetRequiredService<Shelf>());
}

sealed class ShelfState
{
    public bool Broken { get; set; }
    public ConcurrentQueue<(Guid Probe, CheckResult Result)> Seen { get; } = [];
    public IReadOnlyList<CheckOrder> Orders { get; set; } = [];
}
