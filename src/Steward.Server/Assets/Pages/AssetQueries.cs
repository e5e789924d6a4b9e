// What the pages about assets show, cut to what the reader may see.
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets.Inventories;
using Steward.People;
using Steward.Platform.Search;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;

namespace Steward.Assets.Pages;

public sealed record AssetFilter(string? Words, CustomerId? Customer, SiteId? Site, AssetKind? Kind, AssetState? State, bool Differing, string? Software, string Sort)
{
    public static AssetFilter Read(QueryValues v) => new(v.Text("q"), v.Id<CustomerId>("customer"), v.Id<SiteId>("site"), v.Choice<AssetKind>("kind"), v.Choice<AssetState>("state"), v.Is("differs", "true"), v.Text("software"),
        v.Text("sort", 20) is { } sort and ("name" or "-name" or "tag" or "-tag" or "added" or "-added") ? sort : "-added");
}

public sealed record AssetRow
{
    public required AssetId Id { get; init; }
    public required string Tag { get; init; }
    public required string Name { get; init; }
    public required AssetKind Kind { get; init; }
    public required AssetState State { get; init; }
    public string? CustomerName { get; init; }
    public string? SiteName { get; init; }
    public string? OwnerName { get; init; }
    public string Place { get; init; } = "";
    public string Manufacturer { get; init; } = "";
    public string Model { get; init; } = "";
    public string Serial { get; init; } = "";
    public DateOnly? WarrantyUntil { get; init; }
    public string SeenSystem { get; init; } = "";
    public string SeenAddresses { get; init; } = "";
    public DateTimeOffset? SeenAt { get; init; }
    public bool Differs { get; init; }
}

/// <summary>What forms and filters offer; owners only of one customer.</summary>
public sealed record AssetChoices(IReadOnlyList<Option> Customers, IReadOnlyList<Option> Sites, IReadOnlyList<Option> Owners);
public sealed record AssetList(AssetFilter Filter, Part<AssetRow> Part, Total Total, AssetChoices Choices, bool MayWork, bool OwnOnly);

public sealed record SectionLine(string Section, int Count);
public sealed record PartLine(string Title, IReadOnlyDictionary<string, string> Fields, DateTimeOffset Since);

/// <summary>A section of the asset's inventory as a table: the columns that matter, everything else under "more".</summary>
public sealed record SectionTable(string Section, IReadOnlyList<string> Columns, Part<PartLine> Rows, string? Words);
public sealed record ChangeLine(DateTimeOffset At, ChangeDeed Deed, string Sentence);
public sealed record IntakeLine(DateTimeOffset At, string File, string Agent, string By, IntakeOutcome Outcome, bool Partial, int Changes, IReadOnlyList<SectionTaken> Sections, IReadOnlyList<LeftOut> LeftOut);

public sealed record AssetView(
    Asset Asset, string CustomerName, string? SiteName, string? OwnerName, string View, IReadOnlyList<SectionLine> Sections, SectionTable? Table, Part<ChangeLine>? History, IReadOnlyList<IntakeLine> Intakes,
    IReadOnlyList<AssetIdentity> Identities, IReadOnlyList<string> Volumes, AssetChoices? Choices, bool MayWork)
{
    [JsonIgnore] public IReadOnlyList<SlotContent> Slots { get; init; } = [];
}

public sealed record ImportModel(IReadOnlyList<Option> Customers, IReadOnlyList<FileTaken>? Taken, Refusal? Refusal);
public sealed record Neighbour(AssetId Id, string Name, string Tag);
public sealed record DependenciesModel(AssetId Asset, IReadOnlyList<Neighbour> Needs, IReadOnlyList<Neighbour> NeededBy, IReadOnlyList<Option> Choices, bool MayWork);
public sealed record AssetsOfModel(IReadOnlyList<AssetRow> Rows);

sealed class AssetQueries(StewardDb db, AssetBook book, PeopleBook people, PageSlots slots, Me me)
{
    const int PageOf = 50, PartsOf = 100;

    static readonly Sorting<Asset>[] Sortings =
    [
        new Sorting<Asset, DateTimeOffset, AssetId>("added", a => a.AddedAt, a => a.Id), new Sorting<Asset, string, AssetId>("name", a => a.Name, a => a.Id), new Sorting<Asset, string, AssetId>("tag", a => a.Tag, a => a.Id),
    ];

    static readonly Sorting<AssetPart, string, PartId> ByTitle = new("title", p => p.Title, p => p.Id);
    static readonly Sorting<AssetChange, DateTimeOffset, AssetChangeId> ByTime = new("at", c => c.At, c => c.Id);

    public async Task<AssetList> List(QueryValues values, CancellationToken stop)
    {
        var filter = AssetFilter.Read(values);
        var rows = await Query(filter, stop);
        return new(filter, await SortingOf(filter).Take(rows, Show(), filter.Sort[0] == '-', values, PageOf, stop), await Total.Of(rows, values.Is("count", "exact"), stop),
            await Choices(filter.Customer, stop), me.Can(Thing.Asset, Right.Work), me.Giving(Thing.Asset, Right.Read).All(g => !g.Wide));
    }

    /// <summary>The whole filtered list up to the export's limit, read in parts so that nothing is held.</summary>
    public async IAsyncEnumerable<AssetRow> All(AssetFilter filter, [EnumeratorCancellation] CancellationToken stop)
    {
        var rows = await Query(filter, stop);
        Cursor? after = null;
        for (var left = Export.MostRows; left > 0;)
        {
            var part = await SortingOf(filter).Take(rows, Show(), filter.Sort[0] == '-', after, null, Math.Min(left, 1000), stop);
            foreach (var row in part.Items) yield return row;
            if (part.Next is null) yield break;
            left -= part.Items.Count;
            after = Cursor.From(part.Next);
        }
    }

    public async Task<AssetView?> One(Guid asset, QueryValues values, CancellationToken stop)
    {
        var id = AssetId.From(asset);
        if (await book.Assets.SingleOrDefaultAsync(a => a.Id == id, stop) is not { } found) return null;
        var sections = (await book.Parts.Where(p => p.Asset == id).GroupBy(p => p.Section).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(stop))
            .Select(s => new SectionLine(s.Key, s.Count)).OrderBy(s => SectionRule.Order(s.Section)).ThenBy(s => s.Section, StringComparer.Ordinal).ToList();
        var view = values.Text("view", 60) is { } wanted && (wanted == "history" || sections.Any(s => s.Section == wanted)) ? wanted : "";
        var mayWork = me.Can(Thing.Asset, Right.Work, found.Where());
        return new(found, await people.Customers.Where(c => c.Id == found.Customer).Select(c => c.Name).SingleAsync(stop),
            await people.Sites.Where(s => s.Id == found.Site).Select(s => s.Name).SingleOrDefaultAsync(stop), await people.Contacts.Where(c => c.Id == found.Owner).Select(c => c.Name).SingleOrDefaultAsync(stop), view, sections,
            view is "" or "history" ? null : await Table(id, view, values, stop), view == "history" ? await History(id, values, stop) : null, view == "history" ? await Intakes(id, stop) : [],
            me.Contact is null ? await db.Set<AssetIdentity>().AsNoTracking().Where(i => i.Asset == id).OrderBy(i => i.Kind).ThenBy(i => i.Value).ToListAsync(stop) : [],
            view == "" ? await Volumes(id, stop) : [], mayWork ? await Choices(found.Customer, stop) : null, mayWork)
        { Slots = view == "" ? await slots.Fill(PageSlot.Asset, asset, stop) : [] };
    }

    public async Task<ImportModel> Import(IReadOnlyList<FileTaken>? taken, Refusal? refusal, CancellationToken stop) =>
        new([.. (await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).ToListAsync(stop)).Where(c => me.Can(Thing.Asset, Right.Work, new(c.Id))).Select(c => new Option(c.Id.ToString(), c.Name))], taken, refusal);

    public async Task<object?> OfContact(Guid contact, CancellationToken stop)
    {
        var owner = (ContactId?)ContactId.From(contact);
        var rows = me.Can(Thing.Asset, Right.Read) ? await book.Assets.Where(a => a.Owner == owner && a.State != AssetState.Retired).OrderBy(a => a.Name).Take(20).Select(Show()).ToListAsync(stop) : [];
        return rows.Count == 0 ? null : new AssetsOfModel(rows);
    }

    public async Task<object?> DependenciesOf(Guid asset, CancellationToken stop)
    {
        var id = AssetId.From(asset);
        if (me.Contact is not null || await book.Assets.SingleOrDefaultAsync(a => a.Id == id, stop) is not { } found) return null;
        var (on, by) = (book.Dependencies.Where(d => d.Asset == id).Select(d => d.On), book.Dependencies.Where(d => d.On == id).Select(d => d.Asset));
        var needs = await book.Assets.Where(a => on.Contains(a.Id)).OrderBy(a => a.Name).Take(100).Select(a => new Neighbour(a.Id, a.Name, a.Tag)).ToListAsync(stop);
        var may = me.Can(Thing.Asset, Right.Work, found.Where()) && !found.Retired;
        var but = needs.Select(n => n.Id).Append(id).ToList();
        var choices = may ? await book.Assets.Where(a => a.Customer == found.Customer && a.State != AssetState.Retired && !but.Contains(a.Id)).OrderBy(a => a.Name).Take(2000).Select(a => new { a.Id, a.Name, a.Tag }).ToListAsync(stop) : [];
        var neededBy = await book.Assets.Where(a => by.Contains(a.Id)).OrderBy(a => a.Name).Take(100).Select(a => new Neighbour(a.Id, a.Name, a.Tag)).ToListAsync(stop);
        return needs.Count + neededBy.Count == 0 && !may ? null : new DependenciesModel(id, needs, neededBy, [.. choices.Select(c => new Option(c.Id.ToString(), $"{c.Name} · {c.Tag}"))], may);
    }

    static Sorting<Asset> SortingOf(AssetFilter filter) => Sortings.First(s => s.Name == filter.Sort.TrimStart('-'));

    async Task<IQueryable<Asset>> Query(AssetFilter f, CancellationToken stop)
    {
        var assets = book.Assets;
        if (f.Words is { } words)
        {
            var found = (await SearchIndex.Find(db, words, ["Asset"], 500, null, stop)).ConvertAll(h => AssetId.From(h.Subject));
            assets = assets.Where(a => found.Contains(a.Id));
        }
        if (f.Customer is { } customer) assets = assets.Where(a => a.Customer == customer);
        if (f.Site is { } site) assets = assets.Where(a => a.Site == site);
        if (f.Kind is { } kind) assets = assets.Where(a => a.Kind == kind);
        // What is out of care is shown to those who ask for it.
        assets = f.State is { } state ? assets.Where(a => a.State == state) : assets.Where(a => a.State != AssetState.Retired);
        if (f.Differing) assets = assets.Where(Differs);
        if (f.Software is { } software) assets = assets.Where(a => book.Parts.Any(p => p.Asset == a.Id && p.Section == "softwares" && p.Title == software));
        return assets;
    }

    /// <summary>As <see cref="Asset.Differences"/>, in the database.</summary>
    static readonly Expression<Func<Asset, bool>> Differs = a => a.SeenAt != null
        && (a.SeenName != "" && a.SeenName != a.Name || a.SeenManufacturer != "" && a.SeenManufacturer != a.Manufacturer || a.SeenModel != "" && a.SeenModel != a.Model || a.SeenSerial != "" && a.SeenSerial != a.Serial);

    Expression<Func<Asset, AssetRow>> Show() => a => new AssetRow
    {
        Id = a.Id, Tag = a.Tag, Name = a.Name, Kind = a.Kind, State = a.State, Place = a.Place, Manufacturer = a.Manufacturer, Model = a.Model, Serial = a.Serial, WarrantyUntil = a.WarrantyUntil,
        SeenSystem = a.SeenSystem, SeenAddresses = a.SeenAddresses, SeenAt = a.SeenAt,
        CustomerName = people.Customers.Where(c => c.Id == a.Customer).Select(c => c.Name).FirstOrDefault(),
        SiteName = people.Sites.Where(s => s.Id == a.Site).Select(s => s.Name).FirstOrDefault(),
        OwnerName = people.Contacts.Where(c => c.Id == a.Owner).Select(c => c.Name).FirstOrDefault(),
        Differs = a.SeenAt != null && (a.SeenName != "" && a.SeenName != a.Name || a.SeenManufacturer != "" && a.SeenManufacturer != a.Manufacturer || a.SeenModel != "" && a.SeenModel != a.Model || a.SeenSerial != "" && a.SeenSerial != a.Serial),
    };

    async Task<SectionTable> Table(AssetId asset, string section, QueryValues values, CancellationToken stop)
    {
        var rows = book.Parts.Where(p => p.Asset == asset && p.Section == section);
        var words = values.Text("q");
        Part<AssetPart> part;
        if (words is null) part = await ByTitle.Take(rows, p => p, false, values, PartsOf, stop);
        // A few thousand short rows at most: looked through here, so that both databases find the same.
        else part = new([.. (await rows.OrderBy(p => p.Title).ThenBy(p => p.Id).ToListAsync(stop)).Where(p => p.Body.Contains(words, StringComparison.OrdinalIgnoreCase)).Take(500)], null, null);
        return new(section, SectionRule.Of(section).Columns, new([.. part.Items.Select(Line)], part.Previous, part.Next), words);
    }

    static PartLine Line(AssetPart part)
    {
        var body = JsonNode.Parse(part.Body)!.AsObject();
        return new(part.Title.Length > 0 ? part.Title : "—", body.ToDictionary(f => f.Key, f => body.Text(f.Key)), part.Since);
    }

    async Task<IReadOnlyList<string>> Volumes(AssetId asset, CancellationToken stop) =>
        [.. (await book.Parts.Where(p => p.Asset == asset && p.Section == "storages").OrderBy(p => p.Title).Take(6).ToListAsync(stop)).Select(Line)
            .Select(d => d.Fields.GetValueOrDefault("disksize") is { } size && long.TryParse(size, out var mb) ? $"{d.Title} · {Format.Bytes(mb * 1_000_000d)}" : d.Title)];

    async Task<Part<ChangeLine>> History(AssetId asset, QueryValues values, CancellationToken stop)
    {
        var part = await ByTime.Take(book.Changes.Where(c => c.Asset == asset), c => c, true, values, PartsOf, stop);
        return new([.. part.Items.Select(c => new ChangeLine(c.At, c.Deed, AssetPages.Sentence(c)))], part.Previous, part.Next);
    }

    async Task<IReadOnlyList<IntakeLine>> Intakes(AssetId asset, CancellationToken stop) =>
        [.. (await db.Set<IntakeRow>().AsNoTracking().Where(i => i.Asset == asset).OrderByDescending(i => i.At).Take(20).ToListAsync(stop))
            .Select(i => new IntakeLine(i.At, i.File, i.Agent, i.By, i.Outcome, i.Partial, i.Changes, i.Sections, i.LeftOut))];

    async Task<AssetChoices> Choices(CustomerId? customer, CancellationToken stop)
    {
        if (me.Contact is not null) return new([], [], []);
        var customers = await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Take(500).ToListAsync(stop);
        var names = customers.ToDictionary(c => c.Id, c => c.Name);
        if (customers.Count == 1) customer = customers[0].Id;
        var sites = await people.Sites.AsNoTracking().Where(s => customer == null || s.Customer == customer).OrderBy(s => s.Id).Take(500).ToListAsync(stop);
        var owners = customer is null ? [] : await people.Contacts.AsNoTracking().Where(c => c.Customer == customer && c.Active).OrderBy(c => c.Name).Take(1000).Select(c => new { c.Id, c.Name, c.Department }).ToListAsync(stop);
        return new([.. customers.Select(c => new Option(c.Id.ToString(), c.Name))], [.. sites.Where(s => names.ContainsKey(s.Customer)).Select(s => new Option(s.Id.ToString(), s.Name, names[s.Customer]))],
            [.. owners.Select(o => new Option(o.Id.ToString(), o.Department.Length > 0 ? $"{o.Name} · {o.Department}" : o.Name))]);
    }
}
