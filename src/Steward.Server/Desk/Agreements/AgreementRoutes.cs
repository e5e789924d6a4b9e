// Another version of a contract's agreement in the browser: the form, what would change, and the word that it shall be asked.
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Pages;
using Steward.People;
using Steward.Platform.Approvals;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Sla;

namespace Steward.Desk.Agreements;

/// <summary><paramref name="Fields"/> are the entries as the form holds them: those of the version in force, or what was typed.</summary>
public sealed record AgreementChangeModel(ContractId Contract, string Number, string Name, Agreement Agreement, bool MayPropose, IReadOnlyDictionary<string, string> Fields, IReadOnlyList<string> AtOnce,
    IReadOnlyList<Option> Teams, IReadOnlyList<Option> Suppliers, IReadOnlyList<ApprovalLine> Waiting)
{
    public AgreementOutcome? Outcome { get; init; }
    public Refusal? Refusal { get; init; }
    /// <summary>Groups and suppliers that have times of their own, by name.</summary>
    public IReadOnlyList<(string Name, string Times)> Alone { get; init; } = [];
}

static class AgreementRoutes
{
    static readonly string MayRead = Needs.The(Thing.Contract, Right.Read), MayWork = Needs.The(Thing.Contract, Right.Work);

    public static void Add(IServiceCollection services) => services.AddScoped<IApprovalKind, AgreementApproval>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/contracts/{contract:guid}/agreement-change", Show).RequireAuthorization(MayRead).ExcludeFromDescription();
        routes.MapPost("/contracts/{contract:guid}/agreement-change", Try).RequireAuthorization(MayWork).ExcludeFromDescription();
        routes.Verb<ProposeAgreement, AgreementOutcome, ProposeAgreementHandler>("contracts/{contract}/agreement", MayWork,
            new() { Then = (ask, _) => $"/contracts/{ask.Contract}?view=levels", Again = Redraw.Of("/contracts/{contract:guid}/agreement-change") });
    }

    static async Task<IResult> Show(HttpContext http, Guid contract, CancellationToken stop) =>
        await Model(http, contract, null, stop) is { } model ? Page.Of<AgreementChangePage>(model) : Results.NotFound();

    static async Task<IResult> Try(HttpContext http, Guid contract, IAntiforgery antiforgery, CancellationToken stop)
    {
        await antiforgery.ValidateRequestAsync(http);
        var fields = Asking.FromForm(await http.Request.ReadFormAsync(stop));
        if (await Model(http, contract, fields, stop) is not { } model) return Results.NotFound();
        if (!Asking.Read<ProposeAgreement>(http, fields).TryGet(out var ask, out var refusal)) return Page.Of<AgreementChangePage>(model with { Refusal = refusal }, refusal.Status);
        if (!(await Verbs.Run<ProposeAgreement, AgreementOutcome, ProposeAgreementHandler>(http, ask, stop)).TryGet(out var outcome, out refusal)) return Page.Of<AgreementChangePage>(model with { Refusal = refusal }, refusal.Status);
        if (!outcome.Asked) return Page.Of<AgreementChangePage>(model with { Outcome = outcome });
        Platform.Web.Flash.Good(http, "done.ProposeAgreement");
        return Results.Redirect($"/contracts/{contract}/agreement-change");
    }

    static async Task<AgreementChangeModel?> Model(HttpContext http, Guid contract, JsonObject? typed, CancellationToken stop)
    {
        var (db, clocks, me, approvals) = (http.RequestServices.GetRequiredService<StewardDb>(), http.RequestServices.GetRequiredService<SlaClocks>(), http.RequestServices.GetRequiredService<Me>(), http.RequestServices.GetRequiredService<ApprovalDesk>());
        var id = ContractId.From(contract);
        if (await db.Set<Contract>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, stop) is not { } found) return null;
        var place = new Place(found.Customer, Contract: contract);
        var (work, approve) = (me.Can(Thing.Contract, Right.Work, place), me.Can(Thing.Contract, Right.Approve, place));
        // As the contract's own page: drafts are for those who write or sign them.
        if (!me.IsSystem && (found.State == ContractState.Draft && !work && !approve
            || !me.Giving(Thing.Contract, Right.Read).Any(g => (g.Grant.Customer is null || g.Grant.Customer == found.Customer) && (g.Grant.Contract is null || g.Grant.Contract == contract)))) return null;
        var agreement = await clocks.Agreement(new(found.Agreement, found.AgreementNumber), stop);
        var (teams, suppliers) = (await db.Set<Team>().AsNoTracking().OrderBy(t => t.Line).ThenBy(t => t.Name).Take(200).ToListAsync(stop), await db.Set<Supplier>().AsNoTracking().OrderBy(s => s.Name).Take(200).ToListAsync(stop));
        IReadOnlyList<string> words = typed is null ? agreement.AtOnce ?? [] : typed["atOnce"] is JsonArray chosen ? [.. chosen.Select(w => w!.ToString())] : [];
        return new(id, found.Number, found.Name, agreement, work, typed is null ? AgreementForm.Fields(agreement) : Typed(typed),
            words, teams.ConvertAll(t => new Option(t.Id.ToString(), t.Name)), suppliers.ConvertAll(s => new Option(s.Id.ToString(), s.Name)), await approvals.On(contract, stop))
        {
            Alone = [.. (agreement.Groups ?? []).Where(g => g.Team is not null).GroupBy(g => g.Team).Select(g => (teams.Find(t => t.Id.Value == g.Key)?.Name ?? "?", Times(g.Select(t => (t.Priority, t.Seconds))))),
                .. (agreement.Suppliers ?? []).Where(s => s.Supplier is not null).GroupBy(s => s.Supplier).Select(g => (suppliers.Find(s => s.Id.Value == g.Key)?.Name ?? "?", Times(g.Select(t => (t.Priority, t.Seconds)))))],
        };
    }

    static string Times(IEnumerable<(Priority Priority, long Seconds)> times) => string.Join(" · ", times.OrderBy(t => t.Priority).Select(t => $"{t.Priority} {ClockPage.Hms(t.Seconds)[..^3]}"));

    /// <summary>What was typed, by the names of the fields.</summary>
    static Dictionary<string, string> Typed(JsonObject typed)
    {
        var fields = new Dictionary<string, string>();
        foreach (var (name, value) in typed)
            if (value is JsonObject inner) foreach (var (part, entry) in inner) fields[$"{name}.{part}"] = entry?.ToString() ?? "";
            else if (value is not (null or JsonArray)) fields[name] = value.ToString();
        return fields;
    }
}
