// Routes of the pages on which a contract's catalogue is kept.
using Steward.Access;
using Steward.Contracts.Catalogue;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;

namespace Steward.Contracts.Pages;

static class CataloguePages
{
    static readonly string Read = Needs.The(Thing.Contract, Right.Read), Work = Needs.The(Thing.Contract, Right.Work);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<CatalogueQueries>().AddScoped<CatalogueWork>();
        services.AddSingleton(new AuditSubject("contracts_catalogue_item", "/catalogue-items/{0}"));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<ContractCataloguePage, CatalogueModel>("/contracts/{contract:guid}/catalogue", Read, "ContractCatalogue", (Guid contract, bool? old, CatalogueQueries items, CancellationToken stop) => items.Of(contract, old == true, stop));
        routes.Shows<ItemPage, ItemView>("/catalogue-items/{item:guid}", Read, "CatalogueItem", (Guid item, CatalogueQueries items, CancellationToken stop) => items.One(item, stop));
        var onCatalogue = Redraw.Of("/contracts/{contract:guid}/catalogue");
        routes.Verb<DefineItem, CatalogueItemId, DefineItemHandler>("contracts/{contract}/catalogue", Work, new() { Then = (_, id) => $"/catalogue-items/{id}", Again = onCatalogue });
        routes.Verb<LoadStandardItems, ItemsLoaded, LoadStandardItemsHandler>("contracts/{contract}/catalogue/standard", Work, new() { Then = (ask, _) => $"/contracts/{ask.Contract}/catalogue", Again = onCatalogue });
        routes.Verb<ChangeItem, Done, ChangeItemHandler>("catalogue-items/{item}/change", Work, On<ChangeItem>(a => a.Item));
        routes.Verb<SetField, Done, SetFieldHandler>("catalogue-items/{item}/fields", Work, On<SetField>(a => a.Item));
        routes.Verb<DropField, Done, DropFieldHandler>("catalogue-items/{item}/fields/remove", Work, On<DropField>(a => a.Item));
        routes.Verb<SetTask, Done, SetTaskHandler>("catalogue-items/{item}/tasks", Work, On<SetTask>(a => a.Item));
        routes.Verb<DropTask, Done, DropTaskHandler>("catalogue-items/{item}/tasks/remove", Work, On<DropTask>(a => a.Item));
        routes.Verb<PublishItem, Done, PublishItemHandler>("catalogue-items/{item}/publish", Work, On<PublishItem>(a => a.Item));
        routes.Verb<ReviseItem, CatalogueItemId, ReviseItemHandler>("catalogue-items/{item}/revise", Work, new() { Then = (_, id) => $"/catalogue-items/{id}", Again = Redraw.Of("/catalogue-items/{item:guid}") });
        routes.Verb<RetireItem, Done, RetireItemHandler>("catalogue-items/{item}/retire", Work, On<RetireItem>(a => a.Item));
    }

    static FormAnswer<TAsk, Done> On<TAsk>(Func<TAsk, CatalogueItemId> item) => new() { Then = (ask, _) => $"/catalogue-items/{item(ask)}", Again = Redraw.Of("/catalogue-items/{item:guid}") };

    public static Tone Tone(this ItemState state) => state switch
    {
        ItemState.Draft => Platform.Web.Components.Tone.Warn,
        ItemState.Published => Platform.Web.Components.Tone.Good,
        ItemState.Replaced or ItemState.Retired => Platform.Web.Components.Tone.Muted,
    };
}
