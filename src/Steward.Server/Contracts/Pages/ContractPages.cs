// Routes, navigation and slots of the contract pages.
using System.Text;
using Steward.Access;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Contracts.Pages;

static class ContractPages
{
    static readonly string Read = Needs.The(Thing.Contract, Right.Read);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<ContractQueries>()
            .AddNav(new NavEntry("Nav.People", "Contracts.Title", "/contracts", "contract", Read, 630, Key: 'o'))
            .AddSlot<ContractsOfCustomer>(PageSlot.Customer, 10, async (services, customer, stop) =>
                services.GetRequiredService<Me>().Can(Thing.Contract, Right.Read) ? await services.GetRequiredService<ContractQueries>().OfCustomer(customer, stop) : null);
        services.AddSingleton(new AuditSubject("contracts_contract", "/contracts/{0}")).AddSingleton(new AuditSubject("contracts_service", "/contracts/{0}", "Contract"))
            .AddSingleton(new AuditSubject("contracts_clause", "/contracts/{0}", "Contract"))
            .AddSingleton(new AuditSubject("contracts_cover", "/contracts/{0}", "Contract")).AddSingleton(new AuditSubject("contracts_person", "/contracts/{0}", "Contract"));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<ContractsPage, ContractList>("/contracts", Read, "Contracts", (ContractQueries contracts, Guid? customer, CancellationToken stop) => contracts.List(customer, stop));
        routes.Shows<ContractPage, ContractView>("/contracts/{contract:guid}", Read, "Contract",
            (ContractQueries contracts, Guid contract, string? view, CancellationToken stop) => contracts.One(contract, view, stop));
        routes.MapGet("/contracts/{contract:guid}/calendar.ics", async (ContractQueries contracts, Guid contract, TimeProvider time, CancellationToken stop) =>
            await contracts.CalendarOf(contract, stop) is var (number, calendar)
                ? Results.File(Encoding.UTF8.GetBytes(CalendarFile.Write(calendar, $"{number} {calendar.Definition.Name}", time.GetUtcNow())), "text/calendar; charset=utf-8", $"{number}.ics")
                : Results.NotFound()).RequireAuthorization(Read).ExcludeFromDescription();
    }
}
