// The ways in for inventories: a program posts a file as it is (or many in one form), a person picks files on the page.
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;
using Steward.Assets.Pages;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Assets.Inventories;

static class InventoryRoutes
{
    public static void Map(IEndpointRouteBuilder routes, string policy)
    {
        var mark = new VerbMark(typeof(TakeInventory), typeof(InventoryTaken), "assets/inventory");
        routes.MapPost("/api/v1/assets/inventory", Receive).RequireAuthorization(policy).WithMetadata(mark).WithName(nameof(TakeInventory)).WithTags("assets")
            .WithSummary("Take an agent's inventory (GLPI or FusionInventory, JSON or XML, plain, gzip or zlib) for ?customer=SHORTNAME; many at once as multipart \"file\"")
            .Produces<IReadOnlyList<FileTaken>>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).DisableAntiforgery();
        routes.MapPost("/assets/inventory", async (HttpContext http, IAntiforgery antiforgery, AssetQueries assets, CancellationToken stop) =>
            {
                await antiforgery.ValidateRequestAsync(http);
                var form = await http.Request.ReadFormAsync(stop);
                var given = form.Files.GetFiles("file").Where(f => f.Length > 0).ToList();
                if (!(await Whose(http, form["customer"].ToString(), form["site"].ToString(), stop)).TryGet(out var whose, out var refusal) || given.Count == 0)
                    return Page.Of<ImportPage>(await assets.Import(null, new BadInput([refusal as BadField ?? new("file", "field.required")]), stop), 400);
                return Page.Of<ImportPage>(await assets.Import(await All(http, whose.Customer, whose.Site, given, stop), null, stop));
            })
            .RequireAuthorization(policy).WithMetadata(mark).ExcludeFromDescription();
    }

    static async Task<IResult> Receive(HttpContext http, CancellationToken stop)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(stop) : null;
        string Given(string field) => form?[field].ToString() is { Length: > 0 } value ? value : http.Request.Query[field].ToString();
        if (!(await Whose(http, Given("customer"), Given("site"), stop)).TryGet(out var whose, out var refusal)) return Refusals.Problem(http, refusal);
        if (form is not null) return form.Files.Count == 0 ? Refusals.Problem(http, new BadField("file", "field.required")) : Results.Json(await All(http, whose.Customer, whose.Site, form.Files, stop), Json.Options);
        using var whole = new MemoryStream();
        await http.Request.Body.CopyToAsync(whole, stop);
        http.RequestServices.GetRequiredService<Work>().Verb = nameof(TakeInventory);
        var ask = new TakeInventory(whose.Customer, Given("name") is { Length: > 0 } name ? name[..Math.Min(name.Length, 260)] : "inventory", whole.ToArray(), whose.Site);
        return (await http.RequestServices.GetRequiredService<TakeInventoryHandler>().Handle(ask, stop)).TryGet(out var taken, out refusal)
            ? Results.Json(new[] { new FileTaken(taken.File, taken.Devices) }, Json.Options) : Refusals.Problem(http, refusal);
    }

    static async Task<List<FileTaken>> All(HttpContext http, CustomerId customer, SiteId? site, IEnumerable<IFormFile> files, CancellationToken stop)
    {
        http.RequestServices.GetRequiredService<Work>().Verb = nameof(TakeInventory);
        var (intake, taken) = (http.RequestServices.GetRequiredService<InventoryIntake>(), new List<FileTaken>());
        foreach (var file in files)
        {
            using var whole = new MemoryStream();
            await file.CopyToAsync(whole, stop);
            taken.Add(await intake.Take(customer, site, file.FileName[..Math.Min(file.FileName.Length, 260)], whole.ToArray(), stop));
        }
        return taken;
    }

    sealed record Belongs(CustomerId Customer, SiteId? Site);

    /// <summary>A customer by id or short name, a site by id.</summary>
    static async Task<Result<Belongs>> Whose(HttpContext http, string customer, string site, CancellationToken stop)
    {
        if (customer.Length == 0) return new BadField("customer", "field.required");
        var people = http.RequestServices.GetRequiredService<PeopleBook>();
        var id = Guid.TryParse(customer, out var guid) ? CustomerId.From(guid) : await people.Customers.Where(c => c.ShortName == customer).Select(c => (CustomerId?)c.Id).SingleOrDefaultAsync(stop);
        if (id is not { } found) return new BadField("customer", "STW-404");
        return new Belongs(found, site.Length == 0 ? null : Guid.TryParse(site, out var place) ? SiteId.From(place) : SiteId.From(Guid.Empty));
    }
}
