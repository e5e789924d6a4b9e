// Draws the page of a form again when the form was refused: its entries stay, the sentences stand at the fields, the dialog opens by itself.
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;

namespace Steward.Platform.Web.Help;

/// <summary>A form as it was sent, and what was refused. Pages ask for it by the form's address.</summary>
public sealed record RefusedForm(string Action, JsonObject Fields, Refusal Refusal)
{
    public static RefusedForm? Of(HttpContext http) => http.Items[typeof(RefusedForm)] as RefusedForm;
}

/// <summary>What a form of a page shows: empty or as it is stored, or, after a refusal, as it was sent.</summary>
public sealed record FormState(string Action, RefusedForm? Refused)
{
    public Refusal? Refusal => Refused?.Refusal;

    /// <summary>What was entered into a field, or else <paramref name="otherwise"/>.</summary>
    public string? this[string field, string? otherwise = null] => Refused is null ? otherwise : Value(field)?.ToString();

    /// <summary>"answers.place" is the field place of the object answers.</summary>
    JsonNode? Value(string field) => field.Split('.') is [var of, var part] ? (Refused!.Fields[of] as JsonObject)?[part] : Refused!.Fields[field];

    public bool Ticked(string field, bool otherwise = false) => Refused is null ? otherwise : Refused.Fields[field] is not null;

    public IReadOnlyCollection<string> Chosen(string field, IReadOnlyCollection<string> otherwise) =>
        Refused is null ? otherwise : Refused.Fields[field] is JsonArray chosen ? [.. chosen.Select(c => c!.ToString())] : [];
}

public static partial class Redraw
{
    /// <summary>For <see cref="FormAnswer{TAsk,TOut}.Again"/>: the page with this very route pattern, whose route values the form's address carries too.</summary>
    public static Func<HttpContext, JsonObject, Refusal, Task<IResult>> Of(string pattern) => async (http, fields, refusal) =>
    {
        var page = http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().FirstOrDefault(e =>
            e.RoutePattern.RawText == pattern && e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true);
        var path = Placeholder().Replace(pattern, p => http.Request.RouteValues[p.Groups[1].Value]?.ToString() ?? "");
        if (page is null || refusal.Status == 404 || !await Allowed(http, page))
        {
            Flash.Bad(http, refusal);
            return Results.Redirect(page is null || refusal.Status == 404 ? "/" : path);
        }
        http.Items[typeof(RefusedForm)] = new RefusedForm(http.Request.Path, fields, refusal);
        (http.Request.Method, http.Request.Path) = (HttpMethods.Get, path);
        return new Drawing(page, refusal.Status);
    };

    static async Task<bool> Allowed(HttpContext http, RouteEndpoint page)
    {
        var policy = await AuthorizationPolicy.CombineAsync(http.RequestServices.GetRequiredService<IAuthorizationPolicyProvider>(), page.Metadata.GetOrderedMetadata<IAuthorizeData>());
        return policy is null || (await http.RequestServices.GetRequiredService<IAuthorizationService>().AuthorizeAsync(http.User, policy)).Succeeded;
    }

    sealed class Drawing(RouteEndpoint page, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext http)
        {
            http.SetEndpoint(page);
            // A route with filters takes a 400 that is already there for its own and answers nothing; the status goes out with the page.
            http.Response.StatusCode = StatusCodes.Status200OK;
            http.Response.OnStarting(() =>
            {
                http.Response.StatusCode = status;
                return Task.CompletedTask;
            });
            return page.RequestDelegate!(http);
        }
    }

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Placeholder();
}
