// Publishes a page together with its JSON twin: one query, drawn for people under its path and answered to programs under /api/v1.
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing.Patterns;
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
        routes.MapLate(path, query, model => Page.Of<TPage>(model)).RequireAuthorization(policy).ExcludeFromDescription();

        routes.MapLate(api ?? $"/api/v1{path}", query, model => Results.Json(model, Json.Options), described: true)
            .RequireAuthorization(policy).WithName(name).WithTags((api?[7..] ?? path).Split('/')[1])
            .WithSummary(Texts.In(Language.En, $"page.{name}")).WithDescription(Texts.In(Language.Zh, $"page.{name}"))
            .Produces<TModel>().ProducesProblem(403).ProducesProblem(404);
    }

    /// <summary>
    /// Maps <c>GET {path}</c> so that what reads the query's parameters is made at the first request: the framework's own way compiles two expression trees for each route before the server
    /// answers anything, two thirds of a second in all.
    /// </summary>
    static RouteHandlerBuilder MapLate(this IEndpointRouteBuilder routes, string path, Delegate query, Func<object, IResult> draw, bool described = false)
    {
        var pattern = RoutePatternFactory.Parse(path);
        RequestDelegateFactoryOptions Options(EndpointBuilder builder) => new()
        {
            ServiceProvider = routes.ServiceProvider, RouteParameterNames = pattern.Parameters.Select(p => p.Name), DisableInferBodyFromParameters = true, EndpointBuilder = builder,
        };
        var made = new Lazy<RequestDelegate>(() =>
        {
            var builder = new RouteEndpointBuilder(null, pattern, 0);
            builder.FilterFactories.Add((_, next) => async context => await next(context) switch
            {
                null => Results.NotFound(),
                IResult done => done,
                var model => draw(model),
            });
            return RequestDelegateFactory.Create(query, Options(builder)).RequestDelegate;
        });
        RequestDelegate run = http => made.Value(http);
        var route = new RouteHandlerBuilder([routes.MapGet(path, run)]);
        if (described)
            route.Add(builder =>
            {
                builder.Metadata.Add(query.Method);
                RequestDelegateFactory.InferMetadata(query.Method, Options(builder));
            });
        return route;
    }
}
