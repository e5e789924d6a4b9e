// Routes, navigation and looks of the pages about assets.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Fields;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Assets.Pages;

static class AssetPages
{
    static readonly string Read = Needs.The(Thing.Asset, Right.Read);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<AssetQueries>().AddNav(new NavEntry("Nav.Things", "Assets.Title", "/assets", "devices", Read, 140, Key: 'd'));
        services.AddSlot<AssetsOf>(PageSlot.Contact, 20, (s, contact, stop) => s.GetRequiredService<AssetQueries>().OfContact(contact, stop));
        services.AddSlot<DependenciesOf>(PageSlot.Asset, 90, (s, asset, stop) => s.GetRequiredService<AssetQueries>().DependenciesOf(asset, stop));
        services.AddFields(new FieldRecord("asset", "/assets/{asset:guid}", async (s, id, change, stop) =>
        {
            var (book, asset) = (s.GetRequiredService<AssetBook>(), AssetId.From(id));
            return await book.Assets.SingleOrDefaultAsync(a => a.Id == asset, stop) is { } found && (!change || s.GetRequiredService<Me>().Can(Thing.Asset, Right.Work, found.Where())) ? found.Customer : null;
        }), 5, PageSlot.Asset);
        services.AddSingleton(new FieldLink(FieldKind.Asset, async (s, customer, ids, stop) =>
        {
            var named = ids?.Select(AssetId.From).ToList();
            var found = await s.GetRequiredService<AssetBook>().Assets.Where(a => a.Customer == customer && (named == null ? a.State != AssetState.Retired : named.Contains(a.Id))).OrderBy(a => a.Name).Take(FieldLink.Most).Select(a => new { a.Id, a.Name, a.Tag }).ToListAsync(stop);
            return found.ConvertAll(a => new KnownRecord(FieldKind.Asset, a.Id.Value, $"{a.Name} · {a.Tag}"));
        }));
        services.AddSingleton(new AuditSubject("assets_dependency", "/assets/{0}")).AddSingleton(new AuditSubject("assets_asset", "/assets/{0}")).AddSingleton(new AuditSubject("assets_identity", "/assets/{0}")).AddSingleton(new AuditSubject("assets_change", "/assets/{0}", "Asset"));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<AssetsPage, AssetList>("/assets", Read, "Assets", (HttpContext http, AssetQueries assets, CancellationToken stop) => assets.List(QueryValues.Of(http), stop));
        routes.MapGet("/assets/export", (HttpContext http, string format, AssetQueries assets, Viewer viewer, TimeProvider time, CancellationToken stop) =>
            Export.Of(format, $"assets-{Format.Date(time.Now(), viewer.Zone)}", Columns, assets.All(AssetFilter.Read(QueryValues.Of(http)), stop), viewer.Zone, stop)).RequireAuthorization(Read).ExcludeFromDescription();
        routes.MapGet("/assets/import", async (AssetQueries assets, CancellationToken stop) => Page.Of<ImportPage>(await assets.Import(null, null, stop)))
            .RequireAuthorization(Needs.The(Thing.Asset, Right.Work)).ExcludeFromDescription();
        routes.Shows<AssetPage, AssetView>("/assets/{asset:guid}", Read, "Asset", (HttpContext http, AssetQueries assets, Guid asset, CancellationToken stop) => assets.One(asset, QueryValues.Of(http), stop));
    }

    public static IReadOnlyList<ExportColumn<AssetRow>> Columns =>
    [
        new(Texts.T("Assets.Tag"), a => a.Tag, 24), new(Texts.T("Assets.Name"), a => a.Name, 28), new(Texts.T("Assets.Kind"), a => Texts.Name(a.Kind)), new(Texts.T("Assets.State"), a => Texts.Name(a.State)),
        new(Texts.T("Assets.Customer"), a => a.CustomerName, 20), new(Texts.T("Assets.Site"), a => a.SiteName, 16), new(Texts.T("Assets.Place"), a => a.Place), new(Texts.T("Assets.Owner"), a => a.OwnerName),
        new(Texts.T("Assets.Manufacturer"), a => a.Manufacturer, 18), new(Texts.T("Assets.Model"), a => a.Model, 22), new(Texts.T("Assets.Serial"), a => a.Serial, 18),
        new(Texts.T("Assets.Warranty"), a => a.WarrantyUntil?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), new(Texts.T("Assets.System"), a => a.SeenSystem, 30), new(Texts.T("Assets.Addresses"), a => a.SeenAddresses, 22), new(Texts.T("Assets.SeenAt"), a => a.SeenAt, 20),
    ];

    public static (Tone Tone, string Icon) Of(AssetState state) => state switch
    {
        AssetState.InUse => (Tone.Good, "circle-check"),
        AssetState.InRepair => (Tone.Warn, "tools"),
        AssetState.Retired => (Tone.Muted, "archive"),
        AssetState.Idle or AssetState.InStock => (Tone.Neutral, "box"),
        AssetState.Planned or AssetState.Ordered or AssetState.Received => (Tone.Info, "truck-delivery"),
    };

    public static string Icon(AssetKind kind) => kind switch
    {
        AssetKind.Notebook => "device-laptop",
        AssetKind.Server => "server",
        AssetKind.VirtualMachine => "stack-2",
        AssetKind.Phone => "device-mobile",
        AssetKind.NetworkDevice => "router",
        AssetKind.SecurityDevice => "shield-check",
        AssetKind.Storage => "database",
        AssetKind.Printer => "printer",
        AssetKind.Power => "battery-charging",
        AssetKind.Peripheral => "usb",
        AssetKind.Computer or AssetKind.Other => "device-desktop",
    };

    public static string Section(string name) => Texts.Has($"section.{name}") ? Texts.T($"section.{name}") : name;
    public static string Field(string name) => Texts.Has($"invfield.{name}") ? Texts.T($"invfield.{name}") : name;

    /// <summary>A change as a person would tell it.</summary>
    public static string Sentence(AssetChange c)
    {
        var own = $"change.{c.Section}.{c.Deed}";
        return Texts.T(Texts.Has(own) ? own : $"change.{c.Deed}", c.What, Field(c.Field), c.Was.Length > 0 ? c.Was : "—", c.Became.Length > 0 ? c.Became : "—", Section(c.Section));
    }

    public static (Tone Tone, string Icon) Of(ChangeDeed deed) => deed switch { ChangeDeed.Added => (Tone.Good, "plus"), ChangeDeed.Removed => (Tone.Warn, "minus"), ChangeDeed.Changed => (Tone.Info, "edit") };

    public static (Tone Tone, string Icon) Of(IntakeOutcome outcome) => outcome switch
    {
        IntakeOutcome.Added => (Tone.Good, "plus"),
        IntakeOutcome.Updated => (Tone.Info, "refresh"),
        IntakeOutcome.Unchanged => (Tone.Neutral, "check"),
        IntakeOutcome.Older => (Tone.Muted, "history"),
        IntakeOutcome.Refused => (Tone.Bad, "circle-x"),
    };
}
