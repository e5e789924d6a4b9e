// Answers a request with a Razor component: a pure function of its model, drawn on the server.
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Steward.Platform.Web;

public static class Page
{
    /// <summary>The page <typeparamref name="TPage"/> with its <c>Model</c> parameter.</summary>
    public static RazorComponentResult<TPage> Of<TPage>(object model, int status = 200) where TPage : IComponent =>
        new(new Dictionary<string, object?> { ["Model"] = model }) { StatusCode = status, PreventStreamingRendering = true };

    public static RazorComponentResult<TPage> Of<TPage>() where TPage : IComponent => new() { PreventStreamingRendering = true };
}
