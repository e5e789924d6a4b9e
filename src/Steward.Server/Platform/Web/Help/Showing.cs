// Publishes a page together with its JSON twin: one query, drawn for people under its path and answered to programs under /api/v1.
using Microsoft.AspNetCore.Components;
using Steward.Platform.Text;

namespace Steward.Platform.Web.Help;

public static class Showing
{
    /// <summary>
    /// Maps <c>GET {path}</c>, drawn by <typeparamref name="TPage"/> with the answer as its <c>Model</c>, and <c>GET /api/v1{path}</c>.
    /// The twin stands elsewhere when <paramref name="api"/> says so. The query answers null for what does not exist or may not be seen. <paramref name="name"/> names the operation; its words are <c>page.{name}</c>.
    /// </summary>
    public static void Shows<TPage, TModel>(this IEndpointRouteBuilder routes, string path, string policy, string name, Delegate query, string? api = null) where TPage : IComponent
    {
        routes.MapGet(path, query).AddEndpointFilter(async (context, next) => await next(context) switch
        {
            null => Results.NotFound(),
            IResult done => done,
            var model => Page.Of<TPage>(model),
        }).RequireAuthorization(policy).ExcludeFromDescription();

        routes.MapGet(api ?? $"/api/v1{path}", query).AddEndpointFilter(async (context, next) => await next(context) switch
        {
            null => Results.NotFound(),
            IResult done => done,
            var model => Results.Json(model, Json.Options),
        }).RequireAuthorization(policy).WithName(name).WithTags((api?[7..] ?? path).Split('/')[1])
            .WithSummary(Texts.In(Language.En, $"page.{name}")).WithDescription(Texts.In(Language.Zh, $"page.{name}"))
            .Produces<TModel>().ProducesProblem(403).ProducesProblem(404);
    }
}
