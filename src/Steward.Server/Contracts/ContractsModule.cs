// Contracts: what was promised, for which services, at what price.
using Steward.Access;
using Steward.Contracts.Agreements;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Web;

namespace Steward.Contracts;

public sealed class ContractsModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings) => services.AddScoped<ContractBook>();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Verb<DraftContract, ContractId, DraftContractHandler>("contracts", Needs.The(Thing.Contract, Right.Work), new() { Then = (_, id) => $"/contracts/{id}" });
        routes.Verb<AddService, ServiceId, AddServiceHandler>("contracts/{contract}/services", Needs.The(Thing.Contract, Right.Work), new() { Then = (ask, _) => $"/contracts/{ask.Contract}" });
        routes.Verb<AddClause, ClauseId, AddClauseHandler>("contracts/{contract}/clauses", Needs.The(Thing.Contract, Right.Work), new() { Then = (ask, _) => $"/contracts/{ask.Contract}" });
        routes.Verb<SignContract, Done, SignContractHandler>("contracts/{contract}/sign", Needs.The(Thing.Contract, Right.Approve), new() { Then = (ask, _) => $"/contracts/{ask.Contract}" });
    }
}
