// The small records that components take as lists.
using static Steward.Platform.Text.Texts;

namespace Steward.Platform.Web.Components;

/// <summary>A place above this page; the last one has no address.</summary>
public sealed record Crumb(string Label, string? Href = null);

/// <summary>A view of the same thing, reached by its own address.</summary>
public sealed record Tab(string Label, string Href, bool Active = false, long? Count = null, string? Icon = null);

public enum StepState { Todo, Current, Done, Failed, Skipped }

/// <summary>A stage of a process, with who or when below it.</summary>
public sealed record Step(string Label, StepState State = StepState.Todo, string? Detail = null);

/// <summary>A choice of a select or radio field; choices of the same group stand together.</summary>
public sealed record Option(string Value, string Text, string? Group = null, bool Disabled = false)
{
    /// <summary>One choice for each value of an enum, named by the texts.</summary>
    public static IReadOnlyList<Option> Of<TEnum>() where TEnum : struct, Enum =>
        [.. Enum.GetValues<TEnum>().Select(v => new Option(v.ToString(), Name(v)))];
}

/// <summary>A filter in force and the address that takes it away.</summary>
public sealed record FilterChip(string Label, string RemoveHref);

public enum Align { Start, Center, End }

/// <summary>A traffic light: kept, in danger, broken, or not known because nothing was measured.</summary>
public enum Light { Green, Amber, Red, Blind }

public enum ChartKind { Line, Area, Bar, StackedBar, Donut, Heatmap }

/// <summary>One line, bar colour or heatmap row of a chart; a null is a gap: nothing was measured.</summary>
public sealed record Series(string Name, IReadOnlyList<double?> Values, Tone? Tone = null);
