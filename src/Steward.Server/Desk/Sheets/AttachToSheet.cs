// Adds photos to a sheet that is not signed yet: checked and on disk before it says so. Sent as multipart, by a page or a program.
using Microsoft.AspNetCore.Antiforgery;
using Steward.Desk.Tickets;
using Steward.Platform.Files;
using Steward.Platform.Web;

namespace Steward.Desk.Sheets;

public sealed record AttachToSheet(SheetId Sheet, string Name, Stream Content);

sealed class AttachToSheetHandler(SheetWork work, FileStore files) : IVerb<AttachToSheet, FileId>
{
    public async Task<Result<FileId>> Handle(AttachToSheet ask, CancellationToken stop)
    {
        if (!(await work.Take(ask.Sheet, nameof(AttachToSheet), stop)).TryGet(out var found, out var refusal)) return refusal;
        var (sheet, _, step) = found;
        // A name of its own: what is called like a signature is a photo all the same.
        if (!(await files.Put(sheet.Customer, sheet.Id.Value, "photo-" + Path.GetFileName(ask.Name.Replace('\\', '/')), ask.Content, work.Now, stop)).TryGet(out var file, out refusal)) return refusal;
        return (await work.Commit(sheet, work.Move(sheet, step, file.Name), stop)).TryGet(out _, out refusal) ? file.Id : refusal;
    }
}

static class AttachToSheetRoutes
{
    public static void MapAttachToSheet(this IEndpointRouteBuilder routes, string policy, Func<HttpContext, System.Text.Json.Nodes.JsonObject, Refusal, Task<IResult>> again)
    {
        var mark = new VerbMark(typeof(AttachToSheet), typeof(FileId), "sheets/{sheet:guid}/files");
        routes.MapPost("/api/v1/sheets/{sheet:guid}/files", async (HttpContext http, Guid sheet, CancellationToken stop) =>
                (await Attach(http, SheetId.From(sheet), stop)).TryGet(out var kept, out var refusal) ? Results.Json(kept, Json.Options) : Refusals.Problem(http, refusal))
            .RequireAuthorization(policy).WithMetadata(mark).WithName(nameof(AttachToSheet)).WithTags("sheets").WithSummary("Attach photos (multipart field \"file\")")
            .Produces<FileId[]>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(413).ProducesProblem(415).DisableAntiforgery();
        routes.MapPost("/sheets/{sheet:guid}/files", async (HttpContext http, Guid sheet, IAntiforgery antiforgery, CancellationToken stop) =>
            {
                await antiforgery.ValidateRequestAsync(http);
                return await FormOnce.Take(http, makes: true, $"/sheets/{sheet}", async () =>
                {
                    if (!(await Attach(http, SheetId.From(sheet), stop)).TryGet(out _, out var refusal)) return refusal;
                    Flash.Good(http, $"done.{nameof(AttachToSheet)}");
                    return $"/sheets/{sheet}";
                }, refusal => again(http, [], refusal));
            })
            .RequireAuthorization(policy).WithMetadata(mark).ExcludeFromDescription();
    }

    static async Task<Result<FileId[]>> Attach(HttpContext http, SheetId sheet, CancellationToken stop)
    {
        if (!(await http.RequestServices.GetRequiredService<SheetWork>().Take(sheet, nameof(AttachToSheet), stop)).TryGet(out _, out var refusal)) return refusal;
        var given = http.Request.HasFormContentType ? (await http.Request.ReadFormAsync(stop)).Files.GetFiles(AttachFileRoutes.Field).Where(f => f.Length > 0).ToList() : [];
        if (given.Count == 0) return new BadInput([new(AttachFileRoutes.Field, "field.required")]);
        http.RequestServices.GetRequiredService<Work>().Verb = nameof(AttachToSheet);
        var kept = new List<FileId>();
        foreach (var file in given)
        {
            await using var content = file.OpenReadStream();
            if (!(await http.RequestServices.GetRequiredService<AttachToSheetHandler>().Handle(new(sheet, file.FileName, content), stop)).TryGet(out var id, out refusal)) return refusal;
            kept.Add(id);
        }
        return kept.ToArray();
    }
}
