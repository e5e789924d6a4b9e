// What the status board and a check's page show, cut to what the reader may see.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.Monitoring.Checks;
using Steward.People;
using Steward.Platform.Approvals;
using Steward.Platform.Events;
using Steward.Probes;
using Steward.Protocol;
using Steward.Sla;

namespace Steward.Monitoring.Pages;

public sealed record StatusRow(CheckId Id, string Name, CheckKind Kind, string Aim, Look Look, DateTimeOffset? Since, DateTimeOffset? LastAt, double LastMs, string Detail);
public sealed record StatusGroup(CustomerId Customer, string CustomerName, SiteId Site, string SiteName, IReadOnlyList<StatusRow> Rows);
public sealed record Choice(string Id, string Name, string? Of = null);

/// <summary>What a form for a check offers. Sites, contracts, services, probes and assets stand under their customer's name.</summary>
public sealed record CheckChoices(
    IReadOnlyList<Choice> Customers, IReadOnlyList<Choice> Sites, IReadOnlyList<Choice> Contracts, IReadOnlyList<Choice> Services, IReadOnlyList<Choice> Probes, IReadOnlyList<Choice> Assets);

/// <summary>An asset for which a check is to be added: its first address is where to look.</summary>
public sealed record WatchedAsset(AssetId Id, string Name, CustomerId Customer, SiteId? Site, string Address);
public sealed record StatusBoard(IReadOnlyList<StatusGroup> Groups, IReadOnlyDictionary<Look, int> Counts, Look? Only, CustomerId? Customer, string? Words, IReadOnlyList<Choice> Customers, CheckChoices? Add, WatchedAsset? For);

public sealed record FlipRow(FlipKind Kind, DateTimeOffset From, DateTimeOffset At);
public sealed record EvidenceSpan(DateTimeOffset From, DateTimeOffset To, LedgerKind Kind, long Seconds, string Reason, string By, string ApprovedBy, DateTimeOffset? RecordedAt);

/// <summary>How far back a check's graph looks.</summary>
public enum GraphSpan { Day, Week, Month, Year }

/// <summary>A check's samples over a span, in stretches of <paramref name="Step"/>.</summary>
public sealed record Graph(GraphSpan Span, TimeSpan Step, IReadOnlyList<Stretch> Stretches);

public sealed record CheckPage(
    StatusRow Row, CustomerId Customer, string CustomerName, SiteId Site, string SiteName, ContractId? Contract, string? ContractName, ServiceId? Service, string? ServiceName, AssetId? Asset, string? AssetName, Guid Probe, string? ProbeName, CheckOrder Order,
    CalendarUse Hours, string CalendarName, DateTimeOffset? CertificateUntil, Graph Graph, IReadOnlyList<FlipRow> Flips, string Month, IReadOnlyList<string> Months, long AgreedSeconds, long DownSeconds,
    decimal? AvailabilityPercent, decimal? CoveragePercent, IReadOnlyDictionary<LedgerKind, long> Seconds, int Outages, IReadOnlyList<EvidenceSpan> Evidence, bool MayWork, int Version, CheckChoices? Choices,
    IReadOnlyList<ApprovalLine> Approvals)
{
    /// <summary>What other rooms know of it; parts of the page, not of the answer for programs.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public IReadOnlyList<SlotContent> Slots { get; init; } = [];
}

sealed class StatusQueries(StewardDb db, Watch watch, SampleBook samples, CheckWork work, PeopleBook people, ContractBook contracts, AssetBook assets, ProbeBook probes, ApprovalDesk approvals, PageSlots slots, Me me, TimeProvider time)
{
    public async Task<StatusBoard> Board(Look? only, CustomerId? customer, string? words, AssetId? asset, CancellationToken stop)
    {
        var known = await (from c in watch.Checks join r in db.Set<SightRow>().AsNoTracking() on c.Id equals r.Check where c.State != CheckState.Removed select new { c, r }).ToListAsync(stop);
        var customers = await people.Customers.AsNoTracking().ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var sites = await people.Sites.AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.Name, stop);
        var seen = known.Where(k => work.Sees(k.c)).Select(k => (Check: k.c, Row: Row(k.c, k.r))).ToList();
        var counts = seen.CountBy(s => s.Row.Look).ToDictionary();
        var shown = seen.Where(s => (only is null || s.Row.Look == only) && (customer is null || s.Check.Customer == customer)
            && (words is null || s.Row.Name.Contains(words, StringComparison.OrdinalIgnoreCase) || s.Row.Aim.Contains(words, StringComparison.OrdinalIgnoreCase)));
        var groups = shown.GroupBy(s => (s.Check.Customer, s.Check.Site))
            .Select(g => new StatusGroup(g.Key.Customer, customers.GetValueOrDefault(g.Key.Customer, ""), g.Key.Site, sites.GetValueOrDefault(g.Key.Site, ""),
                [.. g.Select(s => s.Row).OrderBy(r => r.Look).ThenBy(r => r.Name, StringComparer.Ordinal)]))
            // Where something is wrong stands first.
            .OrderBy(g => g.Rows[0].Look).ThenBy(g => g.CustomerName, StringComparer.Ordinal).ThenBy(g => g.SiteName, StringComparer.Ordinal);
        return new([.. groups], counts, only, customer, words, [.. seen.Select(s => s.Check.Customer).Distinct().Select(c => new Choice(c.ToString(), customers.GetValueOrDefault(c, ""))).OrderBy(c => c.Name, StringComparer.Ordinal)],
            me.Can(Thing.Monitoring, Right.Create) ? await Choices(null, stop) : null, asset is { } of ? await For(of, stop) : null);
    }

    public async Task<CheckPage?> One(Guid check, string? month, GraphSpan span, CancellationToken stop)
    {
        var (id, now) = (CheckId.From(check), time.Now());
        if (await watch.Checks.SingleOrDefaultAsync(c => c.Id == id, stop) is not { } found || !work.Sees(found)) return null;
        var row = await db.Set<SightRow>().AsNoTracking().SingleAsync(r => r.Check == id, stop);
        var calendar = await watch.CalendarOf(found, stop);
        var today = calendar.LocalDay(now);
        var first = DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", out var asked) && asked <= today && asked.Year > 2000 ? asked : new DateOnly(today.Year, today.Month, 1);
        var period = new Interval(calendar.StartOf(first), calendar.StartOf(first.AddMonths(1)));
        var facts = await watch.Facts(id, stop);
        var reading = await watch.LedgerOf(found, period, now, stop);
        var mayWork = found.State != CheckState.Removed && work.May(found, Right.Work);
        return new(Row(found, row), found.Customer, await people.Customers.Where(c => c.Id == found.Customer).Select(c => c.Name).SingleAsync(stop),
            found.Site, await people.Sites.Where(s => s.Id == found.Site).Select(s => s.Name).SingleAsync(stop),
            found.Contract, found.Contract is { } contract ? await contracts.All.Where(c => c.Id == contract).Select(c => c.Name).SingleOrDefaultAsync(stop) : null,
            found.Service, found.Service is { } service ? await contracts.Services.Where(s => s.Id == service).Select(s => s.Name).SingleOrDefaultAsync(stop) : null,
            found.Asset, found.Asset is { } asset ? await assets.Assets.Where(a => a.Id == asset).Select(a => a.Name).SingleOrDefaultAsync(stop) : null,
            found.Probe, await probes.Probes.Where(p => p.Id == ProbeId.From(found.Probe)).Select(p => p.Name).SingleOrDefaultAsync(stop), found.Order, found.Hours, calendar.Definition.Name, row.CertificateUntil, await Graph(found, span, now, stop), await Flips(check, stop),
            first.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture),
            [.. Enumerable.Range(-2, 5).Select(first.AddMonths).Where(m => m <= today).Select(m => m.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture))],
            reading.Availability.AgreedSeconds, reading.Availability.DownSeconds, reading.Availability.Ratio.Percent, reading.Coverage.Percent,
            Enum.GetValues<LedgerKind>().ToDictionary(k => k, reading.SecondsOf), reading.Reliability.Failures,
            [.. reading.Spans.Select(s => s.Fact is { } f ? new EvidenceSpan(s.Of.From, s.Of.To, s.Kind, s.Seconds, facts[f].Reason, facts[f].By, facts[f].ApprovedBy, facts[f].RecordedAt) : new EvidenceSpan(s.Of.From, s.Of.To, s.Kind, s.Seconds, "", "", "", null))],
            mayWork, found.Version, mayWork ? await Choices(found.Customer, stop) : null, await approvals.On(check, stop)) { Slots = await slots.Fill(PageSlot.Check, check, stop) };
    }

    /// <summary>A list to choose from is no longer one beyond this.</summary>
    const int MostAssets = 2000;

    async Task<WatchedAsset?> For(AssetId asset, CancellationToken stop) => await assets.Assets.SingleOrDefaultAsync(a => a.Id == asset, stop) is { } found
        ? new(found.Id, found.Name, found.Customer, found.Site, found.SeenAddresses.Split(' ')[0]) : null;

    /// <summary>The checks of some assets, as far as the reader may see them.</summary>
    public async Task<IReadOnlyDictionary<AssetId, List<StatusRow>>> OfAssets(IReadOnlyCollection<AssetId> of, CancellationToken stop)
    {
        var ids = of.Select(a => (AssetId?)a).ToList();
        var known = await (from c in watch.Checks join r in db.Set<SightRow>().AsNoTracking() on c.Id equals r.Check where c.State != CheckState.Removed && ids.Contains(c.Asset) select new { c, r }).ToListAsync(stop);
        return known.Where(k => work.Sees(k.c)).GroupBy(k => k.c.Asset!.Value).ToDictionary(g => g.Key, g => g.Select(k => Row(k.c, k.r)).OrderBy(r => r.Look).ThenBy(r => r.Name, StringComparer.Ordinal).ToList());
    }

    static StatusRow Row(Check check, SightRow row)
    {
        var (look, since) = row.Look(check);
        return new(check.Id, check.Name, check.Kind, check.Aim, look, since, row.LastAt, row.LastMs, row.LastDetail);
    }

    async Task<Graph> Graph(Check check, GraphSpan span, DateTimeOffset now, CancellationToken stop)
    {
        var (back, step) = span switch
        {
            GraphSpan.Day => (TimeSpan.FromDays(1), TimeSpan.FromMinutes(10)),
            GraphSpan.Week => (TimeSpan.FromDays(7), TimeSpan.FromHours(1)),
            GraphSpan.Month => (TimeSpan.FromDays(30), TimeSpan.FromHours(6)),
            GraphSpan.Year => (TimeSpan.FromDays(365), TimeSpan.FromDays(3)),
        };
        return new(span, step, await samples.Of(check, now - back, now, step, stop));
    }

    /// <summary>The samples of a check that the reader may see, for programs; null when there is none.</summary>
    public async Task<IReadOnlyList<Stretch>?> Samples(CheckId check, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken stop) =>
        await watch.Checks.SingleOrDefaultAsync(c => c.Id == check, stop) is { } found && work.Sees(found) ? await samples.Of(found, from, to, step, stop) : null;

    async Task<IReadOnlyList<FlipRow>> Flips(Guid check, CancellationToken stop)
    {
        string[] kinds = [nameof(ServiceWentDown), nameof(ServiceCameBack), nameof(WentBlind), nameof(SeesAgain)];
        var rows = await db.Set<EventRow>().AsNoTracking().Where(e => e.Subject == check && kinds.Contains(e.Kind)).OrderByDescending(e => e.Position).Select(e => new { e.Kind, e.OccurredAt, e.RecordedAt }).Take(30).ToListAsync(stop);
        return [.. rows.Select(r => new FlipRow(r.Kind switch { nameof(ServiceWentDown) => FlipKind.WentDown, nameof(ServiceCameBack) => FlipKind.CameBack, nameof(WentBlind) => FlipKind.WentBlind, _ => FlipKind.SeesAgain }, r.OccurredAt, r.RecordedAt))];
    }

    async Task<CheckChoices> Choices(CustomerId? only, CancellationToken stop)
    {
        var customers = (await people.Customers.AsNoTracking().Where(c => only == null || c.Id == only).OrderBy(c => c.ShortName).Select(c => new { c.Id, c.Name }).ToListAsync(stop)).Where(c => me.Can(Thing.Monitoring, Right.Create)).ToList();
        var name = customers.ToDictionary(c => c.Id, c => c.Name);
        var sites = await people.Sites.AsNoTracking().OrderBy(s => s.Id).ToListAsync(stop);
        var agreed = await contracts.All.OrderByDescending(c => c.FirstDay).ToListAsync(stop);
        var services = await contracts.Services.OrderBy(s => s.Id).ToListAsync(stop);
        var looking = await probes.Probes.AsNoTracking().Where(p => p.RevokedAt == null).OrderBy(p => p.Name).ToListAsync(stop);
        var owned = await assets.Assets.Where(a => a.State != AssetState.Retired && (only == null || a.Customer == only)).OrderBy(a => a.Name).Select(a => new { a.Id, a.Customer, a.Tag, a.Name }).Take(MostAssets).ToListAsync(stop);
        return new([.. customers.Select(c => new Choice(c.Id.ToString(), c.Name))],
            [.. sites.Where(s => name.ContainsKey(s.Customer)).Select(s => new Choice(s.Id.ToString(), s.Name, name[s.Customer]))],
            [.. agreed.Where(c => name.ContainsKey(c.Customer)).Select(c => new Choice(c.Id.ToString(), $"{c.Number} {c.Name}".Trim(), name[c.Customer]))],
            [.. services.Where(s => name.ContainsKey(s.Customer)).Select(s => new Choice(s.Id.ToString(), s.Name, agreed.FirstOrDefault(c => c.Id == s.Contract)?.Name))],
            [.. looking.Where(p => name.ContainsKey(p.Customer)).Select(p => new Choice(p.Id.ToString(), p.Name, name[p.Customer]))],
            [.. owned.Where(a => name.ContainsKey(a.Customer)).Select(a => new Choice(a.Id.ToString(), $"{a.Name} · {a.Tag}", name[a.Customer]))]);
    }
}
