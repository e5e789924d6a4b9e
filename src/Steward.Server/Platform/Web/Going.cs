// Announces that a route of the API is going: one word where it is mapped, headers on every answer, a mark in the OpenAPI document.
using System.Globalization;

namespace Steward.Platform.Web;

/// <summary>
/// Since then nothing new should use it (Deprecation, RFC 9745), and from <paramref name="Until"/> on it need not answer any more (Sunset, RFC 8594); <paramref name="Instead"/> is the path
/// that takes its place. The rule, with its spans of time, is docs/how-to/retire-a-route.md.
/// </summary>
public sealed record Going(DateTimeOffset Since, DateTimeOffset Until, string Instead);

public static class GoingRoutes
{
    /// <summary>At least so long a route answers after it was announced.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(180);

    /// <summary>What is mapped on the answer is going.</summary>
    public static RouteGroupBuilder Going(this IEndpointRouteBuilder routes, DateOnly since, DateOnly until, string instead)
    {
        var going = new Going(new(since, default, TimeSpan.Zero), new(until, default, TimeSpan.Zero), instead);
        if (going.Until - going.Since < Notice) throw new ArgumentException($"A route answers for {Notice.TotalDays} days after it was announced as going.", nameof(until));
        var group = routes.MapGroup("");
        group.WithMetadata(going);
        return group;
    }

    /// <summary>Between routing and the rooms: refusals carry the headers too.</summary>
    public static Task Tell(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Going>() is { } going)
        {
            http.Response.Headers["Deprecation"] = string.Create(CultureInfo.InvariantCulture, $"@{going.Since.ToUnixTimeSeconds()}");
            http.Response.Headers["Sunset"] = going.Until.ToString("R", CultureInfo.InvariantCulture);
            http.Response.Headers.Append("Link", $"<{going.Instead}>; rel=\"successor-version\"");
        }
        return next(http);
    }
}
