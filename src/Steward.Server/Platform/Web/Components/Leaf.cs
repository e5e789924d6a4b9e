// The base of small components that a list draws by the hundred: they set their parameters and draw, and live no further.
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Steward.Platform.Web.Components;

/// <summary>A component without state, events or anything to wait for; it costs half of what <see cref="ComponentBase"/> does.</summary>
public abstract class Leaf : IComponent
{
    readonly RenderFragment draw;
    RenderHandle handle;

    protected Leaf() => draw = BuildRenderTree;

    public void Attach(RenderHandle renderHandle) => handle = renderHandle;

    public Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        handle.Render(draw);
        return Task.CompletedTask;
    }

    protected abstract void BuildRenderTree(RenderTreeBuilder __builder);
}
