// Routes and navigation of the pages about customers, contacts, staff and suppliers. People lies below Access and cannot draw them itself.
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Access.Pages;

static class PeoplePages
{
    static readonly string Read = Needs.The(Thing.People, Right.Read), ReadAsStaff = Needs.OfStaff(Thing.People, Right.Read);

    public static void Add(IServiceCollection services) => services.AddScoped<PeopleQueries>().AddScoped<CrewQueries>().AddScoped<LeaverQueries>().AddNav(
        new("Nav.People", "Customers.Title", "/customers", "building", ReadAsStaff, 600, Key: 'c'),
        new("Nav.People", "Staff.Title", "/staff", "users-group", ReadAsStaff, 610),
        new("Nav.People", "Suppliers.Title", "/suppliers", "truck-delivery", ReadAsStaff, 620));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<CustomersPage, CustomerList>("/customers", Read, "Customers", (PeopleQueries people, string? q, CancellationToken stop) => people.Customers(q, stop));
        routes.Shows<CustomerPage, CustomerView>("/customers/{customer:guid}", Read, "Customer",
            (PeopleQueries people, Guid customer, string? q, string? after, string? before, CancellationToken stop) => people.Customer(customer, q, after, before, stop));
        routes.Shows<ContactPage, ContactView>("/contacts/{contact:guid}", Read, "Contact", (PeopleQueries people, Guid contact, CancellationToken stop) => people.Contact(contact, stop));
        routes.Shows<LeaverPage, LeaverView>("/staff/{staff:guid}/leaver", Needs.TheWhole(Thing.People, Right.Work), "StaffLeaver", (LeaverQueries leavers, Guid staff, CancellationToken stop) => leavers.Staff(staff, stop));
        routes.Shows<LeaverPage, LeaverView>("/contacts/{contact:guid}/leaver", Needs.The(Thing.People, Right.Work), "ContactLeaver", (LeaverQueries leavers, Guid contact, CancellationToken stop) => leavers.Contact(contact, stop));
        routes.Shows<StaffPage, CrewView>("/staff", ReadAsStaff, "Staff", (CrewQueries crew, string? q, Guid? team, CancellationToken stop) => crew.Crew(q, team, stop));
        routes.Shows<SuppliersPage, SupplierList>("/suppliers", ReadAsStaff, "Suppliers", (CrewQueries crew, CancellationToken stop) => crew.Suppliers(stop));
    }
}
