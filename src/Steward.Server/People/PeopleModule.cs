// People: customers, sites, contacts, staff, teams and suppliers.
using Steward.People.Crew;
using Steward.People.Customers;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Web;

namespace Steward.People;

public sealed class PeopleModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings) => services.AddScoped<PeopleBook>();

    // The rights are those of the floor above; their names are all that this floor needs to know of them.
    const string Create = "People:Create", Work = "People:Work", Provider = "People:Work:provider";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Verb<AddCustomer, CustomerId, AddCustomerHandler>("customers", Provider, new() { Then = (_, id) => $"/customers/{id}" });
        routes.Verb<AddSite, SiteId, AddSiteHandler>("customers/{customer}/sites", Work, new() { Then = (ask, _) => $"/customers/{ask.Customer}" });
        routes.Verb<AddContact, ContactId, AddContactHandler>("customers/{customer}/contacts", Create, new() { Then = (ask, _) => $"/customers/{ask.Customer}" });
        routes.Verb<AddStaff, StaffId, AddStaffHandler>("staff", Provider, new() { Then = (_, _) => "/staff" });
        routes.Verb<AddTeam, TeamId, AddTeamHandler>("teams", Provider, new() { Then = (_, _) => "/staff" });
        routes.Verb<AddSupplier, SupplierId, AddSupplierHandler>("suppliers", Provider, new() { Then = (_, _) => "/suppliers" });
    }
}
