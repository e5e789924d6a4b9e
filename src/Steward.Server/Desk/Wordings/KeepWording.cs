// Words a kind of mail otherwise: writes the next version, puts one in use, and goes back to what holds without it.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Desk.Wordings;

/// <summary>A draft: nothing goes out by it before it is put in use. Without a customer, for all that have none of their own.</summary>
public sealed record WriteWording([property: StringLength(40)] string Template, [property: Required, StringLength(200)] string Title, [property: Required, StringLength(8000)] string Body, CustomerId? ForCustomer = null, Language Language = Language.Zh);
public sealed record UseWording(WordingId Wording);
/// <summary>Puts none in use: mails are worded as for all customers, or as Steward words them.</summary>
public sealed record DropWording(WordingId Wording);

sealed class WriteWordingHandler(StewardDb db, Notify.Wordings wordings, Me me, IdSource ids, TimeProvider time) : IVerb<WriteWording, WordingId>
{
    public async Task<Result<WordingId>> Handle(WriteWording ask, CancellationToken stop)
    {
        if (Wording.Places(ask.Template, ask.Language).Count == 0) return new NotFound();
        if (ask.ForCustomer is { } customer && !await db.Set<Customer>().AnyAsync(c => c.Id == customer, stop)) return new BadInput([new("forCustomer", "STW-404")]);
        var faults = Faults(ask).ToList();
        if (faults.Count > 0) return new BadInput(faults);
        var (now, of) = (time.Now(), ask.ForCustomer ?? default(CustomerId));
        var number = await wordings.All.Where(w => w.Template == ask.Template && w.ForCustomer == of && w.Language == ask.Language).MaxAsync(w => (int?)w.Number, stop) ?? 0;
        var row = new MailWording { Id = ids.New<WordingId>(now), Template = ask.Template, ForCustomer = of, Language = ask.Language, Number = number + 1, Title = ask.Title.Trim(), Body = ask.Body.ReplaceLineEndings("\n").Trim(), By = me.Signed, At = now };
        db.Add(row);
        return (await db.TryCommit(stop)).Refusal is { } refusal ? refusal : row.Id;
    }

    /// <summary>The first unknown place of each part, by its name and line.</summary>
    internal static IEnumerable<BadField> Faults(WriteWording ask)
    {
        foreach (var (field, text) in new[] { ("title", ask.Title), ("body", ask.Body) })
            if (Wording.Unknown(ask.Template, text).FirstOrDefault() is { } unknown) yield return new(field, "DESK-622", unknown.Name, unknown.Line, string.Join(" ", Wording.Places(ask.Template, Texts.Current).Select(p => "{" + p + "}")));
    }
}

sealed class UseWordingHandler(StewardDb db, Notify.Wordings wordings) : IVerb<UseWording, Done>
{
    public async Task<Result<Done>> Handle(UseWording ask, CancellationToken stop)
    {
        if (await wordings.All.SingleOrDefaultAsync(w => w.Id == ask.Wording, stop) is not { } wording) return new NotFound();
        if (await wordings.All.SingleOrDefaultAsync(w => w.InUse && w.Template == wording.Template && w.ForCustomer == wording.ForCustomer && w.Language == wording.Language, stop) is { } before)
        {
            if (before.Id == wording.Id) return new Done();
            // Out of use first: the key allows one at a time.
            before.InUse = false;
            if ((await db.TryCommit(stop)).Refusal is { } lost) return lost;
        }
        wording.InUse = true;
        return await db.TryCommit(stop);
    }
}

sealed class DropWordingHandler(StewardDb db, Notify.Wordings wordings) : IVerb<DropWording, Done>
{
    public async Task<Result<Done>> Handle(DropWording ask, CancellationToken stop)
    {
        if (await wordings.All.SingleOrDefaultAsync(w => w.Id == ask.Wording, stop) is not { } wording) return new NotFound();
        wording.InUse = false;
        return await db.TryCommit(stop);
    }
}
