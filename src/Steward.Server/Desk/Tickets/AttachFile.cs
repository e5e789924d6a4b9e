// Adds a file to a ticket: checked, on disk and in the story before it says so. Sent as multipart, by a page or a program.
using Microsoft.AspNetCore.Antiforgery;
using Steward.Access;
using Steward.Platform.Files;
using Steward.Platform.Web;

namespace Steward.Desk.Tickets;

/// <summary>One file; <paramref name="Public"/> ones are seen by the requester. A customer's own files always are.</summary>
public sealed record AttachFile(TicketId Ticket, string Name, Stream Content, bool Public = true);

sealed class AttachFileHandler(TicketWork work, FileStore files, StewardDb db, Me me) : IVerb<AttachFile, FileId>
{
    public async Task<Result<FileId>> Handle(AttachFile ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Read, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (me.Contact is null && !work.May(ticket, Right.Work)) return new NotAllowed();
        if (!work.Step(ticket, nameof(AddNote)).TryGet(out _, out refusal)) return new StepNotAllowed(nameof(AttachFile), ticket.State);
        if (!(await files.Put(ticket.Customer, ticket.Id.Value, ask.Name, ask.Content, work.Now, stop)).TryGet(out var file, out refusal)) return refusal;
        // The line of the story carries the file's id: it says who may see the file.
        db.Add(new TicketEntry
        {
            Id = EntryId.From(file.Id.Value), Ticket = ticket.Id, Customer = ticket.Customer, OccurredAt = work.Now, RecordedAt = work.Now,
            Kind = EntryKind.File, By = me.Name, Verb = nameof(AttachFile), Text = file.Name, Public = ask.Public || me.Contact is not null,
        });
        ticket.Version++;
        var result = await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, ask.Public, work.Now));
        return result.TryGet(out _, out refusal) ? file.Id : refusal;
    }
}

static class AttachFileRoutes
{
    /// <summary>The field that carries the file.</summary>
    public const string Field = "file";

    /// <summary><paramref name="again"/> draws the ticket's page with what was refused.</summary>
    public static void MapAttachFile(this IEndpointRouteBuilder routes, string policy, Func<HttpContext, TicketId, Refusal, Task<IResult>> again)
    {
        var mark = new VerbMark(typeof(AttachFile), typeof(FileId), "tickets/{ticket:guid}/files");
        routes.MapPost("/api/v1/tickets/{ticket:guid}/files", async (HttpContext http, Guid ticket, CancellationToken stop) =>
                (await Attach(http, TicketId.From(ticket), stop)).TryGet(out var files, out var refusal) ? Results.Json(files, Json.Options) : Refusals.Problem(http, refusal))
            .RequireAuthorization(policy).WithMetadata(mark).WithName(nameof(AttachFile)).WithTags("tickets").WithSummary("Attach files (multipart field \"file\")")
            .Produces<IReadOnlyList<FileId>>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(413).ProducesProblem(415).DisableAntiforgery();
        routes.MapPost("/tickets/{ticket:guid}/files", async (HttpContext http, Guid ticket, IAntiforgery antiforgery, CancellationToken stop) =>
            {
                await antiforgery.ValidateRequestAsync(http);
                var id = TicketId.From(ticket);
                return await FormOnce.Take(http, makes: true, $"/tickets/{ticket}", async () =>
                {
                    if (!(await Attach(http, id, stop)).TryGet(out _, out var refusal)) return refusal;
                    Flash.Good(http, "done.AttachFile");
                    return $"/tickets/{ticket}";
                }, refusal => again(http, id, refusal));
            })
            .RequireAuthorization(policy).WithMetadata(mark).ExcludeFromDescription();
    }

    /// <summary>Keeps the files of the request one by one; the first that is refused ends it.</summary>
    public static async Task<Result<IReadOnlyList<FileId>>> Attach(HttpContext http, TicketId ticket, CancellationToken stop)
    {
        var services = http.RequestServices;
        var work = services.GetRequiredService<TicketWork>();
        if (!(await work.Load(ticket, Right.Read, stop)).TryGet(out _, out var refusal)) return refusal;
        if (!http.Request.HasFormContentType) return new BadInput([new(Field, "field.required")]);
        var form = await http.Request.ReadFormAsync(stop);
        var given = form.Files.GetFiles(Field).Where(f => f.Length > 0).ToList();
        if (given.Count == 0) return new BadInput([new(Field, "field.required")]);
        services.GetRequiredService<Work>().Verb = nameof(AttachFile);
        var kept = new List<FileId>();
        foreach (var file in given)
        {
            await using var content = file.OpenReadStream();
            var ask = new AttachFile(ticket, file.FileName, content, form["public"].ToString() is not "false");
            if (!(await services.GetRequiredService<AttachFileHandler>().Handle(ask, stop)).TryGet(out var id, out refusal)) return refusal;
            kept.Add(id);
        }
        return kept;
    }
}
