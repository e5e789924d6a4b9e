// Writes a template, writes it anew, and drops it.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.People;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Templates;

/// <summary>With <paramref name="Template"/>, that one is written anew. Whoever may work on a customer's tickets may write for it; for all customers, whoever may for all.</summary>
public sealed record KeepTemplate(
    [property: Required, StringLength(80)] string Name, [property: Required, StringLength(4000)] string Text, TemplateKind Kind = TemplateKind.Answer, [property: StringLength(200)] string Summary = "",
    [property: StringLength(60)] string Category = "", Impact? Impact = null, Urgency? Urgency = null, CustomerId? ForCustomer = null, Language? Language = null, TemplateId? Template = null);
public sealed record DropTemplate(TemplateId Template);

sealed record UnknownPlace(string Place) : Refusal("DESK-604", Place) { public override string? Field => "text"; public override int Status => 400; }

sealed class KeepTemplateHandler(StewardDb db, TemplateShelf shelf, IdSource ids, TimeProvider time) : IVerb<KeepTemplate, TemplateId>
{
    public async Task<Result<TemplateId>> Handle(KeepTemplate ask, CancellationToken stop)
    {
        if (!shelf.MayWrite(ask.ForCustomer)) return new NotAllowed();
        if (ask.ForCustomer is { } customer && !await db.Set<Customer>().AnyAsync(c => c.Id == customer, stop)) return new BadInput([new("forCustomer", "STW-404")]);
        if (ask.Kind == TemplateKind.Ticket && ask.Summary.Trim().Length == 0) return new BadInput([new("summary", "field.required")]);
        if (Places.Unknown(ask.Text, ask.Summary) is { } place) return new UnknownPlace(place);
        Template? template;
        if (ask.Template is not { } known) db.Add(template = new Template { Id = ids.New<TemplateId>(time.Now()), Kind = ask.Kind, Name = "", Text = "" });
        else if (await shelf.Readable.AsTracking().SingleOrDefaultAsync(t => t.Id == known, stop) is { } found && shelf.MayWrite(found.ForCustomer)) template = found;
        else return new NotFound();
        (template.Name, template.Text, template.Summary, template.Category) = (ask.Name.Trim(), ask.Text.Trim(), ask.Summary.Trim(), ask.Category.Trim());
        (template.Impact, template.Urgency, template.ForCustomer, template.Language) = (ask.Impact, ask.Urgency, ask.ForCustomer, ask.Language);
        return (await db.TryCommit(stop)).Refusal is { } refusal ? refusal : template.Id;
    }
}

sealed class DropTemplateHandler(StewardDb db, TemplateShelf shelf) : IVerb<DropTemplate, Done>
{
    public async Task<Result<Done>> Handle(DropTemplate ask, CancellationToken stop)
    {
        if (await shelf.Readable.AsTracking().SingleOrDefaultAsync(t => t.Id == ask.Template, stop) is not { } template) return new NotFound();
        if (!shelf.MayWrite(template.ForCustomer)) return new NotAllowed();
        db.Remove(template);
        return await db.TryCommit(stop);
    }
}
