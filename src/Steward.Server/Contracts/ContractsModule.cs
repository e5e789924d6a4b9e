// Contracts: what was promised, for which services, at what price.
using Steward.Access;
using Steward.Contracts.Agreements;
using Steward.Contracts.Pages;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Contracts;

public sealed class ContractsModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        services.AddScoped<ContractBook>();
        ContractPages.Add(services);
        CataloguePages.Add(services);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        ContractPages.Map(routes);
        CataloguePages.Map(routes);
        var (work, approve, onContract) = (Needs.The(Thing.Contract, Right.Work), Needs.The(Thing.Contract, Right.Approve), Redraw.Of("/contracts/{contract:guid}"));
        routes.Verb<DraftContract, ContractId, DraftContractHandler>("contracts", work, new() { Then = (_, id) => $"/contracts/{id}", Again = Redraw.Of("/contracts") });
        routes.Verb<AddService, ServiceId, AddServiceHandler>("contracts/{contract}/services", work, new() { Then = (ask, _) => $"/contracts/{ask.Contract}", Again = onContract });
        routes.Verb<AddClause, ClauseId, AddClauseHandler>("contracts/{contract}/clauses", work, new() { Then = (ask, _) => $"/contracts/{ask.Contract}", Again = onContract });
        routes.Verb<AddCoverLine, CoverLineId, AddCoverLineHandler>("contracts/{contract}/covers", work, new() { Then = (ask, _) => $"/contracts/{ask.Contract}", Again = onContract });
        routes.Verb<NamePerson, ContractPersonId, NamePersonHandler>("contracts/{contract}/people", work, new() { Then = (ask, _) => $"/contracts/{ask.Contract}", Again = onContract });
        routes.Verb<ReleasePerson, Done, ReleasePersonHandler>("contracts/{contract}/people/{person}/remove", work, new() { Then = (ask, _) => $"/contracts/{ask.Contract}", Again = onContract });
        routes.Verb<SignContract, Done, SignContractHandler>("contracts/{contract}/sign", approve, new() { Then = (ask, _) => $"/contracts/{ask.Contract}", Again = onContract });
    }
}
