// Takes in the package of a release: the file itself, where it comes from, its licence, and the digest that its maker told.
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Antiforgery;
using Steward.Platform.Files;
using Steward.Platform.Web;

namespace Steward.Desk.Releases;

/// <summary>With <paramref name="Sha256"/> as the maker published it, a file that is another one is refused.</summary>
public sealed record BuildRelease(
    ReleaseId Release, string FileName, Stream Content, [property: Required, StringLength(120)] string Name, [property: Required, StringLength(60)] string PackageVersion, [property: Required, StringLength(400)] string Source,
    [property: Required, StringLength(400)] string Licence, [property: StringLength(64)] string Sha256 = "");

/// <summary>The file is not the one that its maker published.</summary>
sealed record HashDiffers(string Given, string Found) : Refusal("DESK-521", Given, Found) { public override int Status => 400; }

sealed class BuildReleaseHandler(StewardDb db, ReleaseWork work, FileStore files) : IVerb<BuildRelease, Done>
{
    public async Task<Result<Done>> Handle(BuildRelease ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Release, nameof(BuildRelease), stop)).TryGet(out var found, out var refusal)) return refusal;
        var release = found.Case;
        if (!(await files.Put(release.Customer, release.Id.Value, ask.FileName, ask.Content, work.Now, stop)).TryGet(out var package, out refusal)) return refusal;
        var told = ask.Sha256.Trim().ToLowerInvariant();
        if (told.Length > 0 && told != package.Sha256) return new HashDiffers(told, package.Sha256);
        (release.Package, release.PackageHash, release.PackageName, release.PackageVersion, release.PackageSource, release.Licence) = (package.Id, package.Sha256, ask.Name.Trim(), ask.PackageVersion.Trim(), ask.Source.Trim(), ask.Licence.Trim());
        // Another package was not tested.
        (release.TestRecord, release.TestedBy) = ("", default);
        work.Index(release);
        return await db.TryCommit(stop, work.Move(release, found.Step, $"{release.PackageName} {release.PackageVersion} · {package.Name} · SHA-256 {package.Sha256}"));
    }
}

static class BuildReleaseRoutes
{
    public static void MapBuildRelease(this IEndpointRouteBuilder routes, string policy, Func<HttpContext, System.Text.Json.Nodes.JsonObject, Refusal, Task<IResult>> again)
    {
        var mark = new VerbMark(typeof(BuildRelease), typeof(Done), "releases/{release:guid}/package");
        routes.MapPost("/api/v1/releases/{release:guid}/package", async (HttpContext http, Guid release, CancellationToken stop) =>
                (await Build(http, ReleaseId.From(release), stop)).TryGet(out var done, out var refusal) ? Results.Json(done, Json.Options) : Refusals.Problem(http, refusal))
            .RequireAuthorization(policy).WithMetadata(mark).WithName(nameof(BuildRelease)).WithTags("releases").WithSummary("Take in the package of a release (multipart: file, name, packageVersion, source, licence, sha256)")
            .Produces<Done>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(413).ProducesProblem(415).DisableAntiforgery();
        routes.MapPost("/releases/{release:guid}/package", async (HttpContext http, Guid release, IAntiforgery antiforgery, CancellationToken stop) =>
            {
                await antiforgery.ValidateRequestAsync(http);
                if (!(await Build(http, ReleaseId.From(release), stop)).TryGet(out _, out var refusal)) return await again(http, Asking.FromForm(await http.Request.ReadFormAsync(stop)), refusal);
                Flash.Good(http, $"done.{nameof(BuildRelease)}");
                return Results.Redirect($"/releases/{release}");
            })
            .RequireAuthorization(policy).WithMetadata(mark).ExcludeFromDescription();
    }

    static async Task<Result<Done>> Build(HttpContext http, ReleaseId release, CancellationToken stop)
    {
        if (!(await http.RequestServices.GetRequiredService<ReleaseWork>().Load(release, nameof(BuildRelease), stop)).TryGet(out _, out var refusal)) return refusal;
        if (!http.Request.HasFormContentType) return new BadInput([new("file", "field.required")]);
        var form = await http.Request.ReadFormAsync(stop);
        string Given(string name) => form[name].ToString().Trim();
        var missing = new[] { "name", "packageVersion", "source", "licence" }.Where(f => Given(f).Length == 0).Concat(form.Files.GetFile("file") is { Length: > 0 } ? [] : ["file"]).ToList();
        if (missing.Count > 0) return new BadInput([.. missing.Select(f => new BadField(f, "field.required"))]);
        var longest = new (string Field, int Most)[] { ("name", 120), ("packageVersion", 60), ("source", 400), ("licence", 400), ("sha256", 64) };
        if (longest.Where(l => Given(l.Field).Length > l.Most).ToList() is { Count: > 0 } tooLong) return new BadInput([.. tooLong.Select(l => new BadField(l.Field, "field.too-long", l.Most))]);
        http.RequestServices.GetRequiredService<Work>().Verb = nameof(BuildRelease);
        var file = form.Files.GetFile("file")!;
        await using var content = file.OpenReadStream();
        return await http.RequestServices.GetRequiredService<BuildReleaseHandler>().Handle(new(release, file.FileName, content, Given("name"), Given("packageVersion"), Given("source"), Given("licence"), Given("sha256")), stop);
    }
}
