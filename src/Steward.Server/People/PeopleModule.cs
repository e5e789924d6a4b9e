// People: customers, sites, contacts, staff, teams and suppliers.
using System.Text.Json.Nodes;
using Steward.People.Crew;
using Steward.People.Customers;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.People;

public sealed class PeopleModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings) => services.AddScoped<PeopleBook>();

    // The rights are those of the floor above; their names are all that this floor needs to know of them.
    const string Create = "People:Create", Work = "People:Work", Provider = "People:Work:provider";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Verb<AddCustomer, CustomerId, AddCustomerHandler>("customers", Provider, new() { Then = (_, id) => $"/customers/{id}", Again = Redraw.Of("/customers") });
        routes.Verb<ChangeCustomer, Done, ChangeCustomerHandler>("customers/{customer}/change", Provider, new() { Then = (ask, _) => $"/customers/{ask.Customer}", Again = OnCustomer });
        routes.Verb<SetCustomerActive, Done, SetCustomerActiveHandler>("customers/{customer}/active", Provider, new() { Then = (ask, _) => $"/customers/{ask.Customer}" });
        routes.Verb<AddSite, SiteId, AddSiteHandler>("customers/{customer}/sites", Work, new() { Then = (ask, _) => $"/customers/{ask.Customer}", Again = OnCustomer });
        routes.Verb<ChangeSite, Done, ChangeSiteHandler>("customers/{customer}/sites/{site}/change", Work, new() { Then = (ask, _) => $"/customers/{ask.Customer}", Again = OnCustomer });
        routes.Verb<AddContact, ContactId, AddContactHandler>("customers/{customer}/contacts", Create, new() { Then = (ask, _) => $"/customers/{ask.Customer}", Again = OnCustomer });
        routes.Verb<ChangeContact, Done, ChangeContactHandler>("contacts/{contact}/change", Work, new() { Then = (ask, _) => $"/contacts/{ask.Contact}", Again = Redraw.Of("/contacts/{contact:guid}") });
        routes.Verb<SetContactActive, Done, SetContactActiveHandler>("contacts/{contact}/active", Work, new() { Then = (ask, _) => $"/contacts/{ask.Contact}" });
        routes.Verb<AddStaff, StaffId, AddStaffHandler>("staff", Provider, OnStaff<AddStaff, StaffId>());
        routes.Verb<ChangeStaff, Done, ChangeStaffHandler>("staff/{staff}/change", Provider, OnStaff<ChangeStaff, Done>());
        routes.Verb<SetStaffActive, Done, SetStaffActiveHandler>("staff/{staff}/active", Provider, OnStaff<SetStaffActive, Done>());
        routes.Verb<AddTeam, TeamId, AddTeamHandler>("teams", Provider, OnStaff<AddTeam, TeamId>());
        routes.Verb<ChangeTeam, Done, ChangeTeamHandler>("teams/{team}/change", Provider, OnStaff<ChangeTeam, Done>());
        routes.Verb<SetTeamActive, Done, SetTeamActiveHandler>("teams/{team}/active", Provider, OnStaff<SetTeamActive, Done>());
        routes.Verb<AddSupplier, SupplierId, AddSupplierHandler>("suppliers", Provider, OnSuppliers<AddSupplier, SupplierId>());
        routes.Verb<ChangeSupplier, Done, ChangeSupplierHandler>("suppliers/{supplier}/change", Provider, OnSuppliers<ChangeSupplier, Done>());
        routes.Verb<SetSupplierActive, Done, SetSupplierActiveHandler>("suppliers/{supplier}/active", Provider, OnSuppliers<SetSupplierActive, Done>());
    }

    // The pages are drawn by the floor above; a refused form finds its page by the route pattern.
    static readonly Func<HttpContext, JsonObject, Refusal, Task<IResult>> OnCustomer = Redraw.Of("/customers/{customer:guid}");
    static FormAnswer<TAsk, TOut> OnStaff<TAsk, TOut>() => new() { Then = (_, _) => "/staff", Again = Redraw.Of("/staff") };
    static FormAnswer<TAsk, TOut> OnSuppliers<TAsk, TOut>() => new() { Then = (_, _) => "/suppliers", Again = Redraw.Of("/suppliers") };
}
