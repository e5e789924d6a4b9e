// Publishes a verb: one request record becomes an API operation and a form post, with the same handler, rights, refusals and audit name.
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Steward.Platform.Events;
using Steward.Platform.Text;

namespace Steward.Platform.Web;

/// <summary>What a verb does with its request. The only interface of which there is one for each verb.</summary>
public interface IVerb<in TAsk, TOut>
{
    Task<Result<TOut>> Handle(TAsk ask, CancellationToken stop);
}

/// <summary>Marks a published verb, so that house tests and the isolation attack can walk them all.</summary>
public sealed record VerbMark(Type Ask, Type Out, string Path);

/// <summary>
/// How a verb answers a browser: where to go afterwards, and how to show the form again when the input was refused.
/// Without <see cref="Again"/> a refusal returns to the page it came from, with the sentence as a message.
/// </summary>
public sealed class FormAnswer<TAsk, TOut>
{
    /// <summary>The page shows by itself that it was done: no message.</summary>
    public bool Quiet { get; init; }

    public Func<TAsk, TOut, string>? Then { get; init; }
    public Func<HttpContext, JsonObject, Refusal, Task<IResult>>? Again { get; init; }
}

public static class Verbs
{
    /// <summary>
    /// Maps <c>POST /api/v1/{path}</c> (JSON) and <c>POST /{path}</c> (form). Route values fill the request's properties of the same name.
    /// <paramref name="policy"/> is the right that the caller needs, as Access names it.
    /// </summary>
    public static void Verb<TAsk, TOut, THandler>(this IEndpointRouteBuilder routes, string path, string policy, FormAnswer<TAsk, TOut>? form = null)
        where THandler : IVerb<TAsk, TOut>
        where TAsk : class
    {
        var name = typeof(TAsk).Name;
        var mark = new VerbMark(typeof(TAsk), typeof(TOut), path);
        routes.MapAnswer($"/api/v1/{path}", async (http, stop) =>
            {
                JsonObject body;
                try
                {
                    body = http.Request.ContentLength == 0 ? [] : await JsonSerializer.DeserializeAsync<JsonObject>(http.Request.Body, Json.Options, stop) ?? [];
                }
                catch (JsonException fault)
                {
                    return Refusals.Problem(http, new BadField(fault.Path ?? "$", "field.json", (fault.LineNumber ?? 0) + 1));
                }
                return await Once(http, name, stop, async () =>
                    Asking.Read<TAsk>(http, body).TryGet(out var ask, out var bad) ? await Run<TAsk, TOut, THandler>(http, ask, stop) : bad);
            })
            .RequireAuthorization(policy).WithMetadata(mark).WithName(name).WithTags(path.Split('/')[0])
            .WithSummary(Texts.In(Language.En, $"verb.{name}")).WithDescription(Texts.In(Language.Zh, $"verb.{name}"))
            .Accepts<TAsk>("application/json").Produces<TOut>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409)
            .DisableAntiforgery();

        routes.MapAnswer($"/{path}", async (http, stop) =>
            {
                await http.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(http);
                var fields = Asking.FromForm(await http.Request.ReadFormAsync(stop));
                Refusal? refusal;
                if (Asking.Read<TAsk>(http, fields).TryGet(out var ask, out refusal))
                {
                    var result = await Run<TAsk, TOut, THandler>(http, ask, stop);
                    if (result.TryGet(out var done, out refusal))
                    {
                        if (form?.Quiet != true) Flash.Good(http, $"done.{name}");
                        var to = Local(http.Request.Form["returnUrl"].ToString());
                        return Results.Redirect(to ?? form?.Then?.Invoke(ask, done) ?? Back(http));
                    }
                }
                http.Response.StatusCode = refusal.Status;
                if (form?.Again is { } again) return await again(http, fields, refusal);
                Flash.Bad(http, refusal);
                return Results.Redirect(Local(http.Request.Form["returnUrl"].ToString()) ?? Back(http));
            })
            .RequireAuthorization(policy).WithMetadata(mark).ExcludeFromDescription();
    }

    /// <summary>
    /// A POST whose answer writes itself. It is handed over as the delegate that requests run through: for any other kind the framework would compile an expression tree
    /// for each of some six hundred routes before the first request. The method stands in the metadata, by which the API's document finds its operations.
    /// </summary>
    static RouteHandlerBuilder MapAnswer(this IEndpointRouteBuilder routes, string path, Func<HttpContext, CancellationToken, Task<IResult>> answer)
    {
        RequestDelegate run = async http => await (await answer(http, http.RequestAborted)).ExecuteAsync(http);
        return new RouteHandlerBuilder([routes.MapPost(path, run)]).WithMetadata(run.Method);
    }

    /// <summary>So often somebody else, or a duty of the system, may be first before the caller hears of it.</summary>
    const int Tries = 3;

    /// <summary>
    /// Does the work. Whoever lost a race looks again at what is there now, as if the request had come a moment later; the rules then decide. A form that says which version
    /// was read is refused again by the verb itself.
    /// </summary>
    internal static async Task<Result<TOut>> Run<TAsk, TOut, THandler>(HttpContext http, TAsk ask, CancellationToken stop) where THandler : IVerb<TAsk, TOut> where TAsk : class
    {
        var (work, db) = (http.RequestServices.GetRequiredService<Work>(), http.RequestServices.GetRequiredService<StewardDb>());
        work.Verb = typeof(TAsk).Name;
        for (var tries = 1; ; tries++)
        {
            var result = await http.RequestServices.GetRequiredService<THandler>().Handle(ask, stop);
            if (result.Refusal is not ChangedMeanwhile || db.HasKept || tries == Tries) return result;
        }
    }

    /// <summary>Answers a repeated Idempotency-Key with the first answer instead of doing the work twice.</summary>
    static async Task<IResult> Once<TOut>(HttpContext http, string verb, CancellationToken stop, Func<Task<Result<TOut>>> run)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        var db = http.RequestServices.GetRequiredService<StewardDb>();
        if (key.Length > 0)
        {
            if (key.Length > 100) return Refusals.Problem(http, new BadField("Idempotency-Key", "field.too-long", 100));
            if (await Idempotency.Find(db, key, stop) is { } known)
            {
                http.Response.Headers["Idempotency-Replayed"] = "true";
                if (known.Verb != verb) return Refusals.Problem(http, new IdempotencyKeyReused());
                return known.Answer.Length > 0
                    ? Results.Content(known.Answer, "application/json")
                    : Results.Json(new { id = known.Subject }, Json.Options);
            }
            db.Work.IdempotencyKey = key;
        }
        var result = await run();
        if (!result.TryGet(out var done, out var refusal)) return Refusals.Problem(http, refusal);
        try { if (key.Length > 0) await Idempotency.Answered(db, key, JsonSerializer.Serialize(done, Json.Options), stop); }
        // Done it is: the work is on disk, with the key. Only a repeat will be told less.
        catch (Exception fault) when (EngineValues.IsFull(fault)) { }
        return Results.Json(done, Json.Options);
    }

    /// <summary>A path of this site, or null: a form may say where to go next, but never to another site.</summary>
    public static string? Local(string? path) =>
        path is ['/', .. var rest] && !rest.StartsWith('/') && !rest.StartsWith('\\') && !path.Contains('\n') ? path : null;

    static string Back(HttpContext http) =>
        Uri.TryCreate(http.Request.Headers.Referer.ToString(), UriKind.Absolute, out var from) && from.Authority == http.Request.Host.Value
            ? from.PathAndQuery : "/";
}

sealed record IdempotencyKeyReused() : Refusal("STW-410") { public override int Status => 422; }
