// Builds the platform's part of the server: settings, database, telemetry, limits, headers, errors. The modules are handed in.
using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Scalar.AspNetCore;
using Steward.Platform.Approvals;
using Steward.Platform.Audit;
using Steward.Platform.Audit.Outside;
using Steward.Platform.Events;
using Steward.Platform.Files;
using Steward.Platform.Live;
using Steward.Platform.Secrets;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Platform.Host;

/// <summary>One room of the house, as its <c>XModule.cs</c> describes it: what it needs and what it answers.</summary>
public interface IModule
{
    void Add(IServiceCollection services, StewardSettings settings);
    void Map(IEndpointRouteBuilder routes);
}

/// <summary>Steps between routing and the rooms: authentication lives in Access, which Platform does not know.</summary>
public interface IPipelineModule : IModule
{
    void Use(WebApplication app);
}

public static class StewardHost
{
    public static WebApplication Build(DataFolder folder, StewardSettings settings, IReadOnlyList<IModule> modules, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, WebRootPath = WebRoot() });
        builder.WebHost.UseKestrelHttpsConfiguration();
        if (File.Exists(Beside("steward.staticwebassets.runtime.json")))
            builder.WebHost.UseSetting(WebHostDefaults.StaticWebAssetsKey, Beside("steward.staticwebassets.runtime.json")).UseStaticWebAssets();
        // A failed command or save is told by the exception that follows from it, and by whoever catches that.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None).AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.None).AddFilter("Microsoft.EntityFrameworkCore.Database.Connection", LogLevel.None).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical).AddFilter("Microsoft", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
        var services = builder.Services;
        services.AddSingleton(folder).AddSingleton(settings).AddSingleton<SecretBox>().AddSingleton(s => AuditSeal.Of(s.GetRequiredService<SecretBox>())).AddSingleton<IdSource>(_ => new IdSource()).AddSingleton(TimeProvider.System).AddSingleton<Preparation>().AddSingleton<Room>().AddSingleton<SweepLog>().AddSingleton<SteadyClock>().AddSingleton<Bell>();
        services.AddSingleton(s => new LiveFeed(s.GetRequiredService<IServiceScopeFactory>(), s.GetServices<LiveTopic>(), s.GetRequiredService<Bell>(), s.GetRequiredService<SecretBox>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<LiveFeed>>()))
            .AddHostedService(s => s.GetRequiredService<LiveFeed>()).AddSingleton<LiveStream>();
        services.AddStewardDatabase(folder, settings.Database.Connection);
        AccessToken.AddTo(services);
        services.AddScoped<Viewer>().AddScoped<FileStore>().AddScoped<ISweep, AuditAnchors>().AddSingleton<SyslogLine>().AddSingleton<ForwardFigures>().AddScoped<AuditForwards>().AddScoped<ISweep, AuditForwardSweep>().AddScoped<ApprovalDesk>().AddScoped<ISweep, ApprovalSweep>().AddSingleton<NewsMemory>().AddScoped<ISweep, NewsSweep>().AddScoped<ISweep, NodeSweep>().AddScoped<ISweep, FormKeys>().AddSingleton<ThisNode>().AddHostedService<SweepRunner>();
        services.AddRazorComponents();
        services.AddSingleton(System.Text.Encodings.Web.HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All));
        services.AddAntiforgery(o => { o.Cookie.Name = "steward-form"; o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; o.FormFieldName = "__form"; o.SuppressXFrameOptionsHeader = true; });
        services.AddDataProtection().SetApplicationName("Steward").PersistKeysToFileSystem(new DirectoryInfo(folder.Keys)).SealKeys();
        services.ConfigureHttpJsonOptions(o => Json.Configure(o.SerializerOptions));
        ApiDocument.Add(services);
        services.AddHealthChecks().AddCheck<DatabaseAnswers>("database", tags: ["ready"]);
        services.AddResponseCompression(o => o.EnableForHttps = true);
        services.Configure<FormOptions>(o => o.MultipartBodyLengthLimit = settings.Files.LargestBytes + 1024 * 1024);
        AddTelemetry(services, settings);
        AddLimits(services, settings);
        foreach (var handler in typeof(StewardHost).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsClass: true }))
            foreach (var verb in handler.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IVerb<,>)))
                services.AddScoped(handler).AddScoped(verb, handler);
        foreach (var module in modules) module.Add(services, settings);
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = settings.Files.LargestBytes + 1024 * 1024;
            if (settings.Tls.Certificate.Length > 0)
                k.ConfigureHttpsDefaults(h => h.ServerCertificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(settings.Tls.Certificate, settings.Tls.Key));
        });
        builder.WebHost.UseUrls([.. settings.Urls]);
        adjust?.Invoke(builder);

        var app = builder.Build();
        Use(app, settings, modules);
        return app;
    }

    static void Use(WebApplication app, StewardSettings settings, IReadOnlyList<IModule> modules)
    {
        if (settings.TrustedProxies.Count > 0)
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All };
            forwarded.KnownProxies.Clear();
            foreach (var proxy in settings.TrustedProxies) forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
            app.UseForwardedHeaders(forwarded);
        }
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ErrorAnswers>();
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = c => c.Context.Response.Headers.CacheControl = "public, max-age=3600" });
        app.UseRouting();
        app.Use(GoingRoutes.Tell);
        app.UseRateLimiter();
        foreach (var module in modules.OfType<IPipelineModule>()) module.Use(app);
        app.UseMiddleware<ViewerCulture>();
        app.UseAntiforgery();
        if (File.Exists(Beside("steward.staticwebassets.endpoints.json"))) app.MapStaticAssets(Beside("steward.staticwebassets.endpoints.json")).RequireAuthorization("Anyone");
        app.MapHealthChecks("/healthz/live", new() { Predicate = _ => false }).DisableRateLimiting().RequireAuthorization("Anyone");
        app.MapHealthChecks("/healthz/ready", new() { Predicate = c => c.Tags.Contains("ready"), ResponseWriter = DatabaseAnswers.Tell }).DisableRateLimiting().RequireAuthorization("Anyone");
        app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization("Settings:Read");
        app.MapOpenApi("/api/{documentName}/openapi.json").RequireAuthorization("Anyone");
        app.MapScalarApiReference("/api", o => o.WithOpenApiRoutePattern("/api/{documentName}/openapi.json").WithTitle("Steward API").DisableDefaultFonts().DisableAgent().DisableMcp().DisableTelemetry().HideDeveloperTools()).RequireAuthorization("Anyone");
        foreach (var module in modules) module.Map(app);
    }

    static void AddTelemetry(IServiceCollection services, StewardSettings settings) => services.AddOpenTelemetry()
        .ConfigureResource(r => r.AddService(Telemetry.Name, serviceVersion: typeof(StewardHost).Assembly.GetName().Version?.ToString(3)))
        .WithMetrics(m =>
        {
            m.AddMeter(Telemetry.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter();
            // Room is set aside for as many combinations of tags as there may be: two thousand each unless told. Only requests, by route and status, have so many.
            m.AddView(i => i.Name == "http.server.request.duration" ? null : new MetricStreamConfiguration { CardinalityLimit = 200 });
            if (settings.Telemetry.Otlp.Length > 0) m.AddOtlpExporter(o => o.Endpoint = new Uri(settings.Telemetry.Otlp));
        })
        .WithTracing(t =>
        {
            if (settings.Telemetry.Otlp.Length == 0) return;
            t.AddSource(Telemetry.Name).AddAspNetCoreInstrumentation().AddOtlpExporter(o => o.Endpoint = new Uri(settings.Telemetry.Otlp));
        });

    static void AddLimits(IServiceCollection services, StewardSettings settings) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (refused, _) =>
        {
            if (refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)) refused.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return default;
        };
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
        {
            var client = http.Connection.RemoteIpAddress?.ToString() ?? "";
            return (http.Request.Path.StartsWithSegments("/sign-in") || http.Request.Path.StartsWithSegments("/api/v1/sign-in")) && HttpMethods.IsPost(http.Request.Method)
                ? RateLimitPartition.GetFixedWindowLimiter("sign-in " + client, _ => new() { PermitLimit = settings.Rate.SignInPerMinute, Window = TimeSpan.FromMinutes(1) })
                : RateLimitPartition.GetTokenBucketLimiter(client, _ => new()
                {
                    TokenLimit = settings.Rate.Burst, TokensPerPeriod = Math.Max(1, settings.Rate.PerSecond / 10), ReplenishmentPeriod = TimeSpan.FromMilliseconds(100), QueueLimit = 0,
                });
        });
    });

    static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    /// <summary>The built assets beside the program, or in the source tree while it is being written.</summary>
    static string WebRoot()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (Directory.Exists(beside)) return beside;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "src", "Steward.Server", "wwwroot")))
                return Path.Combine(folder.FullName, "src", "Steward.Server", "wwwroot");
        return beside;
    }
}
