// Addresses, rights and navigation of releases: list, page, form, media library, process and verbs. The rights are those of changes.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Process;
using Steward.Desk.Releases;
using Steward.Platform.Files;
using Steward.Platform.Live;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Pages;

static class ReleasePages
{
    static readonly string Read = Needs.The(Thing.Change, Right.Read), Work = Needs.The(Thing.Change, Right.Work), Approve = Needs.The(Thing.Change, Right.Approve), Confirm = Needs.The(Thing.Change, Right.Confirm);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<ReleaseWork>().AddScoped<ReleaseQueries>();
        services.AddSingleton(new AuditSubject("desk_release", "/releases/{0}")).AddSingleton(new AuditSubject("desk_release_target", "/releases/{0}"));
        services.AddSingleton(new LiveTopic("release", [typeof(ReleaseOpened), typeof(ReleaseMoved)], (s, ids, stop) =>
        {
            var named = ids.Select(ReleaseId.From).ToList();
            return s.GetRequiredService<ReleaseWork>().Visible.Where(r => named.Contains(r.Id)).Select(r => r.Id.Value).ToListAsync(stop);
        }));
        services.AddNav(new NavEntry("Nav.Processes", "Release.Many", "/releases", "rocket", Read, 123, Also: "/media"));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<ReleasesPage, ReleaseList>("/releases", Read, "Releases", (HttpContext http, ReleaseQueries releases, CancellationToken stop) => releases.Many(QueryValues.Of(http), stop));
        routes.Shows<NewReleasePage, NewReleaseModel>("/releases/new", Work, "NewRelease", (ReleaseQueries releases, CancellationToken stop) => releases.New(stop));
        routes.Shows<MediaPage, MediaShelf>("/media", Read, "Media", (HttpContext http, ReleaseQueries releases, CancellationToken stop) => releases.Media(QueryValues.Of(http), stop));
        routes.Shows<ReleasePage, ReleaseView>("/releases/{release:guid}", Read, "Release", (Guid release, ReleaseQueries releases, CancellationToken stop) => releases.Of(ReleaseId.From(release), stop));
        routes.MapGet("/releases/{release:guid}/package", Download).RequireAuthorization(Read);
        routes.MapGet("/api/v1/releases/{release:guid}/package", Download).RequireAuthorization(Read).WithName("ReadReleasePackage").WithTags("releases").WithSummary("The package, its digest found right as it is read").ProducesProblem(404);
        routes.Process(ReleaseProcess.Table, Thing.Change, "Release", "/releases", s => s.Tone());
        routes.Verb<OpenRelease, ReleaseId, OpenReleaseHandler>("releases", Work, new() { Then = (_, id) => $"/releases/{id}", Again = Redraw.Of("/releases/new") });
        routes.Verb<TargetRelease, Done, TargetReleaseHandler>("releases/{release}/targets", Work, On<TargetRelease>(a => a.Release));
        routes.Verb<UntargetRelease, Done, UntargetReleaseHandler>("releases/{release}/targets/{asset}/remove", Work, On<UntargetRelease>(a => a.Release));
        routes.Verb<TieRelease, Done, TieReleaseHandler>("releases/{release}/change", Work, On<TieRelease>(a => a.Release));
        routes.Verb<TestRelease, Done, TestReleaseHandler>("releases/{release}/test", Work, On<TestRelease>(a => a.Release));
        routes.Verb<ApproveRelease, Done, ApproveReleaseHandler>("releases/{release}/approve", Approve, On<ApproveRelease>(a => a.Release));
        routes.Verb<ReturnRelease, Done, ReturnReleaseHandler>("releases/{release}/return", Approve, On<ReturnRelease>(a => a.Release));
        routes.Verb<StartPilot, Done, StartPilotHandler>("releases/{release}/pilot", Work, On<StartPilot>(a => a.Release));
        routes.Verb<StartWave, Done, StartWaveHandler>("releases/{release}/waves", Work, On<StartWave>(a => a.Release));
        routes.Verb<RecordHost, Done, RecordHostHandler>("releases/{release}/targets/{asset}/result", Work, On<RecordHost>(a => a.Release));
        routes.Verb<HaltRelease, Done, HaltReleaseHandler>("releases/{release}/halt", Work, On<HaltRelease>(a => a.Release));
        routes.Verb<ResumeRelease, Done, ResumeReleaseHandler>("releases/{release}/resume", Confirm, On<ResumeRelease>(a => a.Release));
        routes.Verb<VerifyRelease, Done, VerifyReleaseHandler>("releases/{release}/verify", Work, On<VerifyRelease>(a => a.Release));
        routes.Verb<CloseRelease, Done, CloseReleaseHandler>("releases/{release}/close", Confirm, On<CloseRelease>(a => a.Release));
        routes.Verb<WithdrawRelease, Done, WithdrawReleaseHandler>("releases/{release}/withdraw", Work, On<WithdrawRelease>(a => a.Release));
        routes.Verb<NoteRelease, Done, NoteReleaseHandler>("releases/{release}/notes", Work, On<NoteRelease>(a => a.Release));
        routes.MapBuildRelease(Work, Redraw.Of("/releases/{release:guid}"));
    }

    static FormAnswer<TAsk, Done> On<TAsk>(Func<TAsk, ReleaseId> release) => new() { Then = (ask, _) => $"/releases/{release(ask)}", Again = Redraw.Of("/releases/{release:guid}") };

    static async Task<IResult> Download(HttpContext http, Guid release, ReleaseQueries releases, FileStore files, CancellationToken stop)
    {
        if (await releases.PackageOf(ReleaseId.From(release), stop) is not { } package) return Results.NotFound();
        return (await files.OpenChecked(package, stop)).TryGet(out var content, out var refusal) ? Results.Stream(content, package.ContentType, package.Name) : Refusals.Problem(http, refusal);
    }

    public static Tone Tone(this ReleaseState state) => state switch
    {
        ReleaseState.Planned => Platform.Web.Components.Tone.Neutral,
        ReleaseState.Built or ReleaseState.Approved or ReleaseState.Pilot or ReleaseState.Rollout => Platform.Web.Components.Tone.Info,
        ReleaseState.Tested => Platform.Web.Components.Tone.Warn,
        ReleaseState.Verified => Platform.Web.Components.Tone.Good,
        ReleaseState.Closed or ReleaseState.Withdrawn => Platform.Web.Components.Tone.Muted,
    };

    public static Tone Tone(this HostResult result) => result switch { HostResult.Pending => Platform.Web.Components.Tone.Neutral, HostResult.Succeeded => Platform.Web.Components.Tone.Good, HostResult.Failed => Platform.Web.Components.Tone.Bad };
}
