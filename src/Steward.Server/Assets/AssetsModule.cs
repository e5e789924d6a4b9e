// Assets: what is looked after, as intended and as observed.
using Steward.Access;
using Steward.Assets.Inventories;
using Steward.Assets.Pages;
using Steward.Assets.Register;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Assets;

public sealed class AssetsModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        services.AddScoped<AssetBook>().AddScoped<Registering>().AddScoped<InventoryIntake>().AddScoped<TakeInventoryHandler>();
        AssetPages.Add(services);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        var (work, onAsset) = (Needs.The(Thing.Asset, Right.Work), Redraw.Of("/assets/{asset:guid}"));
        routes.Verb<AddAsset, AssetId, AddAssetHandler>("assets", work, new() { Then = (_, id) => $"/assets/{id}", Again = Redraw.Of("/assets") });
        routes.Verb<ChangeAsset, Done, ChangeAssetHandler>("assets/{asset}/change", work, new() { Then = (ask, _) => $"/assets/{ask.Asset}", Again = onAsset });
        routes.Verb<AcceptObserved, Done, AcceptObservedHandler>("assets/{asset}/accept", work, new() { Then = (ask, _) => $"/assets/{ask.Asset}", Again = onAsset });
        routes.Verb<ControlAsset, Done, ControlAssetHandler>("assets/{asset}/control", work, new() { Then = (ask, _) => $"/assets/{ask.Asset}", Again = onAsset });
        routes.Verb<RetireAsset, Done, RetireAssetHandler>("assets/{asset}/retire", work, new() { Then = (ask, _) => $"/assets/{ask.Asset}", Again = onAsset });
        routes.Verb<AddDependency, Done, AddDependencyHandler>("assets/{asset}/dependencies", work, new() { Then = (ask, _) => $"/assets/{ask.Asset}", Again = onAsset });
        routes.Verb<RemoveDependency, Done, RemoveDependencyHandler>("assets/{asset}/dependencies/{on}/remove", work, new() { Then = (ask, _) => $"/assets/{ask.Asset}", Again = onAsset });
        InventoryRoutes.Map(routes, work);
        AssetPages.Map(routes);
    }
}
