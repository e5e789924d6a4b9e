// Address, rights and navigation of the board of what breaches soon.
using Steward.Access;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Breaching;

static class BoardPages
{
    static readonly string Read = Needs.OfStaff(Thing.Incident, Right.Read);

    public static void Add(IServiceCollection services) => services.AddScoped<BoardQueries>()
        .AddNav(new NavEntry("Desk.Nav", "Board.Nav", "/board", "clock-exclamation", Read, 102, Key: 'b'));

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.Shows<BoardPage, BoardModel>("/board", Read, "Board", (HttpContext http, BoardQueries board, CancellationToken stop) => board.Of(QueryValues.Of(http), stop));
}
