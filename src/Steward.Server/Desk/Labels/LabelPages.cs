// 扫码报修: the code on a device's label leads to a report in which device and place stand already; labels to print.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Desk.Pages;
using Steward.People;
using Steward.Platform.Settings;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Labels;

/// <summary>What the label says of a device to whoever stands before it. <paramref name="Open"/>: so many tickets about it are open, whoever reported them.</summary>
public sealed record ScannedDevice(AssetId Id, CustomerId Customer, ContactId? Owner, string Tag, string Name, AssetKind Kind, string Place, int Open);

public sealed record LabelModel(AssetId Asset, string Tag, string Name, string Address);
public sealed record LabelSheet(IReadOnlyList<LabelModel> Labels, bool ThereAreMore, CustomerId? Customer, string? Words, IReadOnlyList<Option> Customers);

sealed class Labels(StewardDb db, AssetBook assets, PeopleBook people, StewardSettings settings, Me me)
{
    /// <summary>A sheet of many pages is printed in parts.</summary>
    const int Most = 120;

    static readonly TicketState[] Over = [TicketState.Resolved, TicketState.Closed, TicketState.Cancelled, TicketState.Rejected];

    public string AddressOf(AssetId asset) => $"{settings.PublicUrl.TrimEnd('/')}/scan/{asset}";

    /// <summary>
    /// A device of the caller's own customer: also one that is not theirs, since whoever can scan the label stands before it and may say that it is broken. Staff see what they may read.
    /// </summary>
    public async Task<ScannedDevice?> Find(AssetId id, CancellationToken stop)
    {
        var seen = me.Contact is null ? assets.Assets : assets.All;
        if (await seen.SingleOrDefaultAsync(a => a.Id == id && a.State != AssetState.Retired, stop) is not { } asset) return null;
        if (me.Contact is { } contact && !await people.Contacts.AnyAsync(c => c.Id == contact && c.Customer == asset.Customer, stop)) return null;
        var open = await (from c in db.Set<TicketAsset>() where c.Asset == id join t in db.Set<Ticket>() on c.Ticket equals t.Id where !Over.Contains(t.State) select t.Id).CountAsync(stop);
        return new(id, asset.Customer, asset.Owner, asset.Tag, asset.Name, asset.Kind, asset.Place, open);
    }

    public async Task<object?> OfAsset(Guid asset, CancellationToken stop)
    {
        var id = AssetId.From(asset);
        return await assets.Assets.Where(a => a.Id == id && a.State != AssetState.Retired).Select(a => new { a.Tag, a.Name }).SingleOrDefaultAsync(stop) is { } found ? new LabelModel(id, found.Tag, found.Name, AddressOf(id)) : null;
    }

    public async Task<LabelSheet> Sheet(QueryValues values, CancellationToken stop)
    {
        var (customer, words) = (values.Id<CustomerId>("customer"), values.Text("q"));
        var wanted = assets.Assets.Where(a => a.State != AssetState.Retired);
        if (customer is not null) wanted = wanted.Where(a => a.Customer == customer);
        if (words is not null) wanted = wanted.Where(a => a.Tag.Contains(words) || a.Name.Contains(words) || a.Place.Contains(words));
        var found = await wanted.OrderBy(a => a.Tag).Select(a => new { a.Id, a.Tag, a.Name }).Take(Most + 1).ToListAsync(stop);
        return new([.. found.Take(Most).Select(a => new LabelModel(a.Id, a.Tag, a.Name, AddressOf(a.Id)))], found.Count > Most, customer, words,
            (await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Take(500).Select(c => new { c.Id, c.Name }).ToListAsync(stop)).ConvertAll(c => new Option(c.Id.ToString(), c.Name)));
    }
}

static class LabelPages
{
    static readonly string Create = Needs.The(Thing.Incident, Right.Create), Read = Needs.OfStaff(Thing.Asset, Right.Read);

    public static void Add(IServiceCollection services) => services.AddScoped<Labels>().AddCommands(new CommandEntry("Label.Many", "/labels", Read))
        .AddSlot<LabelCard>(PageSlot.Asset, 15, (s, asset, stop) => s.GetRequiredService<Labels>().OfAsset(asset, stop));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<LabelsPage, LabelSheet>("/labels", Read, "Labels", (HttpContext http, Labels labels, CancellationToken stop) => labels.Sheet(QueryValues.Of(http), stop));
        routes.MapGet("/scan/{asset:guid}", Scan).RequireAuthorization(Create).ExcludeFromDescription();
    }

    /// <summary>End users report at once; staff take the report for whoever has the device in use.</summary>
    static async Task<IResult> Scan(Guid asset, Labels labels, Me me, CancellationToken stop) =>
        await labels.Find(AssetId.From(asset), stop) is not { } device ? Results.NotFound()
        : me.Contact is not null ? Results.Redirect($"/report?asset={device.Id}")
        : Results.Redirect(device.Owner is { } owner ? $"/tickets/new?requester={owner}&asset={device.Id}" : $"/assets/{device.Id}");
}
