// A process as it is enforced, for people and for programs: the picture and the table are drawn from what the server checks.
using Steward.Access;
using Steward.Desk.Process;
using Steward.Platform.Processes;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using static Steward.Platform.Text.Texts;

namespace Steward.Desk.Pages;

public sealed record ProcessStep(string Verb, IReadOnlyList<string> From, string? To, Tone Tone, IReadOnlyList<string> Required, IReadOnlyList<Role> Roles);

/// <summary><paramref name="Texts"/> is the prefix of the process's words (<c>Problem.Process</c>, <c>Problem.Many</c>, <c>Problem.ProcessAutomaticText</c>).</summary>
public sealed record ProcessView(string Texts, string Home, int Version, ProcessDrawing Drawing, IReadOnlyList<ProcessStep> Steps)
{
    public static ProcessView Of<TState>(ProcessTable<TState> table, Thing thing, string texts, string home, Func<TState, Tone> tone, Func<TState, string>? said = null) where TState : struct, Enum =>
        new(texts, home, table.Version, ProcessDrawing.Of(table, said ?? (s => Name(s)), v => T($"verb.{v}")),
        [
            .. table.Transitions.Select(t => new ProcessStep(T($"verb.{t.Verb}"), [.. t.From.Select(said ?? (s => Name(s)))], t.To is { } to ? said?.Invoke(to) ?? Name(to) : null, t.To is { } end ? tone(end) : Tone.Neutral,
                [.. t.Required.Select(f => T($"ProcessField.{f}"))], [.. RightsOf.Roles(thing, t.Right)])),
        ]);
}

static class ProcessRoutes
{
    /// <summary>Publishes a process under <c>/processes/{name}</c>, drawn, and under <c>/api/v1</c> as its table.</summary>
    public static void Process<TState>(this IEndpointRouteBuilder routes, ProcessTable<TState> table, Thing thing, string texts, string home, Func<TState, Tone> tone, Func<TState, string>? said = null) where TState : struct, Enum
    {
        var (path, read) = ($"/processes/{table.Name}", Needs.The(thing, Right.Read));
        routes.MapGet(path, () => Page.Of<ProcessPage>(ProcessView.Of(table, thing, texts, home, tone, said))).RequireAuthorization(read);
        routes.MapGet($"/api/v1{path}", () => Results.Json(table, Json.Options)).RequireAuthorization(read).WithName($"Read{char.ToUpperInvariant(table.Name[0])}{table.Name[1..]}Process").WithTags("processes")
            .WithSummary($"The {table.Name} process: states, steps, rights, required fields").Produces<ProcessTable<TState>>();
    }
}
