// What the pages of releases show: a list by its address, one release with its waves and hosts, the form for a new one, and the media library.
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Desk.Releases;
using Steward.People;
using Steward.Platform.Files;
using Steward.Platform.Search;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Pages;

/// <summary>Tabs above the list of releases.</summary>
public enum ReleaseGroup { Open, Preparing, GoingOut, Halted, Over, All }

public sealed record ReleaseRow(ReleaseId Id, string Number, string Summary, ReleaseState State, bool Halted, string? CustomerName, string Package, int Hosts, int Succeeded, int Failed, DateTimeOffset OpenedAt);

public sealed record ReleaseList(IReadOnlyList<ReleaseRow> Items, string? Previous, string? Next, int Count, bool CountIsFloor, ReleaseGroup Group, string? Words, CustomerId? Customer)
{
    [JsonIgnore] public IReadOnlyList<Option> Customers { get; init; } = [];
    [JsonIgnore] public bool MayOpen { get; init; }
}

public sealed record HostRow(AssetId Asset, string Tag, string Name, int Wave, HostResult Outcome, DateTimeOffset? OutcomeAt, string OutcomeNote);
public sealed record WaveRow(int Wave, int Hosts, int Succeeded, int Failed, int Pending);

public sealed record ReleaseView(Release Release, string? Customer, string? ChangeNumber, ChangeState? ChangeState, string? PackageFile, long PackageBytes, IReadOnlyList<WaveRow> Waves, IReadOnlyList<HostRow> Hosts, int HostsInAll, int LargestPilot, IReadOnlyList<string> Missing, IReadOnlyList<CaseEntry> Story, IReadOnlyCollection<string> May)
{
    [JsonIgnore] public IReadOnlyList<Option> Changes { get; init; } = [];
}

public sealed record NewReleaseModel
{
    [JsonIgnore] public IReadOnlyList<Option> Customers { get; init; } = [];
}

/// <summary>A package in the library; <paramref name="Intact"/>: its bytes were found to be the approved ones as the page was made.</summary>
public sealed record MediaRow(ReleaseId Release, string Number, string Name, string PackageVersion, string Source, string Licence, string Sha256, long Bytes, string? CustomerName, DateTimeOffset? ApprovedAt, string ApprovedByName, bool Intact);

public sealed record MediaShelf(IReadOnlyList<MediaRow> Items, string? Previous, string? Next);

sealed class ReleaseQueries(StewardDb db, ReleaseWork work, FileStore files, PeopleBook people, Me me)
{
    const int PageOf = 50, MostHits = 500, MostHosts = 500, Shelf = 20;
    static readonly Sorting<Release, DateTimeOffset, ReleaseId> ByAge = new("opened", r => r.OpenedAt, r => r.Id);
    static readonly ReleaseState[] Library = [ReleaseState.Approved, ReleaseState.Pilot, ReleaseState.Rollout, ReleaseState.Verified, ReleaseState.Closed];

    public async Task<ReleaseList> Many(QueryValues values, CancellationToken stop)
    {
        var (group, words, customer) = (values.Choice<ReleaseGroup>("group") ?? ReleaseGroup.Open, values.Text("q"), values.Id<CustomerId>("customer"));
        var rows = OfGroup(work.Visible.AsNoTracking(), group);
        if (customer is { } only) rows = rows.Where(r => r.Customer == only);
        if (words is not null)
        {
            var found = (await SearchIndex.Find(db, words, [work.Kind.Name], MostHits, null, stop)).ConvertAll(h => ReleaseId.From(h.Subject));
            rows = rows.Where(r => found.Contains(r.Id));
        }
        var part = await ByAge.Take(rows, r => r, descending: true, values, PageOf, stop);
        var total = await Total.Of(rows, values.Is("count", "exact"), stop);
        return new(await Rows(part.Items, stop), part.Previous, part.Next, total.Count, total.IsFloor, group, words, customer) { Customers = await Customers(stop), MayOpen = me.Can(Thing.Change, Right.Work) };
    }

    static IQueryable<Release> OfGroup(IQueryable<Release> releases, ReleaseGroup group)
    {
        ReleaseState[] preparing = [ReleaseState.Planned, ReleaseState.Built, ReleaseState.Tested, ReleaseState.Approved], going = [ReleaseState.Pilot, ReleaseState.Rollout], over = [ReleaseState.Closed, ReleaseState.Withdrawn];
        return group switch
        {
            ReleaseGroup.All => releases,
            ReleaseGroup.Open => releases.Where(r => !over.Contains(r.State)),
            ReleaseGroup.Preparing => releases.Where(r => preparing.Contains(r.State)),
            ReleaseGroup.GoingOut => releases.Where(r => going.Contains(r.State)),
            ReleaseGroup.Halted => releases.Where(r => r.HaltedAt != null && going.Contains(r.State)),
            ReleaseGroup.Over => releases.Where(r => over.Contains(r.State)),
        };
    }

    async Task<IReadOnlyList<ReleaseRow>> Rows(IReadOnlyList<Release> releases, CancellationToken stop)
    {
        var (ids, owners) = (releases.Select(r => r.Id).ToList(), releases.Select(r => r.Customer).Distinct().ToList());
        var counts = await db.Set<ReleaseTarget>().Where(t => ids.Contains(t.Release)).GroupBy(t => new { t.Release, t.Outcome }).Select(g => new { g.Key.Release, g.Key.Outcome, Count = g.Count() }).ToListAsync(stop);
        int Of(ReleaseId id, HostResult? outcome) => counts.Where(c => c.Release == id && (outcome is null || c.Outcome == outcome)).Sum(c => c.Count);
        var names = await people.Customers.AsNoTracking().Where(c => owners.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        return [.. releases.Select(r => new ReleaseRow(r.Id, r.Number, r.Summary, r.State, r.HaltedAt is not null && !r.IsOver, names.GetValueOrDefault(r.Customer), $"{r.PackageName} {r.PackageVersion}".Trim(), Of(r.Id, null), Of(r.Id, HostResult.Succeeded), Of(r.Id, HostResult.Failed), r.OpenedAt))];
    }

    async Task<IReadOnlyList<Option>> Customers(CancellationToken stop) =>
        (await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Take(500).Select(c => new { c.Id, c.Name }).ToListAsync(stop)).ConvertAll(c => new Option(c.Id.ToString(), c.Name));

    public async Task<NewReleaseModel> New(CancellationToken stop) => new() { Customers = await Customers(stop) };

    public async Task<ReleaseView?> Of(ReleaseId id, CancellationToken stop)
    {
        if (await work.Visible.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, stop) is not { } release) return null;
        var change = await db.Set<Change>().AsNoTracking().Where(c => c.Id == release.Change).Select(c => new { c.Number, c.State }).SingleOrDefaultAsync(stop);
        var package = await work.PackageOf(release, stop);
        var targets = work.Targets(id).AsNoTracking();
        var counts = await targets.GroupBy(t => new { t.Wave, t.Outcome }).Select(g => new { g.Key.Wave, g.Key.Outcome, Count = g.Count() }).ToListAsync(stop);
        var hosts = await targets.Join(db.Set<Asset>(), t => t.Asset, a => a.Id, (t, a) => new { t, a.Tag, a.Name }).OrderByDescending(x => x.t.Wave).ThenBy(x => x.Tag).Take(MostHosts)
            .Select(x => new HostRow(x.t.Asset, x.Tag, x.Name, x.t.Wave, x.t.Outcome, x.t.OutcomeAt, x.t.OutcomeNote)).ToListAsync(stop);
        var inAll = counts.Sum(c => c.Count);
        var may = work.Steps(release);
        ChangeState[] covering = [ChangeState.Approved, ChangeState.Scheduled, ChangeState.Implementing];
        return new(release, await people.Customers.Where(c => c.Id == release.Customer).Select(c => c.Name).SingleOrDefaultAsync(stop), change?.Number, change?.State, package?.Name, package?.Bytes ?? 0,
            [.. counts.Where(c => c.Wave > 0).GroupBy(c => c.Wave).OrderBy(g => g.Key).Select(g => WaveOf(g.Key, g.Select(c => (c.Outcome, c.Count))))],
            hosts, inAll, ReleaseRules.LargestPilot(inAll), release.State == ReleaseState.Tested ? ReleaseRules.Missing(release, inAll) : [], await work.Story(id, stop), may)
        {
            Changes = may.Contains("TieRelease") ? (await db.Set<Change>().AsNoTracking().Where(c => c.Customer == release.Customer && covering.Contains(c.State)).OrderByDescending(c => c.OpenedAt).Take(100).Select(c => new { c.Number, c.Summary }).ToListAsync(stop)).ConvertAll(c => new Option(c.Number, $"{c.Number} {c.Summary}")) : [],
        };
    }

    static WaveRow WaveOf(int wave, IEnumerable<(HostResult Outcome, int Count)> counts)
    {
        var all = counts.ToList();
        int Of(HostResult outcome) => all.Where(c => c.Outcome == outcome).Sum(c => c.Count);
        return new(wave, all.Sum(c => c.Count), Of(HostResult.Succeeded), Of(HostResult.Failed), Of(HostResult.Pending));
    }

    /// <summary>From the library once it is approved; before that for those who work on it.</summary>
    public async Task<StoredFile?> PackageOf(ReleaseId id, CancellationToken stop) =>
        await work.Visible.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, stop) is { } release && (release.InLibrary || work.May(release.Customer, Right.Work) || work.May(release.Customer, Right.Approve)) ? await work.PackageOf(release, stop) : null;

    public async Task<MediaShelf> Media(QueryValues values, CancellationToken stop)
    {
        var part = await ByAge.Take(work.Visible.AsNoTracking().Where(r => Library.Contains(r.State)), r => r, descending: true, values, Shelf, stop);
        var rows = new List<MediaRow>();
        foreach (var release in part.Items)
        {
            if (await work.PackageOf(release, stop) is not { } package) continue;
            // Looked at now, not when it was put there.
            var intact = (await files.OpenChecked(package, stop)).TryGet(out var content, out _) && package.Sha256 == release.PackageHash;
            if (content is not null) await content.DisposeAsync();
            rows.Add(new(release.Id, release.Number, release.PackageName, release.PackageVersion, release.PackageSource, release.Licence, release.PackageHash, package.Bytes,
                await people.Customers.Where(c => c.Id == release.Customer).Select(c => c.Name).SingleOrDefaultAsync(stop), release.ApprovedAt, release.ApprovedByName, intact));
        }
        return new(rows, part.Previous, part.Next);
    }
}
