// Writes the script element of the page head; Razor markup refuses script elements because Blazor would not run those that it patches in.
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Steward.Platform.Web.Components;

public sealed class HeadScript : ComponentBase
{
    [Parameter] public string File { get; set; } = "lib/steward.js";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "script");
        builder.AddAttribute(1, "type", "module");
        builder.AddAttribute(2, "src", Urls.Asset(File));
        builder.CloseElement();
    }
}
