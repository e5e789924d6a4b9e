// What leaves for a collector, and what a scraper gets: an OTLP receiver of the tests' own, since Debian packages none.
using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Steward.Access;
using Steward.Fixtures;
using Xunit;

namespace Steward.Platform;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Traces_and_figures_reach_a_collector_that_the_settings_name()
    {
        var got = new ConcurrentDictionary<string, string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http2));
        await using var collector = builder.Build();
        collector.MapPost("/{service}/Export", async (string service, HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            got.AddOrUpdate(service, Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
            http.Response.ContentType = "application/grpc";
            http.Response.AppendTrailer("grpc-status", "0");
            await http.Response.Body.WriteAsync(new byte[5]);
        });
        await collector.StartAsync();
        var address = collector.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

        var (server, _) = await TestServer.WithCompany(adjust: s => s with { Telemetry = new() { Otlp = address } });
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        await agent.Get("tickets");
        Assert.True(server.Services.GetRequiredService<TracerProvider>().ForceFlush(20_000));
        // Its answer covers the scraper's reader too, which nobody has asked yet.
        server.Services.GetRequiredService<MeterProvider>().ForceFlush(20_000);
        Assert.Contains("api/v1/tickets", got["opentelemetry.proto.collector.trace.v1.TraceService"]);
        Assert.Contains("Steward", got["opentelemetry.proto.collector.trace.v1.TraceService"]);
        Assert.Contains("http.server.request.duration", got["opentelemetry.proto.collector.metrics.v1.MetricsService"]);
        Assert.DoesNotContain(Company.Password, string.Concat(got.Values));
    }
}
