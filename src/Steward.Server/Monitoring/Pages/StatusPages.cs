// Routes, navigation and looks of the status board and the pages of checks.
using Steward.Access;
using Steward.Assets;
using Steward.Desk;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Monitoring.Pages;

static class StatusPages
{
    static readonly string Read = Needs.The(Thing.Monitoring, Right.Read);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<StatusQueries>().AddScoped<AssetChecks>().AddScoped<CoverageQueries>().AddNav(new NavEntry("Nav.Watch", "Monitoring.Title", "/status", "activity-heartbeat", Read, 150, OnPhone: true, Key: 's'), new NavEntry("Nav.Watch", "Coverage.Title", "/coverage", "eye", Read, 155));
        services.AddSlot<ChecksOf>(PageSlot.Asset, 10, async (s, asset, stop) => await s.GetRequiredService<AssetChecks>().OfAsset(asset, stop))
            .AddSlot<ChecksOf>(PageSlot.Ticket, 10, async (s, ticket, stop) => await s.GetRequiredService<AssetChecks>().OfTicket(ticket, stop));
        services.AddSingleton(new AuditSubject("monitoring_check", "/status/{0}")).AddSingleton(new AuditSubject("monitoring_fact", "/status/{0}"));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<StatusPage, StatusBoard>("/status", Read, "Status", (HttpContext http, StatusQueries status, CancellationToken stop) =>
        {
            var values = QueryValues.Of(http);
            return status.Board(values.Choice<Look>("look"), values.Id<CustomerId>("customer"), values.Text("q"), values.Id<AssetId>("asset"), stop);
        });
        routes.Shows<CoveragePage, CoverageModel>("/coverage", Read, "Coverage", (HttpContext http, CoverageQueries coverage, CancellationToken stop) => coverage.Of(QueryValues.Of(http).Id<CustomerId>("customer"), stop));
        routes.Shows<CheckPageView, CheckPage>("/status/{check:guid}", Read, "Check", (HttpContext http, StatusQueries status, Guid check, string? month, CancellationToken stop) =>
            status.One(check, month, QueryValues.Of(http).Choice<GraphSpan>("span") ?? GraphSpan.Day, stop));
        routes.MapGet("/api/v1/checks/{check:guid}/samples", Samples).RequireAuthorization(Read).WithName("ReadSamples").WithTags("checks")
            .WithSummary("The samples of a check in stretches of a step (seconds): how many answered, how fast, how many did not").Produces<IReadOnlyList<Stretch>>().ProducesProblem(400).ProducesProblem(404);
    }

    const int MostStretches = 10_000;

    static async Task<IResult> Samples(HttpContext http, StatusQueries status, Guid check, DateTimeOffset from, DateTimeOffset to, int step, CancellationToken stop)
    {
        if (step < 1) return Refusals.Problem(http, new BadInput([new("step", "MON-130")]));
        if (to <= from || (to - from).TotalSeconds / step > MostStretches) return Refusals.Problem(http, new BadInput([new("to", "MON-131", MostStretches)]));
        return await status.Samples(CheckId.From(check), from, to, TimeSpan.FromSeconds(step), stop) is { } found ? Results.Json(found, Json.Options) : Refusals.Problem(http, new NotFound());
    }

    public static (Tone Tone, string Icon) Of(Look look) => look switch
    {
        Look.Up => (Tone.Good, "circle-check"),
        Look.Down => (Tone.Bad, "circle-x"),
        Look.Blind => (Tone.Warn, "eye-off"),
        Look.Failing => (Tone.Warn, "progress-alert"),
        Look.Waiting => (Tone.Muted, "hourglass"),
        Look.Paused => (Tone.Muted, "player-pause"),
    };

    public static (Tone Tone, string Icon) Of(LedgerKind kind) => kind switch
    {
        LedgerKind.Up => (Tone.Good, "circle-check"),
        LedgerKind.Down => (Tone.Bad, "circle-x"),
        LedgerKind.Blind => (Tone.Warn, "eye-off"),
        LedgerKind.Maintenance => (Tone.Info, "tools"),
        LedgerKind.Excluded => (Tone.Muted, "circle-minus"),
    };

    public static (Tone Tone, string Icon) Of(FlipKind kind) => kind switch
    {
        FlipKind.WentDown => (Tone.Bad, "circle-x"),
        FlipKind.CameBack => (Tone.Good, "circle-check"),
        FlipKind.WentBlind => (Tone.Warn, "eye-off"),
        FlipKind.SeesAgain => (Tone.Info, "eye"),
    };
}
