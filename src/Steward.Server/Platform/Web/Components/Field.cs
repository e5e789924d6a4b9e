// What all form fields share: name, label, hint, the mark of duty and the server's sentence about them.
using Microsoft.AspNetCore.Components;

namespace Steward.Platform.Web.Components;

public abstract class Field : ComponentBase
{
    [CascadingParameter] FormContext? Form { get; set; }

    /// <summary>The name under which the value is posted.</summary>
    [Parameter, EditorRequired] public string Name { get; set; } = "";
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    /// <summary>A quiet sentence below the field.</summary>
    [Parameter] public string? Hint { get; set; }
    [Parameter] public bool Required { get; set; }
    [Parameter] public bool Disabled { get; set; }
    [Parameter] public bool Autofocus { get; set; }

    /// <summary>Takes the whole row of a form with columns.</summary>
    [Parameter] public bool Wide { get; set; }

    /// <summary>Shown instead of what the form's refusal says.</summary>
    [Parameter] public string? Error { get; set; }

    /// <summary>Any further attribute of the input: placeholder, autocomplete, inputmode…</summary>
    [Parameter(CaptureUnmatchedValues = true)] public IReadOnlyDictionary<string, object>? More { get; set; }

    protected override void OnInitialized() => Form?.Label(Name, Label);

    protected internal string Id => Form?.FieldId(Name) ?? $"field-{Name}";
    protected internal string? Problem => Error ?? Form?.Problem(Name);
    protected string? Invalid => Problem is null ? null : "true";
    protected string? DescribedBy => (Hint, Problem) switch
    {
        (null, null) => null,
        (_, null) => $"{Id}-hint",
        (null, _) => $"{Id}-error",
        _ => $"{Id}-error {Id}-hint",
    };
}
