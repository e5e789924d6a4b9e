// Routes and navigation of accounts, the rights matrix, one's own profile and the help.
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Access.Pages;

static class AccountPages
{
    static readonly string Read = Needs.TheWhole(Thing.Account, Right.Read);

    public static void Add(IServiceCollection services) => services.AddScoped<AccountQueries>().AddNav(
        new("Nav.System", "Accounts.Title", "/accounts", "user-shield", Read, 900),
        new("Nav.System", "Matrix.Title", "/access/matrix", "lock", Needs.The(Thing.Grant, Right.Read), 910));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<AccountsPage, AccountList>("/accounts", Read, "Accounts",
            (AccountQueries accounts, string? q, Role? role, string? after, string? before, CancellationToken stop) => accounts.Accounts(q, role, after, before, stop));
        routes.Shows<AccountPage, AccountView>("/accounts/{account:guid}", Read, "Account", (AccountQueries accounts, Guid account, CancellationToken stop) => accounts.Account(account, stop));
        routes.Shows<ProfilePage, ProfileView>("/me", Needs.SignedIn, "Profile", (AccountQueries accounts, CancellationToken stop) => accounts.Profile(stop));
        routes.Shows<MatrixPage, MatrixView>("/access/matrix", Needs.SignedIn, "Matrix", () => MatrixView.Make());
        routes.MapGet("/help", () => Page.Of<HelpPage>()).RequireAuthorization(Needs.SignedIn);
    }
}
